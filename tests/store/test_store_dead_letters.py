"""What was put aside can be found, taken once, and ends with its term."""

from datetime import UTC, datetime
from typing import Any

import pytest

from protocols.privacy.terms import Kept
from store import dead_letters, deliveries, log, retention, schema, unanswered
from store.dead_letters import Letter
from store.deliveries import Delivery
from store.engine import Engine, begin, open_engine, reading
from store.log import Entry

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TIME = "2026-11-22T09:00:00.000Z"


def _letter(place: str) -> Letter:
    return Letter("admission:d1-1", "admission", "ValueError", place, TIME)


def _park(engine: Engine, *letters: tuple[str, str, str, str], at: datetime = AT) -> None:
    with begin(engine) as tx:
        log.park(tx, letters, at)


def _delivered(engine: Engine, rows: int = 3) -> None:
    with begin(engine) as tx:
        deliveries.add(tx, Delivery("d1", "woonhof", b"x", "", rows), AT)
        deliveries.keep_data_keys(tx, [("d1-1", b"k"), ("d1-2", b"k")])


def test_a_place_in_the_log_is_told_from_any_other_place() -> None:
    """Only topic, partition and offset can be looked up."""
    assert _letter("signals/2/31").spot == ("signals", 2, 31)
    for other in ("kafka signals/2/31", "amount:missing", "d9e", "", "a/b/c", "a/1/2/3", "/1/2"):
        assert _letter(other).spot is None


def test_the_id_of_an_event_is_what_stands_behind_its_step() -> None:
    """A step may park the event of another under its own name."""
    assert _letter("signals/0/0").ce_id == "d1-1"


def test_letters_are_listed_oldest_first_and_by_step(engine: Engine) -> None:
    """Whoever looks sees what waits longest."""
    _park(engine, ("b:2", "b", "x", "p"))
    _park(engine, ("a:1", "a", "x", "p"), at=AT.replace(hour=8))
    with reading(engine) as tx:
        assert [one.letter_id for one in dead_letters.listed(tx)] == ["a:1", "b:2"]
        assert [one.letter_id for one in dead_letters.listed(tx, "b")] == ["b:2"]
        assert [one.letter_id for one in dead_letters.listed(tx, most=1)] == ["a:1"]


def test_a_letter_is_taken_once(engine: Engine) -> None:
    """Two operators at once put nothing back twice."""
    _park(engine, ("a:1", "a", "x", "p"))
    with begin(engine) as tx:
        assert dead_letters.take(tx, "a:1") is not None
    with begin(engine) as tx:
        assert dead_letters.take(tx, "a:1") is None
        assert dead_letters.find(tx, "a:1") is None


def test_later_events_are_those_of_the_same_key_that_had_their_effect(engine: Engine) -> None:
    """Not earlier ones, not of somebody else, not what still waits or is parked."""
    keys = ("k", "k", "k", "other", "k")
    entries = [Entry("t", 0, key, f"e{n}", "told", TIME, b"") for n, key in enumerate(keys)]
    with begin(engine) as tx:
        log.append(tx, entries)
        log.mark_seen(tx, "g", ["e0", "e2", "e3"])
        log.mark_seen(tx, "another", ["e4"])
        record = dead_letters.at_spot(tx, ("t", 0, 1))
        assert record is not None
        assert [one.ce_id for one in dead_letters.later(tx, "g", record)] == ["e2"]
        assert dead_letters.at_spot(tx, ("t", 0, 9)) is None


def test_a_step_stands_still_until_its_event_is_handled_or_parked(engine: Engine) -> None:
    """So nobody has to remember to say that it goes on."""
    with begin(engine) as tx:
        for group in ("a", "b", "c"):
            dead_letters.stop(tx, group, "e1", "t/0/1", AT)
            dead_letters.stop(tx, group, "e2", "t/0/2", AT)
        log.mark_seen(tx, "a", ["e2"])
        log.park(tx, [("b:e2", "b", "x", "t/0/2")], AT)
    with reading(engine) as tx:
        assert [(one.step, one.ce_id) for one in dead_letters.stopped(tx)] == [("c", "e2")]


def test_a_row_is_told_to_wait_only_while_it_has_no_answer(engine: Engine) -> None:
    """And only when there is such a row."""
    _delivered(engine)
    with begin(engine) as tx:
        unanswered.tell_parked(tx, "d1", 1)
        unanswered.tell_not_processed(tx, "d1", 2)
        unanswered.tell_parked(tx, "d1", 2)
        for nowhere in (("d1", 0), ("d1", 4), ("d2", 1)):
            unanswered.tell_parked(tx, *nowhere)
        codes = {one.row: one.code for one in deliveries.receipts(tx, "d1")}
        assert codes == {1: "parked", 2: "not-processed"}
        unanswered.untell(tx, "d1", 1)
        unanswered.untell(tx, "d1", 2)
        assert [one.row for one in deliveries.receipts(tx, "d1")] == [2]


@pytest.mark.parametrize(
    ("signal_id", "row"), [("d1-7", ("d1", 7)), ("d1e-2-7", ("d1e-2", 7)), ("x", ("", 0))]
)
def test_a_signal_id_tells_its_row(signal_id: str, row: tuple[str, int]) -> None:
    """Also that of a delivery of the city's own, which has a dash of its own."""
    assert unanswered.row_of(signal_id) == row


def test_a_dead_letter_whose_term_is_over_takes_its_key_with_it(engine: Engine) -> None:
    """Nobody put it back or dropped it: then the rule does, and its creditor can know."""
    _delivered(engine)
    _park(
        engine,
        ("admission:d1-1", "admission", "x", "signals/0/0"),
        ("casework:d1-2.gekoppeld", "casework", "x", "matched/0/0"),
        ("intake:d1-3", "intake", "missing", "amount:missing"),
    )
    with begin(engine) as tx:
        unanswered.tell_parked(tx, "d1", 1)
        keys = retention.due(tx, Kept.DEAD_LETTER, AT.date().replace(month=12))
        retention.erase(tx, Kept.DEAD_LETTER, keys)
        assert dead_letters.listed(tx) == []
        assert deliveries.data_keys(tx, ["d1-1", "d1-2"]) == {}
        assert [one.code for one in deliveries.receipts(tx, "d1")] == ["not-processed"]


def test_a_migrated_database_has_the_schema_that_the_program_needs(engine: Engine) -> None:
    """One that nobody migrated has none."""
    with reading(engine) as tx:
        assert schema.current(tx) == schema.newest() != ""


def test_a_database_that_nobody_migrated_has_no_schema() -> None:
    """Readiness must tell, not fail."""
    fresh = open_engine("sqlite://")
    with reading(fresh) as tx:
        assert schema.current(tx) == ""
    assert schema.pool_use(fresh) is None
    fresh.dispose()


def test_connections_in_use_are_counted(engine: Engine) -> None:
    """Never below zero: SQLAlchemy counts overflow from minus the size."""
    with reading(engine):
        use: Any = schema.pool_use(engine)
        assert use.in_use == 1
        assert use.size >= 2
        assert use.overflow == 0
