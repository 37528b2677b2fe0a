"""benefits.yaml: what the city assumes about what a plan saves, each with its source."""

from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from portal.cities.fields import BY_WORD, Many, Shape
from portal.cities.named import check_complete, read_named
from portal.cities.plan import UNSURE
from portal.cities.plan_models import DoubtRow
from portal.cities.sheet import Sheet
from protocols.work.benefit import WHOLE_BP, Assumed, Assumption, Assumptions

_UNITS: Final = {
    Assumption.REMINDERS: "count",
    Assumption.REMINDER_COST: "cents",
    Assumption.REMINDER_FEE: "cents",
    Assumption.BAILIFF_SHARE: "basis_points",
    Assumption.BAILIFF_COST_CITY: "cents",
    Assumption.BAILIFF_COST_RESIDENT: "cents",
    Assumption.WRITE_OFF_SHARE: "basis_points",
    Assumption.MINUTES: "minutes",
    Assumption.HOUR_COST: "cents",
}
_MOST: Final = {"count": 100, "cents": 10_000_000, "basis_points": WHOLE_BP, "minutes": 100_000}


class BenefitsFile(Shape):
    """benefits.yaml."""

    assumptions: dict[Annotated[Assumption, BY_WORD], Many]


class AssumedRow(DoubtRow):
    """One assumption; a source that says it is not confirmed has its doubt beside it."""

    unit: str
    value: Annotated[int, Field(ge=0)]


_FILE: Final = TypeAdapter(BenefitsFile)
_ROW: Final = TypeAdapter(AssumedRow)


def read_benefits(sheet: Sheet) -> Assumptions:
    """Read the assumptions, every one of them. A day without a row is refused when it is asked."""
    sheet.read(_FILE)
    place = ("assumptions",)
    tables = read_named(sheet, _ROW, place, Assumption)
    check_complete(sheet, tables, place, Assumption, None)
    for assumption, section in tables.items():
        unit = _UNITS[assumption]
        for found in section.found:
            if found.row.unit != unit or found.row.value > _MOST[unit]:
                allowed = f"{unit} (0 tot en met {_MOST[unit]})"
                sheet.fault((*found.place, "unit"), "wrong-unit", unit=allowed)
            if UNSURE in found.row.source and found.row.doubt is None:
                sheet.fault((*found.place, "doubt"), "doubt-missing")
    return Assumptions(
        {
            one: tuple(
                found.row.rule(Assumed(found.row.value, found.row.doubt or ""))
                for found in section.found
            )
            for one, section in tables.items()
        }
    )
