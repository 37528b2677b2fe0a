"""The one place that owns a step's transaction, whoever carries the events.

Inbox, effect, outgoing events and position stand or fall together, so delivery at least once
becomes effect exactly once. A batch that fails is undone and taken again event by event under
savepoints: the poison one alone is parked, without personal data, and the others go on. Beyond a
limit the line stops before the next poison one; what came before it keeps its effect.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from protocols.errors import Refused
from protocols.privacy.audit import Action, AuditEntry, Origin
from store import audit, dead_letters, log
from store.engine import Engine, StoreBusy, StoreUnavailable, Tx, begin
from store.log import Entry, Record
from streams.memory import fewer_rounds
from streams.watching import UNWATCHED, Watch, tell_nobody

_log = structlog.get_logger("streams")

Step = Callable[[Tx, Sequence[Record]], Sequence[Entry]]
MOST_DEAD_LETTERS = 100
_PAUSES_SECONDS = (0.05, 0.2, 0.8)


class TooManyDeadLetters(Refused):
    """So many events were parked that the line itself must be wrong: it stops, nothing is lost."""

    code = "too-many-dead-letters"

    def __init__(self, message: str, ce_id: str, place: str) -> None:
        super().__init__(message, place=place)
        self.ce_id = ce_id


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
    """Runs one step for one consumer group. `on_parked` is called in the transaction in which an
    event of the log is parked."""

    engine: Engine
    group: str
    step: Step
    clock: Callable[[], datetime]
    most_dead_letters: int = MOST_DEAD_LETTERS
    watch: Watch = UNWATCHED
    on_parked: Callable[[Tx, Record], None] = tell_nobody

    def run(self, source: Source) -> int:
        """Handle the next batch and return how many events it had.

        When others were in the way it is taken again, three times at most. Raises
        StoreUnavailable when the database fails (nothing was changed: try again) and
        Refused when an operator must act first (no register, too many dead letters).
        """
        began = time.perf_counter()
        try:
            with fewer_rounds():
                events = self._patiently(source)
        except TooManyDeadLetters as full:
            self._stop(full)
            raise
        if events:
            self.watch.handled(self.group, events, time.perf_counter() - began)
        return events

    def _patiently(self, source: Source) -> int:
        for pause_seconds in _PAUSES_SECONDS:
            try:
                return self._run(source)
            except StoreBusy as busy:
                _log.info("batch-again", group=self.group, error=str(busy))
                time.sleep(pause_seconds)
        return self._run(source)

    def _run(self, source: Source) -> int:
        try:
            with begin(self.engine) as tx:
                records = source.read(tx)
                self._handle(tx, records)
                source.settle(tx, records)
        except _PASSED_ON:
            raise
        except Exception as error:  # noqa: BLE001 - the outermost door of the line
            _log.warning("batch-failed", group=self.group, error=type(error).__name__)
            return self._one_by_one(source)
        return len(records)

    def _one_by_one(self, source: Source) -> int:
        full = None
        with begin(self.engine) as tx:
            records = source.read(tx)
            done: list[Record] = []
            for record in records:
                full = self._alone(tx, record)
                if full is not None:
                    break
                done.append(record)
            source.settle(tx, done)
        if full is not None:
            raise full
        return len(records)

    def _alone(self, tx: Tx, record: Record) -> TooManyDeadLetters | None:
        """Handle or park an event; why neither, when it would be one dead letter too many."""
        try:
            with tx.savepoint():
                self._handle(tx, [record])
        except _PASSED_ON:
            raise
        except Exception as error:  # noqa: BLE001 - the outermost door of the line
            place = f"{record.topic}/{record.part}/{record.off}"
            try:
                with tx.savepoint():
                    self.park(tx, record.ce_id, place, type(error).__name__)
                    self.on_parked(tx, record)
            except TooManyDeadLetters as full:
                return full
        return None

    def _stop(self, full: TooManyDeadLetters) -> None:
        """Let every other process know that the line stands still, and before which event."""
        with begin(self.engine) as tx:
            dead_letters.stop(tx, self.group, full.ce_id, full.place, self.clock())

    def _handle(self, tx: Tx, records: Sequence[Record]) -> None:
        """Let the step have its effect from the events it has not seen before."""
        ours = log.claim(tx, self.group, (record.ce_id for record in records))
        fresh = {record.ce_id: record for record in records if record.ce_id in ours}
        if fresh:
            log.append(tx, self.step(tx, list(fresh.values())))

    def park(self, tx: Tx, ce_id: str, place: str, code: str) -> None:
        """Put an event aside as a dead letter, by where it is and what is wrong; never its content.

        Raises TooManyDeadLetters.
        """
        _log.error("event-parked", group=self.group, place=place, error=code)
        at = self.clock()
        log.park(tx, [(f"{self.group}:{ce_id}", self.group, code, place)], at)
        parked = AuditEntry(
            at,
            self.group,
            Origin.LINE,
            Action.EVENT_PARKED,
            "event",
            ce_id,
            code,
            "vroegsignalering",
        )
        audit.record(tx, [parked])
        if log.parked(tx, self.group) > self.most_dead_letters:
            raise TooManyDeadLetters(
                f"Meer dan {self.most_dead_letters} berichten konden niet worden verwerkt in "
                f"stap {self.group}: de lijn staat stil. Herstel de oorzaak en gebruik dan "
                "`vroegsignaal dead-letters`.",
                ce_id,
                place,
            )
        self.watch.parked(self.group)
