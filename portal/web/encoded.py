"""What comes in encoded through the portal: read by its shape, taken in as the commands do."""

from typing import Final

from matching.tokens.refusals import (
    BadShape,
    BadSignature,
    OtherCovenant,
    OtherEpoch,
    OtherKey,
    OtherNormalisation,
    OtherSuite,
    Tampered,
)
from portal.access import Visit
from portal.encode.files import AlreadyEncoded, encoded_of
from portal.encode.receiving import Sender, receive
from portal.wiring import Platform
from protocols.covenant.terms import Covenant
from protocols.errors import Refused
from store import deliveries
from store.engine import ConstraintBroken, reading
from streams.encoded import Encoded
from streams.intake import Seen, Taken

OF_THE_FILE: Final[tuple[type[Refused], ...]] = (BadShape, BadSignature, Tampered, AlreadyEncoded)
"""Refusals of what was sent as it is."""
REFUSALS: Final[tuple[type[Refused], ...]] = (
    *OF_THE_FILE,
    OtherCovenant,
    OtherEpoch,
    OtherKey,
    OtherNormalisation,
    OtherSuite,
)
"""Why an encoded delivery is refused as a whole; none depends on whom it is about."""


def take_in(
    platform: Platform, by: Visit, covenant: Covenant, content: bytes, name: str
) -> tuple[Taken, str]:
    """Take in an encoded delivery; returns the answer and the receipt, which `encode` wrote too.

    Raises BadFile, NoRegister and REFUSALS.
    """
    encoded = encoded_of(content, name)
    try:
        seen = _receive(platform, by, covenant, encoded)
    except ConstraintBroken:
        seen = _receive(platform, by, covenant, encoded)
    known = encoded.token(platform.vault)
    with reading(platform.engine) as tx:
        found = deliveries.with_digest(tx, covenant.creditor.creditor_id, known)
    delivery_id = found.delivery_id if found else ""
    return Taken(delivery_id, len(encoded.lines), seen), encoded.receipt().decode()


def _receive(platform: Platform, by: Visit, covenant: Covenant, encoded: Encoded) -> Seen:
    return receive(platform, covenant, encoded, by.at, Sender(by.account.account_id, by.origin))
