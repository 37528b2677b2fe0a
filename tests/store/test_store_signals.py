"""Signals of residents, signals that wait for a human, and counts of the rest."""

from datetime import date, timedelta
from typing import Any

import pytest

from store import signals
from store.engine import ConstraintBroken, Engine, begin
from store.signals import Review

ON = date(2026, 11, 22)


def _held(number: int, on: date = ON) -> Review:
    return Review(f"s-{number}", "woonhof", on.isoformat(), "probable", b"sealed", "00ff")


def test_a_signal_comes_back_as_it_was_stored(engine: Engine, make: Any) -> None:
    """Every field, whatever its status, and a crisis as a crisis."""
    calm, crisis = make.kept(1), make.kept(2, crisis=True, status="withdrawn")
    with begin(engine) as tx:
        signals.put(tx, [calm, crisis])
        assert signals.find(tx, "s-1") == calm
        assert signals.find(tx, "s-2") == crisis
        assert signals.find(tx, "s-3") is None


def test_a_signal_that_is_there_is_replaced(engine: Engine, make: Any) -> None:
    """A correction changes the amount, a withdrawal the status; there is still one signal."""
    with begin(engine) as tx:
        signals.put(tx, [make.kept(1)])
        signals.put(tx, [make.kept(1, amount_cents=99, status="withdrawn", case_id="c-9")])
        assert signals.find(tx, "s-1") == make.kept(
            1, amount_cents=99, status="withdrawn", case_id="c-9"
        )


def test_households_are_asked_for_their_active_signals_since_a_day(
    engine: Engine, make: Any
) -> None:
    """The day itself counts; withdrawn signals and other households do not."""
    since = ON - timedelta(days=10)
    given = [
        make.kept(1, household_id="h", signal_on=since),
        make.kept(2, household_id="h", signal_on=since - timedelta(days=1)),
        make.kept(3, household_id="h", status="withdrawn"),
        make.kept(4, household_id="other"),
        make.kept(5, household_id="g"),
    ]
    with begin(engine) as tx:
        signals.put(tx, given)
        found = signals.of_households(tx, ["h", "g"], since)
    assert sorted(found, key=lambda one: one.known.signal_id) == [given[0], given[4]]


def test_many_households_can_be_asked_for_at_once(engine: Engine, make: Any) -> None:
    """More than one question can hold."""
    with begin(engine) as tx:
        signals.put(tx, [make.kept(number) for number in range(2_000)])
        found = signals.of_households(tx, [f"h-{number}" for number in range(2_000)], ON)
    assert {one.known.signal_id for one in found} == {f"s-{number}" for number in range(2_000)}


def test_a_case_has_its_signals_oldest_first(engine: Engine, make: Any) -> None:
    """Withdrawn ones too: the worker sees what happened; other cases' signals not."""
    given = [
        make.kept(1, household_id="h", case_id="c"),
        make.kept(2, household_id="h", case_id="c", signal_on=date(2026, 1, 1)),
        make.kept(3, household_id="h", case_id="c", status="withdrawn"),
        make.kept(4, household_id="h", case_id="closed"),
    ]
    with begin(engine) as tx:
        signals.put(tx, given)
        found = signals.of_case(tx, "h", "c")
        assert signals.of_case(tx, "other", "c") == []
    assert [one.known.signal_id for one in found] == ["s-2", "s-1", "s-3"]


@pytest.mark.parametrize("changes", [{"amount_cents": 0}, {"status": "half"}])
def test_the_database_refuses_what_is_no_signal(engine: Engine, make: Any, changes: Any) -> None:
    """An amount of nothing, a status that does not exist."""
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        signals.put(tx, [make.kept(1, **changes)])


def test_counts_add_up_by_creditor_month_and_outcome(engine: Engine) -> None:
    """What remains of a signal that is about no resident: a count and a reason."""
    with begin(engine) as tx:
        signals.count(tx, [("woonhof", ON, "deceased"), ("woonhof", ON, "deceased")])
        signals.count(tx, [("stroom", ON, "deceased"), ("woonhof", date(2026, 12, 1), "deceased")])
        signals.count(tx, [("woonhof", ON, "company")])
        signals.count(tx, [])
        assert signals.tallies(tx) == {"deceased": 4, "company": 1}
        kept = tx.connection.exec_driver_sql("select * from tally order by 1, 2, 3").all()
    assert [tuple(row) for row in kept] == [
        ("stroom", "2026-11", "deceased", 1),
        ("woonhof", "2026-11", "company", 1),
        ("woonhof", "2026-11", "deceased", 2),
        ("woonhof", "2026-12", "deceased", 1),
    ]


def test_signals_wait_for_a_human_oldest_first(engine: Engine) -> None:
    """Those of one day by id; never more than asked for."""
    old, new, also_new = _held(9, ON - timedelta(days=1)), _held(1), _held(2)
    with begin(engine) as tx:
        signals.hold(tx, [also_new, new, old])
        assert signals.held(tx) == [old, new, also_new]
        assert signals.held(tx, most=1) == [old]
        assert signals.find_held(tx, "s-1") == new
        assert signals.find_held(tx, "s-3") is None


def test_a_held_signal_that_is_there_is_replaced(engine: Engine) -> None:
    """A correction of what waits."""
    changed = Review("s-1", "woonhof", "2026-11-23", "address_only", b"other", "11")
    with begin(engine) as tx:
        signals.hold(tx, [_held(1)])
        signals.hold(tx, [changed])
        assert signals.held(tx) == [changed]


def test_waiting_too_long_is_waiting_since_before_a_day(engine: Engine) -> None:
    """The day itself is not before it; the oldest come first, never more than asked for."""
    given = [_held(number, ON - timedelta(days=number)) for number in range(4)]
    with begin(engine) as tx:
        signals.hold(tx, given)
        assert signals.held_before(tx, ON) == [given[3], given[2], given[1]]
        assert signals.held_before(tx, ON, most=1) == [given[3]]
        assert signals.held_before(tx, ON - timedelta(days=3)) == []


def test_a_released_signal_waits_no_more_and_another_still_does(engine: Engine) -> None:
    """Only those that were named, also when there are many."""
    with begin(engine) as tx:
        signals.hold(tx, [_held(number) for number in range(2_000)])
        signals.release(tx, [f"s-{number}" for number in range(1, 2_000)])
        assert signals.held(tx) == [_held(0)]
