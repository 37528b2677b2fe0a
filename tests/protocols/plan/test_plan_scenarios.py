"""Lengths side by side: what each would mean, and why one cannot be."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.plan.claims import Order
from protocols.plan.plan import Wish
from protocols.plan.refusals import BadDay, NoClaims
from protocols.plan.scenarios import Scenario, scenarios
from tests.support.plans import ON, RULES, can_afford, claim

WISH = Wish(ON, 15, Order.OLDEST)


def of(can: int, *owed: int, wish: Wish = WISH) -> tuple[Scenario, ...]:
    """The scenarios of some claims."""
    claims = [claim(f"c{i}", cents) for i, cents in enumerate(owed)]
    return scenarios(can_afford(can), claims, RULES, wish)


def test_four_lengths_stand_side_by_side() -> None:
    """Of 3,600.00 with at most 200.00 a month: only the longer ones are possible."""
    found = of(20_000, 100_000, 260_000)
    assert [one.months for one in found] == [6, 12, 24, 36]
    assert [one.needed_cents for one in found] == [60_000, 30_000, 15_000, 10_000]
    assert [one.within_ceiling for one in found] == [False, False, True, True]
    assert [one.monthly_cents for one in found] == [20_000, 20_000, 15_000, 10_000]
    assert [one.repaid_cents for one in found] == [120_000, 240_000, 360_000, 360_000]
    assert [one.remains_cents for one in found] == [240_000, 120_000, 0, 0]


def test_a_scenario_that_cannot_be_is_shown_with_its_reason_and_not_hidden() -> None:
    """And with what the affordable amount would repay of each claim in that time."""
    first, *_ = of(20_000, 100_000, 260_000)
    assert first.plan is None
    assert first.refusal == "plan-amount-protected"
    assert "wet" in first.reason
    assert [(one.repaid_cents, one.remains_cents) for one in first.claims] == [
        (100_000, 0),
        (20_000, 240_000),
    ]
    assert first.ends_on == date(2024, 11, 15)


def test_a_scenario_that_can_be_has_its_plan_and_its_last_day() -> None:
    """Ready to be agreed."""
    last = of(20_000, 360_000)[-1]
    assert last.plan is not None
    assert last.plan.monthly_cents == last.monthly_cents == 10_000
    assert last.ends_on == last.plan.ends_on == date(2027, 5, 15)
    assert (last.refusal, last.reason) == ("", "")


def test_with_nothing_affordable_every_scenario_says_so() -> None:
    """The table is still there, with what would be needed."""
    found = of(0, 100)
    assert {one.refusal for one in found} == {"plan-nothing-affordable"}
    assert {(one.monthly_cents, one.repaid_cents, one.ends_on) for one in found} == {(0, 0, None)}
    assert [one.needed_cents for one in found] == [17, 9, 5, 3]


def test_a_length_beyond_what_the_city_allows_is_refused_for_that() -> None:
    """`longest_months` of the city."""
    rules = replace(RULES, longest_months=12)
    found = scenarios(can_afford(90_000), [claim("c", 360_000)], rules, WISH)
    assert [one.refusal for one in found] == ["", "", "plan-too-long", "plan-too-long"]


def test_what_no_length_repairs_is_refused_as_a_whole() -> None:
    """No claims, or a day that does not exist."""
    with pytest.raises(NoClaims):
        of(100, 0)
    with pytest.raises(BadDay):
        of(100, 1, wish=replace(WISH, day=32))


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=10), st.integers(0, 10**6))
def test_in_every_scenario_repaid_and_remaining_is_what_is_owed(owed: list[int], can: int) -> None:
    """Per claim, to the cent; never more than affordable a month; all repaid or a reason."""
    for one in of(can, *owed):
        assert [c.repaid_cents + c.remains_cents for c in one.claims] == owed
        assert one.monthly_cents <= can
        assert one.repaid_cents <= one.monthly_cents * one.months
        assert one.within_ceiling == (not one.refusal)
        assert one.within_ceiling == (one.needed_cents <= can)
        if one.plan:
            assert one.remains_cents == 0
            assert len(one.plan.terms) <= one.months
