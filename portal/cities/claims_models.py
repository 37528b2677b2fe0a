"""The shapes of claims.yaml. Every row also says what is not confirmed of it, or null."""

from typing import Annotated, Literal

from pydantic import Field

from portal.cities.fields import BY_WORD, Days, Id, Many, Once, Shape, Some, Text
from portal.cities.plan_models import BasisPoints, DoubtRow, MonthCount
from protocols.claims.words import (
    Cost,
    Effect,
    Happening,
    Lane,
    Liable,
    Nature,
    OwnStep,
    PlanUse,
)
from protocols.plan.words import Within


class ClaimsFile(Shape):
    """claims.yaml. The names under the first five tables are the city's own categories."""

    kinds: dict[Id, Many]
    ordinary_days: dict[Id, Many]
    limitation: dict[Id, Many]
    costs: dict[Id, Many]
    steps: dict[Id, Many]
    effects: dict[Annotated[Happening, BY_WORD], Many]
    lane: Many
    loading: Many


class KindRow(DoubtRow):
    """What a category is."""

    unit: Literal["category"]
    name: Annotated[Text, Field(max_length=80)]
    nature: Annotated[Nature, BY_WORD]
    liable: Annotated[Liable, BY_WORD]
    plans: Annotated[PlanUse, BY_WORD]


class DaysRow(DoubtRow):
    """Days after the due date that a claim is left in its ordinary course."""

    unit: Literal["days"]
    value: Days


class LimitationRow(DoubtRow):
    """The term of limitation, and the one that begins after an interruption."""

    unit: Literal["months"]
    value: MonthCount
    again: MonthCount


class CostsRow(DoubtRow):
    """Which costs may come on top, and what a payment pays first."""

    unit: Literal["choice"]
    allowed: Annotated[tuple[Annotated[Cost, BY_WORD], ...], Once]
    within: Annotated[Within, BY_WORD]


class StepsRow(DoubtRow):
    """What the service does itself, in this order, before anything is recovered."""

    unit: Literal["list"]
    value: Annotated[tuple[Annotated[OwnStep, BY_WORD], ...], Some, Once]


class EffectRow(DoubtRow):
    """What a happening does to the limitation."""

    unit: Literal["choice"]
    value: Annotated[Effect, BY_WORD]


class LaneRow(DoubtRow):
    """Where the city's own claims are seen."""

    unit: Literal["choice"]
    value: Annotated[Lane, BY_WORD]


class LoadingRow(DoubtRow):
    """From which shares of the known claims a file is suspicious."""

    unit: Literal["basis_points"]
    gone: BasisPoints
    changed: BasisPoints
    from_claims: Annotated[int, Field(ge=0, le=1_000_000)]
