"""Claims for tests: invented, and of no real person."""

from datetime import date
from typing import Any

from protocols.claims.categories import Category, CostTerms, Kind
from protocols.claims.claim import Charged, Claim, Source
from protocols.claims.limitation import Period
from protocols.claims.words import Entity, Liable, Nature, OwnStep, PlanUse
from protocols.money import Cents
from protocols.plan.words import Within

DUE = date(2026, 3, 10)
SCHOOL = Category(
    Kind("Schoolfactuur", Nature.NON_FISCAL, Liable.JOINT, PlanUse.INCLUDED),
    30,
    Period(12, 12),
    CostTerms(frozenset(), Within.PRINCIPAL_FIRST),
    (OwnStep.INVOICE, OwnStep.REMINDER, OwnStep.RIGHTS_CHECK),
)


def charged(
    principal: int = 10_000, reminder: int = 0, bailiff: int = 0, interest: int = 0
) -> Charged:
    """An amount in its parts."""
    return Charged(Cents(principal), Cents(reminder), Cents(bailiff), Cents(interest))


def claim(claim_id: str = "v-1", amount: Charged | None = None, **fields: Any) -> Claim:
    """A school invoice of EUR 100 that fell due on 10 March 2026, unless told otherwise."""
    known: dict[str, Any] = {
        "entity": Entity.CITY,
        "service": "Onderwijs",
        "category": "school",
        "source": Source("facturatie", "f-1"),
        "charged": amount or charged(),
        "due_on": DUE,
    }
    return Claim(claim_id, **(known | fields))
