"""What plans save: counted by the system, multiplied by what the city assumes, nothing hidden."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.rules import Rule
from protocols.work.benefit import (
    RESTS_ON,
    Assumed,
    Assumption,
    AssumptionMissing,
    Assumptions,
    Saving,
    Side,
    Tally,
    benefit,
)

ON = date(2026, 11, 22)
VALUES = {
    Assumption.REMINDERS: 2,
    Assumption.REMINDER_COST: 350,
    Assumption.REMINDER_FEE: 800,
    Assumption.BAILIFF_SHARE: 1_500,
    Assumption.BAILIFF_COST_CITY: 1_000,
    Assumption.BAILIFF_COST_RESIDENT: 15_000,
    Assumption.WRITE_OFF_SHARE: 800,
    Assumption.MINUTES: 240,
    Assumption.HOUR_COST: 6_000,
}
counts = st.integers(0, 10**6)
tallies = st.builds(Tally, counts, counts, counts, counts, counts, counts)


def _assumptions(without: Assumption | None = None) -> Assumptions:
    rows = {
        one: (Rule(Assumed(value), "x", "verzonnen voorbeeld", date(2026, 1, 1)),)
        for one, value in VALUES.items()
        if one is not without
    }
    return Assumptions(rows)


def _by(tally: Tally) -> dict[tuple[Side, Saving], tuple[int, int]]:
    lines = benefit(tally, _assumptions().on(ON))
    return {(one.side, one.saving): (one.times, one.cents) for one in lines}


def test_a_worked_example_comes_out_line_by_line() -> None:
    """Ten plans with forty claims of together 20,000 euro; two more that stopped."""
    found = _by(Tally(10, 2, 40, 2_000_000, 500_000, 10_000))
    assert found == {
        (Side.CITY, Saving.REMINDERS): (80, 28_000),
        (Side.CITY, Saving.BAILIFF): (6, 6_000),
        (Side.CITY, Saving.WRITE_OFF): (40, 150_000),
        (Side.CITY, Saving.WORK): (12, -288_000),
        (Side.RESIDENT, Saving.REMINDERS): (80, 64_000),
        (Side.RESIDENT, Saving.BAILIFF): (6, 90_000),
    }


def test_without_plans_nothing_is_saved_and_nothing_spent() -> None:
    """No signs of success out of nothing."""
    assert {cents for _, cents in _by(Tally()).values()} == {0}


def test_giving_up_more_than_usual_shows_as_a_loss() -> None:
    """The pair of the example: a business case that could only be good would prove nothing."""
    lost = _by(Tally(1, 0, 1, 10_000, 0, 5_000))[Side.CITY, Saving.WRITE_OFF]
    assert lost == (1, 800 - 5_000)


@given(tallies, tallies)
def test_a_plan_that_stopped_costs_work_and_saves_nothing(one: Tally, other: Tally) -> None:
    """Only the line of work grows with plans that stopped."""
    before, after = _by(one), _by(one.plus(Tally(stopped=other.stopped)))
    changed = {key for key in before if before[key] != after[key]}
    assert changed <= {(Side.CITY, Saving.WORK)}
    assert after[Side.CITY, Saving.WORK][1] <= before[Side.CITY, Saving.WORK][1]


def test_every_line_names_the_assumptions_it_rests_on() -> None:
    """And every assumption is used: a row that changes nothing would mislead a council."""
    lines = benefit(Tally(1, 1, 1, 1, 1, 1), _assumptions().on(ON))
    assert {one for line in lines for one in line.rests_on} == set(Assumption)
    assert {(line.side, line.saving) for line in lines} == set(RESTS_ON)


def test_a_missing_assumption_is_refused_by_name() -> None:
    """Nothing is filled in silently."""
    with pytest.raises(AssumptionMissing, match="hour_cost"):
        _assumptions(Assumption.HOUR_COST).on(ON)
    with pytest.raises(AssumptionMissing, match="reminder_cost"):
        _assumptions().on(date(2025, 1, 1))
