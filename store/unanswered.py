"""Rows of creditors that could not be handled: what they are answered, and how they end."""

from collections.abc import Callable, Iterable, Sequence

import sqlalchemy as sa

from protocols.covenant.answer import WITHDRAWN, Refusal
from store import deliveries, sql
from store.engine import Tx
from store.tables import admission, delivery, receipt
from store.writing import Row

_ADMISSION, _CASEWORK, _MATCHED = "admission:", "casework:", ".gekoppeld"
_Write = Callable[[Tx, sa.Table, Sequence[Row]], None]


def admitted(tx: Tx, signal_ids: Iterable[str]) -> set[str]:
    """Which of these rows are signals (no changes of one) that were admitted."""
    found: set[str] = set()
    for these in sql.among(tx, admission.c.signal_id, signal_ids):
        found.update(row[0] for row in sql.rows(tx, sa.select(admission.c.signal_id).where(these)))
    return found


def code_of(tx: Tx, delivery_id: str, row: int) -> str:
    """What a row was answered; empty when it was admitted or not answered."""
    where = (receipt.c.delivery_id == delivery_id, receipt.c.row == row)
    return str(sql.one(tx, sa.select(receipt.c.code).where(*where)) or "")


def tell_parked(tx: Tx, delivery_id: str, row: int) -> None:
    """Let a creditor know that a row waits apart, unless it was answered already."""
    _answer(tx, delivery_id, row, Refusal.PARKED, sql.insert_or_keep)


def tell_not_processed(tx: Tx, delivery_id: str, row: int) -> None:
    """Let a creditor know that nothing was kept of a row, whatever it was answered before."""
    _answer(tx, delivery_id, row, Refusal.NOT_PROCESSED, sql.put)


def untell(tx: Tx, delivery_id: str, row: int) -> None:
    """Take back that a row waits apart."""
    mine = (receipt.c.delivery_id == delivery_id, receipt.c.row == row)
    gone = sa.delete(receipt).where(*mine, receipt.c.code == Refusal.PARKED.value)
    tx.connection.execute(gone)


def _answer(tx: Tx, delivery_id: str, row: int, code: Refusal, write: _Write) -> None:
    """A row of a delivery that is there gets an answer; any other gets none."""
    rows = sql.one(tx, sa.select(delivery.c.rows).where(delivery.c.delivery_id == delivery_id))
    if 1 <= row <= int(rows or 0):
        told = {"delivery_id": delivery_id, "row": row, "outcome": "refused", "code": code.value}
        write(tx, receipt, [{**told, "article": "", "remarks": ""}])


def forget_admission(tx: Tx, signal_id: str) -> None:
    """Forget that a signal was admitted, so that the same may be delivered again."""
    tx.connection.execute(sa.delete(admission).where(admission.c.signal_id == signal_id))


def restore_admission(tx: Tx, signal_id: str, household_id: str) -> None:
    """Let a signal that was withdrawn count as admitted again: nobody heard of it."""
    change = sa.update(admission).where(
        admission.c.signal_id == signal_id, admission.c.household_id == WITHDRAWN
    )
    tx.connection.execute(change.values(household_id=household_id))


def give_up(tx: Tx, letter_ids: Iterable[object]) -> None:
    """The term of these dead letters is over: nothing of the rows they stand for can be opened
    any more, and creditors that were told to wait can know that nothing was kept."""
    told = [str(one) for one in letter_ids]
    rows = [one.removeprefix(_ADMISSION) for one in told if one.startswith(_ADMISSION)]
    matched = [
        one.removeprefix(_CASEWORK).partition(_MATCHED)[0]
        for one in told
        if one.startswith(_CASEWORK) and _MATCHED in one
    ]
    deliveries.destroy_data_keys(tx, [*rows, *matched])
    for signal_id in rows:
        delivery_id, row = row_of(signal_id)
        if code_of(tx, delivery_id, row) == Refusal.PARKED:
            tell_not_processed(tx, delivery_id, row)


def row_of(signal_id: str) -> tuple[str, int]:
    """The delivery and row that a signal id is made of; row 0 when it is not."""
    delivery_id, _, row = signal_id.rpartition("-")
    return delivery_id, int(row) if _number(row) else 0


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9
