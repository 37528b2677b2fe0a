"""What can be asked of a dossier. What a move carries is in its type, so it cannot be left out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from protocols.privacy.consent import Consent
from protocols.work.dossier_moves import Move, Who
from protocols.work.proposal import PlanRef, Proposal


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which role. `actor_id` is an account or a resident's id, never a name."""

    actor_id: str
    who: Who


CARRYING = frozenset({Move.CONSENT, Move.PROPOSE, Move.ACCEPT, Move.CHANGE, Move.REMIT, Move.PAUSE})
"""The moves that carry something and so have a command of their own."""


@dataclass(frozen=True, slots=True)
class Take:
    """Make a move that carries nothing but its reason. Raises ValueError for another move."""

    move: Move
    by: Actor
    at: datetime
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse a move that would lose what it must carry."""
        if self.move in CARRYING:
            raise ValueError("this move has a command of its own")


@dataclass(frozen=True, slots=True)
class NoteConsent:
    """The resident consents to a dossier; with the proof."""

    by: Actor
    at: datetime
    consent: Consent
    reason: str = ""
    move: ClassVar[Move] = Move.CONSENT


@dataclass(frozen=True, slots=True)
class Propose:
    """Propose one monthly amount; the proposal holds the proof of consent."""

    by: Actor
    at: datetime
    proposal: Proposal
    reason: str = ""
    move: ClassVar[Move] = Move.PROPOSE


@dataclass(frozen=True, slots=True)
class Accept:
    """The resident accepts this plan at this amount."""

    by: Actor
    at: datetime
    plan: PlanRef
    reason: str = ""
    move: ClassVar[Move] = Move.ACCEPT


@dataclass(frozen=True, slots=True)
class Change:
    """Another plan takes the place of the one that runs; nothing is given up.

    A change is a proposal too (OSLO: Wijziging is a Voorstel), so it holds the proof of consent.
    """

    by: Actor
    at: datetime
    proposal: Proposal
    reason: str
    move: ClassVar[Move] = Move.CHANGE


@dataclass(frozen=True, slots=True)
class Remit:
    """Another plan takes its place in which money is given up: four eyes."""

    by: Actor
    at: datetime
    proposal: Proposal
    reason: str
    move: ClassVar[Move] = Move.REMIT


@dataclass(frozen=True, slots=True)
class Pause:
    """The plan rests up to and including a day: there is no pause without an end."""

    by: Actor
    at: datetime
    until: date
    reason: str
    move: ClassVar[Move] = Move.PAUSE


@dataclass(frozen=True, slots=True)
class Confirm:
    """A second person confirms what waits for four eyes."""

    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Drop:
    """What waits for four eyes is not done after all, with the reason."""

    by: Actor
    at: datetime
    reason: str


Moving = Take | NoteConsent | Propose | Accept | Change | Remit | Pause
Command = Moving | Confirm | Drop
