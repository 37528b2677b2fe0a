"""HMAC-SHA256 (RFC 2104) with its key taken in once, and HKDF-SHA256 (RFC 5869)."""

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from _hashlib import HASH

DIGEST_BYTES: Final = 32
KIND_AT: Final = 4
"""Which byte of a text is its kind, and so names its key."""
_BLOCK: Final = 64
_INNER: Final = bytes(byte ^ 0x36 for byte in range(256))
_OUTER: Final = bytes(byte ^ 0x5C for byte in range(256))
_INNER_REST: Final = b"\x36" * (_BLOCK - DIGEST_BYTES)
_OUTER_REST: Final = b"\x5c" * (_BLOCK - DIGEST_BYTES)


def keyed(key: bytes) -> "tuple[HASH, HASH]":
    """The inner and outer hash of HMAC with the key already in them, to be copied per text."""
    block = (sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    return sha256(block.translate(_INNER)), sha256(block.translate(_OUTER))


def mac(hashes: "tuple[HASH, HASH]", text: bytes) -> bytes:
    """HMAC-SHA256 of a text under a key that `keyed` took in; 32 bytes."""
    inner, outer = hashes[0].copy(), hashes[1].copy()
    inner.update(text)
    outer.update(inner.digest())
    return outer.digest()


def mac_once(key: bytes, text: bytes) -> bytes:
    """HMAC-SHA256 under a key of exactly 32 bytes that is used once; 32 bytes."""
    first = sha256(key.translate(_INNER) + _INNER_REST + text).digest()
    return sha256(key.translate(_OUTER) + _OUTER_REST + first).digest()


def derive(key: bytes, info: bytes, *, salt: bytes | None = None, length: int = 32) -> bytes:
    """HKDF-SHA256: extract with `salt`, expand with `info` to `length` bytes."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(key)
