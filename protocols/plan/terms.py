"""What a city and the law lay down about plans, as dated rows; each figure says if it is unsure.

Sources: art. 1409-1412 Ger.W. (Belgium), art. 475c-475e Rv (Netherlands). The figures themselves
stand in `plan.yaml` of the city. `doubt` is empty, or tells in Dutch what is not confirmed; it
travels with every figure into the answer that a worker reads.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

from protocols.money import Cents
from protocols.plan.refusals import NoFigures
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
from protocols.rules import Rule, in_force

V = TypeVar("V")
NOTHING: Final = Cents(0)
WHOLE_BP: Final = 10_000
"""One hundred percent in basis points."""
ONZEKER: Final = "onzeker"
"""The mark on a figure that is not confirmed, as a worker reads it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; its unit stands in the rule."""

    value: int
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """An article of law, in words."""

    text: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Bands:
    """Marginal bands: above `bounds_cents[i]` a month, `rates_bp[i]` may be taken, up to the next.

    Below the first bound nothing may be taken; above the last bound there is no end.
    """

    bounds_cents: tuple[int, ...]
    rates_bp: tuple[int, ...]
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """Of the income above the norm `rate_bp` counts as lost allowance, at most `most_cents`."""

    rate_bp: int
    most_cents: int | None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A month's budget of a household, and what each child adds."""

    origin: BudgetOrigin
    base_cents: int
    child_cents: int
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Months:
    """The terms, in months, that are laid side by side."""

    months: tuple[int, ...]
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class WithinClaim:
    """The order of principal and costs."""

    value: Within
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Seizable:
    """The Belgian tables. `child` is taken off per dependent child; `child_income` is per year."""

    bands: Mapping[BandTable, tuple[Rule[Bands], ...]] = field(default_factory=dict)
    child: tuple[Rule[Figure], ...] = ()
    child_income: Mapping[ChildLimit, tuple[Rule[Figure], ...]] = field(default_factory=dict)
    articles: Mapping[IncomeKind, tuple[Rule[Wording], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Protected:
    """The Dutch tables: the share of norm and income that is kept (basis points), the maximum,
    the welfare norms including holiday pay (until and from pension age), and the corrections."""

    share: tuple[Rule[Figure], ...] = ()
    maximum: Mapping[Group, tuple[Rule[Figure], ...]] = field(default_factory=dict)
    norm: Mapping[Group, tuple[Rule[Figure], ...]] = field(default_factory=dict)
    pension_norm: Mapping[Group, tuple[Rule[Figure], ...]] = field(default_factory=dict)
    corrections: Mapping[Allowance, tuple[Rule[Correction], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """Everything about plans that a city has in its tables; what is absent is not regulated."""

    seizable: Seizable = Seizable()
    protected: Protected = Protected()
    budget: Mapping[Group, tuple[Rule[Reference], ...]] = field(default_factory=dict)
    numbers: Mapping[PlanNumber, tuple[Rule[Figure], ...]] = field(default_factory=dict)
    scenarios: tuple[Rule[Months], ...] = ()
    within: tuple[Rule[WithinClaim], ...] = ()

    def rows(self) -> Iterator[Rule[object]]:
        """Every row, for whoever lists the figures of a city with their sources and doubts."""
        yield from (*self.seizable.child, *self.protected.share, *self.scenarios, *self.within)
        for tables in (
            *(self.seizable.bands, self.seizable.child_income, self.seizable.articles),
            *(self.protected.maximum, self.protected.norm, self.protected.pension_norm),
            *(self.protected.corrections, self.budget, self.numbers),
        ):
            for rows in tables.values():
                yield from rows


def on_day(rows: tuple[Rule[V], ...], on: date, table: str) -> Rule[V]:
    """The row in force. Raises NoFigures naming the table when there is none."""
    row = in_force(rows, on)
    if row is None:
        raise NoFigures(f"plan.yaml: {table}")
    return row
