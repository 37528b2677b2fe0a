"""Many signals in one call of compiled code, while the next ones are read."""

from matching.linkage.compiled import compiled_apart
from matching.linkage.posterior import FIRST
from matching.linkage.search import search

AT_ONCE = 256
"""So many rows are asked while so many more are made: all their new words then have a number that
is not used again (see `vocabulary.LASTS`)."""
BEST, SECOND, COMPARED = 0, 1, 2
"""Columns of the numbers that are found: rows (-1 for none), and how many were compared."""


@compiled_apart
def search_all(
    asked, rows, earlier, starts, found, prints, letters, sounds, frequent, born, weights,
    residents, stamps, stamp, out, work, numbers, shares,
):  # fmt: skip
    """As `search` for every row asked: `numbers` (n × 3), and `shares` (n × 3) as in `work[2]`.

    Returns the last stamp that was used.
    """
    for n in range(asked.shape[0]):
        stamp += 1
        best, second, many = search(
            asked[n], rows, earlier, starts, found, prints, letters, sounds, frequent, born,
            weights, residents, stamps, stamp, out, work, 0,
        )  # fmt: skip
        numbers[n, BEST] = out[best] if best >= 0 else -1
        numbers[n, SECOND] = out[second] if second >= 0 else -1
        numbers[n, COMPARED] = many
        for i in range(3):
            shares[n, i] = work[2, FIRST + i]
    return stamp
