"""Sealing personal data: AES-256-GCM under keys that stand outside the database.

One secret of 32 bytes is the root; HKDF-SHA256 (RFC 5869) derives a key per use from it. Every
sealed blob is nonce (12 bytes) + ciphertext, bound to its place by the associated data. Signals
get a data key each: destroying it erases the signal in every copy of the log (crypto-shredding).
"""

import hmac
import secrets
from collections.abc import Callable
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from store.signing import Signer

ROOT_BYTES = 32
_NONCE_BYTES = 12
_TOKEN_BYTES = 16


class SealBroken(Exception):
    """A sealed blob does not open: another key, another place, or it was changed."""


class Seal:
    """One AES-256-GCM key at work."""

    __slots__ = ("_chance", "_key")

    def __init__(self, key: bytes, chance: Callable[[int], bytes]) -> None:
        self._key = AESGCM(key)
        self._chance = chance

    def close(self, plain: bytes, place: str) -> bytes:
        """Seal bytes for one place (for example `resident|r-1`)."""
        nonce = self._chance(_NONCE_BYTES)
        return nonce + self._key.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """Open what was sealed for that place; raises SealBroken."""
        try:
            return self._key.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise SealBroken(place.split("|", maxsplit=1)[0]) from error


class Vault:
    """Every key of one city, derived from one root secret."""

    def __init__(self, root: bytes, chance: Callable[[int], bytes] = secrets.token_bytes) -> None:
        if len(root) != ROOT_BYTES:
            raise ValueError(f"the root secret must be {ROOT_BYTES} bytes")
        self._chance = chance
        self.register = Seal(_derive(root, "register"), chance)
        self.review = Seal(_derive(root, "review"), chance)
        self.dossier = Seal(_derive(root, "dossier"), chance)
        self._wrapping = Seal(_derive(root, "data-keys"), chance)
        self._pseudonyms = hmac.new(_derive(root, "pseudonyms"), digestmod=sha256)
        self.signer = Signer(_derive(root, "signing"), _derive(root, "webhooks"))

    def new_data_key(self, signal_id: str) -> tuple[bytes, Seal]:
        """Make a data key for a signal: wrapped (to store) and ready to seal with."""
        key = self._chance(ROOT_BYTES)
        return self._wrapping.close(key, f"data_key|{signal_id}"), Seal(key, self._chance)

    def data_key(self, wrapped: bytes, signal_id: str) -> Seal:
        """Unwrap a signal's data key; raises SealBroken."""
        return Seal(self._wrapping.open(wrapped, f"data_key|{signal_id}"), self._chance)

    def token(self, kind: str, text: str) -> bytes:
        """A keyed token of 16 bytes (HMAC-SHA256): equal texts of a kind give equal tokens."""
        mac = self._pseudonyms.copy()
        mac.update(f"{kind}\x00{text}".encode())
        return mac.digest()[:_TOKEN_BYTES]

    def pseudonym(self, kind: str, text: str) -> str:
        """A token as text, for ids and partition keys: a letter for the kind and 32 digits."""
        return f"{kind[0]}-{self.token(kind, text).hex()}"


def _derive(root: bytes, use: str) -> bytes:
    info = f"vroegsignaal|1|{use}".encode()
    return HKDF(algorithm=SHA256(), length=ROOT_BYTES, salt=None, info=info).derive(root)
