"""Whether an encoded delivery belongs to an epoch: checked before anything is looked up."""

from collections.abc import Sequence
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from matching.normal import digest
from matching.tokens.envelope import Place
from matching.tokens.message import Head, check_head, read_line
from matching.tokens.refusals import OtherCovenant, OtherKey, OtherNormalisation, Tampered
from matching.tokens.suite import Suite
from store.epochs import Epoch


def check(one: Epoch, suite: Suite, head: Head, lines: Sequence[bytes]) -> None:
    """In this order: covenant, normalisation, key, signature, and every line in its place.

    Raises OtherCovenant, OtherNormalisation, OtherKey, BadSignature, BadShape or Tampered.
    """
    if head.covenant != one.covenant:
        raise OtherCovenant("Dit is versleuteld voor een ander convenant dan dat van de afzender.")
    if not head.norm_digest == one.norm_digest == digest():
        raise OtherNormalisation(
            "Stad en schuldeiser schrijven namen niet hetzelfde. Werk beide bij tot dezelfde "
            "versie, vraag een nieuwe sleutel en versleutel opnieuw."
        )
    if head.key_check != suite.check:
        raise OtherKey(
            "Dit is met een andere sleutel gemaakt dan die van dit tijdvak. Gebruik het laatste "
            "sleutelbestand van de stad en versleutel opnieuw."
        )
    check_head(head, lines, Ed25519PublicKey.from_public_bytes(one.signer))
    _check_places(head, lines)


def _check_places(head: Head, lines: Sequence[bytes]) -> None:
    """Every envelope says that it is of this delivery, and no two are the same signal."""
    expected = Place(head.covenant, head.epoch, head.norm_digest, head.delivery, "")
    places = [read_line(line).place for line in lines]
    if any(replace(place, sid="") != expected for place in places):
        raise Tampered("Er staan regels van een andere levering in; lever het bestand opnieuw aan.")
    if len({place.sid for place in places}) != len(places):
        raise Tampered("Een signaal staat er twee keer in; versleutel de levering opnieuw.")
