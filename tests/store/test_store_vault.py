"""The vault: what it seals opens with its own key, in its own place, unchanged, or not at all."""

import hmac
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from store.vault import ROOT_BYTES, SealBroken, Vault

ROOT = bytes(range(ROOT_BYTES))
VAULT = Vault(ROOT)
PLACE = "resident|r-1"
SEALED = VAULT.register.close(b"Zilverschoon", PLACE)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def _hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """HKDF-SHA256 written down from RFC 5869, section 2."""
    key = hmac.digest(salt or bytes(32), secret, sha256)
    made, block = b"", b""
    while len(made) < length:
        block = hmac.digest(key, block + info + bytes([len(made) // 32 + 1]), sha256)
        made += block
    return made[:length]


def _key(use: str) -> bytes:
    return _hkdf(ROOT, b"", f"vroegsignaal|1|{use}".encode(), 32)


@pytest.mark.parametrize(
    ("salt", "info", "length", "expected"),
    [
        (
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            42,
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            "",
            "",
            42,
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ],
)
def test_the_derivation_beside_ours_is_that_of_the_rfc(
    salt: str, info: str, length: int, expected: str
) -> None:
    """RFC 5869, appendix A.1 and A.3: the yardstick of the two tests below is right itself."""
    made = _hkdf(b"\x0b" * 22, bytes.fromhex(salt), bytes.fromhex(info), length)
    assert made.hex() == expected


@pytest.mark.parametrize("use", ["register", "review"])
def test_a_seal_can_be_opened_by_whoever_has_the_root_and_the_rfcs(use: str) -> None:
    """AES-256-GCM under an HKDF key: what was sealed once must open in every later version."""
    sealed = getattr(VAULT, use).close(b"Zilverschoon", PLACE)
    opened = AESGCM(_key(use)).decrypt(sealed[:12], sealed[12:], PLACE.encode())
    assert opened == b"Zilverschoon"


def test_a_token_can_be_made_by_whoever_has_the_root_and_the_rfcs() -> None:
    """HMAC-SHA256, cut to 16 bytes: stored tokens must be found again by every later version."""
    made = hmac.digest(_key("pseudonyms"), b"id\x00999990019", sha256)[:16]
    assert VAULT.token("id", "999990019") == made


@given(st.binary(max_size=200), TEXTS)
def test_what_was_sealed_opens_in_its_own_place(plain: bytes, place: str) -> None:
    """Anything, anywhere."""
    assert VAULT.register.open(VAULT.register.close(plain, place), place) == plain


@given(st.binary(max_size=50), TEXTS, TEXTS)
def test_what_was_sealed_does_not_open_in_another_place(
    plain: bytes, place: str, other: str
) -> None:
    """Nobody can put one resident's record under another's id."""
    sealed = VAULT.register.close(plain, place)
    if place != other:
        with pytest.raises(SealBroken):
            VAULT.register.open(sealed, other)


@given(st.binary(min_size=ROOT_BYTES, max_size=ROOT_BYTES).filter(lambda root: root != ROOT))
def test_what_was_sealed_does_not_open_with_another_root(root: bytes) -> None:
    """Who has the database and not the key has nothing."""
    with pytest.raises(SealBroken):
        Vault(root).register.open(SEALED, PLACE)


def test_what_was_sealed_for_one_use_does_not_open_for_another() -> None:
    """A key per use."""
    with pytest.raises(SealBroken):
        VAULT.review.open(SEALED, PLACE)


@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused(index: int, change: int) -> None:
    """Any byte, any change: nonce, content or tag."""
    changed = bytearray(SEALED)
    changed[index] ^= change
    with pytest.raises(SealBroken):
        VAULT.register.open(bytes(changed), PLACE)


@given(st.binary(max_size=100).filter(lambda blob: blob != SEALED))
def test_rubbish_is_refused(blob: bytes) -> None:
    """Nothing but SealBroken: also for what is too short to hold a nonce."""
    with pytest.raises(SealBroken):
        VAULT.register.open(blob, PLACE)


@pytest.mark.parametrize("length", range(len(SEALED)))
def test_a_piece_is_refused(length: int) -> None:
    """A cut blob, down to nothing; and one with something behind it."""
    for blob in (SEALED[:length], SEALED + SEALED[: length + 1]):
        with pytest.raises(SealBroken):
            VAULT.register.open(blob, PLACE)


def test_a_broken_seal_tells_the_kind_of_thing_and_not_which() -> None:
    """The text may be logged; the id of a resident may not."""
    with pytest.raises(SealBroken) as broken:
        VAULT.register.open(SEALED, "resident|r-2")
    assert str(broken.value) == "resident"


def test_the_same_sealed_twice_looks_different() -> None:
    """Otherwise equal records could be told from the outside."""
    many = {VAULT.register.close(b"Zilverschoon", PLACE) for _ in range(100)}
    assert len({sealed[:12] for sealed in many}) == 100


def test_chance_is_asked_for_every_nonce_and_every_data_key() -> None:
    """Chance comes in as an argument: 12 bytes for a nonce, 32 for a key."""
    asked: list[int] = []

    def chance(size: int) -> bytes:
        asked.append(size)
        return bytes([len(asked)]) * size

    vault = Vault(ROOT, chance)
    assert vault.register.close(b"", PLACE)[:12] == b"\x01" * 12
    wrapped, seal = vault.new_data_key("s-1")
    assert wrapped[:12] == b"\x03" * 12
    assert AESGCM(b"\x02" * 32).decrypt(b"\x04" * 12, seal.close(b"x", "p")[12:], b"p") == b"x"
    assert asked == [12, 32, 12, 12]


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_root_of_another_size_is_refused(size: int) -> None:
    """A key file that was cut must not make a weaker key."""
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(bytes(size))
