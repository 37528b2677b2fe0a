"""A letter and its address as sealed bytes, for as long as it waits to be sent."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import msgspec

from notifications.blocks import Body
from notifications.letters import Letter, show
from store.vault import Seal

_encode: Final = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True)
class Packed:
    """What waits: to which address (one line for e-mail and text messages, more on an envelope),
    which words, and whether the PDF goes with an e-mail."""

    address: tuple[str, ...]
    body: Body
    attached: bool = False


_decode: Final = msgspec.json.Decoder(Packed).decode


def close(seal: Seal, packed: Packed, message_id: str) -> bytes:
    """Seal what waits, for its place in the queue alone."""
    return seal.close(_encode(packed), _place(message_id))


def open_words(seal: Seal, sealed: bytes, message_id: str) -> Packed:
    """Open what waits. Raises SealBroken."""
    return _decode(seal.open(sealed, _place(message_id)))


def digest(body: Body) -> str:
    """A SHA-256 of the words, to show later that a letter is the one that was sent."""
    return sha256(_encode(body)).hexdigest()


def letter_of(packed: Packed, language: str, template: str) -> Letter:
    """The letter that waits, as it will be sent."""
    return show(packed.body, language, template)


def _place(message_id: str) -> str:
    return f"outgoing|{message_id}"
