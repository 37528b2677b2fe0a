"""Whether this installation can do its work now, and if not, why: for a machine and for people."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from portal.bounded import Bounded
from portal.watch_settings import Watching
from portal.wiring import Platform
from store import dead_letters, log, outbox, register, schema, sql, status
from store.engine import StoreUnavailable, Tx, reading
from streams.cluster import ClusterLine
from streams.topics import RELAY, TOPICS

LONG_DAYS = 2


class Cause(StrEnum):
    """Why an installation is not ready."""

    DATABASE = "database"
    SLOW = "database-slow"
    SCHEMA = "schema"
    REGISTER = "no-register"
    STOPPED = "stopped-by-dead-letters"
    BEHIND = "behind"
    STILL = "standing-still"
    UNREAD = "long-unread"


TEXTS: Mapping[Cause, str] = {
    Cause.DATABASE: "de database antwoordt niet",
    Cause.SLOW: "de database antwoordt niet op tijd",
    Cause.SCHEMA: "de database heeft een ander schema dan dit programma; start dezelfde versie",
    Cause.REGISTER: "er is geen register geladen; doe `vroegsignaal register load`",
    Cause.STOPPED: "te veel berichten liggen apart; bekijk `vroegsignaal dead-letters list`",
    Cause.BEHIND: "er wachten meer berichten dan VROEGSIGNAAL_MOST_WAITING",
    Cause.STILL: "er wachten berichten en er wordt niets verwerkt; draait de lijn?",
    Cause.UNREAD: f"er wachten berichten die al meer dan {LONG_DAYS} dagen niet zijn gelezen en "
    "daarom niet worden gewist; draait deze stap?",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; `step` is empty and `count` zero where they say nothing."""

    cause: Cause
    step: str = ""
    count: int = 0

    def as_json(self) -> dict[str, str | int]:
        """The same for another program: no text, no secrets."""
        step: dict[str, str | int] = {"step": self.step} if self.step else {}
        count: dict[str, str | int] = {"count": self.count} if self.count else {}
        return {"code": self.cause.value, **step, **count}

    def __str__(self) -> str:
        where = f"{self.step}: " if self.step else ""
        return f"{where}{TEXTS[self.cause]}" + (f" ({self.count})" if self.count else "")


def waiting(tx: Tx, wired: Platform) -> Mapping[str, int]:
    """How many events wait per step; with Kafka also for the relay that publishes them."""
    found = {
        processor.group: log.lag(tx, processor.group, topic.name)
        for topic, processor in wired.line.stages
    }
    if isinstance(wired.line, ClusterLine):
        found[RELAY] = sum(log.lag(tx, RELAY, topic.name) for topic in TOPICS)
    return found


def reasons(tx: Tx, wired: Platform, watching: Watching) -> tuple[Reason, ...]:
    """Why the installation is not ready, as far as the database tells; nothing when it is."""
    found = []
    if schema.current(tx) != schema.newest():
        return (Reason(Cause.SCHEMA),)
    if register.current(tx) is None:
        found.append(Reason(Cause.REGISTER))
    found += [Reason(Cause.STOPPED, one.step) for one in dead_letters.stopped(tx)]
    found += [
        Reason(Cause.BEHIND, step, count)
        for step, count in waiting(tx, wired).items()
        if count > watching.most_waiting
    ]
    return tuple(found)


def long_unread(tx: Tx, wired: Platform) -> tuple[Reason, ...]:
    """The groups that stopped reading long ago: before them an event waits from days ago.

    For an operator only: whoever catches up after a week is ready all the same.
    """
    before = sql.instant(wired.clock() - timedelta(days=LONG_DAYS))
    late = {
        group
        for topic, groups in wired.line.readers.items()
        for group in groups
        if "" < status.oldest_waiting(tx, group, topic) < before
    }
    found = waiting(tx, wired).items()
    return tuple(Reason(Cause.UNREAD, step, count) for step, count in found if step in late)


@dataclass(slots=True)
class Check:
    """Asks again and again, and so can tell what stands still; `clock` counts seconds."""

    wired: Platform
    watching: Watching
    clock: Callable[[], float] = time.monotonic
    _moved: dict[str, tuple[int, float]] = field(default_factory=dict)

    def __call__(self) -> tuple[Reason, ...]:
        """Why the installation is not ready now."""
        try:
            with reading(self.wired.engine) as tx:
                found = reasons(tx, self.wired, self.watching)
                if found and found[0].cause is Cause.SCHEMA:
                    return found
                return (*found, *self._still(tx))
        except StoreUnavailable:
            return (Reason(Cause.DATABASE),)

    def _still(self, tx: Tx) -> list[Reason]:
        found, now = [], self.clock()
        for step, count in waiting(tx, self.wired).items():
            read = sum(outbox.positions(tx, step).values())
            before, since = self._moved.get(step, (-1, now))
            if not count or read != before:
                since = now
            self._moved[step] = (read, since)
            if now - since >= self.watching.still_seconds:
                found.append(Reason(Cause.STILL, step, count))
        return found


def probe(wired: Platform, watching: Watching) -> Callable[[], tuple[Reason, ...]]:
    """Asks as `Check` does, but always answers within two seconds, and at most once a second."""
    late: tuple[Reason, ...] = (Reason(Cause.SLOW),)
    return Bounded(Check(wired, watching), late)
