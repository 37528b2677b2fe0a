"""city.yaml and arrears_types.yaml: who the city is, and what it may receive signals about."""

import re
from collections.abc import Mapping
from typing import Final

from pydantic import TypeAdapter

from portal.cities.models import ArrearsFile, CityFile, TextRow
from portal.cities.named import read_named
from portal.cities.sheet import Sheet
from protocols.covenant.signal import ArrearsType
from protocols.covenant.terms import Rows

_CITY: Final = TypeAdapter(CityFile)
_ARREARS: Final = TypeAdapter(ArrearsFile)
_BASIS: Final = TypeAdapter(TextRow)
_CODES: Final[Mapping[str, re.Pattern[str]]] = {
    "NL": re.compile(r"[0-9]{4}"),
    "BE": re.compile(r"[0-9]{5}"),
}


def read_city(sheet: Sheet) -> CityFile | None:
    """Read who the city is; a municipality code has the form of its country."""
    head = sheet.read(_CITY)
    pattern, codes = _CODES.get(country_of(sheet)), sheet.raw(("municipality_codes",))
    for number, code in enumerate(codes if isinstance(codes, tuple) else ()):
        if pattern and isinstance(code, str) and not pattern.fullmatch(code):
            sheet.fault(("municipality_codes", number), "bad-municipality")
    return head


def country_of(sheet: Sheet) -> str:
    """NL or BE as written, even when the rest of the file is wrong; empty when it is neither."""
    country = sheet.raw(("country",))
    return country if isinstance(country, str) and country in _CODES else ""


def read_arrears_types(sheet: Sheet) -> Mapping[ArrearsType, Rows]:
    """Read the legal basis per kind of arrears; the source of a row is the law itself."""
    sheet.read(_ARREARS)
    tables = read_named(sheet, _BASIS, ("arrears_types",), ArrearsType)
    return {
        kind: tuple(one.row.rule(one.row.value) for one in section.found)
        for kind, section in tables.items()
    }


def kinds_with_basis(sheet: Sheet | None) -> frozenset[ArrearsType]:
    """The kinds of arrears in the table; all that exist while the table itself is not right."""
    head = sheet.read(_ARREARS) if sheet else None
    return frozenset(head.arrears_types) if head else frozenset(ArrearsType)
