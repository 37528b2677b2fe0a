"""SHA-256 of one block (FIPS 180-4) in sixteen lanes side by side.

One flat array, the box, holds what is worked on: 8 rows for the rounds, 16 for the message and 8
for the state, a lane a column. The lanes do not depend on one another and every row is at a known
distance from every other, so the compiler works on many lanes with each instruction; that is why
the rounds are written out.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from matching.linkage.compiled import compiled

LANES: Final = 16
STATE_WORDS: Final = 8
BLOCK_WORDS: Final = 16
MESSAGE: Final = STATE_WORDS * LANES
STATE: Final = MESSAGE + BLOCK_WORDS * LANES
SIZE: Final = STATE + STATE_WORDS * LANES
"""Where message and state begin in a box, and how long it is."""

Box = NDArray[np.uint32]
F = TypeVar("F", bound=Callable[..., Any])


def compile_lanes(function: F) -> F:
    """Compile a function of numbers and arrays, keeping its type for the reader."""
    return cast(F, compiled(function))


def words_of(digits: str) -> NDArray[np.uint32]:
    """Hexadecimal digits as words."""
    return np.frombuffer(bytes.fromhex(digits), ">u4").astype(np.uint32)


FIRST: Final = words_of("6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19")
"""The state to begin with (5.3.3)."""
_CONSTANTS: Final = words_of(
    "428a2f9871374491b5c0fbcfe9b5dba53956c25b59f111f1923f82a4ab1c5ed5d807aa9812835b01"
    "243185be550c7dc372be5d7480deb1fe9bdc06a7c19bf174e49b69c1efbe47860fc19dc6240ca1cc"
    "2de92c6f4a7484aa5cb0a9dc76f988da983e5152a831c66db00327c8bf597fc7c6e00bf3d5a79147"
    "06ca63511429296727b70a852e1b21384d2c6dfc53380d13650a7354766a0abb81c2c92e92722c85"
    "a2bfe8a1a81a664bc24b8b70c76c51a3d192e819d6990624f40e3585106aa07019a4c1161e376c08"
    "2748774c34b0bcb5391c0cb34ed8aa4a5b9cca4f682e6ff3748f82ee78a5636f84c878148cc70208"
    "90befffaa4506cebbef9a3f7c67178f2"
)
"""A constant for every round (4.2.2)."""


@compile_lanes
def turned(word: Any, bits: Any) -> Any:
    """A word turned to the right."""
    return np.uint32((word >> np.uint32(bits)) | (word << np.uint32(32 - bits)))


@compile_lanes
def _round(a: Any, b: Any, c: Any, d: Any, e: Any, f: Any, g: Any, h: Any, word: Any) -> Any:
    """What becomes of `d` and `h` (6.2.2); the constant is in the word already."""
    chosen = g ^ (e & (f ^ g))
    first = np.uint32(h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + chosen + word)
    most = (a & b) | (c & (a | b))
    second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + most
    return np.uint32(d + first), np.uint32(first + second)


@compile_lanes
def _sixteen_rounds(box: Box, at: int) -> None:
    """Rounds `at` to `at` + 15 with the sixteen words of the message."""
    k = _CONSTANTS[at : at + BLOCK_WORDS]
    for n in range(LANES):
        w = MESSAGE + n
        a, b = box[0 * LANES + n], box[1 * LANES + n]
        c, d = box[2 * LANES + n], box[3 * LANES + n]
        e, f = box[4 * LANES + n], box[5 * LANES + n]
        g, h = box[6 * LANES + n], box[7 * LANES + n]
        d, h = _round(a, b, c, d, e, f, g, h, np.uint32(box[w + 0 * LANES] + k[0]))
        c, g = _round(h, a, b, c, d, e, f, g, np.uint32(box[w + 1 * LANES] + k[1]))
        b, f = _round(g, h, a, b, c, d, e, f, np.uint32(box[w + 2 * LANES] + k[2]))
        a, e = _round(f, g, h, a, b, c, d, e, np.uint32(box[w + 3 * LANES] + k[3]))
        h, d = _round(e, f, g, h, a, b, c, d, np.uint32(box[w + 4 * LANES] + k[4]))
        g, c = _round(d, e, f, g, h, a, b, c, np.uint32(box[w + 5 * LANES] + k[5]))
        f, b = _round(c, d, e, f, g, h, a, b, np.uint32(box[w + 6 * LANES] + k[6]))
        e, a = _round(b, c, d, e, f, g, h, a, np.uint32(box[w + 7 * LANES] + k[7]))
        d, h = _round(a, b, c, d, e, f, g, h, np.uint32(box[w + 8 * LANES] + k[8]))
        c, g = _round(h, a, b, c, d, e, f, g, np.uint32(box[w + 9 * LANES] + k[9]))
        b, f = _round(g, h, a, b, c, d, e, f, np.uint32(box[w + 10 * LANES] + k[10]))
        a, e = _round(f, g, h, a, b, c, d, e, np.uint32(box[w + 11 * LANES] + k[11]))
        h, d = _round(e, f, g, h, a, b, c, d, np.uint32(box[w + 12 * LANES] + k[12]))
        g, c = _round(d, e, f, g, h, a, b, c, np.uint32(box[w + 13 * LANES] + k[13]))
        f, b = _round(c, d, e, f, g, h, a, b, np.uint32(box[w + 14 * LANES] + k[14]))
        e, a = _round(b, c, d, e, f, g, h, a, np.uint32(box[w + 15 * LANES] + k[15]))
        box[0 * LANES + n], box[1 * LANES + n] = a, b
        box[2 * LANES + n], box[3 * LANES + n] = c, d
        box[4 * LANES + n], box[5 * LANES + n] = e, f
        box[6 * LANES + n], box[7 * LANES + n] = g, h


@compile_lanes
def _next_word(box: Box, w: Any, word: Any, second: Any, tenth: Any, fifteenth: Any) -> None:
    """Put the word of the schedule that comes 16 further on in the place of this one."""
    one, last = box[w + second * LANES], box[w + fifteenth * LANES]
    low = turned(one, 7) ^ turned(one, 18) ^ (one >> np.uint32(3))
    high = turned(last, 17) ^ turned(last, 19) ^ (last >> np.uint32(10))
    box[w + word * LANES] += np.uint32(low + box[w + tenth * LANES] + high)


@compile_lanes
def _next_message(box: Box) -> None:
    """The next sixteen words of the message schedule in place of these."""
    for w in range(MESSAGE, MESSAGE + LANES):
        _next_word(box, w, 0, 1, 9, 14)
        _next_word(box, w, 1, 2, 10, 15)
        _next_word(box, w, 2, 3, 11, 0)
        _next_word(box, w, 3, 4, 12, 1)
        _next_word(box, w, 4, 5, 13, 2)
        _next_word(box, w, 5, 6, 14, 3)
        _next_word(box, w, 6, 7, 15, 4)
        _next_word(box, w, 7, 8, 0, 5)
        _next_word(box, w, 8, 9, 1, 6)
        _next_word(box, w, 9, 10, 2, 7)
        _next_word(box, w, 10, 11, 3, 8)
        _next_word(box, w, 11, 12, 4, 9)
        _next_word(box, w, 12, 13, 5, 10)
        _next_word(box, w, 13, 14, 6, 11)
        _next_word(box, w, 14, 15, 7, 12)
        _next_word(box, w, 15, 0, 8, 13)


@compile_lanes
def compress(box: Box) -> None:
    """Take the message into the state of every lane; the message is used up."""
    box[:MESSAGE] = box[STATE:]
    _sixteen_rounds(box, 0)
    for at in range(BLOCK_WORDS, 64, BLOCK_WORDS):
        _next_message(box)
        _sixteen_rounds(box, at)
    for place in range(MESSAGE):
        box[STATE + place] += box[place]
