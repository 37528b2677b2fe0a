"""Made-up tables, claims and amounts for plans; the bands are those of 2024 (attentia.be)."""

from datetime import date
from typing import Any

from protocols.money import Cents
from protocols.plan.budget import AffordableAmount, Budget, affordable
from protocols.plan.ceiling import ceiling
from protocols.plan.claims import Order, PlanClaim, Split
from protocols.plan.plan import RepaymentPlan, Wish, make_plan
from protocols.plan.rules import PlanRules
from protocols.plan.seizable import BelgianIncome
from protocols.plan.terms import (
    Bands,
    Correction,
    Figure,
    Months,
    PlanTerms,
    Protected,
    Reference,
    Seizable,
    WithinClaim,
    Wording,
)
from protocols.plan.words import (
    Allowance,
    BandTable,
    BudgetOrigin,
    ChildLimit,
    Group,
    IncomeKind,
    PlanNumber,
    Within,
)
from protocols.rules import Rule

FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
ON = date(2024, 6, 1)
UNSURE = "niet bevestigd: dit bedrag is verzonnen"
BOUNDS = (134_100, 144_000, 158_900, 173_800)
RULES = PlanRules(14, 2, 36, 62, (6, 12, 24, 36), Within.PRINCIPAL_FIRST)


def row(value: Any, source: str = "verzonnen") -> tuple[Rule[Any], ...]:
    """One row that holds in 2024 only."""
    return (Rule(value, "-", source, FIRST, LAST),)


SEIZABLE = Seizable(
    bands={
        BandTable.LABOUR: row(Bands(BOUNDS, (2_000, 3_000, 4_000, 10_000)), "KB 12-12-2023"),
        BandTable.REPLACEMENT: row(Bands(BOUNDS, (2_000, 4_000, 4_000, 10_000))),
    },
    child=row(Figure(8_300)),
    child_income={
        ChildLimit.COHABITING: row(Figure(379_700)),
        ChildLimit.SINGLE: row(Figure(548_500)),
        ChildLimit.DISABLED: row(Figure(695_400)),
    },
    articles={
        **{kind: row(Wording(f"art. van {kind}")) for kind in IncomeKind},
        IncomeKind.OTHER: row(Wording("art. 1409bis", UNSURE)),
    },
)
PROTECTED = Protected(
    share=row(Figure(9_500)),
    maximum={Group.SINGLE: row(Figure(200_000)), Group.COUPLE: row(Figure(280_000))},
    norm={Group.SINGLE: row(Figure(130_000)), Group.COUPLE: row(Figure(186_000))},
    pension_norm={Group.SINGLE: row(Figure(145_000))},
    corrections={
        Allowance.RENT: row(Correction(5_000, 40_000, UNSURE)),
        Allowance.HEALTH: row(Correction(1_500, None)),
    },
)
TERMS = PlanTerms(
    SEIZABLE,
    PROTECTED,
    budget={Group.SINGLE: row(Reference(BudgetOrigin.OWN, 100_000, 25_000, UNSURE))},
    numbers={
        PlanNumber.GRACE_DAYS: row(Figure(14)),
        PlanNumber.MISSED_TERMS: row(Figure(2)),
        PlanNumber.LONGEST_MONTHS: row(Figure(36, UNSURE)),
        PlanNumber.AMOUNT_DAYS: row(Figure(62)),
    },
    scenarios=row(Months((6, 12, 24, 36))),
    within=row(WithinClaim(Within.PRINCIPAL_FIRST)),
)


def can_afford(cents: int, on: date = ON) -> AffordableAmount:
    """An affordable amount of just so much: bound by a made-up budget."""
    below = 1_980 + 4_470 + 5_960
    found = ceiling(TERMS, BelgianIncome(Cents(BOUNDS[-1] + max(cents - below, 0))), on)
    budget = Budget(BudgetOrigin.OWN, Cents(found.income_cents - cents), "verzonnen", on)
    return affordable(found, budget)


def claim(name: str, cents: int, due_on: date = FIRST, **more: Any) -> PlanClaim:
    """A claim of principal only."""
    return PlanClaim(name, Split(Cents(cents), Cents(0), Cents(0)), due_on, **more)


def plan(
    *cents: int, monthly: int = 5_000, day: int = 15, rules: PlanRules = RULES
) -> RepaymentPlan:
    """A plan for claims `c0`, `c1`, ... in that order, from 1 June 2024."""
    claims = [claim(f"c{i}", one) for i, one in enumerate(cents)]
    wish = Wish(ON, day, Order.OLDEST)
    return make_plan(can_afford(monthly), claims, monthly, rules, wish)
