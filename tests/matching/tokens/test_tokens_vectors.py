"""The primitives against the vectors of their standards: RFC 4231 (HMAC) and RFC 5869 (HKDF)."""

import hmac
import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.tokens.hashing import DIGEST_BYTES, derive, keyed, mac, mac_once

RFC_4231: Sequence[tuple[bytes, bytes, str]] = (
    (
        b"\x0b" * 20,
        b"Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    ),
    (
        b"Jefe",
        b"what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ),
    (
        b"\xaa" * 20,
        b"\xdd" * 50,
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
    ),
    (
        bytes(range(1, 26)),
        b"\xcd" * 50,
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
    ),
    (b"\x0c" * 20, b"Test With Truncation", "a3b6167473100ee06e0c796c2955552b"),
    (
        b"\xaa" * 131,
        b"Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ),
    (
        b"\xaa" * 131,
        (
            b"This is a test using a larger than block-size key and a larger than block-size data. "
            b"The key needs to be hashed before being used by the HMAC algorithm."
        ),
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    ),
)
RFC_5869: Sequence[tuple[str, str | None, str, int, str]] = (
    (
        "0b" * 22,
        "000102030405060708090a0b0c",
        "f0f1f2f3f4f5f6f7f8f9",
        42,
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    ),
    (
        bytes(range(0x50)).hex(),
        bytes(range(0x60, 0xB0)).hex(),
        bytes(range(0xB0, 0x100)).hex(),
        82,
        (
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e"
            "590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
        ),
    ),
    (
        "0b" * 22,
        "",
        "",
        42,
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    ),
)


@pytest.mark.parametrize(("key", "text", "expected"), RFC_4231)
def test_hmac_gives_what_rfc_4231_says(key: bytes, text: bytes, expected: str) -> None:
    """Section 4, all seven cases; the fifth is given truncated."""
    assert mac(keyed(key), text).hex().startswith(expected)


@pytest.mark.parametrize(("key", "salt", "info", "length", "expected"), RFC_5869)
def test_hkdf_gives_what_rfc_5869_says(
    key: str, salt: str, info: str, length: int, expected: str
) -> None:
    """Appendix A.1 to A.3, the cases with SHA-256."""
    found = derive(bytes.fromhex(key), bytes.fromhex(info), salt=bytes.fromhex(salt), length=length)
    assert re.fullmatch(expected, found.hex())


@given(st.binary(max_size=200), st.binary(max_size=300))
def test_a_key_taken_in_once_gives_what_the_standard_library_gives(key: bytes, text: bytes) -> None:
    """Whatever the lengths, around the block of 64 bytes too."""
    assert mac(keyed(key), text) == hmac.digest(key, text, "sha256")


@given(st.binary(min_size=DIGEST_BYTES, max_size=DIGEST_BYTES), st.binary(max_size=200))
def test_a_key_used_once_gives_what_the_standard_library_gives(key: bytes, text: bytes) -> None:
    """The short way, for keys that are digests themselves."""
    assert mac_once(key, text) == hmac.digest(key, text, "sha256")
