"""Levels and patterns of many pairs of rows at once."""

import numpy as np
from numpy.typing import NDArray

from matching.linkage import layout
from matching.linkage.compiled import compiled
from matching.linkage.levels import (
    compare_born,
    compare_given,
    compare_initials,
    compare_sex,
    compare_surname,
)
from matching.linkage.patterns import levels_of
from matching.linkage.places import contact_pattern, place_pattern
from matching.linkage.segment import Segment, Words


def group_levels(
    group: str, segment: Segment, words: Words, pairs: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The levels (columns) of a group's fields for pairs of rows of one segment.

    For fields of which a part can be compared (initials, a year) one more column: its level then.
    """
    number = ("name", "born", "place", "contact").index(group)
    found, partly = _patterns(segment.rows, *words, pairs, number)
    return np.column_stack([levels_of(group)[found], partly])


@compiled
def _patterns(rows, letters, sounds, pairs, group):
    found = np.zeros(len(pairs), np.int64)
    partly = np.zeros(len(pairs), np.int64)
    for n in range(len(pairs)):
        a, b = rows[pairs[n, 0]], rows[pairs[n, 1]]
        if group == 0:
            given = compare_given(a, b, letters, sounds)
            found[n] = given * 7 + compare_surname(a, b, letters, sounds)[0]
            partly[n] = compare_initials(a, b, letters)
        elif group == 1:
            born = compare_born(a[layout.BORN], b[layout.BORN])
            found[n] = born * 3 + compare_sex(a[layout.SEX], b[layout.SEX])
            partly[n] = 2 if a[layout.BORN] // 10_000 == b[layout.BORN] // 10_000 else 1
        elif group == 2:
            found[n] = place_pattern(a, layout.POSTCODE, b, layout.POSTCODE, letters)
        else:
            found[n] = contact_pattern(a, b, letters)
    return found, partly
