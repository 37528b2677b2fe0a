"""Which wide match keys name one person in this register: measured, not assumed.

In a city half of the people share initial, street and number with somebody; in a thinly filled
register nobody does. A wide key that hardly anybody shares is as safe as the others, and finds
who is written down with many mistakes. City and creditor agree on the choice in the key file.
"""

from array import array
from collections.abc import Iterable
from typing import Final

import numpy as np

from matching.normal import Normal
from matching.tokens.hashing import KIND_AT
from matching.tokens.keys import CORE_KINDS, WIDE_KINDS, register_texts

MOST_SHARED: Final = 0.005
"""Of the wide keys of a kind at most this part may be of more than one row."""
LEAST_RECORDS: Final = 200
"""Of fewer records nothing can be measured: then the core kinds alone."""
FIRST_LOOK: Final = 4_096


class _Seen:
    """The keys of one kind, by hash, with the row of each."""

    __slots__ = ("keys", "rows")

    def __init__(self) -> None:
        self.keys = array("q")
        self.rows = array("q")

    def is_near_unique(self) -> bool:
        """Whether there are keys, and at most MOST_SHARED of them are of two rows or more."""
        if not self.keys:
            return False
        order = np.lexsort((self.rows, self.keys))
        keys, rows = np.asarray(self.keys)[order], np.asarray(self.rows)[order]
        other = np.ones(len(order), np.bool_)
        other[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
        _, times = np.unique(keys[other], return_counts=True)
        return float(times[times > 1].sum() / times.sum()) <= MOST_SHARED


def chosen_kinds(people: Iterable[tuple[int, Normal]]) -> frozenset[int]:
    """The core kinds and the wide ones that are near-unique among these rows and records.

    Looked at after 4,096 records and at every doubling: with more people more is shared, so a
    kind that is out stays out.
    """
    seen = {kind: _Seen() for kind in sorted(WIDE_KINDS)}
    kinds, look = frozenset(seen), FIRST_LOOK
    count = 0
    for count, (row, normal) in enumerate(people, start=1):
        for text in register_texts(normal, kinds):
            seen[text[KIND_AT]].keys.append(hash(text))
            seen[text[KIND_AT]].rows.append(row)
        if count == look:
            seen = {kind: one for kind, one in seen.items() if not one.keys or one.is_near_unique()}
            kinds, look = frozenset(seen), look * 2
    if count < LEAST_RECORDS:
        return CORE_KINDS
    return CORE_KINDS.union(kind for kind, one in seen.items() if one.is_near_unique())
