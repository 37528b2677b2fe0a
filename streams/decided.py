"""What undoing a decision needs, sealed under the data key of its signal.

Withdrawing or erasing the signal destroys that key, and so this copy too.
"""

from dataclasses import dataclass, replace
from datetime import date

import msgspec

from protocols.judgement import Judgement
from store import deliveries
from store.decisions import Decision
from store.engine import Tx
from store.vault import Seal, Vault
from streams.held import Held
from streams.wire import read_row, write_row


@dataclass(frozen=True, slots=True)
class Decided:
    """A signal as it was held when a human decided, and the note for colleagues."""

    held: Held
    note: str


class _Kept(msgspec.Struct, frozen=True):
    row: bytes
    judgement: Judgement
    note: str


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Kept).decode


def close_decided(seal: Seal, decided: Decided) -> bytes:
    """Seal what undoing needs."""
    held = decided.held
    kept = _Kept(write_row(held.row), held.judgement, decided.note)
    return seal.close(_encode(kept), f"decision|{held.row.signal_id}")


def open_decided(tx: Tx, vault: Vault, decision: Decision) -> Decided | None:
    """Open what undoing needs; None when the data key was destroyed."""
    seal = _seal(tx, vault, decision.signal_id)
    if seal is None:
        return None
    kept = _decode(seal.open(decision.sealed, f"decision|{decision.signal_id}"))
    received_on = date.fromisoformat(decision.received_on)
    return Decided(Held(read_row(kept.row), kept.judgement, received_on, decision.turn), kept.note)


def resealed(tx: Tx, vault: Vault, decision: Decision, decided: Decided) -> Decision:
    """The decision with something else in it; as it was when the data key was destroyed."""
    seal = _seal(tx, vault, decision.signal_id)
    return decision if seal is None else replace(decision, sealed=close_decided(seal, decided))


def _seal(tx: Tx, vault: Vault, signal_id: str) -> Seal | None:
    wrapped = deliveries.data_keys(tx, [signal_id]).get(signal_id)
    return None if wrapped is None else vault.data_key(wrapped, signal_id)
