"""The match keys of a signal as one row of bytes: what is hashed, with few steps for each key."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.normal import Normal
from matching.tokens.keys import Known, Row, signal_rows
from matching.tokens.parts import Values, parts_of

Sizes = tuple[int, ...]
"""How many values each part of HEADS has."""


class Pieces(NamedTuple):
    """Every match key of a signal one behind the other, and of how many pieces each consists."""

    text: bytes
    counts: NDArray[np.uint8]


class _Plan(NamedTuple):
    """How to put the pieces of a signal in order, for signals of which the same is known."""

    before: Values
    take: Callable[[Values], Values]
    counts: NDArray[np.uint8]


_NOTHING: Final = _Plan((), lambda _: (), np.zeros(0, np.uint8))


def signal_pieces(normal: Normal, kinds: frozenset[int]) -> Pieces:
    """The same as `signal_texts` in one row; equal ones are all there, and more than the slots."""
    heads, singles = parts_of(normal)
    plan = _plan(kinds, tuple(map(bool, singles)), tuple(map(len, heads)))
    every = plan.before
    for values in heads:
        every += values
    return Pieces(b"".join(plan.take(every + singles)), plan.counts)


@lru_cache(maxsize=8_192)
def _plan(kinds: frozenset[int], known: Known, sizes: Sizes) -> _Plan:
    rows = signal_rows(kinds, known)
    before = tuple(dict.fromkeys(row.before for row in rows))
    texts = [text for row in rows for text in _places(row, before, sizes)]
    if not texts:
        return _NOTHING
    counts = np.array([len(text) - 1 for text in texts], np.uint8)
    return _Plan(before, itemgetter(*(place for text in texts for place in text)), counts)


def _places(row: Row, before: Values, sizes: Sizes) -> Iterator[list[int]]:
    """Where the pieces of one row's texts are: first what is before, then heads, then singles."""
    starts = list(accumulate(sizes, initial=len(before)))
    kind = before.index(row.before)
    tail = [starts[-1] + place for place in row.places]
    if row.head < 0:
        yield [kind, *tail]
        return
    for place in range(starts[row.head], starts[row.head + 1]):
        yield [kind, place, *tail]
