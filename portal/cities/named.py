"""Tables with a name per list of rows: one per track, per kind of match, per kind of arrears."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from pydantic import TypeAdapter

from portal.cities.checks import Period, check_cover, check_dates
from portal.cities.fields import Row
from portal.cities.nodes import Place
from portal.cities.sheet import Section, Sheet

E = TypeVar("E", bound=StrEnum)
R = TypeVar("R", bound=Row)


def read_named(
    sheet: Sheet, shape: TypeAdapter[R], place: Place, names: type[E]
) -> dict[E, Section[R]]:
    """Read the lists under known names; of each, rows may not hold on the same day.

    An unknown name is reported with the head of the file, not here.
    """
    known = {name.value: name for name in names}
    raw = sheet.raw(place)
    found = {
        known[name]: sheet.rows(shape, (*place, name))
        for name in (raw if isinstance(raw, Mapping) else ())
        if name in known
    }
    for section in found.values():
        check_dates(sheet, section, lambda _: None)
    return found


def check_complete(
    sheet: Sheet, tables: Mapping[E, Section[R]], place: Place, names: type[E], must: Period | None
) -> None:
    """Report names without a list, and lists with a hole in the days of `must`.

    A list under an unknown name (reported already) may be the missing one.
    """
    raw = sheet.raw(place)
    if not isinstance(raw, Mapping):
        return
    missing = [name for name in names if name not in tables]
    if len(missing) > len(raw) - len(tables):
        for name in missing:
            sheet.fault(place, "missing-row", word=name.value)
    for section in tables.values():
        if must is not None and not section.broken:
            check_cover(sheet, section.found, must)
