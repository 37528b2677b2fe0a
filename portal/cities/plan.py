"""plan.yaml: what the law leaves of an income, the reference budget, and the city's own rules."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, TypeVar

from pydantic import TypeAdapter

from portal.cities.checks import check_dates
from portal.cities.named import check_complete, read_named
from portal.cities.nodes import Place
from portal.cities.plan_models import (
    BandsRow,
    CentsRow,
    CorrectionRow,
    DoubtRow,
    MonthsRow,
    NumberRow,
    PlanFile,
    ReferenceRow,
    ShareRow,
    WithinRow,
    WordingRow,
)
from portal.cities.sheet import Section, Sheet
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
    ChildLimit,
    Group,
    IncomeKind,
    PlanNumber,
)
from protocols.rules import Rule

E = TypeVar("E", bound=StrEnum)
R = TypeVar("R", bound=DoubtRow)
V = TypeVar("V")

_FILE: Final = TypeAdapter(PlanFile)
_CENTS: Final = TypeAdapter(CentsRow)
_SHARE: Final = TypeAdapter(ShareRow)
_BANDS: Final = TypeAdapter(BandsRow)
_WORDING: Final = TypeAdapter(WordingRow)
_CORRECTION: Final = TypeAdapter(CorrectionRow)
_REFERENCE: Final = TypeAdapter(ReferenceRow)
_NUMBER: Final = TypeAdapter(NumberRow)
_MONTHS: Final = TypeAdapter(MonthsRow)
_WITHIN: Final = TypeAdapter(WithinRow)
_OF_COUNTRY: Final = {"BE": "seizable", "NL": "protected"}
_UNITS: Final = {
    PlanNumber.GRACE_DAYS: "days",
    PlanNumber.MISSED_TERMS: "count",
    PlanNumber.LONGEST_MONTHS: "months",
    PlanNumber.AMOUNT_DAYS: "days",
}
UNSURE: Final = "niet bevestigd"


def read_plan(sheet: Sheet, country: str) -> PlanTerms:
    """Read every table; the tables of the city's own country must be there.

    A day without a row is no fault: on that day the question is refused, not guessed.
    """
    sheet.read(_FILE)
    own = _OF_COUNTRY.get(country, "")
    if own in _keys(sheet) and sheet.raw((own,)) is None:
        sheet.fault((own,), "law-missing")
    return PlanTerms(
        _seizable(sheet),
        _protected(sheet),
        _named(sheet, _REFERENCE, ("budget",), Group, _reference),
        _numbers(sheet),
        _rows(sheet, _MONTHS, ("scenarios",), lambda row: Months(row.value, row.doubt or "")),
        _rows(sheet, _WITHIN, ("within",), lambda row: WithinClaim(row.value, row.doubt or "")),
    )


def _keys(sheet: Sheet) -> Mapping[str, object]:
    found = sheet.raw(())
    return found if isinstance(found, Mapping) else {}


def _seizable(sheet: Sheet) -> Seizable:
    place = ("seizable",)
    if sheet.raw(place) is None:
        return Seizable()
    return Seizable(
        _named(sheet, _BANDS, (*place, "bands"), BandTable, _bands, Whole.YES),
        _rows(sheet, _CENTS, (*place, "child"), _figure),
        _named(sheet, _CENTS, (*place, "child_income"), ChildLimit, _figure),
        _named(sheet, _WORDING, (*place, "articles"), IncomeKind, _wording, Whole.YES),
    )


def _protected(sheet: Sheet) -> Protected:
    place = ("protected",)
    if sheet.raw(place) is None:
        return Protected()
    return Protected(
        _rows(sheet, _SHARE, (*place, "share"), _figure),
        _named(sheet, _CENTS, (*place, "maximum"), Group, _figure),
        _named(sheet, _CENTS, (*place, "norm"), Group, _figure),
        _named(sheet, _CENTS, (*place, "pension_norm"), Group, _figure),
        _named(sheet, _CORRECTION, (*place, "corrections"), Allowance, _correction, Whole.YES),
    )


def _numbers(sheet: Sheet) -> Mapping[PlanNumber, tuple[Rule[Figure], ...]]:
    place = ("numbers",)
    tables = read_named(sheet, _NUMBER, place, PlanNumber)
    check_complete(sheet, tables, place, PlanNumber, None)
    for number, section in tables.items():
        for found in section.found:
            if found.row.unit != _UNITS[number]:
                sheet.fault((*found.place, "unit"), "wrong-unit", unit=_UNITS[number])
    return {number: _rules(sheet, section, _figure) for number, section in tables.items()}


class Whole(StrEnum):
    """Whether a table must have a list under every name."""

    YES = "yes"
    NO = "no"


def _named(
    sheet: Sheet,
    shape: TypeAdapter[R],
    place: Place,
    names: type[E],
    make: Callable[[R], V],
    whole: Whole = Whole.NO,
) -> Mapping[E, tuple[Rule[V], ...]]:
    """Read a table with a list of rows under each name."""
    tables = read_named(sheet, shape, place, names)
    if whole is Whole.YES:
        check_complete(sheet, tables, place, names, None)
    for section in tables.values():
        _check_bands(sheet, section)
    return {name: _rules(sheet, section, make) for name, section in tables.items()}


def _rows(
    sheet: Sheet, shape: TypeAdapter[R], place: Place, make: Callable[[R], V]
) -> tuple[Rule[V], ...]:
    """Read one list of rows, of which one holds at a time."""
    section = sheet.rows(shape, place)
    check_dates(sheet, section, lambda _: None)
    return _rules(sheet, section, make)


def _rules(sheet: Sheet, section: Section[R], make: Callable[[R], V]) -> tuple[Rule[V], ...]:
    """The rows as rules. A source that says it is unsure, needs the doubt that a worker sees."""
    for found in section.found:
        if UNSURE in found.row.source and found.row.doubt is None:
            sheet.fault((*found.place, "doubt"), "doubt-missing")
    return tuple(found.row.rule(make(found.row)) for found in section.found)


def _check_bands(sheet: Sheet, section: Section[R]) -> None:
    for found in section.found:
        row = found.row
        if isinstance(row, BandsRow):
            rising = all(low < high for low, high in zip(row.bounds, row.bounds[1:], strict=False))
            if not rising or len(row.bounds) != len(row.rates):
                sheet.fault((*found.place, "bounds"), "bad-bands")


def _figure(row: CentsRow | ShareRow | NumberRow) -> Figure:
    return Figure(row.value, row.doubt or "")


def _bands(row: BandsRow) -> Bands:
    return Bands(row.bounds, row.rates, row.doubt or "")


def _wording(row: WordingRow) -> Wording:
    return Wording(row.value, row.doubt or "")


def _correction(row: CorrectionRow) -> Correction:
    return Correction(row.value, row.at_most, row.doubt or "")


def _reference(row: ReferenceRow) -> Reference:
    return Reference(row.origin, row.value, row.per_child, row.doubt or "")
