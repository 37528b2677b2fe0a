"""Signals that wait for a human: how they are kept, and how they go on or vanish."""

from dataclasses import dataclass
from datetime import date

import msgspec

from protocols.covenant.signal import Delivered
from protocols.judgement import Judgement
from store.signals import Review
from store.vault import Vault
from streams.wire import read_row, write_row

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Judgement).decode


@dataclass(frozen=True, slots=True)
class Held:
    """A signal that waits, opened for the person who decides.

    `turn` counts how often it came back because a decision was taken back.
    """

    row: Delivered
    judgement: Judgement
    received_on: date
    turn: int = 0


def hold(vault: Vault, held: Held) -> Review:
    """Seal a signal for the review list."""
    row, judgement = held.row, held.judgement
    sealed = vault.review.close(write_row(row), f"review|{row.signal_id}")
    judged = vault.review.close(_encode(judgement), f"judgement|{row.signal_id}")
    return Review(
        row.signal_id,
        row.creditor_id,
        held.received_on.isoformat(),
        judgement.kind.value,
        sealed,
        judged.hex(),
        held.turn,
    )


def open_held(vault: Vault, review: Review) -> Held:
    """Open a signal from the review list."""
    row = read_row(vault.review.open(review.sealed, f"review|{review.signal_id}"))
    judged = bytes.fromhex(review.judgement)
    judgement = _decode(vault.review.open(judged, f"judgement|{review.signal_id}"))
    return Held(row, judgement, date.fromisoformat(review.received_on), review.turn)
