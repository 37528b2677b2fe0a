"""From the pieces of a signal to the rows of the register that it may be about, at once."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.tokens.hashing import KIND_AT
from matching.tokens.lanes import MOST_TEXT_BYTES, Texts, make_tokens
from matching.tokens.sha256 import compile_lanes
from matching.tokens.suite import MOST_KINDS, Tokens

MOST_HITS: Final = 16
"""Of a token that more rows share only so many are told: it names nobody."""

Owners = NDArray[np.uint32]


@compile_lanes
def split(text: Texts, pieces: NDArray[np.uint8], starts: NDArray[np.int64]) -> bool:
    """Where each text begins: behind its kind come so many pieces, each with its length before it.

    False when a text is too long to be hashed with the others.
    """
    at = 0
    for number in range(pieces.shape[0]):
        starts[number] = at
        at += KIND_AT + 1
        for _ in range(pieces[number]):
            at += 2 + 256 * int(text[at]) + int(text[at + 1])
        if at - starts[number] > MOST_TEXT_BYTES:
            return False
    starts[pieces.shape[0]] = at
    return True


@compile_lanes
def different(tokens: Tokens, most: int) -> int:
    """Keep the first of equal tokens; returns how many are left, `most` at most."""
    many = 0
    for number in range(tokens.shape[0]):
        known = False
        for other in range(many):
            same = tokens[other, 0] == tokens[number, 0]
            known |= same and tokens[other, 1] == tokens[number, 1]
        if not known:
            tokens[many] = tokens[number]
            many += 1
    return min(many, most)


@compile_lanes
def look_up(
    starts: Owners, prefixes: NDArray[np.uint64], owners: Owners, asked: Tokens,
    found: NDArray[np.int64],
) -> int:  # fmt: skip
    """Write position, row and kind of every hit into `found`; returns how many."""
    bits, size = 0, starts.shape[0] - 1
    while size > 1:
        size >>= 1
        bits += 1
    count = 0
    for position in range(asked.shape[0]):
        wanted = asked[position, 0]
        bucket = wanted >> np.uint64(64 - bits) if bits else np.uint64(0)
        told = 0
        for place in range(starts[bucket], starts[bucket + np.uint64(1)]):
            if prefixes[place] == wanted and told < MOST_HITS:
                found[count, 0] = position
                found[count, 1] = owners[place] // MOST_KINDS
                found[count, 2] = owners[place] % MOST_KINDS
                told += 1
                count += 1
    return count


@compile_lanes
def _rows(found: NDArray[np.int64], many: int) -> int:
    """The different rows of what was found, in order, in the first column; returns how many."""
    kept = 0
    for number in range(many):
        row, known = found[number, 1], False
        for other in range(kept):
            known |= found[other, 0] == row
        if not known:
            found[kept, 0] = row
            kept += 1
    return kept


@compile_lanes
def rows_of(
    states: NDArray[np.uint32], text: Texts, pieces: NDArray[np.uint8], most: int,
    starts: Owners, prefixes: NDArray[np.uint64], owners: Owners, out: NDArray[np.int64],
) -> int:  # fmt: skip
    """Write the rows that share one of the first `most` tokens of a signal; returns how many.

    `text` holds its match keys one behind the other, `pieces` of how many each consists. The
    result is -1, and nothing written, when one is too long.
    """
    begins = np.empty(pieces.shape[0] + 1, np.int64)
    if not split(text, pieces, begins):
        return -1
    tokens = np.empty((pieces.shape[0], 2), np.uint64)
    make_tokens(states, text, begins, tokens)
    many = different(tokens, most)
    found = np.empty((many * MOST_HITS, 3), np.int64)
    kept = _rows(found, look_up(starts, prefixes, owners, tokens[:many], found))
    out[:kept] = found[:kept, 0]
    return kept
