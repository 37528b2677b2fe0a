"""The examples of normalisation v1: reading them, and what this code makes of each.

A line of `data/normalisation-v1.csv` has the name of a function, its input, what comes out and
what it shows. Input cells are divided by `|`, a sign that cannot be seen is written as
`\\u{200b}`; of what comes out, words are divided by a space and fields by `|`. Nothing known is
empty, for a date 0. So anyone can test another implementation with it, in any language.
"""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Final

from matching import normal_dates as dates
from matching import normal_names as names
from matching import normal_places as places
from matching.contacts import email_of, phone_of
from matching.normal import VECTORS, Normal, normalise
from matching.phonetic import phonetic

_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]{1,6})\}")


@dataclass(frozen=True, slots=True)
class Vector:
    """One example; `line` is its line in the file, from 2 on."""

    line: int
    function: str
    input: str
    expected: str
    shows: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The input, cell by cell, with the signs that were written out."""
        cells = self.input.split("|")
        return tuple(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell) for cell in cells)


def vectors() -> tuple[Vector, ...]:
    """All examples, in the order of the file."""
    rows = csv.DictReader(VECTORS.read_text(encoding="utf-8").splitlines())
    return tuple(
        Vector(line, row["function"], row["input"], row["expected"], row["shows"])
        for line, row in enumerate(rows, start=2)
    )


def outcome(vector: Vector) -> str:
    """What this code makes of an example, written as in the file. KeyError: unknown function."""
    return FUNCTIONS[vector.function](*vector.cells)


def _written(known: object, between: str = " ") -> str:
    if isinstance(known, tuple):
        return between.join(_written(part) for part in known)
    return "" if known is None else str(known)


def _house(number: str, letter: str, addition: str) -> str:
    return _written(places.home("", number, letter, addition)[1:]).strip()


def _home(street: str, number: str, letter: str, addition: str) -> str:
    return _written(places.home(street, number, letter, addition), "|")


def _record(*cells: str) -> str:
    columns: Mapping[str, str] = dict(cell.split("=", 1) for cell in cells if cell)
    known, nothing = normalise(columns), Normal()
    told = ((f.name, getattr(known, f.name), getattr(nothing, f.name)) for f in fields(Normal))
    return "|".join(f"{name}={_written(value)}" for name, value, none in told if value != none)


FUNCTIONS: Final[Mapping[str, Callable[..., str]]] = {
    "surname": lambda *cells: _written(names.surname_words(*cells)),
    "partner": lambda *cells: _written(names.surname_words(*cells)),
    "joined": names.surname_joined,
    "sound": phonetic,
    "given": lambda cell: _written(names.given(cell)),
    "initials": lambda given, initials="": names.initials(given, initials),
    "name_use": dates.name_use,
    "born": lambda cell: _written(dates.born(cell)),
    "sex": dates.sex,
    "postcode": places.postcode,
    "house": _house,
    "home": _home,
    "street": places.street,
    "city": places.city,
    "phone": phone_of,
    "email": email_of,
    "national_id": dates.national_id,
    "record": _record,
}
"""The functions that examples name."""
