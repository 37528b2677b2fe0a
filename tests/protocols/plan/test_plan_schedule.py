"""Terms on a fixed day, to the cent; and no plan above what is affordable."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.money import Cents
from protocols.plan.claims import Order, PlanClaim, Split
from protocols.plan.plan import RepaymentPlan, Wish, fill, make_plan
from protocols.plan.refusals import (
    AmountProtected,
    AmountStale,
    BadAmount,
    BadDay,
    NothingAffordable,
    PlanTooLong,
)
from protocols.plan.rhythm import Term, due_days, terms_of
from tests.support import plans
from tests.support.plans import ON, RULES, can_afford, claim

WISH = Wish(ON, 15, Order.OLDEST)


def days(start_on: date, day: int, count: int) -> list[str]:
    """The first days, as text."""
    return [one.isoformat() for one in islice(due_days(start_on, day), count)]


def test_the_thirty_first_is_the_last_day_of_a_shorter_month() -> None:
    """Also in a leap year; and it is the 31st again afterwards."""
    assert days(date(2024, 1, 31), 31, 3) == ["2024-01-31", "2024-02-29", "2024-03-31"]
    assert days(date(2024, 4, 1), 31, 2) == ["2024-04-30", "2024-05-31"]
    assert days(date(2025, 2, 1), 31, 2) == ["2025-02-28", "2025-03-31"]
    assert days(date(2025, 2, 1), 29, 2) == ["2025-02-28", "2025-03-29"]
    assert days(date(2024, 2, 1), 30, 2) == ["2024-02-29", "2024-03-30"]


def test_the_first_day_is_this_month_when_it_has_not_passed_and_else_the_next() -> None:
    """The start day itself counts; December goes on into January."""
    assert days(date(2024, 6, 15), 15, 1) == ["2024-06-15"]
    assert days(date(2024, 6, 16), 15, 1) == ["2024-07-15"]
    assert days(date(2024, 12, 16), 15, 2) == ["2025-01-15", "2025-02-15"]


@pytest.mark.parametrize("day", [0, 32, -1])
def test_a_day_that_no_month_has_is_refused(day: int) -> None:
    """1 to 31."""
    with pytest.raises(BadDay):
        days(ON, day, 1)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 31))
def test_every_month_has_one_day_and_no_day_comes_early(start_on: date, day: int) -> None:
    """No month is skipped and none comes twice."""
    found = list(islice(due_days(start_on, day), 40))
    months = [one.year * 12 + one.month for one in found]
    assert months == list(range(months[0], months[0] + 40))
    assert start_on <= found[0] < start_on + timedelta(days=32)
    for one in found:
        last = (one + timedelta(days=1)).month != one.month
        assert one.day == day or (one.day < day and last)


def test_the_calendar_ends_and_so_do_the_days() -> None:
    """No overflow; a plan beyond it is refused for its sum."""
    assert days(date(9999, 12, 1), 31, 5) == ["9999-12-31"]
    with pytest.raises(BadDay):
        terms_of(2, 1, date(9999, 12, 1), 31)


@given(st.integers(1, 10**9), st.integers(1, 120))
def test_terms_repay_the_total_to_the_cent(cents: int, months: int) -> None:
    """No cent is lost or invented by dividing; only the last term is smaller."""
    monthly = -(-cents // months)
    terms = terms_of(cents, monthly, ON, 31)
    assert sum(term.cents for term in terms) == cents
    assert len(terms) <= months
    assert {term.cents for term in terms[:-1]} <= {monthly}
    assert 0 < terms[-1].cents <= monthly


@given(st.lists(st.integers(0, 50_000), min_size=1, max_size=10), st.integers(1, 60_000))
def test_instalments_repay_every_claim_to_the_cent_in_its_turn(
    owed: list[int], monthly: int
) -> None:
    """What a term repays is the term; what is repaid of a claim is the claim."""
    total = sum(owed)
    if not total or total > monthly * 36:
        return
    made = plans.plan(*owed, monthly=monthly)
    laid = dict.fromkeys((one.claim_id for one in made.claims), 0)
    order = []
    for instalment in made.instalments:
        assert sum(part.cents for part in instalment.parts) == instalment.term.cents
        for part in instalment.parts:
            laid[part.claim_id] += part.cents
            order.append(part.claim_id)
    assert laid == {one.claim_id: one.balance_cents for one in made.claims}
    assert order == sorted(order, key=list(laid).index)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 100)), max_size=5),
    st.integers(0, 400),
)
def test_filling_takes_in_order_what_there_is(left: list[tuple[str, int]], cents: int) -> None:
    """Parts are positive, and parts and rest are the claims again."""
    parts, rest = fill(left, cents)
    taken = sum(part.cents for part in parts)
    assert taken == min(cents, sum(owed for _, owed in left))
    assert taken + sum(owed for _, owed in rest) == sum(owed for _, owed in left)
    assert all(part.cents > 0 for part in parts)


def test_one_cent_above_what_is_affordable_is_no_plan_and_the_amount_itself_is() -> None:
    """An amount that the law protects cannot be agreed: the type refuses it."""
    plan = make_plan(can_afford(5_000), [claim("c", 60_000)], 5_000, RULES, WISH)
    assert plan.monthly_cents == 5_000
    with pytest.raises(AmountProtected) as refused:
        make_plan(can_afford(5_000), [claim("c", 60_000)], 5_001, RULES, WISH)
    assert refused.value.code == "plan-amount-protected"
    assert not any(sign.isdigit() for sign in str(refused.value))


def test_the_type_itself_refuses_also_for_whoever_goes_around_the_maker() -> None:
    """By hand, by `replace`, or with one term above the amount."""
    plan = plans.plan(10_000)
    with pytest.raises(AmountProtected):
        replace(plan, monthly_cents=Cents(5_001))
    with pytest.raises(AmountProtected):
        replace(plan, affordable=can_afford(4_999))
    with pytest.raises(AmountProtected):
        replace(plan, terms=(Term(ON, Cents(10_000)),))
    with pytest.raises(AmountProtected):
        RepaymentPlan(can_afford(1), plan.claims, Cents(2), RULES, WISH, (Term(ON, Cents(10_000)),))


def test_an_amount_found_long_before_the_plan_begins_makes_no_plan() -> None:
    """Up to 62 days before it does, also around the maker; income and law change."""
    for days, stale in ((0, False), (62, False), (63, True)):
        wish = replace(WISH, start_on=ON + timedelta(days=days))
        if stale:
            with pytest.raises(AmountStale):
                make_plan(can_afford(5_000), [claim("c", 1)], 1, RULES, wish)
            with pytest.raises(AmountStale):
                replace(plans.plan(10_000), wish=wish)
        else:
            assert make_plan(can_afford(5_000), [claim("c", 1)], 1, RULES, wish)


def test_terms_that_are_not_the_total_are_no_plan() -> None:
    """Too little, too much, or a term of nothing."""
    plan = plans.plan(10_000)
    with pytest.raises(BadAmount):
        replace(plan, terms=plan.terms[:1])
    with pytest.raises(BadAmount):
        replace(plan, terms=(*plan.terms, plan.terms[0]))
    with pytest.raises(AmountProtected):
        replace(plan, terms=(*plan.terms, Term(ON, Cents(0))))


def test_with_nothing_affordable_there_is_no_plan_of_any_amount() -> None:
    """Not even of a cent; and an amount of nothing is no amount."""
    with pytest.raises(NothingAffordable):
        make_plan(can_afford(0), [claim("c", 1)], 1, RULES, WISH)
    for none in (0, -1):
        with pytest.raises(BadAmount):
            make_plan(can_afford(1), [claim("c", 1)], none, RULES, WISH)


def test_a_plan_may_last_as_long_as_the_city_says_and_not_a_term_longer() -> None:
    """36 terms of 50.00 is 1,800.00."""
    assert len(plans.plan(180_000).terms) == 36
    with pytest.raises(PlanTooLong):
        plans.plan(180_001)


def test_what_is_frozen_is_told_and_the_total_never_grows() -> None:
    """Costs and interest stand still from the day of the plan; the end is known."""
    owed = Split(Cents(8_000), Cents(1_500), Cents(500))
    plan = make_plan(can_afford(5_000), [PlanClaim("c", owed, ON)], 5_000, RULES, WISH)
    assert (plan.total_cents, plan.frozen_cents) == (10_000, 2_000)
    assert plan.ends_on == date(2024, 7, 15)
