"""A batch from Kafka held against the log: order, completeness and position hang on SQL alone."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import dead_letters, log, outbox, status
from store.engine import Engine, Tx, begin, open_engine, reading
from store.log import Entry, Record
from store.migrate import migrate
from streams.kafka.records import Message, headers_of
from streams.kafka.source import UNKNOWN, Carried
from streams.processor import Processor, TooManyDeadLetters
from tests.support import made
from tests.support.cluster import SOURCE

TIME = "2026-11-22T09:00:00.000Z"
GROUP = "g"


class Rig:
    """A log of some events in two partitions, and a step that keeps what it gets."""

    def __init__(self, path: Path, events: int, most: int = 100) -> None:
        self.engine: Engine = open_engine(f"sqlite:///{path}")
        migrate(self.engine)
        entries = [Entry("t", n % 2, "key", f"e{n}", "x", TIME, b"{}") for n in range(events)]
        with begin(self.engine) as tx:
            log.append(tx, entries)
        self.handled: list[str] = []
        self.poison: set[str] = set()
        self.processor = Processor(self.engine, GROUP, self._step, lambda: made.AT, most)

    def _step(self, _tx: Tx, records: Sequence[Record]) -> list[Entry]:
        if any(record.ce_id in self.poison for record in records):
            raise ValueError
        self.handled += [record.ce_id for record in records]
        return []

    def message(self, number: int, **changes: object) -> Message:
        """The event of that number as the relay publishes it."""
        ce_id = str(changes.pop("ce_id", f"e{number}"))
        record = Record("t", number % 2, number // 2, "key", ce_id, "x", TIME, b"{}")
        headers = headers_of(record, SOURCE)
        message = Message("t", number % 2, 7_000 + number, 5, b"key", b"{}", headers)
        return replace(message, **changes)  # type: ignore[arg-type]

    def carry(self, messages: Sequence[Message], most: int = 1_000) -> None:
        """Handle a batch to its end."""
        batch = Carried(self.processor, messages, most)
        while batch.more:
            self.processor.run(batch)

    def positions(self) -> dict[tuple[str, int], int]:
        """What the group reads next."""
        with reading(self.engine) as tx:
            return dict(outbox.positions(tx, GROUP))

    def dead(self) -> list[tuple[str, int]]:
        """Dead letters by code."""
        with reading(self.engine) as tx:
            return [(one.code, one.count) for one in status.dead_letters(tx)]


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    """Ten events, five in each partition."""
    return Rig(tmp_path / "s.db", 10)


def test_a_batch_is_handled_in_the_order_of_the_log(rig: Rig) -> None:
    """Whatever the order in which it came."""
    rig.carry([rig.message(n) for n in (4, 0, 2, 3, 1)])
    assert rig.handled == ["e0", "e2", "e4", "e1", "e3"]
    assert rig.positions() == {("t", 0): 3, ("t", 1): 2}


def test_what_a_relay_published_again_is_skipped_and_the_position_never_goes_back(
    rig: Rig,
) -> None:
    """A relay that died between publishing and moving on publishes older after newer."""
    rig.carry([rig.message(n) for n in (0, 2, 4, 6)])
    rig.carry([rig.message(n) for n in (2, 4)])
    rig.carry([rig.message(n) for n in (4, 6, 8)])
    assert rig.handled == ["e0", "e2", "e4", "e6", "e8"]
    assert rig.positions() == {("t", 0): 5}


def test_what_kafka_did_not_bring_is_read_from_the_log(rig: Rig) -> None:
    """Else an event that Faust acknowledged too soon would be lost, or overtaken."""
    rig.carry([rig.message(6)])
    assert rig.handled == ["e0", "e2", "e4", "e6"]
    rig.carry([rig.message(2)])
    assert rig.positions() == {("t", 0): 4}


def test_a_gap_of_any_size_is_filled_in_pieces(tmp_path: Path) -> None:
    """No transaction grows without bound."""
    rig = Rig(tmp_path / "s.db", 200)
    rig.carry([rig.message(198), rig.message(0)], most=7)
    assert rig.handled == [f"e{n}" for n in range(0, 200, 2)]


def test_waits_and_lag_stay_true(rig: Rig) -> None:
    """Taking a decision back asks whether something of a household is still under way."""
    rig.carry([rig.message(n) for n in (0, 2)])
    with begin(rig.engine) as tx:
        assert log.waits(tx, GROUP, "t", 0, "key")
        assert log.lag(tx, GROUP, "t") == 8
    rig.carry([rig.message(n) for n in (4, 6, 8)])
    with begin(rig.engine) as tx:
        assert not log.waits(tx, GROUP, "t", 0, "key")
        assert log.lag(tx, GROUP, "t") == 5


def test_a_message_that_is_no_event_is_parked_once_and_the_others_go_on(rig: Rig) -> None:
    """Kafka brings it again after a crash; it stays one dead letter."""
    junk = rig.message(0, headers=(), value=b"Nergenshuizen", offset=3)
    for _ in range(2):
        rig.carry([junk, rig.message(0), junk])
    assert rig.handled == ["e0"]
    assert rig.dead() == [("malformed-message", 1)]
    with reading(rig.engine) as tx:
        assert list(status.audit_counts(tx).values()) == [1]


def test_an_event_that_the_log_does_not_know_is_parked_and_takes_no_place(rig: Rig) -> None:
    """Whoever can write to a topic cannot make an event, nor put one out of the way."""
    forged = rig.message(2, ce_id="forged", offset=50)
    beyond = rig.message(10**12, offset=51)
    rig.carry([forged, beyond, rig.message(0), rig.message(4)])
    assert rig.handled == ["e0", "e2", "e4"]
    assert rig.dead() == [(UNKNOWN, 2)]
    assert rig.positions() == {("t", 0): 3}


def test_a_poison_event_is_parked_and_the_position_moves_past_it(rig: Rig) -> None:
    """It came in a batch with others, which have their effect."""
    rig.poison = {"e2"}
    rig.carry([rig.message(n) for n in (0, 2, 4)])
    assert rig.handled == ["e0", "e4"]
    assert rig.dead() == [("ValueError", 1)]
    assert rig.positions() == {("t", 0): 3}


def test_beyond_the_limit_the_position_stays_before_the_poison_event(tmp_path: Path) -> None:
    """What came before it keeps its effect; what comes after it waits."""
    rig = Rig(tmp_path / "s.db", 10, most=1)
    rig.poison = {"e2", "e6"}
    with pytest.raises(TooManyDeadLetters):
        rig.carry([rig.message(n) for n in (0, 2, 4, 6, 8)])
    assert rig.handled == ["e0", "e4"]
    assert rig.positions() == {("t", 0): 3}
    rig.poison, rig.processor = set(), replace(rig.processor, most_dead_letters=9)
    rig.carry([rig.message(8)])
    assert rig.handled == ["e0", "e4", "e6", "e8"]


def _junk(rig: Rig, number: int) -> Message:
    """A message of somebody else; the number is its place in Kafka."""
    return rig.message(0, headers=(), offset=number)


def test_too_much_that_is_no_event_stops_the_line(tmp_path: Path) -> None:
    """A topic of something else, or a log of before a restored backup: as many as may be lie
    apart, and what comes after them waits."""
    rig = Rig(tmp_path / "s.db", 10, most=3)
    with pytest.raises(TooManyDeadLetters):
        rig.carry([*(_junk(rig, n) for n in range(5)), rig.message(0)])
    assert rig.positions() == {}
    assert rig.dead() == [("malformed-message", 3)]


@pytest.mark.parametrize("most", [1, 2, 1_000])
def test_beyond_the_limit_what_came_before_a_message_that_is_no_event_keeps_its_effect(
    tmp_path: Path, most: int
) -> None:
    """As with a poison event: the position is settled up to there, and what comes after waits."""
    rig = Rig(tmp_path / "s.db", 10, most=1)
    batch = [rig.message(0), _junk(rig, 1), *(rig.message(n) for n in (1, 2, 4)), _junk(rig, 2)]
    for _ in range(2):
        with pytest.raises(TooManyDeadLetters) as full:
            rig.carry([*batch, rig.message(6), rig.message(3)], most)
        assert full.value.place == "kafka t/0/2"
        assert sorted(rig.handled) == ["e0", "e1", "e2", "e4"]
        assert rig.positions() == {("t", 0): 3, ("t", 1): 1}
        assert rig.dead() == [("malformed-message", 1)]
        with reading(rig.engine) as tx:
            assert [one.place for one in dead_letters.stopped(tx)] == ["kafka t/0/2"]
    rig.processor = replace(rig.processor, most_dead_letters=2)
    rig.carry([*batch, rig.message(6), rig.message(3)], most)
    assert sorted(rig.handled) == ["e0", "e1", "e2", "e3", "e4", "e6"]
    assert rig.dead() == [("malformed-message", 2)]
    with reading(rig.engine) as tx:
        assert dead_letters.stopped(tx) == []


def test_a_poison_event_before_it_takes_the_last_place_for_a_dead_letter(tmp_path: Path) -> None:
    """Then the message that is no event stops the line, and nothing of before is undone."""
    rig = Rig(tmp_path / "s.db", 10, most=1)
    rig.poison = {"e2"}
    with pytest.raises(TooManyDeadLetters) as full:
        rig.carry([rig.message(0), rig.message(2), rig.message(4), _junk(rig, 9)])
    assert full.value.place == "kafka t/0/9"
    assert rig.handled == ["e0", "e4"]
    assert rig.positions() == {("t", 0): 3}
    assert rig.dead() == [("ValueError", 1)]


def test_a_database_that_fails_meanwhile_changes_nothing_of_that(tmp_path: Path) -> None:
    """A batch that was begun and undone is taken again, and only after it the line stops."""
    rig = Rig(tmp_path / "s.db", 10, most=0)
    batch = Carried(rig.processor, [rig.message(0), _junk(rig, 1)])
    with reading(rig.engine) as tx:
        batch.read(tx)
    assert rig.positions() == {}
    assert rig.processor.run(batch) == 1
    assert rig.handled == ["e0"]
    with pytest.raises(TooManyDeadLetters):
        rig.processor.run(batch)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    arrivals=st.lists(st.lists(st.integers(0, 39), max_size=12), max_size=12),
    most=st.integers(1, 9),
)
def test_whatever_comes_in_whatever_order_each_event_counts_once_and_in_order(
    tmp_path_factory: pytest.TempPathFactory, arrivals: list[list[int]], most: int
) -> None:
    """Again, backwards, with holes: up to the furthest that came, nothing is missing."""
    rig = Rig(tmp_path_factory.mktemp("any") / "s.db", 40)
    for batch in arrivals:
        before = rig.positions()
        rig.carry([rig.message(n) for n in batch], most)
        assert all(off >= before.get(place, 0) for place, off in rig.positions().items())
    for part in (0, 1):
        furthest = max((n for batch in arrivals for n in batch if n % 2 == part), default=-1)
        mine = [one for one in rig.handled if int(one[1:]) % 2 == part]
        assert mine == [f"e{n}" for n in range(part, furthest + 1, 2)]
    assert rig.dead() == []
    rig.engine.dispose()
