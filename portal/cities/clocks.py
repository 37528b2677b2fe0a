"""clocks.yaml: terms to the first contact attempt, reminders, and the days that nobody works."""

from collections.abc import Mapping
from typing import Final

import holidays
from pydantic import TypeAdapter

from portal.cities.checks import Period, check_cover, check_dates
from portal.cities.models import ClockRow, ClocksFile, RemindRow, StartRow
from portal.cities.named import check_complete, read_named
from portal.cities.sheet import Sheet
from protocols.rules import Rule
from protocols.work.clock import Calendar, Term
from protocols.work.points import Track

YEARS: Final = range(2020, 2041)
_FILE: Final = TypeAdapter(ClocksFile)
_START: Final = TypeAdapter(StartRow)
_CLOCK: Final = TypeAdapter(ClockRow)
_REMIND: Final = TypeAdapter(RemindRow)
_CATEGORIES: Final[Mapping[str, tuple[str, ...]]] = {
    "NL": ("public", "optional"),
    "BE": ("public",),
}
"""The Netherlands with Good Friday and every 5 May: Algemene termijnenwet art. 3. Bridging days
that the government puts on a par each time are not in the package."""


def read_clocks(sheet: Sheet, must: Period | None) -> Mapping[Track, tuple[Rule[Term], ...]]:
    """Read the terms: every track has one on every day of `must`."""
    sheet.read(_FILE)
    check_dates(sheet, sheet.rows(_START, ("starts_at",)), lambda row: row.unit)
    place = ("first_contact",)
    tables = read_named(sheet, _CLOCK, place, Track)
    check_complete(sheet, tables, place, Track, must)
    return {
        track: tuple(one.row.rule(Term(one.row.value, one.row.unit)) for one in section.found)
        for track, section in tables.items()
    }


def read_reminders(sheet: Sheet, must: Period | None) -> tuple[Rule[int], ...]:
    """Read how many days before the end of a term a worker is reminded, on every day of `must`."""
    section = sheet.rows(_REMIND, ("remind_days",))
    check_dates(sheet, section, lambda _: None)
    if must is not None and section.found and not section.broken:
        check_cover(sheet, section.found, must)
    return tuple(found.row.rule(found.row.value) for found in section.found)


def calendar_of(country: str) -> Calendar:
    """The public holidays of a country (NL or BE) in the years known."""
    days = holidays.country_holidays(country, years=YEARS, categories=_CATEGORIES[country])
    return Calendar(frozenset(days))
