"""The keyed suite of level L1: from a match key to a secret, a token and a wrapping key.

One root key per covenant and epoch (K_ce, 32 random bytes); a key per kind of match key by
HKDF-SHA256; a secret F per match key by HMAC-SHA256. F never travels: the token is 16 bytes of
HMAC(F, "tag"), and only who can make F can make the key that wraps a content key.
Whoever holds K_ce can test every guess at a person: a leaked one equals clear text.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.tokens import lanes
from matching.tokens.hashing import KIND_AT, derive, keyed, mac, mac_once

NAME: Final = "vs1"
LEVEL: Final = "L1"
ROOT_BYTES: Final = 32
TOKEN_BYTES: Final = 16
MOST_KINDS: Final = 64
"""Kinds of match keys are numbered below this."""

Input = tuple[int, bytes]
"""A kind of match key, and what is hashed under that kind's key (with the kind in it)."""
Tokens = NDArray[np.uint64]
"""Tokens as rows of two numbers: 16 bytes each."""


class Suite:
    """The keys of one covenant in one epoch, ready to hash with. Never write one to a log."""

    def __init__(self, root: bytes, covenant: str, epoch: int) -> None:
        if len(root) != ROOT_BYTES:
            raise ValueError(f"the root key must be {ROOT_BYTES} bytes")
        if not covenant or "|" in covenant or epoch < 1:
            raise ValueError("a covenant has a name without | and its epochs count from 1")
        self.covenant: Final = covenant
        self.epoch: Final = epoch
        info = f"{NAME}|{LEVEL}|{covenant}|{epoch}|"
        self.check: Final = derive(root, f"{info}check".encode(), length=TOKEN_BYTES)
        self._keys: Final = [derive(root, f"{info}{k}".encode()) for k in range(MOST_KINDS)]
        self._hashes: Final = [keyed(key) for key in self._keys]

    @cached_property
    def states(self) -> NDArray[np.uint32]:
        """The keys as `lanes` takes them; as secret as they are."""
        return lanes.states_of(self._keys)

    def secret(self, kind: int, text: bytes) -> bytes:
        """F of one match key: 32 bytes that stay with who made them."""
        return mac(self._hashes[kind], text)

    def secrets(self, inputs: Iterable[Input]) -> list[bytes]:
        """F of each match key, in order."""
        hashes = self._hashes
        return [mac(hashes[kind], text) for kind, text in inputs]

    def tokens(self, inputs: Iterable[Input]) -> list[bytes]:
        """The token of each match key, in order; 16 bytes."""
        packed = self.packed([text for _, text in inputs]).tobytes()
        return [packed[at : at + TOKEN_BYTES] for at in range(0, len(packed), TOKEN_BYTES)]

    def packed(self, texts: Sequence[bytes]) -> Tokens:
        """The tokens of texts that hold their kind, many at a time: the fast way."""
        if max(map(len, texts), default=0) <= lanes.MOST_TEXT_BYTES:
            return lanes.tokens_of(self.states, texts)
        tokens = b"".join(token_of(self.secret(text[KIND_AT], text)) for text in texts)
        return np.frombuffer(tokens, np.uint64).reshape(-1, 2)


def token_of(secret: bytes) -> bytes:
    """What travels of F: 16 bytes that tell nothing of the wrapping keys."""
    return mac_once(secret, b"tag")[:TOKEN_BYTES]


def wrap_key(secret: bytes, delivery: str, sid: str) -> bytes:
    """The key (32 bytes) that F gives for one signal of one delivery, used once."""
    return mac_once(secret, b"wrap" + prefixed(delivery.encode()) + prefixed(sid.encode()))


def prefixed(text: bytes) -> bytes:
    """A field with its length (two bytes, big endian) before it, so that no two lists collide."""
    return len(text).to_bytes(2, "big") + text
