"""The beginning of the line: a delivery becomes receipts for what cannot be read and events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from protocols.covenant.answer import Refusal
from protocols.covenant.signal import Delivered
from protocols.ids import CreditorId, DeliveryId
from protocols.privacy.audit import Action, AuditEntry, Origin
from store import audit, deliveries, log
from store.deliveries import Delivery, Receipt
from store.engine import Tx
from store.log import Entry
from store.vault import Vault
from streams import topics
from streams.events import DeliveredData, entry
from streams.identity import who
from streams.wire import write_row

STEP = "intake"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that could not be read: which fields, and per field a code; never a value."""

    row: int
    faults: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """A delivery as it was read. `digest` is the SHA-256 of its content: the same twice is
    one delivery. The store keeps a keyed token of it."""

    delivery_id: DeliveryId
    creditor_id: CreditorId
    digest: bytes
    rows: Sequence[Delivered]
    unreadable: Sequence[Unreadable]


class Seen(StrEnum):
    """Whether a delivery with this content was taken in now, or had been before."""

    NOW = "now"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Taken:
    """The answer to a delivery; `delivery_id` is the earlier one when this was sent before."""

    delivery_id: str
    rows: int
    seen: Seen


def deliver(
    tx: Tx, vault: Vault, batch: Batch, *, actor: str, origin: Origin, purpose: str, at: datetime
) -> Taken:
    """Take in a delivery: all of it, or (sent before) nothing at all."""
    digest = vault.token("delivery", batch.digest.hex())
    before = deliveries.with_digest(tx, batch.creditor_id, digest)
    if before is not None:
        return Taken(before.delivery_id, before.rows, Seen.BEFORE)
    count = len(batch.rows) + len(batch.unreadable)
    delivery = Delivery(batch.delivery_id, batch.creditor_id, digest, "", count)
    deliveries.add(tx, delivery, at)
    _refuse_unreadable(tx, batch, at)
    keys, entries = [], []
    for row in batch.rows:
        wrapped, sealed = _sealed(vault, row, at)
        keys.append((row.signal_id, wrapped))
        entries.append(sealed)
    deliveries.keep_data_keys(tx, keys)
    log.append(tx, entries)
    detail: dict[str, str | int] = {"rows": count, "unreadable": len(batch.unreadable)}
    received = AuditEntry(
        at,
        actor,
        origin,
        Action.DELIVERY_RECEIVED,
        "delivery",
        batch.delivery_id,
        "received",
        purpose,
        "",
        detail,
    )
    audit.record(tx, [received])
    return Taken(batch.delivery_id, count, Seen.NOW)


def _refuse_unreadable(tx: Tx, batch: Batch, at: datetime) -> None:
    """A bad row never stops the good ones: its receipt and a dead letter name the fields."""
    receipts, letters = [], []
    for bad in batch.unreadable:
        fields = " ".join(f"{field}:{code}" for field, code in bad.faults)
        code = Refusal.UNREADABLE.value
        receipts.append(Receipt(batch.delivery_id, bad.row, "refused", code, "", fields))
        letters.append((f"{batch.delivery_id}-{bad.row}", STEP, bad.faults[0][1], fields))
    deliveries.write_receipts(tx, receipts)
    log.park(tx, letters, at)


def _sealed(vault: Vault, row: Delivered, at: datetime) -> tuple[bytes, Entry]:
    """A row under a data key of its own, and the event that carries it."""
    wrapped, seal = vault.new_data_key(row.signal_id)
    plain = write_row(row)
    data = DeliveredData(
        row.creditor_id,
        row.delivery_id,
        row.row,
        seal.close(plain, f"signals|{row.signal_id}"),
    )
    key = vault.pseudonym("arrears", f"{row.creditor_id}|{who(row)}")
    return wrapped, entry(topics.SIGNALS, key, row.signal_id, topics.DELIVERED, at, data)
