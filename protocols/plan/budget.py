"""What a household needs, and what it can afford: never more than law and budget both leave."""

from dataclasses import InitVar, dataclass
from datetime import date
from enum import StrEnum

from protocols.money import Cents
from protocols.plan.ceiling import Ceiling
from protocols.plan.refusals import BadAmount
from protocols.plan.terms import ONZEKER, PlanTerms, on_day
from protocols.plan.words import BudgetOrigin, Group

_DECIDED = object()


class CostKind(StrEnum):
    """Costs that a reference budget does not hold, or not enough of."""

    HOUSING = "housing"
    ENERGY = "energy"
    HEALTH = "health"
    TRANSPORT = "transport"
    CHILDCARE = "childcare"
    MAINTENANCE = "maintenance"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LivingCost:
    """A cost per month on top of the reference budget; not negative."""

    kind: CostKind
    cents: Cents

    def __post_init__(self) -> None:
        if self.cents < 0:
            raise BadAmount(f"costs.{self.kind}")


@dataclass(frozen=True, slots=True)
class Budget:
    """What a household needs each month: the reference budget, with its origin, and more.

    `source` tells where the reference stands (a table, a report of the tool) and of which day.
    """

    origin: BudgetOrigin
    reference_cents: Cents
    source: str
    on: date
    costs: tuple[LivingCost, ...] = ()
    doubt: str = ""

    def __post_init__(self) -> None:
        if self.reference_cents < 0:
            raise BadAmount("budget")

    @property
    def cents(self) -> Cents:
        """Reference and costs together."""
        return Cents(self.reference_cents + sum(cost.cents for cost in self.costs))


class Binds(StrEnum):
    """What an affordable amount is bound by."""

    LAW = "law"
    BUDGET = "budget"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class AffordableAmount:
    """The most that can be agreed per month, with its reasons. Only `affordable` makes one."""

    ceiling: Ceiling
    budget: Budget
    cents: Cents
    binds: Binds
    decided: InitVar[object]

    def __post_init__(self, decided: object) -> None:
        if decided is not _DECIDED:
            raise TypeError("an affordable amount is made by protocols.plan.budget.affordable")

    @property
    def doubts(self) -> tuple[str, ...]:
        """What in law or budget is not confirmed, in Dutch."""
        found = (*self.ceiling.doubts, self.budget.doubt)
        return tuple(dict.fromkeys(doubt for doubt in found if doubt))

    @property
    def mark(self) -> str:
        """`onzeker` when anything in it is not confirmed, else empty."""
        return ONZEKER if self.doubts else ""


def reference_budget(
    terms: PlanTerms,
    group: Group,
    children: int,
    on: date,
    costs: tuple[LivingCost, ...] = (),
) -> Budget:
    """The city's reference budget of a household on a day. Raises NoFigures or BadAmount."""
    if children < 0:
        raise BadAmount("children")
    row = on_day(terms.budget.get(group, ()), on, f"budget.{group}")
    found = row.value
    cents = Cents(found.base_cents + children * found.child_cents)
    return Budget(found.origin, cents, row.source, on, costs, found.doubt)


def affordable(ceiling: Ceiling, budget: Budget) -> AffordableAmount:
    """The lower of what the law leaves and what is left after the budget; never negative."""
    room = max(0, ceiling.income_cents - budget.cents)
    cents = Cents(min(ceiling.cents, room))
    if ceiling.cents == room:
        binds = Binds.BOTH
    else:
        binds = Binds.LAW if ceiling.cents < room else Binds.BUDGET
    return AffordableAmount(ceiling, budget, cents, binds, _DECIDED)
