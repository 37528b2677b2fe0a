"""One signal, sealed: it opens only for who can make one of its match keys himself.

Slots hold the content key, each wrapped under a match key of the person. The body, under the
content key, holds the fields to verify and a payload that only the vault can read. So a city
that holds the key of the covenant but no such resident learns nothing but how many there were.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from matching.tokens.refusals import Tampered
from matching.tokens.sealing import NotForThisKey, VaultPublic, VaultSecret
from matching.tokens.suite import (
    LEVEL,
    NAME,
    TOKEN_BYTES,
    Input,
    Suite,
    prefixed,
    token_of,
    wrap_key,
)

Chance = Callable[[int], bytes]
"""Gives so many random bytes; a test gives known ones."""

KEY_BYTES: Final = 32
TAG_BYTES: Final = 16
SLOT_BYTES: Final = TOKEN_BYTES + KEY_BYTES + TAG_BYTES
"""A token and a wrapped content key."""
BODY_STEP_BYTES: Final = 512
"""Bodies are padded to a multiple of this."""
MOST_BODY_BYTES: Final = 64 * BODY_STEP_BYTES

_ONCE: Final = bytes(12)
"""The nonce: every key here is used for one text only."""
_LENGTH_BYTES: Final = 4


@dataclass(frozen=True, slots=True)
class Place:
    """Where an envelope belongs; every seal in it is bound to this."""

    covenant: str
    epoch: int
    norm_digest: str
    delivery: str
    sid: str

    def bound(self) -> bytes:
        """The place as bytes, no two places alike."""
        parts = (NAME, LEVEL, self.covenant, str(self.epoch), self.norm_digest)
        return b"".join(prefixed(p.encode()) for p in (*parts, self.delivery, self.sid))


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sealed signal: `slots` is a number of slots of SLOT_BYTES in the order of their bytes."""

    place: Place
    slots: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An envelope of which the body was opened: `clear` to verify, `sealed` for the vault."""

    place: Place
    clear: bytes
    sealed: bytes


def seal(
    suite: Suite,
    place: Place,
    inputs: Sequence[Input],
    clear: bytes,
    payload: bytes,
    *,
    vault: VaultPublic,
    slots: int,
    chance: Chance,
) -> Envelope:
    """Seal one signal under its match keys, of which the first `slots` count.

    Unused slots are filled by chance. They are ordered by their bytes, which tell nothing.
    Raises ValueError when `clear` and `payload` are too long together.
    """
    bound, content_key = place.bound(), chance(KEY_BYTES)
    secrets = suite.secrets(inputs[:slots])
    filled = [_slot(secret, place, bound, content_key) for secret in secrets]
    filled += [chance(SLOT_BYTES) for _ in range(slots - len(filled))]
    together = b"".join(sorted(filled))
    plain = _padded(clear, vault.seal(payload, bound))
    body = AESGCM(content_key).encrypt(_ONCE, plain, bound + together)
    return Envelope(place, together, body)


def tokens_of(envelope: Envelope) -> list[bytes]:
    """The tokens of an envelope to look up, with those that chance made up among them."""
    slots = envelope.slots
    return [slots[at : at + TOKEN_BYTES] for at in range(0, len(slots), SLOT_BYTES)]


def unlock(envelope: Envelope, position: int, secret: bytes) -> Unlocked | None:
    """Open the body with F of somebody whose token is at a position; None for another token.

    Raises Tampered when the token is right but the slot or the body is not.
    """
    start = position * SLOT_BYTES
    slot = envelope.slots[start : start + SLOT_BYTES]
    if slot[:TOKEN_BYTES] != token_of(secret):
        return None
    place, bound = envelope.place, envelope.place.bound()
    key = wrap_key(secret, place.delivery, place.sid)
    content_key = _open(key, slot[TOKEN_BYTES:], bound, place)
    plain = _open(content_key, envelope.body, bound + envelope.slots, place)
    clear, rest = _taken(plain, place)
    sealed, _ = _taken(rest, place)
    return Unlocked(place, clear, sealed)


def open_payload(unlocked: Unlocked, vault: VaultSecret) -> bytes:
    """Open the payload with the vault's key, once it was verified whose it is. Raises Tampered."""
    try:
        return vault.open(unlocked.sealed, unlocked.place.bound())
    except NotForThisKey as error:
        raise _tampered(unlocked.place) from error


def _slot(secret: bytes, place: Place, bound: bytes, content_key: bytes) -> bytes:
    key = wrap_key(secret, place.delivery, place.sid)
    return token_of(secret) + AESGCM(key).encrypt(_ONCE, content_key, bound)


def _open(key: bytes, sealed: bytes, bound: bytes, place: Place) -> bytes:
    try:
        return AESGCM(key).decrypt(_ONCE, sealed, bound)
    except (InvalidTag, ValueError) as error:
        raise _tampered(place) from error


def _padded(clear: bytes, sealed: bytes) -> bytes:
    """Both with their lengths before them, and zeros to a multiple of the step with the tag."""
    plain = b"".join(len(part).to_bytes(_LENGTH_BYTES, "big") + part for part in (clear, sealed))
    size = -(-(len(plain) + TAG_BYTES) // BODY_STEP_BYTES) * BODY_STEP_BYTES
    if size > MOST_BODY_BYTES:
        raise ValueError("a signal of more than 32 kB")
    return plain.ljust(size - TAG_BYTES, b"\0")


def _taken(plain: bytes, place: Place) -> tuple[bytes, bytes]:
    """A part with its length before it, and what follows."""
    end = _LENGTH_BYTES + int.from_bytes(plain[:_LENGTH_BYTES], "big")
    if end > len(plain):
        raise _tampered(place)
    return plain[_LENGTH_BYTES:end], plain[end:]


def _tampered(place: Place) -> Tampered:
    message = "Dit bericht is onderweg veranderd; lever het opnieuw aan."
    return Tampered(message, place=f"{place.delivery}:{place.sid}")
