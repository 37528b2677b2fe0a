"""The city's signature and webhook secrets: from the root, the same every time, and no others."""

import base64

from store.signing import verifies
from store.vault import Vault

ROOT = bytes(range(32))


def test_a_signature_is_of_these_bytes_under_this_key() -> None:
    """And of nothing else."""
    signer, other = Vault(ROOT).signer, Vault(bytes(32)).signer
    signature = signer.sign(b"pauze")
    assert signature == Vault(ROOT).signer.sign(b"pauze")
    assert verifies(signer.public, b"pauze", signature)
    assert not verifies(signer.public, b"pauzes", signature)
    assert not verifies(other.public, b"pauze", signature)
    assert not verifies(b"short", b"pauze", signature)


def test_the_published_key_is_the_public_one_alone() -> None:
    """RFC 8037; `d` would be the private part."""
    jwk = Vault(ROOT).signer.jwk()
    assert set(jwk) == {"kty", "crv", "x", "kid", "use", "alg"}
    public = base64.urlsafe_b64decode(jwk["x"] + "=")
    assert public == Vault(ROOT).signer.public
    assert jwk["kid"] != Vault(bytes(32)).signer.jwk()["kid"]


def test_every_creditor_and_turn_has_a_secret_of_its_own() -> None:
    """One creditor can never make another's signature, nor use its old secret."""
    signer = Vault(ROOT).signer
    found = {
        signer.webhook_secret("woonhof", 1),
        signer.webhook_secret("woonhof", 2),
        signer.webhook_secret("woonhof\x001", 1),
        signer.webhook_secret("stroom", 1),
        Vault(bytes(32)).signer.webhook_secret("woonhof", 1),
    }
    assert len(found) == 5
    assert {len(one) for one in found} == {32}
