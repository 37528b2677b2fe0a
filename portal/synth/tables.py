"""The data tables of the generator: CSV files in `data/`, and drawing from them by weight.

Names: given_names (with usual birth years and calling names), surnames, surname_parts, origins.
Places: streets, elsewhere (other municipalities). People: households. Bills: arrears_types,
seasons (months of the year, mean 1), repeats, claims. What goes wrong: mistakes (chance in
percent by kind of creditor, in the order in which they happen), strangers, bad_rows; and the
wordings for them: spellings, particles, street_words, companies.
"""

import csv
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")

Row = Mapping[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """All rows of `data/<name>.csv`, in file order."""
    source = files("portal.synth") / "data" / f"{name}.csv"
    return tuple(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))


class Lottery(Generic[T]):
    """Things to draw from, each with its own weight (0 or more; not all 0)."""

    __slots__ = ("_marks", "_things")

    def __init__(self, things: Sequence[T], weights: Sequence[float]) -> None:
        self._things = tuple(things)
        self._marks = tuple(accumulate(weights))
        if len(self._marks) != len(self._things) or self._marks[-1] <= 0:
            raise ValueError("a lottery needs one weight for each thing, not all zero")

    def draw(self, rng: Random) -> T:
        """One thing, as often as its weight says."""
        mark = bisect_right(self._marks, rng.random() * self._marks[-1])
        return self._things[min(mark, len(self._things) - 1)]


def lottery_of(table: Sequence[Row], weight: str = "weight") -> Lottery[Row]:
    """A lottery over the rows of a table, by the numbers in its column `weight`."""
    return Lottery(table, [float(row[weight]) for row in table])


def happens(rng: Random, percent: float) -> bool:
    """Whether something with this chance (0 to 100) happens now."""
    return rng.random() * 100 < percent
