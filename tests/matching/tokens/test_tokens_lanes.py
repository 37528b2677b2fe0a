"""Sixteen lanes of SHA-256 give what the standard library gives, whatever stands in the lanes."""

from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.tokens.hashing import derive, keyed, mac
from matching.tokens.lanes import LANES, MOST_TEXT_BYTES, states_of, tokens_of
from matching.tokens.suite import MOST_KINDS, Suite, token_of

ROOT = bytes(range(32))
SUITE = Suite(ROOT, "woonhof", 1)
HEAD = b"vs1\x00"
TEXTS = st.builds(
    lambda kind, rest: HEAD + bytes((kind,)) + rest,
    st.integers(0, MOST_KINDS - 1),
    st.binary(max_size=MOST_TEXT_BYTES - 5),
)


def _plainly(text: bytes) -> bytes:
    """The token of a text by the standard library."""
    return token_of(SUITE.secret(text[4], text))


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=3 * LANES))
def test_any_number_of_texts_gives_the_tokens_of_the_standard_library(texts: list[bytes]) -> None:
    """None, one, a full row of lanes and more: each kind under its own key."""
    packed = SUITE.packed(texts)
    assert packed.shape == (len(texts), 2)
    assert [row.tobytes() for row in packed] == list(map(_plainly, texts))
    assert SUITE.tokens([(text[4], text) for text in texts]) == list(map(_plainly, texts))


@pytest.mark.parametrize("size", [5, 6, 7, 8, 9, 51, 52, 53, 54, 55, 56, 57, 63, 64, 65, 200])
def test_every_length_is_padded_as_it_must_be(size: int) -> None:
    """Around words and around the block; what does not fit one block goes the plain way."""
    texts = [HEAD + bytes((7,)) + bytes(range(size - 5)), HEAD + b"\x08short"]
    assert SUITE.tokens([(text[4], text) for text in texts]) == list(map(_plainly, texts))


@pytest.mark.parametrize("many", [1, 15, 16, 17, 31, 32, 33])
def test_a_lane_is_not_touched_by_the_others(many: int) -> None:
    """A text gives its token wherever it stands and whoever stands beside it."""
    texts = [HEAD + bytes((number % MOST_KINDS, number)) for number in range(many)]
    packed = SUITE.packed(texts)
    for number, text in enumerate(texts):
        assert (packed[number] == SUITE.packed([text])[0]).all()


def test_a_key_taken_in_is_the_state_after_its_block() -> None:
    """The state of the inner and the outer key, from which every text goes on."""
    keys = [derive(ROOT, b"one"), derive(ROOT, b"two")]
    states = states_of(keys)
    assert states.shape == (2, 2, 8)
    text = HEAD + b"\x01text"
    (token,) = tokens_of(states, [text])
    assert token.tobytes() == token_of(mac(keyed(keys[1]), text))
    assert sha256(states.tobytes()).digest() != sha256(np.zeros_like(states).tobytes()).digest()
