"""How an encoded delivery is written down: a signed line about the whole, then a line a signal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from matching.tokens.envelope import (
    BODY_STEP_BYTES,
    MOST_BODY_BYTES,
    SLOT_BYTES,
    Envelope,
    Place,
)
from matching.tokens.refusals import BadShape, BadSignature, OtherSuite, Tampered
from matching.tokens.suite import LEVEL, NAME

MOST_LINE_BYTES: Final = 64 * 1024
MOST_SLOTS: Final = 64


@dataclass(frozen=True, slots=True)
class Head:
    """The first line: what the delivery is, the SHA-256 of the other lines, and the signature.

    `key_check` tells which key was used and nothing about it; `created` is an instant (UTC).
    """

    v: str
    level: str
    covenant: str
    epoch: int
    norm_digest: str
    key_check: bytes
    delivery: str
    created: str
    signals: int
    digest: bytes
    sig: bytes = b""


@dataclass(frozen=True, slots=True)
class _Line:
    """One signal as it is written (privacy protocol §6); bytes as base64."""

    v: str
    covenant: str
    epoch: int
    norm_digest: str
    delivery: str
    sid: str
    level: str
    slots: bytes
    body: bytes


_encode = msgspec.json.Encoder().encode
_read_head = msgspec.json.Decoder(Head).decode
_read_line = msgspec.json.Decoder(_Line).decode


def write_line(envelope: Envelope) -> bytes:
    """One signal on one line, without the end of the line."""
    at = envelope.place
    line = _Line(
        NAME,
        at.covenant,
        at.epoch,
        at.norm_digest,
        at.delivery,
        at.sid,
        LEVEL,
        envelope.slots,
        envelope.body,
    )
    return _encode(line)


def read_line(line: bytes) -> Envelope:
    """The envelope on a line. Raises BadShape for another shape or size, OtherSuite."""
    if len(line) > MOST_LINE_BYTES:
        raise _shapeless()
    try:
        found = _read_line(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _shapeless() from error
    _check_suite(found.v, found.level)
    slots, body = len(found.slots), len(found.body)
    fits = 0 < slots <= MOST_SLOTS * SLOT_BYTES and slots % SLOT_BYTES == 0
    if not fits or not 0 < body <= MOST_BODY_BYTES or body % BODY_STEP_BYTES:
        raise _shapeless()
    place = Place(found.covenant, found.epoch, found.norm_digest, found.delivery, found.sid)
    return Envelope(place, found.slots, found.body)


def digest_of(lines: Sequence[bytes]) -> bytes:
    """SHA-256 over all signals of a delivery, with the end of each line."""
    return sha256(b"".join(line + b"\n" for line in lines)).digest()


def write_head(head: Head, signer: Ed25519PrivateKey) -> bytes:
    """The first line, signed."""
    return _encode(replace(head, sig=signer.sign(_signed(head))))


def read_head(line: bytes) -> Head:
    """The first line, its signature not yet checked. Raises BadShape, OtherSuite.

    It must be byte for byte what `write_head` writes: nothing beside what is signed.
    """
    if len(line) > MOST_LINE_BYTES:
        raise _shapeless()
    try:
        head = _read_head(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _shapeless() from error
    _check_suite(head.v, head.level)
    if _encode(head) != line:
        raise _shapeless()
    return head


def identity_of(head: Head) -> bytes:
    """SHA-256 over what is signed: of one delivery it is the same however the file was changed."""
    return sha256(_signed(head)).digest()


def check_head(head: Head, lines: Sequence[bytes], signer: Ed25519PublicKey) -> None:
    """Whether the creditor signed these lines and no others. Raises BadSignature, Tampered."""
    try:
        signer.verify(head.sig, _signed(head))
    except InvalidSignature as error:
        message = "De handtekening klopt niet; lever aan wat `vroegsignaal encode` schreef."
        raise BadSignature(message) from error
    if head.signals != len(lines) or head.digest != digest_of(lines):
        message = "Er zijn regels veranderd, weg of bij gekomen; lever het bestand opnieuw aan."
        raise Tampered(message)


def _signed(head: Head) -> bytes:
    return f"{NAME}|{LEVEL}|delivery\n".encode() + _encode(replace(head, sig=b""))


def _check_suite(name: str, level: str) -> None:
    if (name, level) != (NAME, LEVEL):
        raise OtherSuite(f"Deze stad leest {NAME} op niveau {LEVEL}; werk de client bij.")


def _shapeless() -> BadShape:
    return BadShape("Dit is geen regel van een versleutelde levering; lever ze opnieuw aan.")
