"""HPKE (RFC 9180) to the vault: what a creditor seals so that only the vault can open it.

HKDF-SHA256 and AES-256-GCM over X25519, or over ML-KEM-768 with X25519 for what is kept longer
than a year. The place is bound by HPKE's `info`; the ephemeral key is drawn by the library.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import (
    MLKEM768PrivateKey,
    MLKEM768PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

_CURVE_BYTES: Final = 32
_KEM_SEED_BYTES: Final = 64
_KEM_PUBLIC_BYTES: Final = 1184


class Kem(StrEnum):
    """How the key of one sealed text is agreed on."""

    X25519 = "X25519"
    HYBRID = "MLKEM768_X25519"


SECRET_BYTES: Final = {Kem.X25519: _CURVE_BYTES, Kem.HYBRID: _KEM_SEED_BYTES + _CURVE_BYTES}
"""How much chance makes a private key; it is the private key."""
PUBLIC_BYTES: Final = {Kem.X25519: _CURVE_BYTES, Kem.HYBRID: _KEM_PUBLIC_BYTES + _CURVE_BYTES}

_SUITES: Final = {
    Kem.X25519: hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM),
    Kem.HYBRID: hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM),
}


class NotForThisKey(Exception):
    """A sealed text does not open: another key, another place, or it was changed."""


@dataclass(frozen=True, slots=True)
class VaultPublic:
    """The half that creditors get; `raw` as in PUBLIC_BYTES. Raises ValueError when it is none."""

    kem: Kem
    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != PUBLIC_BYTES[self.kem]:
            raise ValueError("a public key of another length")
        self._key()

    def seal(self, plain: bytes, place: bytes) -> bytes:
        """Seal for the vault, bound to a place."""
        return _SUITES[self.kem].encrypt(plain, self._key(), place)

    def _key(self) -> X25519PublicKey | hpke.MLKEM768X25519PublicKey:
        curve = X25519PublicKey.from_public_bytes(self.raw[-_CURVE_BYTES:])
        if self.kem is Kem.X25519:
            return curve
        return hpke.MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(self.raw[:-_CURVE_BYTES]), curve
        )


@dataclass(frozen=True, slots=True)
class VaultSecret:
    """The half that stays in the vault; `raw` is the chance it was made of, see SECRET_BYTES."""

    kem: Kem
    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != SECRET_BYTES[self.kem]:
            raise ValueError("a private key of another length")

    @property
    def public(self) -> VaultPublic:
        """The half to hand out."""
        curve = self._curve().public_key().public_bytes_raw()
        if self.kem is Kem.X25519:
            return VaultPublic(self.kem, curve)
        return VaultPublic(self.kem, self._kem().public_key().public_bytes_raw() + curve)

    def open(self, sealed: bytes, place: bytes) -> bytes:
        """Open what was sealed for this key and place; raises NotForThisKey."""
        try:
            return _SUITES[self.kem].decrypt(sealed, self._key(), place)
        except (InvalidTag, ValueError) as error:
            raise NotForThisKey from error

    def _key(self) -> X25519PrivateKey | hpke.MLKEM768X25519PrivateKey:
        curve = self._curve()
        if self.kem is Kem.X25519:
            return curve
        return hpke.MLKEM768X25519PrivateKey(self._kem(), curve)

    def _curve(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self.raw[-_CURVE_BYTES:])

    def _kem(self) -> MLKEM768PrivateKey:
        return MLKEM768PrivateKey.from_seed_bytes(self.raw[:-_CURVE_BYTES])
