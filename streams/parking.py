"""What a creditor is told when a row of it is put aside, and which row that is."""

import msgspec

from store import unanswered
from store.engine import Tx
from store.log import Record
from streams import topics
from streams.events import read_delivered


def tell_creditor(tx: Tx, record: Record) -> None:
    """Give the row of a parked delivery event a receipt that says so.

    Of an event further down the line the row was admitted, and stays so while it is parked.
    """
    if record.ce_type == topics.DELIVERED:
        unanswered.tell_parked(tx, *row_of(record))


def row_of(record: Record) -> tuple[str, int]:
    """Delivery and row of a delivery event, also of one whose data cannot be read."""
    try:
        data = read_delivered(record.data)
    except msgspec.MsgspecError:
        return unanswered.row_of(record.ce_id)
    return data.delivery_id, data.row
