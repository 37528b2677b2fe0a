"""How what went out comes to an end: doubt and who takes it away, and a case that is erased."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from store import sql
from store.engine import Tx
from store.outgoing import ENDED, Outgoing, State, read
from store.tables import outgoing


def decide(tx: Tx, message_id: str, state: State, at: datetime) -> bool:
    """A person says of a message in doubt that it was sent, failed, or goes out once more.

    False when it was not in doubt. Raises ValueError for any other state.
    """
    if state not in ENDED | {State.PLANNED}:
        raise ValueError("a doubt ends in sent, failed or planned")
    values: dict[str, Any] = {"state": state.value, "code": "decided", "claimed_by": ""}
    values |= {"ended_at": sql.instant(at), "next_at": sql.instant(at), "claimed_until": ""}
    if state in ENDED:
        values["sealed"] = b""
    where = (outgoing.c.message_id == message_id, outgoing.c.state == State.DOUBTED.value)
    return bool(tx.connection.execute(sa.update(outgoing).where(*where).values(**values)).rowcount)


def cancel(tx: Tx, resident_id: str, templates: Sequence[str], at: datetime) -> int:
    """Give up what waits for a resident of these kinds of letters; their words go at once.

    Returns how many. What somebody has claimed stays: it is being sent.
    """
    values: dict[str, Any] = {"state": State.FAILED.value, "code": "cancelled", "sealed": b""}
    values["ended_at"] = sql.instant(at)
    kinds = sa.or_(*(outgoing.c.template.startswith(f"{name}/") for name in templates))
    where = (outgoing.c.resident_id == resident_id, outgoing.c.state == State.PLANNED.value, kinds)
    return int(tx.connection.execute(sa.update(outgoing).where(*where).values(**values)).rowcount)


def erase(tx: Tx, case_ids: Sequence[str]) -> int:
    """Forget all that was sent or planned for these cases; returns how much that was."""
    return sum(
        tx.connection.execute(sa.delete(outgoing).where(those)).rowcount
        for those in sql.among(tx, outgoing.c.case_id, case_ids)
    )


def doubted(tx: Tx, most: int) -> Sequence[Outgoing]:
    """Messages of which nobody knows whether they left, for a person to decide."""
    question = sa.select(outgoing).where(outgoing.c.state == State.DOUBTED.value)
    return read(tx, question.order_by(outgoing.c.planned_at).limit(most))


def doubt(tx: Tx, at: datetime) -> Sequence[Outgoing]:
    """Put in doubt what was being sent by somebody whose claim ran out; returns it."""
    where = (
        outgoing.c.state == State.SENDING.value,
        outgoing.c.claimed_until < sql.instant(at),
    )
    found = read(tx, sql.held_free(tx, sa.select(outgoing).where(*where)))
    for mine in sql.among(tx, outgoing.c.message_id, [one.message_id for one in found]):
        values = {"state": State.DOUBTED.value, "code": "interrupted", "ended_at": sql.instant(at)}
        tx.connection.execute(sa.update(outgoing).where(mine).values(**values))
    return found
