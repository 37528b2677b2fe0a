"""The shapes of plan.yaml. Every row also says what is not confirmed of it, or null."""

from typing import Annotated, Literal

from pydantic import Field

from portal.cities.fields import BY_WORD, CentsFrom0, Many, Once, Row, Shape, Some, Text
from protocols.plan.terms import WHOLE_BP
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

BasisPoints = Annotated[int, Field(ge=0, le=WHOLE_BP)]
MonthCount = Annotated[int, Field(ge=1, le=600)]
GroupWord = Annotated[Group, BY_WORD]


class SeizablePart(Shape):
    """The Belgian tables (art. 1409-1412 Ger.W.)."""

    bands: dict[Annotated[BandTable, BY_WORD], Many]
    child: Many
    child_income: dict[Annotated[ChildLimit, BY_WORD], Many]
    articles: dict[Annotated[IncomeKind, BY_WORD], Many]


class ProtectedPart(Shape):
    """The Dutch tables (art. 475c-475e Rv). A group may be left out: it is then not regulated."""

    share: Many
    maximum: dict[GroupWord, Many]
    norm: dict[GroupWord, Many]
    pension_norm: dict[GroupWord, Many]
    corrections: dict[Annotated[Allowance, BY_WORD], Many]


class PlanFile(Shape):
    """plan.yaml. The tables of the other country are null."""

    seizable: SeizablePart | None
    protected: ProtectedPart | None
    budget: dict[GroupWord, Many]
    numbers: dict[Annotated[PlanNumber, BY_WORD], Many]
    scenarios: Many
    within: Many


class DoubtRow(Row):
    """A row that says what is not confirmed; null when everything is."""

    doubt: Text | None


class CentsRow(DoubtRow):
    """An amount of the law."""

    unit: Literal["cents"]
    value: CentsFrom0


class ShareRow(DoubtRow):
    """A part of something: 9500 is 95 %."""

    unit: Literal["basis_points"]
    value: BasisPoints


class BandsRow(DoubtRow):
    """Bands of income: above each bound the rate beside it, up to the next bound."""

    unit: Literal["cents"]
    bounds: Annotated[tuple[CentsFrom0, ...], Some]
    rates: Annotated[tuple[BasisPoints, ...], Some]


class WordingRow(DoubtRow):
    """An article of law, in words."""

    unit: Literal["text"]
    value: Text


class CorrectionRow(DoubtRow):
    """How much of the income above the norm counts as lost allowance; null: without a maximum."""

    unit: Literal["basis_points"]
    value: BasisPoints
    at_most: CentsFrom0 | None


class ReferenceRow(DoubtRow):
    """A month's budget with its origin, and what each child adds."""

    unit: Literal["cents"]
    origin: Annotated[BudgetOrigin, BY_WORD]
    value: CentsFrom0
    per_child: CentsFrom0


class NumberRow(DoubtRow):
    """A number the city decides; its unit depends on which."""

    unit: Literal["days", "count", "months"]
    value: MonthCount


class MonthsRow(DoubtRow):
    """The lengths that are laid side by side."""

    unit: Literal["months"]
    value: Annotated[tuple[MonthCount, ...], Some, Once]


class WithinRow(DoubtRow):
    """What of a claim is repaid first."""

    unit: Literal["choice"]
    value: Annotated[Within, BY_WORD]
