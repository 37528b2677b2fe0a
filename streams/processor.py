"""The one place that owns a step's transaction, whoever carries the events.

Inbox, effect, outgoing events and position stand or fall together, so delivery at least once
becomes effect exactly once. A batch that fails is undone and taken again event by event under
savepoints: the poison one alone is parked, without personal data, and the others go on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from protocols.errors import Refused
from protocols.privacy.audit import Action, AuditEntry, Origin
from store import audit, log
from store.engine import Engine, StoreUnavailable, Tx, begin
from store.log import Entry, Record

_log = structlog.get_logger("streams")

Step = Callable[[Tx, Sequence[Record]], Sequence[Entry]]
MOST_DEAD_LETTERS = 100


class TooManyDeadLetters(Refused):
    """So many events were parked that the line itself must be wrong: it stops, nothing is lost."""

    code = "too-many-dead-letters"


# Neither is about the event: the database fails, or an operator must do something first.
_PASSED_ON = (StoreUnavailable, Refused)


class Source(Protocol):
    """Where a batch comes from, and how its position is kept."""

    def read(self, tx: Tx) -> Sequence[Record]:
        """The next batch, empty when there is none."""
        ...

    def settle(self, tx: Tx, records: Sequence[Record]) -> None:
        """Note that these were handled, in the same transaction."""
        ...


@dataclass(frozen=True, slots=True)
class Processor:
    """Runs one step for one consumer group."""

    engine: Engine
    group: str
    step: Step
    clock: Callable[[], datetime]
    most_dead_letters: int = MOST_DEAD_LETTERS

    def run(self, source: Source) -> int:
        """Handle the next batch and return how many events it had.

        Raises StoreUnavailable when the database fails (nothing was changed: try again) and
        Refused when an operator must act first (no register, too many dead letters).
        """
        try:
            with begin(self.engine) as tx:
                records = source.read(tx)
                if records:
                    self._handle(tx, records)
                    source.settle(tx, records)
        except _PASSED_ON:
            raise
        except Exception as error:  # noqa: BLE001 - the outermost door of the line
            _log.warning("batch-failed", group=self.group, error=type(error).__name__)
            return self._one_by_one(source)
        return len(records)

    def _one_by_one(self, source: Source) -> int:
        with begin(self.engine) as tx:
            records = source.read(tx)
            for record in records:
                try:
                    with tx.savepoint():
                        self._handle(tx, [record])
                except _PASSED_ON:
                    raise
                except Exception as error:  # noqa: BLE001 - the outermost door of the line
                    self._park(tx, record, type(error).__name__)
            source.settle(tx, records)
        return len(records)

    def _handle(self, tx: Tx, records: Sequence[Record]) -> None:
        """Let the step have its effect from the events it has not seen before."""
        seen = log.seen(tx, self.group, (record.ce_id for record in records))
        fresh = {record.ce_id: record for record in records if record.ce_id not in seen}
        if fresh:
            log.append(tx, self.step(tx, list(fresh.values())))
            log.mark_seen(tx, self.group, fresh)

    def _park(self, tx: Tx, record: Record, code: str) -> None:
        place = f"{record.topic}/{record.part}/{record.off}"
        _log.error("event-parked", group=self.group, place=place, error=code)
        at = self.clock()
        log.park(tx, [(f"{self.group}:{record.ce_id}", self.group, code, place)], at)
        parked = AuditEntry(
            at,
            self.group,
            Origin.LINE,
            Action.EVENT_PARKED,
            "event",
            record.ce_id,
            code,
            "vroegsignalering",
        )
        audit.record(tx, [parked])
        if log.parked(tx, self.group) > self.most_dead_letters:
            raise TooManyDeadLetters(
                f"Meer dan {self.most_dead_letters} berichten konden niet worden verwerkt in "
                f"stap {self.group}; bekijk `vroegsignaal status` en herstel de oorzaak."
            )
