"""claims.yaml: the city's own claims per category, their limitation, their lane, their loading."""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from pydantic import TypeAdapter

from portal.cities.checks import check_dates
from portal.cities.claims_models import (
    ClaimsFile,
    CostsRow,
    DaysRow,
    EffectRow,
    KindRow,
    LaneRow,
    LimitationRow,
    LoadingRow,
    StepsRow,
)
from portal.cities.named import check_complete, read_named
from portal.cities.nodes import Place
from portal.cities.plan import UNSURE
from portal.cities.plan_models import DoubtRow
from portal.cities.sheet import Section, Sheet
from protocols.claims.categories import ClaimTerms, CostTerms, Decided, Kind
from protocols.claims.limitation import Period
from protocols.claims.suspicion import Limits
from protocols.claims.words import Effect, Happening, Lane, OwnStep
from protocols.rules import Rule

R = TypeVar("R", bound=DoubtRow)
V = TypeVar("V")

_FILE: Final = TypeAdapter(ClaimsFile)
_KIND: Final = TypeAdapter(KindRow)
_DAYS: Final = TypeAdapter(DaysRow)
_LIMITATION: Final = TypeAdapter(LimitationRow)
_COSTS: Final = TypeAdapter(CostsRow)
_STEPS: Final = TypeAdapter(StepsRow)
_EFFECT: Final = TypeAdapter(EffectRow)
_LANE: Final = TypeAdapter(LaneRow)
_LOADING: Final = TypeAdapter(LoadingRow)


def read_claims(sheet: Sheet) -> ClaimTerms:
    """Read every table; each category of `kinds` must be in all of them, and no other.

    A day without a row is no fault: on that day the category is not regulated, and not shown.
    """
    sheet.read(_FILE)
    return ClaimTerms(
        _tables(sheet, _KIND, "kinds", _kind),
        _tables(sheet, _DAYS, "ordinary_days", _days),
        _tables(sheet, _LIMITATION, "limitation", _period),
        _tables(sheet, _COSTS, "costs", _costs),
        _tables(sheet, _STEPS, "steps", _steps),
        _effects(sheet),
        _list(sheet, _LANE, ("lane",), _lane),
        _list(sheet, _LOADING, ("loading",), _limits),
    )


def _names(sheet: Sheet, table: str) -> tuple[str, ...]:
    found = sheet.raw((table,))
    return tuple(found) if isinstance(found, Mapping) else ()


def _tables(
    sheet: Sheet, shape: TypeAdapter[R], table: str, make: Callable[[R], V]
) -> Mapping[str, tuple[Rule[Decided[V]], ...]]:
    """Read a list of rows per category; `kinds` says which categories there are."""
    kinds, names = _names(sheet, "kinds"), _names(sheet, table)
    for name in kinds if names else ():
        if name not in names:
            sheet.fault((table,), "missing-category", line=sheet.line(("kinds", name)))
    for name in names:
        if name not in kinds:
            sheet.fault((table, name), "unknown-category")
    return {name: _list(sheet, shape, (table, name), make) for name in names}


def _effects(sheet: Sheet) -> Mapping[Happening, tuple[Rule[Decided[Effect]], ...]]:
    place = ("effects",)
    tables = read_named(sheet, _EFFECT, place, Happening)
    check_complete(sheet, tables, place, Happening, None)
    return {one: _rules(sheet, section, _effect) for one, section in tables.items()}


def _list(
    sheet: Sheet, shape: TypeAdapter[R], place: Place, make: Callable[[R], V]
) -> tuple[Rule[Decided[V]], ...]:
    """Read one list of rows, of which one holds at a time."""
    section = sheet.rows(shape, place)
    check_dates(sheet, section, lambda _: None)
    return _rules(sheet, section, make)


def _rules(
    sheet: Sheet, section: Section[R], make: Callable[[R], V]
) -> tuple[Rule[Decided[V]], ...]:
    """The rows as rules. A source that says it is unsure, needs the doubt that a worker sees."""
    for found in section.found:
        if UNSURE in found.row.source and found.row.doubt is None:
            sheet.fault((*found.place, "doubt"), "doubt-missing")
    return tuple(
        found.row.rule(Decided(make(found.row), found.row.doubt or "")) for found in section.found
    )


def _kind(row: KindRow) -> Kind:
    return Kind(row.name, row.nature, row.liable, row.plans)


def _days(row: DaysRow) -> int:
    return row.value


def _period(row: LimitationRow) -> Period:
    return Period(row.value, row.again)


def _costs(row: CostsRow) -> CostTerms:
    return CostTerms(frozenset(row.allowed), row.within)


def _steps(row: StepsRow) -> tuple[OwnStep, ...]:
    return row.value


def _effect(row: EffectRow) -> Effect:
    return row.value


def _lane(row: LaneRow) -> Lane:
    return row.value


def _limits(row: LoadingRow) -> Limits:
    return Limits(row.gone, row.changed, row.from_claims)
