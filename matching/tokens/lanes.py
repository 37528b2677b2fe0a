"""Tokens of sixteen short texts at a time: SHA-256 (FIPS 180-4), HMAC and HMAC again side by side.

The lanes do not depend on one another, so the compiler works on all of them with each
instruction. What comes out is byte for byte what `hashing` makes with the standard library.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from matching.linkage.compiled import compiled
from matching.tokens.hashing import KIND_AT

LANES: Final = 16
MOST_TEXT_BYTES: Final = 55
"""A longer text does not fit the one block that is hashed after the key."""
_STATE: Final = 8
_WORDS: Final = 16
_TAG: Final = np.uint32(int.from_bytes(b"tag\x80", "big"))
_INNER_PAD: Final = np.uint32(0x36363636)
_OUTER_PAD: Final = np.uint32(0x5C5C5C5C)
_END: Final = np.uint32(0x80000000)
_DIGEST_BITS: Final = np.uint32((64 + 32) * 8)
_TAG_BITS: Final = np.uint32((64 + 3) * 8)

Lanes = NDArray[np.uint32]
"""Words of a state or a block, one row a word, one column a lane."""
F = TypeVar("F", bound=Callable[..., Any])


def _compiled(function: F) -> F:
    return cast(F, compiled(function))


def _words(digits: str) -> NDArray[np.uint32]:
    return np.frombuffer(bytes.fromhex(digits), ">u4").astype(np.uint32)


_FIRST: Final = _words("6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19")
"""The state to begin with (5.3.3)."""
_ROUNDS: Final = _words(
    "428a2f9871374491b5c0fbcfe9b5dba53956c25b59f111f1923f82a4ab1c5ed5d807aa9812835b01"
    "243185be550c7dc372be5d7480deb1fe9bdc06a7c19bf174e49b69c1efbe47860fc19dc6240ca1cc"
    "2de92c6f4a7484aa5cb0a9dc76f988da983e5152a831c66db00327c8bf597fc7c6e00bf3d5a79147"
    "06ca63511429296727b70a852e1b21384d2c6dfc53380d13650a7354766a0abb81c2c92e92722c85"
    "a2bfe8a1a81a664bc24b8b70c76c51a3d192e819d6990624f40e3585106aa07019a4c1161e376c08"
    "2748774c34b0bcb5391c0cb34ed8aa4a5b9cca4f682e6ff3748f82ee78a5636f84c878148cc70208"
    "90befffaa4506cebbef9a3f7c67178f2"
)
"""A constant for every round (4.2.2)."""


@_compiled
def _turned(word: Any, bits: Any) -> Any:
    return (word >> np.uint32(bits)) | (word << np.uint32(32 - bits))


@_compiled
def _mixed(words: Lanes, at: int) -> None:
    """Put word `at` (16 to 63) of the message schedule in place of the one 16 before it."""
    now, early, late, middle = at & 15, (at - 15) & 15, (at - 2) & 15, (at - 7) & 15
    for lane in range(LANES):
        x, y = words[early, lane], words[late, lane]
        low = _turned(x, 7) ^ _turned(x, 18) ^ (x >> np.uint32(3))
        high = _turned(y, 17) ^ _turned(y, 19) ^ (y >> np.uint32(10))
        words[now, lane] += low + high + words[middle, lane]


@_compiled
def _compress(state: Lanes, words: Lanes, work: Lanes) -> None:
    """Take one block of 16 words into the state of each lane; `words` is used up."""
    work[:] = state
    for at in range(64):
        if at >= _WORDS:
            _mixed(words, at)
        a, b, c, d = (0 - at) & 7, (1 - at) & 7, (2 - at) & 7, (3 - at) & 7
        e, f, g, h = (4 - at) & 7, (5 - at) & 7, (6 - at) & 7, (7 - at) & 7
        constant, now = _ROUNDS[at], at & 15
        for lane in range(LANES):
            one, two, five = work[a, lane], work[b, lane], work[e, lane]
            chosen = (five & work[f, lane]) ^ (~five & work[g, lane])
            turned = _turned(five, 6) ^ _turned(five, 11) ^ _turned(five, 25)
            first = work[h, lane] + turned + chosen + constant + words[now, lane]
            most = (one & two) ^ (one & work[c, lane]) ^ (two & work[c, lane])
            second = (_turned(one, 2) ^ _turned(one, 13) ^ _turned(one, 22)) + most
            work[d, lane] += first
            work[h, lane] = first + second
    state += work


@_compiled
def _load(words: Lanes, text: NDArray[np.uint8], starts: NDArray[np.int64]) -> None:
    """The text of every lane as the last block behind a key."""
    words[:] = np.uint32(0)
    for lane in range(min(LANES, starts.shape[0] - 1)):
        size = starts[lane + 1] - starts[lane]
        for byte in range(size):
            shift = np.uint32(24 - 8 * (byte & 3))
            words[byte >> 2, lane] |= np.uint32(text[starts[lane] + byte]) << shift
        words[size >> 2, lane] |= np.uint32(128) << np.uint32(24 - 8 * (size & 3))
        words[_WORDS - 1, lane] = np.uint32((64 + size) * 8)


@_compiled
def _block_of(words: Lanes, digest: Lanes) -> None:
    """A digest as the last block behind a key."""
    words[:_STATE] = digest
    words[_STATE:] = np.uint32(0)
    words[_STATE] = _END
    words[_WORDS - 1] = _DIGEST_BITS


@_compiled
def _begin(state: Lanes, words: Lanes, secret: Lanes, pad: Any) -> None:
    """The first state, and a secret as the block of a key."""
    for word in range(_STATE):
        state[word], words[word], words[_STATE + word] = _FIRST[word], secret[word] ^ pad, pad


@_compiled
def _tags(state: Lanes, words: Lanes, work: Lanes) -> None:
    """HMAC of "tag" under F, in place of F."""
    secret = state.copy()
    _begin(state, words, secret, _INNER_PAD)
    _compress(state, words, work)
    words[:] = np.uint32(0)
    words[0] = _TAG
    words[_WORDS - 1] = _TAG_BITS
    _compress(state, words, work)
    inner = state.copy()
    _begin(state, words, secret, _OUTER_PAD)
    _compress(state, words, work)
    _block_of(words, inner)
    _compress(state, words, work)


@_compiled
def _swapped(word: Any) -> Any:
    """A word with its bytes the other way round, as 64 bits: tokens are little-endian pairs."""
    turned = (_turned(word, 8) & np.uint32(0xFF00FF00)) | (_turned(word, 24) & np.uint32(0xFF00FF))
    return np.uint64(turned)


@_compiled
def _tokens(
    states: NDArray[np.uint32],
    text: NDArray[np.uint8],
    lengths: NDArray[np.uint8],
    out: NDArray[np.uint64],
) -> None:
    """Write the 16 bytes of every token into a row of `out`."""
    starts = np.zeros(lengths.shape[0] + 1, np.int64)
    for number in range(lengths.shape[0]):
        starts[number + 1] = starts[number] + lengths[number]
    state, words = np.zeros((_STATE, LANES), np.uint32), np.zeros((_WORDS, LANES), np.uint32)
    work = np.zeros((_STATE, LANES), np.uint32)
    for first in range(0, lengths.shape[0], LANES):
        many = min(LANES, lengths.shape[0] - first)
        _load(words, text, starts[first:])
        for side in range(2):
            for lane in range(many):
                state[:, lane] = states[text[starts[first + lane] + KIND_AT], side]
            _compress(state, words, work)
            _block_of(words, state)
        _tags(state, words, work)
        for lane in range(many):
            for half in range(2):
                low, high = _swapped(state[2 * half, lane]), _swapped(state[2 * half + 1, lane])
                out[first + lane, half] = low | (high << np.uint64(32))


@_compiled
def _states(keys: NDArray[np.uint32], out: NDArray[np.uint32]) -> None:
    """The states (keys × 2 × 8) after the inner and the outer block of keys of 8 words."""
    state, words = np.zeros((_STATE, LANES), np.uint32), np.zeros((_WORDS, LANES), np.uint32)
    work, secret = np.zeros((_STATE, LANES), np.uint32), np.zeros((_STATE, LANES), np.uint32)
    for number in range(keys.shape[0]):
        secret[:, 0] = keys[number]
        for side in range(2):
            _begin(state, words, secret, _OUTER_PAD if side else _INNER_PAD)
            _compress(state, words, work)
            out[number, side] = state[:, 0]


def states_of(keys: list[bytes]) -> NDArray[np.uint32]:
    """Keys of 32 bytes taken in once, to make tokens with: keys × 2 × 8 words."""
    words = _words(b"".join(keys).hex()).reshape(-1, _STATE)
    states = np.zeros((len(keys), 2, _STATE), np.uint32)
    _states(words, states)
    return states


def tokens_of(states: NDArray[np.uint32], texts: Sequence[bytes]) -> NDArray[np.uint64]:
    """The tokens of texts of at most MOST_TEXT_BYTES: a row of two numbers, 16 bytes, each."""
    out = np.empty((len(texts), 2), np.uint64)
    text = np.frombuffer(b"".join(texts), np.uint8)
    _tokens(states, text, np.frombuffer(bytes(map(len, texts)), np.uint8), out)
    return out
