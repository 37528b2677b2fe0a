"""Putting a dead letter back before its step: in order, exactly once, and audited.

The processor itself handles it, as a batch of one, in one transaction: inbox, effect, outgoing
events, and the dead letter taken away. When it fails again it stays, with the new reason.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from protocols.errors import Refused
from protocols.privacy.audit import Action, AuditEntry, Origin
from store import audit, dead_letters, log, unanswered
from store.dead_letters import Letter
from store.engine import Tx
from store.log import Record
from store.vault import Vault
from streams import topics
from streams.late import LateAdmission, LateCasework
from streams.parking import row_of
from streams.processor import Processor, Step
from streams.whereabouts import record_of

NO_LIMIT = sys.maxsize
"""Trying again makes no dead letter more than there were."""


class UnknownLetter(Refused):
    """There is no dead letter with this id (any more)."""

    code = "unknown-dead-letter"

    def __init__(self) -> None:
        super().__init__(
            "Dit bericht ligt niet (meer) apart; bekijk `vroegsignaal dead-letters list`."
        )


class EarlierParked(Refused):
    """An older event about the same is parked too, and goes first."""

    code = "earlier-parked"


class Retried(StrEnum):
    """What came of putting an event back."""

    HANDLED = "handled"
    SUPERSEDED = "superseded"
    BEFORE = "handled-before"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Operator:
    """Who puts back or drops, by account; `purpose` goes into every audit entry."""

    actor: str
    purpose: str
    at: datetime

    def note(self, tx: Tx, letter: Letter, action: Action, detail: Mapping[str, str | int]) -> None:
        """Write down what was done with a dead letter."""
        entry = AuditEntry(
            self.at,
            self.actor,
            Origin.COMMAND,
            action,
            "event",
            letter.ce_id,
            letter.code,
            self.purpose,
            "",
            {"step": letter.step, **detail},
        )
        audit.record(tx, [entry])


@dataclass(slots=True)
class Parked:
    """A dead letter as a batch of one. Reading takes it away; a failure puts it back."""

    letter_id: str
    step: str
    by: Operator
    late: LateCasework | None = None
    letter: Letter | None = None
    outcome: Retried = Retried.FAILED

    def read(self, tx: Tx) -> Sequence[Record]:
        """The event, in the order of its partition. Raises UnknownLetter, CannotRetry and
        EarlierParked."""
        known = dead_letters.find(tx, self.letter_id)
        if known is None:
            raise UnknownLetter
        record = record_of(tx, known)
        log.position(tx, self.step, record.topic, record.part)
        self.letter = dead_letters.take(tx, self.letter_id)
        if self.letter is None:
            raise UnknownLetter
        _need_first(tx, self.step, record)
        before = log.seen(tx, self.step, [record.ce_id])
        self.outcome = Retried.BEFORE if before else Retried.HANDLED
        if record.ce_type == topics.DELIVERED and not before:
            unanswered.untell(tx, *row_of(record))
        return [record]

    def settle(self, tx: Tx, _records: Sequence[Record]) -> None:
        """Write down what came of it; what failed again is parked since as long as before."""
        letter = self.letter
        if letter is None:
            return
        again = dead_letters.find(tx, self.letter_id)
        if again is not None:
            self.outcome = Retried.FAILED
            self.letter = replace(again, parked_at=letter.parked_at)
            dead_letters.parked_since(tx, self.letter_id, letter.parked_at)
        elif self.late is not None and self.late.superseded:
            self.outcome = Retried.SUPERSEDED
        detail = {"outcome": self.outcome.value, "code": (again or letter).code}
        self.by.note(tx, letter, Action.EVENT_RETRIED, detail)


def retry(processor: Processor, vault: Vault, letter: Letter, by: Operator) -> Parked:
    """Put an event back before its step; returns what came of it.

    Raises UnknownLetter, CannotRetry, EarlierParked and Overtaken, and what `Processor.run` does;
    then nothing was changed.
    """
    step = _late(processor, vault, letter)
    late = step if isinstance(step, LateCasework) else None
    parked = Parked(letter.letter_id, letter.step, by, late)
    replace(processor, step=step, most_dead_letters=NO_LIMIT).run(parked)
    return parked


def _late(processor: Processor, vault: Vault, letter: Letter) -> Step:
    topic = letter.spot[0] if letter.spot else ""
    if topic == topics.SIGNALS.name:
        return LateAdmission(processor.step, vault)
    return LateCasework(processor.step) if topic == topics.MATCHED.name else processor.step


def in_order(letters: Iterable[Letter], steps: Sequence[str]) -> list[Letter]:
    """Dead letters in the order to try them in: by step of the line, and then as they came."""
    order = {step: turn for turn, step in enumerate(steps)}
    last = len(order)
    return sorted(letters, key=lambda one: (order.get(one.step, last), one.spot or ("", 0, 0)))


def _need_first(tx: Tx, step: str, record: Record) -> None:
    """Raise EarlierParked when an older event with the same key is parked before the same step."""
    for other in dead_letters.listed(tx, step):
        spot = other.spot
        if spot is None or spot[:2] != (record.topic, record.part) or spot[2] >= record.off:
            continue
        older = dead_letters.at_spot(tx, spot)
        if older is not None and older.key == record.key:
            raise EarlierParked(
                "Een ouder bericht over hetzelfde ligt ook apart: breng dat eerst terug, of doe "
                "het weg."
            )
