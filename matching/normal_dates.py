"""Date of birth, sex, use of names and national id of normalisation v1."""

import re
from calendar import monthrange
from functools import lru_cache
from typing import Final

from matching.normal_text import said, tidy
from matching.normal_words import MONTHS, SEXES, STAND_IN_DATES, STAND_INS
from matching.normalise import fold, plain

_EIGHT: Final = re.compile(r"([0-9]{8})(?:\.0+)?")
_YEAR_FIRST: Final = re.compile(
    r"([0-9]{4})(?:[-/. ]+([0-9]{1,2})(?:[-/. ]+([0-9]{1,2})(?:[T ].*)?)?)?", re.DOTALL
)
_YEAR_LAST: Final = re.compile(
    r"(?:(?:([0-9]{1,2})[-/. ]+)?([0-9]{1,2})[-/. ]+)?([0-9]{4})(?:[T ].*)?", re.DOTALL
)
_IN_WORDS: Final = re.compile(r"([0-9]{1,2})[-/. ]*([^\W\d_]{3,10})[-/. ]*([0-9]{4})")

_FIRST_YEAR: Final = 1000
_LAST_YEAR: Final = 2999
_UNUSED: Final = re.compile(r"[^A-Z0-9]+")
_ONE_DIGIT: Final = re.compile(r"(?:0+|9+)")


@lru_cache(maxsize=65_536)
def born(text: str) -> int:
    """The date of birth as YYYYMMDD, with 00 for an unknown month or day; 0 when unknown.

    Reads year-month-day, eight digits, and day-month-year (month-day-year where only that is a
    date), with any separator, a month by name, a time behind it. What is written but is not in
    the calendar keeps its digits: one that is wrong is compared as one that is wrong. So the
    year is 1000-2999, month and day are 0-99. A year of two digits has no century: unknown.
    """
    readings = _readings(tidy(text))
    fitting = next((r for r in readings if _is_date(*r)), readings[0] if readings else (0, 0, 0))
    year, month, day = fitting
    value = year * 10_000 + month * 100 + day if _FIRST_YEAR <= year <= _LAST_YEAR else 0
    return 0 if value in STAND_IN_DATES else value


Reading = tuple[int, int, int]
"""Year, month and day."""


def _readings(text: str) -> list[Reading]:
    """What a text may mean, the usual reading first, only of years that can be."""
    if found := _EIGHT.fullmatch(text):
        d = found[1]
        pieces = [(d[:4], d[4:6], d[6:]), (d[4:], d[2:4], d[:2]), (d[4:], d[:2], d[2:4])]
    elif found := _YEAR_FIRST.fullmatch(text):
        pieces = [(found[1], found[2], found[3])]
    elif found := _YEAR_LAST.fullmatch(text):
        pieces = [(found[3], found[2], found[1]), (found[3], found[1], found[2])]
    elif found := _IN_WORDS.fullmatch(text):
        pieces = [(found[3], _month(found[2]), found[1])]
    else:
        return []
    numbers = [(int(y), int(m or 0), int(d or 0)) for y, m, d in pieces]
    return [r for r in numbers if _FIRST_YEAR <= r[0] <= _LAST_YEAR]


def _month(name: str) -> str:
    word = fold(name)
    return str(MONTHS.get(word[:4]) or MONTHS.get(word[:3]) or 0)


def _is_date(year: int, month: int, day: int) -> bool:
    """Whether it is in the calendar, with zeros for what is unknown."""
    return month <= 12 and day <= (monthrange(year, month)[1] if month else 31)


@lru_cache(maxsize=1_024)
def sex(text: str) -> str:
    """M, F or empty."""
    return SEXES.get(plain(tidy(text)).strip(" .()"), "")


@lru_cache(maxsize=1_024)
def name_use(text: str) -> str:
    """E (own), P (partner), V (partner-own), N (own-partner; element 61.10), or empty."""
    letter = fold(tidy(text))
    return letter if letter in {"E", "P", "V", "N"} else ""


@lru_cache(maxsize=65_536)
def national_id(text: str) -> str:
    """The digits and letters of a national id; empty for none, and for only zeros or nines."""
    tight = _UNUSED.sub("", plain(said(text)))
    return "" if tight in STAND_INS or _ONE_DIGIT.fullmatch(tight) else tight
