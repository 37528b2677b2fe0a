"""Claims before a plan: which can go in, in which order, and what of one is paid first."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.money import Cents
from protocols.plan.claims import (
    ClaimMark,
    Order,
    PlanClaim,
    Split,
    claim_of,
    fit,
    in_order,
    split_of,
)
from protocols.plan.refusals import (
    BadAmount,
    ChoiceIncomplete,
    ClaimDisputed,
    ClaimTimeBarred,
    ClaimTwice,
    NoClaims,
)
from protocols.plan.words import Within
from protocols.work.enrich import OpenClaim
from tests.support.plans import claim

START = date(2024, 6, 1)
OLD = claim("old", 1, date(2022, 1, 1))
NEAR = claim("near", 1, date(2023, 1, 1), limitation_on=date(2024, 9, 1))
FAR = claim("far", 1, date(2021, 1, 1), limitation_on=date(2034, 9, 1))
URGENT = claim("urgent", 1, date(2024, 1, 1), marks=frozenset({ClaimMark.URGENT}))
ALL = (OLD, NEAR, FAR, URGENT)


def names(claims: tuple[PlanClaim, ...]) -> list[str]:
    """Their ids."""
    return [one.claim_id for one in claims]


def test_the_oldest_goes_first_and_an_urgent_one_before_it() -> None:
    """A home at stake does not wait for a library fine."""
    assert names(in_order(ALL, Order.OLDEST)) == ["urgent", "far", "old", "near"]


def test_the_one_near_its_limitation_goes_first_and_those_without_last() -> None:
    """Else it can no longer be asked for before its turn comes."""
    assert names(in_order(ALL, Order.NEAR_LIMITATION)) == ["urgent", "near", "far", "old"]


def test_the_residents_own_choice_goes_before_everything() -> None:
    """Whoever pays may say what for (OSLO Schuldbeheer: bedoeldVoor)."""
    choice = ("far", "urgent", "old", "near")
    assert names(in_order(ALL, Order.RESIDENTS_CHOICE, choice)) == list(choice)


@pytest.mark.parametrize(
    "choice",
    [
        (),
        ("far", "old", "near"),
        ("far", "old", "near", "near"),
        ("far", "urgent", "old", "near", "near"),
        ("far", "urgent", "old", "other"),
    ],
)
def test_a_choice_that_does_not_name_every_claim_once_is_refused(choice: tuple[str, ...]) -> None:
    """A claim forgotten would be paid never, or by chance."""
    with pytest.raises(ChoiceIncomplete):
        in_order(ALL, Order.RESIDENTS_CHOICE, choice)


@given(st.permutations(ALL), st.sampled_from([Order.OLDEST, Order.NEAR_LIMITATION]))
def test_the_order_does_not_depend_on_how_claims_come_in(
    claims: list[PlanClaim], order: Order
) -> None:
    """Also for claims of the same day: the id decides."""
    assert in_order(claims, order) == in_order(ALL, order)
    twins = [claim("b", 1), claim("a", 1)]
    assert names(in_order(twins, order)) == ["a", "b"]


def test_a_claim_without_balance_is_left_out_and_none_at_all_is_refused() -> None:
    """Nothing to repay is no plan."""
    assert fit([OLD, claim("paid", 0)], START) == (OLD,)
    for none in ([], [claim("paid", 0)]):
        with pytest.raises(NoClaims):
            fit(none, START)


def test_a_disputed_claim_goes_in_no_plan_and_an_urgent_one_does() -> None:
    """A dispute is settled first."""
    with pytest.raises(ClaimDisputed):
        fit([claim("c", 1, marks=frozenset({ClaimMark.DISPUTED}))], START)
    assert fit([URGENT], START) == (URGENT,)


@pytest.mark.parametrize(("limitation_on", "barred"), [
    (date(2024, 5, 31), True),
    (date(2024, 6, 1), True),
    (date(2024, 6, 2), False),
    (None, False),
])  # fmt: skip
def test_a_time_barred_claim_goes_in_no_plan(limitation_on: date | None, barred: bool) -> None:
    """The limitation date is the first day on which it can no longer be asked for."""
    one = claim("c", 1, limitation_on=limitation_on)
    if barred:
        with pytest.raises(ClaimTimeBarred):
            fit([one], START)
    else:
        assert fit([one], START) == (one,)


def test_a_claim_sits_in_a_plan_once() -> None:
    """Even with another balance."""
    with pytest.raises(ClaimTwice):
        fit([claim("c", 1), claim("c", 2)], START)


@pytest.mark.parametrize(
    ("principal", "balance", "owed"),
    [
        (10_000, 10_000, (10_000, 0)),
        (10_000, 12_345, (10_000, 2_345)),
        (10_000, 4_000, (4_000, 0)),
        (10_000, 0, (0, 0)),
        (10_000, -5, (0, 0)),
    ],
)
def test_a_claim_of_the_register_becomes_principal_and_costs(
    principal: int, balance: int, owed: tuple[int, int]
) -> None:
    """What is due above the principal, are costs; a credit is not a debt."""
    found = claim_of(OpenClaim("c", "parking", Cents(principal), Cents(balance), START))
    assert (found.owed.principal_cents, found.owed.costs_cents) == owed
    assert found.owed.interest_cents == 0


@pytest.mark.parametrize(
    ("cents", "principal_first", "costs_first"),
    [
        (0, (0, 0, 0), (0, 0, 0)),
        (100, (100, 0, 0), (0, 100, 0)),
        (350, (350, 0, 0), (0, 300, 50)),
        (1_000, (1_000, 0, 0), (500, 300, 200)),
        (1_100, (1_000, 0, 100), (600, 300, 200)),
        (1_250, (1_000, 50, 200), (750, 300, 200)),
        (1_500, (1_000, 300, 200), (1_000, 300, 200)),
    ],
)
def test_the_principal_is_paid_first_unless_the_city_decided_otherwise(
    cents: int, principal_first: tuple[int, int, int], costs_first: tuple[int, int, int]
) -> None:
    """Costs first only where the terms say so (OSLO Schuldbeheer, workshops)."""
    one = PlanClaim("c", Split(Cents(1_000), Cents(300), Cents(200)), START)
    for within, expected in (
        (Within.PRINCIPAL_FIRST, principal_first),
        (Within.COSTS_FIRST, costs_first),
    ):
        found = split_of(one, cents, within)
        assert (found.principal_cents, found.costs_cents, found.interest_cents) == expected
        assert found.cents == cents


def test_a_negative_part_is_refused() -> None:
    """Each of the three."""
    for parts in ((-1, 0, 0), (0, -1, 0), (0, 0, -1)):
        with pytest.raises(BadAmount):
            PlanClaim("c", Split(*map(Cents, parts)), START)
