"""The outbox relay: publishes the log in SQL to Kafka, in order, to the same topic and partition.

First publish, then move the position. Who dies in between publishes again, which the readers'
position and inbox make harmless. Two relays at once publish twice and lose nothing either; the
one that finds that another moved on stands by.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from itertools import islice
from typing import Protocol

import structlog

from store import log, outbox
from store.engine import Engine, StoreUnavailable, Tx, begin, reading
from store.log import Record
from store.outbox import Place
from streams.kafka.patience import Patience
from streams.topics import RELAY, TOPICS, Topic

BATCH = 2_000
IDLE_SECONDS = 0.05
LONGEST_IDLE_SECONDS = 0.25
STANDBY_SECONDS = 10.0
TOO_LARGE = "too-large-for-kafka"
_log = structlog.get_logger("streams")


class Outcome(Enum):
    """What became of an event that was offered to the broker."""

    PUBLISHED = "published"
    TOO_LARGE = "too large: it never will be"
    FAILED = "failed: offer it again"


_LARGE = Outcome.TOO_LARGE


class Publisher(Protocol):
    """Whoever brings events to the broker."""

    def publish(self, records: Sequence[Record]) -> Sequence[Outcome]:
        """Offer events in order, wait for all of them, and tell what became of each."""
        ...


class Stop(Protocol):
    """Whoever may be asked to stop, a signal handler's flag for one."""

    def wait(self, seconds: float, /) -> bool:
        """Rest so long, or until asked to stop; returns whether that was asked."""
        ...


class Turn(Enum):
    """How a turn of the relay went."""

    IDLE = "nothing to publish"
    PUBLISHED = "published"
    FAILED = "the broker did not take all of it"
    ANOTHER = "another relay is at work"


@dataclass(frozen=True, slots=True)
class _Batch:
    """What a partition has to publish from offset `start` on, up to `head` at most, and then what
    became of it."""

    place: Place
    start: int
    head: int
    records: Sequence[Record]
    outcomes: Sequence[Outcome] = ()

    @property
    def done(self) -> Sequence[Record]:
        """The events before the first that must be offered again."""
        if Outcome.FAILED not in self.outcomes:
            return self.records
        return self.records[: self.outcomes.index(Outcome.FAILED)]

    @property
    def end(self) -> int:
        """What is next. Where nothing is left up to the head it was erased: the line ran without
        Kafka for so long that nobody had to wait for the relay."""
        if not self.records:
            return self.head
        return self.done[-1].off + 1 if self.done else self.start


@dataclass(frozen=True, slots=True)
class Relay:
    """Publishes what is in the log. `batch` is how many events it offers at a time, together."""

    engine: Engine
    publisher: Publisher
    clock: Callable[[], datetime]
    topics: Sequence[Topic] = TOPICS
    batch: int = BATCH

    def begin(self) -> None:
        """Begin at 0 for every group that never read, so that retention knows what waits."""
        with begin(self.engine) as tx:
            for topic in self.topics:
                places = [(topic.name, part) for part in range(topic.partitions)]
                for group in (*topic.consumers, RELAY):
                    outbox.begin_at_zero(tx, group, places)

    def turn(self) -> tuple[Turn, int]:
        """Publish one batch; returns how that went and how many events were done with.

        Raises StoreUnavailable when the database fails: then they are published again.
        """
        batches = self._next()
        if not batches:
            return Turn.IDLE, 0
        offered = [record for batch in batches for record in batch.records]
        outcomes = iter(self.publisher.publish(offered))
        told = [replace(one, outcomes=list(islice(outcomes, len(one.records)))) for one in batches]
        with begin(self.engine) as tx:
            moved = [self._move(tx, batch) for batch in told]
        return _turn(told, moved), sum(len(one.done) for one in told)

    def _next(self) -> list[_Batch]:
        """What waits, at most `batch` events of all partitions together."""
        names = {topic.name for topic in self.topics}
        with reading(self.engine) as tx:
            read = outbox.positions(tx, RELAY)
            heads = outbox.heads(tx).items()
            waiting = {at: head for at, head in heads if at[0] in names and head > read.get(at, 0)}
            most = max(1, self.batch // max(1, len(waiting)))
            return [
                _Batch(place, start, waiting[place], log.read(tx, *place, start, most))
                for place in sorted(waiting)
                for start in (read.get(place, 0),)
            ]

    def _move(self, tx: Tx, batch: _Batch) -> bool:
        """Move past what was published, unless another relay did: then leave it as it is."""
        if log.position(tx, RELAY, *batch.place) != batch.start:
            return False
        log.move(tx, RELAY, *batch.place, batch.end)
        name = f"{batch.place[0]}/{batch.place[1]}"
        large = [one for one, how in zip(batch.done, batch.outcomes, strict=False) if how is _LARGE]
        letters = [(f"{RELAY}:{one.ce_id}", RELAY, TOO_LARGE, f"{name}/{one.off}") for one in large]
        log.park(tx, letters, self.clock())
        return True


def _turn(told: Sequence[_Batch], moved: Sequence[bool]) -> Turn:
    if not all(moved):
        return Turn.ANOTHER
    failed = any(Outcome.FAILED in batch.outcomes for batch in told)
    return Turn.FAILED if failed else Turn.PUBLISHED


def relay_all(relay: Relay) -> int:
    """Publish until nothing waits or the broker does not take it; returns how many events."""
    total = 0
    while True:
        turn, done = relay.turn()
        total += done
        if turn is not Turn.PUBLISHED:
            return total


def keep_relaying(
    relay: Relay, stop: Stop, patience: Patience, standby: float = STANDBY_SECONDS
) -> int:
    """Publish until told to stop; returns how many events that were. It has endless patience with
    the broker and the database: what waits, waits in the log, and `status` shows how much."""
    total = failed = idle = 0
    while not stop.wait(0):
        try:
            turn, done = relay.turn()
        except StoreUnavailable as error:
            turn, done = Turn.FAILED, 0
            _log.warning("relay.store-unavailable", error=str(error))
        total += done
        failed = failed + 1 if turn is Turn.FAILED else 0
        idle = idle + 1 if turn is Turn.IDLE else 0
        if turn is Turn.ANOTHER:
            _log.warning("relay.another-at-work")
        rest = min(IDLE_SECONDS * idle, LONGEST_IDLE_SECONDS)
        waits = {Turn.IDLE: rest, Turn.PUBLISHED: 0.0, Turn.ANOTHER: standby}
        stop.wait(waits[turn] if turn in waits else patience.seconds(failed))
    return total
