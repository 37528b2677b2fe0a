"""What creditors are told: recorded once per signal and code, in order, and how far delivered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from protocols.covenant.answer import Refusal
from protocols.covenant.feedback import Code, Feedback, Reference
from store import sql, writing
from store.engine import Tx
from store.tables import delivery, feedback, feedback_head, receipt

MOST = 500
WINDOW_DAYS = 31
"""How long after its day a code that a clock tells may still be told."""
_WAITING = (Refusal.PARKED.value, Refusal.NOT_PROCESSED.value)


@dataclass(frozen=True, slots=True)
class Told:
    """Feedback as it stands on record. `seq` counts from 1 per creditor, without a gap.

    Days are ISO text; `until_on` is empty without a pause.
    """

    creditor_id: str
    seq: int
    signal_id: str
    delivery_id: str
    code: str
    told_on: str
    until_on: str
    recorded_at: str

    @property
    def feedback_id(self) -> str:
        """What tells this feedback from any other, wherever it is delivered; without a full stop,
        as Standard Webhooks wants of an id."""
        return f"{self.signal_id}_{self.code}"


def tell(tx: Tx, creditor_id: str, told: Sequence[Feedback], at: datetime) -> list[Told]:
    """Record feedback for one creditor and return what was new.

    What was told before about the same signal is left out: nothing is told twice.
    """
    if not told:
        return []
    sql.alone(tx, "feedback", creditor_id)
    before = _told_before(tx, told)
    fresh = {(one.about, one.code): one for one in told if (one.about, one.code) not in before}
    if not fresh:
        return []
    claim = [{"creditor_id": creditor_id, "last_seq": len(fresh)}]
    ((_, last),) = writing.add_and_read(tx.connection, feedback_head, claim)
    lines = [
        _line(creditor_id, last - len(fresh) + place, one, at)
        for place, one in enumerate(fresh.values(), start=1)
    ]
    sql.insert(tx, feedback, lines)
    return [Told(**line) for line in lines]


def page(tx: Tx, creditor_id: str, after: int, most: int = MOST) -> list[Told]:
    """A creditor's own feedback from the one after `after` on, in order, at most `most`."""
    question = (
        sa.select(feedback)
        .where(feedback.c.creditor_id == creditor_id, feedback.c.seq > after)
        .order_by(feedback.c.seq)
        .limit(most)
    )
    return [Told(*row) for row in sql.rows(tx, question)]


def newest(tx: Tx, creditor_id: str, before: int | None = None, most: int = 100) -> list[Told]:
    """A creditor's own feedback, the newest first, before a place in its order."""
    question = sa.select(feedback).where(feedback.c.creditor_id == creditor_id)
    if before is not None:
        question = question.where(feedback.c.seq < before)
    question = question.order_by(feedback.c.seq.desc()).limit(most)
    return [Told(*row) for row in sql.rows(tx, question)]


def last_seq(tx: Tx, creditor_id: str) -> int:
    """The place of a creditor's newest feedback; 0 when there is none."""
    head = feedback_head.c
    return int(sql.one(tx, sa.select(head.last_seq).where(head.creditor_id == creditor_id)) or 0)


def due(tx: Tx, creditor_id: str, code: Code, days: int, on: date) -> list[Reference]:
    """Rows of a creditor that a code is due for, by day of receipt alone; at most 500.

    `rejected` is for rows that were refused, every other code for rows that were admitted. It
    asks the receipts, which are the same whoever a signal is about, and nothing else.
    """
    first = on - timedelta(days=days + WINDOW_DAYS)
    received = (
        delivery.c.received_at >= first.isoformat(),
        delivery.c.received_at < (on - timedelta(days=days - 1)).isoformat(),
    )
    about = receipt.c.delivery_id + "-" + sa.cast(receipt.c.row, sa.Text)
    told = sa.exists().where(feedback.c.signal_id == about, feedback.c.code == code.value)
    question = (
        sa.select(about)
        .join(delivery, delivery.c.delivery_id == receipt.c.delivery_id)
        .where(delivery.c.creditor_id == creditor_id, *received, _answered(code), ~told)
        .order_by(delivery.c.received_at, receipt.c.delivery_id, receipt.c.row)
        .limit(MOST)
    )
    return [Reference(row[0]) for row in sql.rows(tx, question)]


def _answered(code: Code) -> sa.ColumnElement[bool]:
    if code is Code.REJECTED:
        return sa.and_(receipt.c.outcome == "refused", receipt.c.code.not_in(_WAITING))
    return receipt.c.outcome == "admitted"


def _told_before(tx: Tx, told: Sequence[Feedback]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for these in sql.among(tx, feedback.c.signal_id, (str(one.about) for one in told)):
        question = sa.select(feedback.c.signal_id, feedback.c.code).where(these)
        found.update((row[0], row[1]) for row in sql.rows(tx, question))
    return found


def _line(creditor_id: str, seq: int, one: Feedback, at: datetime) -> writing.Row:
    return {
        "creditor_id": creditor_id,
        "seq": seq,
        "signal_id": str(one.about),
        "delivery_id": one.about.delivery_id,
        "code": one.code.value,
        "told_on": one.told_on.isoformat(),
        "until_on": one.until_on.isoformat() if one.until_on else "",
        "recorded_at": sql.instant(at),
    }
