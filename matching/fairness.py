"""Whether some people are found less well than others: the same figures for each group.

Groups are made for measuring only: nothing here is stored, and small groups are not told.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Final

from matching import normal_dates, normal_places
from matching.evaluate import Figures, Link, figures_of
from matching.origins import origin_of

FEWEST: Final = 10
"""Of fewer signals a group is not told."""
CROWD: Final = 20
"""From so many residents on an address is shared by a crowd (a shelter, a home for the aged)."""
UNKNOWN: Final = "unknown"
BANDS: Final = ((0, "0-17"), (18, "18-27"), (28, "28-44"), (45, "45-66"), (67, "67+"))
"""From which age (whole years) on which band counts; nobody is older than `OLDEST`."""
OLDEST: Final = 120
_PLACE: Final = (
    *("street", "house_number", "house_letter", "house_addition"),
    *("postcode", "city"),
)

Record = Mapping[str, str]
Home = tuple[str, int, str]
Crowds = Mapping[Home, int]
"""How many residents each home has."""


class Dimension(StrEnum):
    """What signals are divided by."""

    NAME_ORIGIN = "name_origin"
    AGE = "age"
    SEX = "sex"
    ADDRESS = "address"


class AddressType(StrEnum):
    """How somebody lives, as far as an address tells."""

    HOUSE = "house"
    FLAT = "flat_or_box"
    CROWD = "shared_by_many"
    NONE = "no_address"


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one group; None where it is too small to be told."""

    dimension: Dimension
    name: str
    figures: Figures | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Two groups of one dimension, and how much higher the recall (0 to 1) of the first is."""

    dimension: Dimension
    best: str
    worst: str
    recall: float


def crowds_of(register: Iterable[Record]) -> Crowds:
    """How many residents of a register each home has."""
    return Counter(home for record in register if (home := _home(record)))


def groups_of(
    signal: Record, true: Record | None, crowds: Crowds, on: date
) -> dict[Dimension, str]:
    """The group of a signal in every dimension, on a day.

    What the signal does not tell is taken from the record that it is about, if it is known.
    """
    records = [signal] if true is None else [signal, true]
    names = (origin_of(one.get("surname", ""), one.get("prefix", "")) for one in records)
    sexes = (normal_dates.sex(one.get("sex", "")) for one in records)
    ages = (_band(normal_dates.born(one.get("date_of_birth", "")), on) for one in records)
    places = (_address(one, crowds) for one in records)
    return {
        Dimension.NAME_ORIGIN: next(filter(None, names), UNKNOWN),
        Dimension.AGE: next(filter(None, ages), UNKNOWN),
        Dimension.SEX: {"M": "male", "F": "female"}.get(next(filter(None, sexes), ""), UNKNOWN),
        Dimension.ADDRESS: next(filter(None, places), UNKNOWN),
    }


def _band(born: int, on: date) -> str | None:
    """The age band of a birth date YYYYMMDD on a day; None where it tells none."""
    age = (on.year * 10_000 + on.month * 100 + on.day - born) // 10_000
    if not born or not 0 <= age <= OLDEST:
        return None
    return next(name for least, name in reversed(BANDS) if age >= least)


def _address(record: Record, crowds: Crowds) -> str | None:
    """The type of an address; None where there are no columns for it, or no house number."""
    if not any(column in record for column in _PLACE):
        return None
    if not any(record.get(column, "").strip() for column in _PLACE):
        return AddressType.NONE
    home = _home(record)
    if home is None:
        return None
    if crowds.get(home, 0) >= CROWD:
        return AddressType.CROWD
    return AddressType.FLAT if home[2] else AddressType.HOUSE


def _home(record: Record) -> Home | None:
    """Where a home is: a Dutch postcode or else a street and town, its number and suffix."""
    way, letter, addition = (
        record.get(c, "") for c in ("street", "house_letter", "house_addition")
    )
    street, number, suffix = normal_places.home(
        way, record.get("house_number", ""), letter, addition
    )
    code = normal_places.postcode(record.get("postcode", ""))
    town = code or normal_places.city(record.get("city", ""))
    if number is None or not (town or street):
        return None
    return (code if len(code) == 6 else f"{street} {town}"), number, suffix


def fairness_of(
    links: Sequence[Link],
    truth: Mapping[str, str],
    groups: Mapping[str, Mapping[Dimension, str]],
    same_from: float,
    fewest: int = FEWEST,
) -> list[Group]:
    """The figures of every group, by dimension and name; `groups` is by signal id."""
    found = []
    for dimension in Dimension:
        members: defaultdict[str, list[Link]] = defaultdict(list)
        for link in links:
            members[groups[link.signal_id][dimension]].append(link)
        hidden = too_small({name: len(its) for name, its in members.items()}, fewest)
        for name, its in sorted(members.items()):
            figures = None if name in hidden else figures_of(its, truth, same_from)
            found.append(Group(dimension, name, figures))
    return found


def too_small(sizes: Mapping[str, int], fewest: int) -> frozenset[str]:
    """Which groups are not told: those that are small.

    Were it one alone, its figures would be those of all less those of the others: then the next
    smallest is not told either.
    """
    ranked = sorted(sizes, key=lambda name: (sizes[name], name))
    small = [name for name in ranked if sizes[name] < fewest]
    return frozenset(ranked[:2] if len(small) == 1 else small)


def largest_gap(groups: Iterable[Group], fewest: int = FEWEST) -> Gap | None:
    """The two groups of one dimension whose recall is furthest apart; None where none can be told.

    Only groups with so many signals about a resident count, and not whose group is unknown.
    """
    gaps = []
    for dimension, members in groupby(groups, key=lambda one: one.dimension):
        told = [
            (one.figures.recall, one.name)
            for one in members
            if one.figures and one.name != UNKNOWN and one.figures.with_match >= fewest
            if one.figures.recall is not None
        ]
        if len(told) > 1:
            (high, best), (low, worst) = max(told), min(told)
            gaps.append(Gap(dimension, best, worst, high - low))
    return max(gaps, key=lambda gap: gap.recall, default=None)
