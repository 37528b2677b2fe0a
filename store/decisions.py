"""Decisions about unsure signals, for as long as they can be taken back: one per signal.

Who decided what and why stays in the audit log; this row is what undoing needs, and goes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter

import sqlalchemy as sa

from store import sql
from store.engine import Tx
from store.tables import decision

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that stands. Days are ISO text, `decided_at` is an instant in UTC.

    `undo_until` is the last day on which it can be taken back. `turn` counts how often the
    signal came back before. `household_id` and `token` (that of the admission) are empty for a
    signal that was set aside. `sealed` opens with the data key of the signal.
    """

    signal_id: str
    creditor_id: str
    signal_on: str
    received_on: str
    kind: str
    verdict: str
    reason: str
    actor: str
    decided_at: str
    undo_until: str
    turn: int
    household_id: str
    token: bytes
    sealed: bytes


_COLUMNS = tuple(field.name for field in fields(Decision))
_values = attrgetter(*_COLUMNS)


def put(tx: Tx, one: Decision) -> None:
    """Remember a decision; one about the same signal is replaced."""
    sql.put(tx, decision, [dict(zip(_COLUMNS, _values(one), strict=True))])


def find(tx: Tx, signal_id: str) -> Decision | None:
    """The decision about a signal; where the database locks rows, this one is held."""
    question = sa.select(decision).where(decision.c.signal_id == signal_id)
    return next((Decision(*row) for row in sql.rows(tx, sql.held(tx, question))), None)


def latest(tx: Tx, on: date) -> list[Decision]:
    """The decisions whose term has not passed on a day, newest first, at most 50."""
    question = (
        sa.select(decision)
        .where(decision.c.undo_until >= on.isoformat())
        .order_by(decision.c.decided_at.desc(), decision.c.signal_id)
        .limit(MOST_SHOWN)
    )
    return [Decision(*row) for row in sql.rows(tx, question)]


def past(tx: Tx, on: date, *, most: int = 500) -> Sequence[Decision]:
    """Decisions whose term has passed on a day, the oldest first.

    One that somebody is busy with is left out, where rows are locked.
    """
    question = (
        sa.select(decision)
        .where(decision.c.undo_until < on.isoformat())
        .order_by(decision.c.undo_until, decision.c.signal_id)
        .limit(most)
    )
    return [Decision(*row) for row in sql.rows(tx, sql.held_free(tx, question))]


def forget(tx: Tx, signal_ids: Iterable[str]) -> None:
    """Take decisions away: they were taken back, or cannot be any more."""
    for theirs in sql.among(tx, decision.c.signal_id, signal_ids):
        tx.connection.execute(sa.delete(decision).where(theirs))
