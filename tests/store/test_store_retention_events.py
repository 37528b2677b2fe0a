"""An event that somebody has still to read is never erased, however old it is."""

from datetime import date

import pytest

from protocols.privacy.terms import Kept
from store import log, retention
from store.engine import Engine, Tx, begin
from store.log import Entry
from store.retention import Readers

DAY = date(2026, 11, 22)
READERS = {"signals": ["admission"], "matched": ["casework", "feedback"], "cases": []}
OLD, NEW = "2026-01-01T12:00:00.000Z", "2026-11-22T12:00:00.000Z"


def _log(tx: Tx, *ids: str, topic: str = "signals", part: int = 0, time: str = OLD) -> None:
    log.append(tx, [Entry(topic, part, "k", ce_id, "told", time, b"{}") for ce_id in ids])


def _due(tx: Tx, readers: Readers = READERS) -> list[object]:
    return sorted(retention.due(tx, Kept.EVENT_LOG, DAY, readers), key=str)


def test_what_waits_is_not_due_and_what_was_read_is(engine: Engine) -> None:
    """A line that stood still for half a year must lose no signal."""
    with begin(engine) as tx:
        _log(tx, "a", "b", "c")
        assert _due(tx) == []
        log.move(tx, "admission", "signals", 0, 2)
        assert _due(tx) == ["a", "b"]
        log.move(tx, "admission", "signals", 0, 3)
        assert _due(tx) == ["a", "b", "c"]


def test_every_group_that_reads_a_topic_must_have_read_it(engine: Engine) -> None:
    """The slowest decides."""
    with begin(engine) as tx:
        _log(tx, "a", "b", topic="matched")
        log.move(tx, "casework", "matched", 0, 2)
        log.move(tx, "feedback", "matched", 0, 1)
        assert _due(tx) == ["a"]


def test_each_partition_goes_by_its_own_position(engine: Engine) -> None:
    """As far as one was read says nothing of another, nor of another topic."""
    with begin(engine) as tx:
        _log(tx, "a")
        _log(tx, "b", part=1)
        _log(tx, "c", topic="matched")
        log.move(tx, "admission", "signals", 1, 1)
        assert _due(tx) == ["b"]


def test_a_topic_that_nobody_reads_goes_by_its_age_alone(engine: Engine) -> None:
    """The last topic of the line is for whoever may follow it; it is not kept for nobody."""
    with begin(engine) as tx:
        _log(tx, "a", topic="cases")
        _log(tx, "b", topic="cases", time=NEW)
        assert _due(tx) == ["a"]
        assert _due(tx, {}) == ["a"]


def test_a_group_that_reads_and_has_not_begun_has_read_nothing(engine: Engine) -> None:
    """It has no position yet, and would else lose what was delivered before its first batch."""
    with begin(engine) as tx:
        _log(tx, "a", topic="cases")
        log.move(tx, "somebody", "cases", 0, 1)
        assert _due(tx, {"cases": ["somebody"]}) == ["a"]
        assert _due(tx, {"cases": ["somebody", "relay"]}) == []


def test_nobody_erases_events_without_saying_who_reads_them(engine: Engine) -> None:
    """By age alone what waits would be lost."""
    with begin(engine) as tx, pytest.raises(ValueError, match="who reads"):
        retention.due(tx, Kept.EVENT_LOG, DAY)


def test_a_group_that_reads_no_more_holds_nothing_up(engine: Engine) -> None:
    """Its position stays where it was: a city that left Kafka kept every event for ever."""
    with begin(engine) as tx:
        _log(tx, "a", "b")
        log.move(tx, "relay", "signals", 0, 1)
        log.move(tx, "admission", "signals", 0, 2)
        assert _due(tx) == ["a", "b"]
        assert _due(tx, {"signals": ["admission", "relay"]}) == ["a"]


def test_erasing_leaves_the_offsets_and_the_lag_as_they_were(engine: Engine) -> None:
    """Who reads on finds what waits, and new events count on."""
    with begin(engine) as tx:
        _log(tx, "a", "b", "c")
        log.move(tx, "admission", "signals", 0, 2)
        retention.erase(tx, Kept.EVENT_LOG, _due(tx))
        _log(tx, "d")
        start = log.position(tx, "admission", "signals", 0)
        waiting = log.read(tx, "signals", 0, start, 10)
        assert [(one.off, one.ce_id) for one in waiting] == [(2, "c"), (3, "d")]
        assert log.lag(tx, "admission", "signals") == 2
