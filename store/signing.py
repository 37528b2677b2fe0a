"""The city's signature (Ed25519) on what leaves, and webhook secrets; both from the root secret."""

import base64
import hmac
from collections.abc import Mapping
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_SECRET_BYTES = 32


class Signer:
    """One signing key at work. The private part never leaves it."""

    __slots__ = ("_key", "_webhooks", "public")

    def __init__(self, seed: bytes, webhooks: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._webhooks = webhooks
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, content: bytes) -> bytes:
        """A signature of 64 bytes; equal bytes give equal signatures."""
        return self._key.sign(content)

    def webhook_secret(self, creditor_id: str, turn: int) -> bytes:
        """The secret (32 bytes) that a creditor checks its webhooks with.

        Another `turn` is another secret: that is how one is replaced.
        """
        return hmac.digest(self._webhooks, f"{creditor_id}\x00{turn}".encode(), sha256)

    def jwk(self) -> Mapping[str, str]:
        """The public key as a JWK (RFC 8037), with its thumbprint (RFC 7638) as `kid`."""
        x = base64url(self.public)
        known = f'{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}'
        kid = base64url(sha256(known.encode()).digest())
        return {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": kid, "use": "sig", "alg": "EdDSA"}


def verifies(public: bytes, content: bytes, signature: bytes) -> bool:
    """Whether a signature is of this content under this public key (32 bytes)."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def base64url(content: bytes) -> str:
    """Base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
