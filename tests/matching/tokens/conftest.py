"""Made-up people, keys made of known bytes, and chance that is the same at every run."""

from collections.abc import Callable, Mapping
from hashlib import sha256

import pytest

from matching.normal import Normal, normalise
from matching.tokens.sealing import SECRET_BYTES, Kem, VaultSecret
from matching.tokens.suite import Suite

ROOT = bytes(range(32))
RESIDENTS: tuple[Mapping[str, str], ...] = (
    {
        "given_names": "Johanna Maria",
        "initials": "J.M.",
        "prefix": "van der",
        "surname": "Verzonnen",
        "partner_surname": "Bedacht",
        "date_of_birth": "1970-02-03",
        "street": "Verzinweg",
        "house_number": "1",
        "postcode": "8251AA",
        "city": "Dronten",
    },
    {
        "given_names": "Pieter",
        "surname": "Gefingeerd",
        "date_of_birth": "1985-11-30",
        "street": "Droomlaan",
        "house_number": "22",
        "house_letter": "b",
        "postcode": "8252BC",
        "city": "Dronten",
        "email": "pieter@voorbeeld.example",
    },
    {
        "given_names": "Saskia",
        "surname": "Nergens",
        "date_of_birth": "1999-04-12",
        "street": "Luchtkasteel",
        "house_number": "9",
        "postcode": "8253CD",
        "city": "Dronten",
    },
)


def known_chance(seed: str = "") -> Callable[[int], bytes]:
    """Bytes that look like chance and are the same at every run."""
    count = 0

    def chance(size: int) -> bytes:
        nonlocal count
        count += 1
        stream = (sha256(f"{seed}|{count}|{block}".encode()).digest() for block in range(99))
        return b"".join(stream)[:size]

    return chance


@pytest.fixture
def suite() -> Suite:
    """The keys of one covenant in its first epoch."""
    return Suite(ROOT, "woonhof", 1)


@pytest.fixture
def people() -> list[Normal]:
    """Three residents, normalised."""
    return [normalise(fields) for fields in RESIDENTS]


@pytest.fixture
def vault() -> VaultSecret:
    """The vault's key of this epoch."""
    return VaultSecret(Kem.X25519, known_chance("vault")(SECRET_BYTES[Kem.X25519]))


@pytest.fixture
def chance() -> Callable[[int], bytes]:
    """Known chance."""
    return known_chance()
