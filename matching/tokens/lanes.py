"""Tokens of sixteen short texts at a time: HMAC-SHA256, and HMAC again, side by side.

What comes out is byte for byte what `hashing` makes with the standard library.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.tokens.hashing import KIND_AT
from matching.tokens.sha256 import (
    BLOCK_WORDS,
    FIRST,
    LANES,
    MESSAGE,
    SIZE,
    STATE,
    STATE_WORDS,
    Box,
    compile_lanes,
    compress,
    turned,
    words_of,
)

MOST_TEXT_BYTES: Final = 55
"""A longer text does not fit the one block that is hashed after the key."""
_TAG: Final = np.uint32(int.from_bytes(b"tag\x80", "big"))
_INNER_PAD: Final = np.uint32(0x36363636)
_OUTER_PAD: Final = np.uint32(0x5C5C5C5C)
_END: Final = np.uint32(0x80000000)
_DIGEST_BITS: Final = np.uint32((64 + 32) * 8)
_TAG_BITS: Final = np.uint32((64 + 3) * 8)
_REST: Final = MESSAGE + STATE_WORDS * LANES
_LAST: Final = MESSAGE + (BLOCK_WORDS - 1) * LANES

Texts = NDArray[np.uint8]


@compile_lanes
def _load(box: Box, text: Texts, starts: NDArray[np.int64], many: int) -> None:
    """The text of every lane as the last block behind a key."""
    box[MESSAGE:STATE] = np.uint32(0)
    for lane in range(many):
        start, size = starts[lane], starts[lane + 1] - starts[lane]
        for byte in range(size):
            shift = np.uint32(24 - 8 * (byte & 3))
            box[MESSAGE + (byte >> 2) * LANES + lane] |= np.uint32(text[start + byte]) << shift
        end = MESSAGE + (size >> 2) * LANES + lane
        box[end] |= np.uint32(128) << np.uint32(24 - 8 * (size & 3))
        box[_LAST + lane] = np.uint32((64 + size) * 8)


@compile_lanes
def _digest_as_message(box: Box) -> None:
    """The state as the last block behind a key."""
    box[MESSAGE:_REST] = box[STATE:]
    box[_REST:STATE] = np.uint32(0)
    box[_REST : _REST + LANES] = _END
    box[_LAST:STATE] = _DIGEST_BITS


@compile_lanes
def _begin(box: Box, secret: Box, pad: Any) -> None:
    """The first state, and a secret as the block of a key."""
    for word in range(STATE_WORDS):
        at = word * LANES
        box[STATE + at : STATE + at + LANES] = FIRST[word]
        box[_REST + at : _REST + at + LANES] = pad
    for place in range(STATE_WORDS * LANES):
        box[MESSAGE + place] = secret[place] ^ pad


@compile_lanes
def _tags(box: Box) -> None:
    """HMAC of "tag" under the secrets in the state, in place of them."""
    secret = box[STATE:].copy()
    _begin(box, secret, _INNER_PAD)
    compress(box)
    box[MESSAGE:STATE] = np.uint32(0)
    box[MESSAGE : MESSAGE + LANES] = _TAG
    box[_LAST:STATE] = _TAG_BITS
    compress(box)
    inner = box[STATE:].copy()
    _begin(box, secret, _OUTER_PAD)
    compress(box)
    outer = box[STATE:].copy()
    box[STATE:] = inner
    _digest_as_message(box)
    box[STATE:] = outer
    compress(box)


@compile_lanes
def _swapped(word: Any) -> Any:
    """A word with its bytes the other way round, as 64 bits: tokens are little-endian pairs."""
    other = (turned(word, 8) & np.uint32(0xFF00FF00)) | (turned(word, 24) & np.uint32(0xFF00FF))
    return np.uint64(other)


@compile_lanes
def make_tokens(
    states: NDArray[np.uint32], text: Texts, starts: NDArray[np.int64], out: NDArray[np.uint64]
) -> None:
    """Write the 16 bytes of every token into a row of `out`; a text begins at each of `starts`."""
    box = np.zeros(SIZE, np.uint32)
    for first in range(0, out.shape[0], LANES):
        many = min(LANES, out.shape[0] - first)
        _load(box, text, starts[first:], many)
        for side in range(2):
            if side:
                _digest_as_message(box)
            for lane in range(many):
                key = states[text[starts[first + lane] + KIND_AT], side]
                for word in range(STATE_WORDS):
                    box[STATE + word * LANES + lane] = key[word]
            compress(box)
        _tags(box)
        for lane in range(many):
            for half in range(2):
                at = STATE + 2 * half * LANES + lane
                low, high = _swapped(box[at]), _swapped(box[at + LANES])
                out[first + lane, half] = low | (high << np.uint64(32))


@compile_lanes
def _states(keys: NDArray[np.uint32], out: NDArray[np.uint32]) -> None:
    """The states (keys × 2 × 8) after the inner and the outer block of keys of 8 words."""
    box, secret = np.zeros(SIZE, np.uint32), np.zeros(STATE_WORDS * LANES, np.uint32)
    for number in range(keys.shape[0]):
        secret[::LANES] = keys[number]
        for side in range(2):
            _begin(box, secret, _OUTER_PAD if side else _INNER_PAD)
            compress(box)
            out[number, side] = box[STATE::LANES]


def states_of(keys: list[bytes]) -> NDArray[np.uint32]:
    """Keys of 32 bytes taken in once, to make tokens with: keys × 2 × 8 words."""
    words = words_of(b"".join(keys).hex()).reshape(-1, STATE_WORDS)
    states = np.zeros((len(keys), 2, STATE_WORDS), np.uint32)
    _states(words, states)
    return states


def tokens_of(states: NDArray[np.uint32], texts: Sequence[bytes]) -> NDArray[np.uint64]:
    """The tokens of texts of at most MOST_TEXT_BYTES: a row of two numbers, 16 bytes, each."""
    out, starts = np.empty((len(texts), 2), np.uint64), np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=starts[1:])
    make_tokens(states, np.frombuffer(b"".join(texts), np.uint8), starts, out)
    return out
