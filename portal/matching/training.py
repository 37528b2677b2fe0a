"""Learning weights from two files, without labels, with the trainer of one's choice."""

from collections.abc import Sequence
from enum import StrEnum

from matching.linkage.fitting import FEWEST
from matching.linkage.linker import Linker
from matching.linkage.model import Weights
from portal.matching.files import Person
from portal.matching.splink_trainer import train_with_splink
from protocols.errors import Refused


class Trainer(StrEnum):
    """Who learns: the linker itself, or Splink (the extra `train`)."""

    OWN = "own"
    SPLINK = "splink"


class NothingToLearn(Refused):
    """A file holds nobody, or too few."""

    code = "nothing-to-learn"


def learn(trainer: Trainer, register: Sequence[Person], signals: Sequence[Person]) -> Weights:
    """Weights learned from a register and signals.

    Raises NothingToLearn when there are too few, and what Splink's trainer raises.
    """
    if len(register) < FEWEST or not signals:
        message = (
            f"om te leren zijn {FEWEST} inwoners en een signaal nodig; geef grotere bestanden."
        )
        raise NothingToLearn(message)
    match trainer:
        case Trainer.OWN:
            return Linker(register).train(signals)
        case Trainer.SPLINK:
            return train_with_splink(register, signals)
