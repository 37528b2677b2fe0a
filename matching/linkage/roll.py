"""The rows of a register as they are compared: a base that may be shared, and what changed since.

The tables have room at the end: changed records get new rows there, which only this process sees,
and the old rows are never found again.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.linkage.blocks import Blocks
from matching.linkage.chances import Chances
from matching.linkage.homes import REPLACED, Homes, homes_of, survey
from matching.linkage.model import Weights
from matching.linkage.posterior import FIRST, OTHER
from matching.linkage.ranking import KEYS, SHOWN, rank
from matching.linkage.scoring import Frequencies, log_odds
from matching.linkage.search import MOST
from matching.linkage.segment import Words, build_segment

_NEVER: Final = 2**32 - 1
"""The stamp of a row that is not found again."""

Row = NDArray[np.int32]


class Tables(NamedTuple):
    """Flat arrays: rows and earlier places, both with room at the end, and a state per row.

    Of these (and of the words) what is behind the first `many` rows is written to.
    """

    rows: NDArray[np.int32]
    earlier: NDArray[np.int32]
    state: NDArray[np.uint8]
    many: int
    places: int


class Ranking(NamedTuple):
    """The best rows, best first; how probable the first is, and how far ahead of the second."""

    rows: Sequence[int]
    probability: float
    margin: float


class AtHome(NamedTuple):
    """The residents of today in a home, how many are minors, and the rows of some."""

    residents: int
    minors: int
    rows: Sequence[int]


class Roll:
    """Who is who and who lives where. Not for two threads at once."""

    def __init__(
        self,
        tables: Tables,
        words: Words,
        blocks: Blocks,
        homes: Homes,
        frequencies: Frequencies,
    ) -> None:
        self._tables: Final = tables
        self._words: Final = words
        self._base: Final = (blocks, homes)
        self._delta = self._indexed(tables.many, tables.many)
        self._frequencies: Final = frequencies
        self._odds: NDArray[np.float32] = np.zeros(0, np.float32)
        self._end = tables.many
        self._places = tables.places
        self._stamps: Final = np.zeros(len(tables.rows), np.uint32)
        self._stamp = 0
        self._out: Final = np.zeros(MOST, np.int64)
        self._work: Final = np.zeros((3, MOST))
        self._top: Final = np.zeros(SHOWN, np.int64)
        self._home: Final = np.zeros(MOST, np.int64)
        self._counts: Final = np.zeros(3, np.int64)

    def use(self, weights: Weights, chances: Chances) -> None:
        """From now on score with these weights."""
        self._odds = log_odds(weights, chances)

    @property
    def end(self) -> int:
        """The number of the next row."""
        return self._end

    @property
    def places(self) -> int:
        """The number of the next earlier place."""
        return self._places

    def row(self, number: int) -> Row:
        """A row by number."""
        row: Row = self._tables.rows[number]
        return row

    def rank(self, row: Row) -> Ranking:
        """Who this row may be."""
        tables, blocks = self._tables, self._base[0]
        kept = rank(
            row, tables.rows, tables.earlier, *blocks, *self._delta[0], *self._words,
            *self._frequencies, self._odds, self._end, self._stamps, self._next_stamp(),
            self._out, self._work, self._top,
        )  # fmt: skip
        best = self._work[2]
        first, other = float(best[FIRST]), float(best[OTHER])
        return Ranking(self._top[:kept].tolist(), first, first - other)

    def at_home(self, row: Row, on: int, most: int = 0) -> AtHome:
        """Who live at the place of a row on a day (YYYYMMDD), with at most so many rows.

        Those of the very home come first, whether they were there before or came since.
        """
        residents, minors, very, perhaps = self._surveyed(self._base[1], row, on, most)
        if self._end > self._tables.many:
            more = self._surveyed(self._delta[1], row, on, most)
            residents, minors = residents + more[0], minors + more[1]
            very, perhaps = [*very, *more[2]], [*perhaps, *more[3]]
        return AtHome(residents, minors, [*very, *perhaps][:most])

    def _surveyed(
        self, homes: Homes, row: Row, on: int, most: int
    ) -> tuple[int, int, Sequence[int], Sequence[int]]:
        """How many residents and minors, rows of the very home, and rows that may be of it."""
        out, counts, tables = self._home[:most], self._counts, self._tables
        counts[:] = 0
        survey(row, self._words.letters, *homes, tables.rows, tables.state, on, out, counts)
        residents, minors, kept = counts.tolist()
        found = out[:kept].tolist() if kept else ()
        return residents, minors, found[:residents], found[residents:]

    def has_room(self, rows: int, places: int) -> bool:
        """Whether so many rows and earlier places fit behind the others."""
        tables = self._tables
        return self._end + rows <= len(tables.rows) and self._places + places <= len(tables.earlier)

    def add(self, rows: Row, places: Row, states: NDArray[np.uint8], old: Sequence[int]) -> None:
        """Put rows behind the others, in place of older ones; there must be room for them."""
        tables, end = self._tables, self._end + len(rows)
        tables.rows[self._end : end] = rows
        tables.earlier[self._places : self._places + len(places)] = places
        tables.state[self._end : end] = states
        tables.state[list(old)] |= REPLACED
        self._stamps[list(old)] = _NEVER
        self._end, self._places = end, self._places + len(places)
        self._delta = self._indexed(tables.many, end)

    def _indexed(self, first: int, end: int) -> tuple[Blocks, Homes]:
        rows = self._tables.rows[first:end]
        segment = build_segment(rows, self._tables.earlier, self._words, first, KEYS)
        return segment.blocks, homes_of(rows, self._words.letters, first)

    def _next_stamp(self) -> int:
        if self._stamp >= _NEVER - 1:
            self._stamps[self._stamps < _NEVER] = 0
            self._stamp = 0
        self._stamp += 1
        return self._stamp
