"""The event log keeps its promises: no gaps, one order, positions of one's own, letters kept."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import log
from store.engine import ConstraintBroken, Engine, Tx, begin, reading
from store.log import Entry
from store.tables import event_log, log_head

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TIME = "2026-11-22T09:00:00.000Z"


def _entry(ce_id: str, topic: str = "signals", part: int = 0, key: str = "k") -> Entry:
    return Entry(topic, part, key, ce_id, "told", TIME, ce_id.encode())


def _append(engine: Engine, *entries: Entry) -> None:
    with begin(engine) as tx:
        log.append(tx, entries)


def _ids(engine: Engine, start: int = 0, most: int = 100, part: int = 0) -> list[str]:
    with reading(engine) as tx:
        return [one.ce_id for one in log.read(tx, "signals", part, start, most)]


def test_an_event_comes_back_as_it_was_logged(engine: Engine) -> None:
    """With its offset, which counts from 0."""
    _append(engine, _entry("a", part=3, key="home"))
    with reading(engine) as tx:
        (found,) = log.read(tx, "signals", 3, 0, 10)
    assert found == log.Record("signals", 3, 0, "home", "a", "told", TIME, b"a")


def test_offsets_count_per_topic_and_partition(engine: Engine) -> None:
    """As in Kafka, where a partition is a log of its own."""
    _append(engine, _entry("a"), _entry("b", part=1), _entry("c"), _entry("d", topic="matched"))
    _append(engine, _entry("e"))
    with reading(engine) as tx:
        assert [(r.off, r.ce_id) for r in log.read(tx, "signals", 0, 0, 9)] == [
            (0, "a"),
            (1, "c"),
            (2, "e"),
        ]
        assert [(r.off, r.ce_id) for r in log.read(tx, "signals", 1, 0, 9)] == [(0, "b")]
        assert [(r.off, r.ce_id) for r in log.read(tx, "matched", 0, 0, 9)] == [(0, "d")]


def test_what_was_undone_leaves_no_gap(engine: Engine) -> None:
    """A reader that waits for a missing offset, or skips one, would lose events."""
    _append(engine, _entry("a"))

    def fail(tx: Tx) -> None:
        log.append(tx, [_entry("b"), _entry("c")])
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"), begin(engine) as tx:
        fail(tx)
    with begin(engine) as tx:
        with pytest.raises(ValueError, match="stop"), tx.savepoint():
            fail(tx)
        log.append(tx, [_entry("e")])
    with reading(engine) as tx:
        assert [(r.off, r.ce_id) for r in log.read(tx, "signals", 0, 0, 9)] == [(0, "a"), (1, "e")]


def test_appending_nothing_claims_nothing(engine: Engine) -> None:
    """A step without outgoing events is no trouble."""
    _append(engine)
    with reading(engine) as tx:
        assert log.lag(tx, "g", "signals") == 0


def test_reading_starts_at_an_offset_and_stops_at_a_number(engine: Engine) -> None:
    """Bounds on both sides; beyond the end there is nothing."""
    _append(engine, *(_entry(f"e{n}") for n in range(5)))
    assert _ids(engine, 0, 2) == ["e0", "e1"]
    assert _ids(engine, 2, 2) == ["e2", "e3"]
    assert _ids(engine, 4, 2) == ["e4"]
    assert _ids(engine, 5, 2) == []
    assert _ids(engine, 0, 9, part=1) == []


PLACES = st.tuples(st.sampled_from(["signals", "matched"]), st.integers(0, 2))


@given(st.lists(st.lists(PLACES, max_size=8), max_size=8))
@settings(max_examples=60, deadline=None)
def test_offsets_have_no_gaps_and_follow_the_order(
    shared: Engine, batches: Sequence[Sequence[tuple[str, int]]]
) -> None:
    """For any way to spread events over batches, topics and partitions."""
    expected: dict[tuple[str, int], list[str]] = defaultdict(list)
    with begin(shared) as tx:
        for table in (event_log, log_head):
            tx.connection.execute(table.delete())
        for number, batch in enumerate(batches):
            entries = [_entry(f"{number}-{i}", *place) for i, place in enumerate(batch)]
            log.append(tx, entries)
            for entry in entries:
                expected[entry.topic, entry.part].append(entry.ce_id)
        for place, ids in expected.items():
            found = log.read(tx, *place, 0, 1_000)
            assert [(one.off, one.ce_id) for one in found] == list(enumerate(ids))


def test_a_group_begins_at_the_beginning_and_goes_on_where_it_was(engine: Engine) -> None:
    """Each group has a position of its own in every partition."""
    with begin(engine) as tx:
        assert log.position(tx, "g", "signals", 0) == 0
        log.move(tx, "g", "signals", 0, 7)
        log.move(tx, "g", "signals", 0, 9)
        assert log.position(tx, "g", "signals", 0) == 9
        for other in (("g", "signals", 1), ("g", "matched", 0), ("h", "signals", 0)):
            assert log.position(tx, *other) == 0


def test_the_lag_is_what_a_group_has_still_to_read(engine: Engine) -> None:
    """Over all partitions of the topic, and of that topic and group only."""
    _append(engine, *(_entry(f"a{n}", part=n % 2) for n in range(5)), _entry("x", topic="matched"))
    with begin(engine) as tx:
        assert log.lag(tx, "g", "signals") == 5
        log.move(tx, "g", "signals", 0, 2)
        log.move(tx, "h", "signals", 1, 1)
        log.move(tx, "g", "matched", 0, 1)
        assert log.lag(tx, "g", "signals") == 3
        log.move(tx, "g", "signals", 0, 3)
        log.move(tx, "g", "signals", 1, 2)
        assert log.lag(tx, "g", "signals") == log.lag(tx, "g", "nothing") == 0


def test_the_inbox_knows_what_a_group_has_seen(engine: Engine) -> None:
    """Also among more ids than one question can hold; another group has its own."""
    ids = [f"e{number}" for number in range(2_000)]
    with begin(engine) as tx:
        log.mark_seen(tx, "g", ids[::2])
        assert log.seen(tx, "g", ids) == set(ids[::2])
        assert log.seen(tx, "h", ids) == set()
        assert log.seen(tx, "g", []) == set()


def test_nothing_is_marked_as_seen_twice(engine: Engine) -> None:
    """An effect that was already there must not be had again: the database says so too."""
    with begin(engine) as tx:
        log.mark_seen(tx, "g", ["e"])
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        log.mark_seen(tx, "g", ["e"])


def test_a_dead_letter_is_kept_once(engine: Engine) -> None:
    """Parking it again, after a restart, changes nothing; each step counts its own."""
    letter = ("admission:e", "admission", "SealBroken", "signals/0/1")
    with begin(engine) as tx:
        log.park(tx, [letter, ("casework:e", "casework", "Bug", "matched/0/1")], AT)
        log.park(tx, [(*letter[:2], "Other", "signals/0/9")], AT)
        assert log.parked(tx, "admission") == log.parked(tx, "casework") == 1
        assert log.parked(tx, "intake") == 0
        kept = tx.connection.exec_driver_sql(
            "select code, place, parked_at from dead_letter where step = 'admission'"
        ).one()
    assert tuple(kept) == ("SealBroken", "signals/0/1", TIME)
