"""Ages on a day, of people whose birth date may be known in part (YYYYMMDD, zeros unknown).

With dates as such numbers the age is their difference in whole ten thousands.
"""

from datetime import date
from typing import Final

ADULT_YEARS: Final = 18
"""Full age (Dutch Civil Code 1:233; Belgian Civil Code art. 388)."""


def _earliest(born: int) -> int:
    month = born if born // 100 % 100 else born + 100
    return month if month % 100 else month + 1


def _latest(born: int) -> int:
    month = born if born // 100 % 100 else born + 1_200
    return month if month % 100 else month + 31


def _number(on: date) -> int:
    return on.year * 10_000 + on.month * 100 + on.day


def years(born: int, on: date) -> int | None:
    """The age in whole years; None when too little is known, or born after that day."""
    if born < 10_000:
        return None
    today = _number(on)
    lowest, highest = (today - _latest(born)) // 10_000, (today - _earliest(born)) // 10_000
    return lowest if lowest == highest >= 0 else None


def is_minor(born: int, on: date) -> bool:
    """Whether certainly under 18."""
    return born >= 10_000 and (_number(on) - _earliest(born)) // 10_000 < ADULT_YEARS


def is_adult(born: int, on: date) -> bool:
    """Whether certainly 18 or older."""
    return born >= 10_000 and (_number(on) - _latest(born)) // 10_000 >= ADULT_YEARS
