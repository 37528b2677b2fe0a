"""An affordable amount is a decision: the lower of law and budget, and nobody can make one up."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.money import Cents
from protocols.plan.budget import (
    AffordableAmount,
    Binds,
    Budget,
    CostKind,
    LivingCost,
    affordable,
    reference_budget,
)
from protocols.plan.ceiling import Ceiling, ceiling
from protocols.plan.refusals import BadAmount, NoFigures
from protocols.plan.seizable import BelgianIncome
from protocols.plan.words import BudgetOrigin, Group
from tests.support import plans
from tests.support.plans import ON, TERMS

amounts = st.integers(0, 500_000)


def law(net: int) -> Ceiling:
    """The ceiling of a wage."""
    return ceiling(TERMS, BelgianIncome(labour_cents=Cents(net)), ON)


def need(cents: int, *costs: LivingCost, doubt: str = "") -> Budget:
    """A budget of the worker's own."""
    return Budget(BudgetOrigin.REMI, Cents(cents), "REMI, 3 mei 2024", ON, costs, doubt)


@pytest.mark.parametrize(
    ("needed", "cents", "binds"),
    [
        (100_000, 38_610, Binds.LAW),
        (161_390, 38_610, Binds.BOTH),
        (161_391, 38_609, Binds.BUDGET),
        (199_999, 1, Binds.BUDGET),
        (200_000, 0, Binds.BUDGET),
        (900_000, 0, Binds.BUDGET),
    ],
)
def test_the_lower_of_law_and_budget_binds_and_is_named(
    needed: int, cents: int, binds: Binds
) -> None:
    """Net 2,000: the law leaves 386.10 to ask; never less than nothing."""
    found = affordable(law(200_000), need(needed))
    assert (found.cents, found.binds) == (cents, binds)


@given(amounts, amounts)
def test_it_is_never_negative_nor_above_law_or_budget(net: int, needed: int) -> None:
    """Whatever the income and the needs."""
    found = affordable(law(net), need(needed))
    assert 0 <= found.cents <= law(net).cents
    assert found.cents == 0 or net - found.cents >= needed


def test_without_income_nothing_is_affordable() -> None:
    """Zero income, zero amount; not an error."""
    assert affordable(law(0), need(0)).cents == 0


def test_nobody_makes_an_affordable_amount_or_a_ceiling_by_hand() -> None:
    """The type refuses: only the decision makes one, and it cannot be changed afterwards."""
    found = affordable(law(200_000), need(0))
    with pytest.raises(TypeError):
        AffordableAmount(found.ceiling, found.budget, Cents(99_999), Binds.LAW, object())
    with pytest.raises(TypeError):
        Ceiling(ON, Cents(200_000), (), object())
    with pytest.raises(ValueError, match="decided"):
        replace(found, cents=Cents(99_999))  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        found.cents = Cents(99_999)  # type: ignore[misc]


def test_costs_come_on_top_of_the_reference() -> None:
    """Of kinds that the reference does not hold."""
    costs = (LivingCost(CostKind.HEALTH, Cents(4_000)), LivingCost(CostKind.OTHER, Cents(1)))
    assert need(100_000, *costs).cents == 104_001
    with pytest.raises(BadAmount):
        LivingCost(CostKind.HEALTH, Cents(-1))
    with pytest.raises(BadAmount):
        need(-1)


def test_the_reference_of_the_city_has_its_origin_source_and_doubt() -> None:
    """With what each child adds; the doubt goes into the affordable amount."""
    budget = reference_budget(TERMS, Group.SINGLE, 2, ON)
    assert (budget.cents, budget.origin) == (150_000, BudgetOrigin.OWN)
    assert (budget.source, budget.doubt) == ("verzonnen", plans.UNSURE)
    found = affordable(law(200_000), budget)
    assert (found.mark, found.doubts) == ("onzeker", (plans.UNSURE,))
    assert affordable(law(200_000), need(0)).mark == ""


def test_a_reference_that_is_not_there_is_refused() -> None:
    """Of another group, or of another year; and children are not negative."""
    with pytest.raises(NoFigures):
        reference_budget(TERMS, Group.COUPLE, 0, ON)
    with pytest.raises(NoFigures):
        reference_budget(TERMS, Group.SINGLE, 0, date(2025, 1, 1))
    with pytest.raises(BadAmount):
        reference_budget(TERMS, Group.SINGLE, -1, ON)


@given(st.integers(0, 100_000))
def test_the_helper_of_these_tests_gives_what_is_asked(cents: int) -> None:
    """Other tests lean on it."""
    assert plans.can_afford(cents).cents == cents
