"""What creditors delivered: deliveries, receipts, admissions and the data keys of signals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from protocols.covenant.answer import Earlier
from store import sql
from store.engine import Tx
from store.tables import admission, data_key, delivery, receipt

MOST_DELIVERIES = 100


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery. `rows` counts its data rows, also the unreadable ones."""

    delivery_id: str
    creditor_id: str
    digest: bytes
    received_at: str
    rows: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a creditor was answered for one row (data rows count from 1)."""

    delivery_id: str
    row: int
    outcome: str
    code: str = ""
    article: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class Admission:
    """The trace of an admitted row by which it is known again; `token` is a keyed token."""

    token: bytes
    signal_id: str
    signal_on: date
    household_id: str


def add(tx: Tx, one: Delivery, at: datetime) -> None:
    """Record a delivery; its digest must be new for its creditor."""
    line = {
        "delivery_id": one.delivery_id,
        "creditor_id": one.creditor_id,
        "digest": one.digest,
        "received_at": sql.instant(at),
        "rows": one.rows,
    }
    sql.insert(tx, delivery, [line])


def with_digest(tx: Tx, creditor_id: str, digest: bytes) -> Delivery | None:
    """The delivery of a creditor that had exactly this content.

    Whoever delivers the same at the same time waits, and then finds it here.
    """
    sql.alone(tx, "delivery", f"{creditor_id}|{digest.hex()}")
    where = (delivery.c.creditor_id == creditor_id, delivery.c.digest == digest)
    return next((Delivery(*row) for row in sql.rows(tx, sa.select(delivery).where(*where))), None)


def of_creditor(tx: Tx, creditor_id: str) -> list[Delivery]:
    """A creditor's deliveries, newest first, at most 100."""
    question = (
        sa.select(delivery)
        .where(delivery.c.creditor_id == creditor_id)
        .order_by(delivery.c.received_at.desc(), delivery.c.delivery_id.desc())
        .limit(MOST_DELIVERIES)
    )
    return [Delivery(*row) for row in sql.rows(tx, question)]


def find(tx: Tx, creditor_id: str, delivery_id: str) -> Delivery | None:
    """One delivery, only for the creditor that made it."""
    where = (delivery.c.creditor_id == creditor_id, delivery.c.delivery_id == delivery_id)
    return next((Delivery(*row) for row in sql.rows(tx, sa.select(delivery).where(*where))), None)


def receipts(tx: Tx, delivery_id: str, *, after: int = 0, most: int = 1000) -> list[Receipt]:
    """Receipts of a delivery from the row after `after` on, in order of rows."""
    question = (
        sa.select(receipt)
        .where(receipt.c.delivery_id == delivery_id, receipt.c.row > after)
        .order_by(receipt.c.row)
        .limit(most)
    )
    return [Receipt(*row) for row in sql.rows(tx, question)]


def receipt_counts(tx: Tx, delivery_id: str) -> Mapping[tuple[str, str], int]:
    """How many rows of a delivery had which outcome and code."""
    question = (
        sa.select(receipt.c.outcome, receipt.c.code, sa.func.count())
        .where(receipt.c.delivery_id == delivery_id)
        .group_by(receipt.c.outcome, receipt.c.code)
    )
    return {(row[0], row[1]): int(row[2]) for row in sql.rows(tx, question)}


def write_receipts(tx: Tx, given: Sequence[Receipt]) -> None:
    """Record what creditors are answered; a row is answered once."""
    lines = [
        {
            "delivery_id": one.delivery_id,
            "row": one.row,
            "outcome": one.outcome,
            "code": one.code,
            "article": one.article,
            "remarks": one.remarks,
        }
        for one in given
    ]
    sql.insert(tx, receipt, lines)


def admissions(tx: Tx, tokens: Iterable[bytes]) -> Mapping[bytes, Earlier]:
    """Which of these tokens belong to a row that was admitted earlier."""
    found: dict[bytes, Earlier] = {}
    for known in sql.among(tx, admission.c.token, tokens):
        question = sa.select(admission).where(known)
        for token, signal_id, signal_on, household_id in sql.rows(tx, question):
            found[token] = Earlier(signal_id, date.fromisoformat(signal_on), household_id)
    return found


def write_admissions(tx: Tx, given: Sequence[Admission]) -> None:
    """Remember admitted rows."""
    lines = [
        {
            "token": one.token,
            "signal_id": one.signal_id,
            "signal_on": one.signal_on.isoformat(),
            "household_id": one.household_id,
        }
        for one in given
    ]
    sql.put(tx, admission, lines)


def forget_admissions(tx: Tx, tokens: Iterable[bytes]) -> None:
    """Forget admitted rows, so that the same may be signalled again after a withdrawal."""
    for known in sql.among(tx, admission.c.token, tokens):
        tx.connection.execute(sa.delete(admission).where(known))


def place_admission(tx: Tx, token: bytes, household_id: str) -> None:
    """Tell an admission the household that a human judged it to be."""
    change = sa.update(admission).where(admission.c.token == token)
    tx.connection.execute(change.values(household_id=household_id))


def keep_data_keys(tx: Tx, wrapped: Iterable[tuple[str, bytes]]) -> None:
    """Store the wrapped data keys of new signals."""
    lines = [{"signal_id": signal_id, "wrapped": key} for signal_id, key in wrapped]
    sql.insert(tx, data_key, lines)


def data_keys(tx: Tx, signal_ids: Iterable[str]) -> Mapping[str, bytes]:
    """The wrapped data keys of signals; what was destroyed is absent."""
    found: dict[str, bytes] = {}
    for theirs in sql.among(tx, data_key.c.signal_id, signal_ids):
        question = sa.select(data_key).where(theirs)
        found.update((row[0], row[1]) for row in sql.rows(tx, question))
    return found


def destroy_data_keys(tx: Tx, signal_ids: Iterable[str]) -> None:
    """Erase signals in every copy of the log at once: without their key nothing opens them."""
    for theirs in sql.among(tx, data_key.c.signal_id, signal_ids):
        tx.connection.execute(sa.delete(data_key).where(theirs))
