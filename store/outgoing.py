"""What goes out: planned → claimed → sending → sent, failed or in doubt.

A message is claimed for a while, and is `sending` from just before it cannot be taken back. Whose
claim ran out before that is free again; whose claim ran out while sending is in doubt: whether it
left nobody knows, so it is not sent again until a person says so.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from store import sql
from store.engine import Tx
from store.tables import outgoing


class State(StrEnum):
    """How it stands with a message."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DOUBTED = "doubted"


ENDED = frozenset({State.SENT, State.FAILED})
"""How a message ends: nothing can be read of it any more."""

UNDER_WAY = (State.CLAIMED, State.SENDING, State.DOUBTED)
"""States of a message that whoever claimed it may still report on: who knows how it ended takes
away the doubt."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message and how it stands. `address_token` is a keyed token of the address, `digest` a
    SHA-256 of the words; `tries` counts attempts that began; `next_at` is when it may be tried.

    `code` tells how the last attempt ended and `reference` where (a batch, an answer of a server).
    """

    message_id: str
    channel: str
    case_id: str
    resident_id: str
    address_token: str
    template: str
    language: str
    digest: str
    sealed: bytes
    state: str
    tries: int
    planned_at: str
    next_at: str
    claimed_by: str = ""
    claimed_until: str = ""
    ended_at: str = ""
    code: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """Who is sending, until when; `claimed_by` is different for every claim."""

    claimed_by: str
    until: datetime


def message_id_of(*once: str) -> str:
    """The id of what is sent once: the same parts (case, template, occasion, channel) give the
    same id, so planning it again plans nothing."""
    return "m-" + sha256("\x1f".join(once).encode()).hexdigest()[:32]


def plan(tx: Tx, message: Outgoing) -> bool:
    """Put a message in the queue; false when it stands there, or was sent, already."""
    sql.alone(tx, "outgoing", message.message_id)
    if find(tx, message.message_id) is not None:
        return False
    sql.insert(tx, outgoing, [asdict(message)])
    return True


def find(tx: Tx, message_id: str) -> Outgoing | None:
    """One message."""
    return next(
        iter(read(tx, sa.select(outgoing).where(outgoing.c.message_id == message_id))), None
    )


def of_case(tx: Tx, case_id: str) -> Sequence[Outgoing]:
    """Everything that was planned or sent for a case, the oldest first."""
    question = sa.select(outgoing).where(outgoing.c.case_id == case_id)
    return read(tx, question.order_by(outgoing.c.planned_at, outgoing.c.message_id))


def counts(tx: Tx) -> dict[tuple[str, str], int]:
    """How many messages there are, by channel and state."""
    columns = (outgoing.c.channel, outgoing.c.state)
    question = sa.select(*columns, sa.func.count()).group_by(*columns)
    return {(row[0], row[1]): int(row[2]) for row in sql.rows(tx, question)}


def claim(tx: Tx, channel: str, by: Claim, at: datetime, most: int) -> Sequence[Outgoing]:
    """Claim what is due on a channel, the longest waiting first; nobody is waited for."""
    now, free = sql.instant(at), outgoing.c
    question = (
        sa.select(outgoing)
        .where(free.channel == channel, free.next_at <= now)
        .where(_free(now))
        .order_by(free.next_at, free.message_id)
        .limit(most)
    )
    found = read(tx, sql.held_free(tx, question))
    values = {
        "state": State.CLAIMED.value,
        "claimed_by": by.claimed_by,
        "claimed_until": sql.instant(by.until),
    }
    ids = [one.message_id for one in found]
    for mine in sql.among(tx, free.message_id, ids):
        tx.connection.execute(sa.update(outgoing).where(mine).values(**values))
    return found


def _free(now: str) -> sa.ColumnElement[bool]:
    at = outgoing.c
    lapsed = sa.and_(at.state == State.CLAIMED.value, at.claimed_until < now)
    return sa.or_(at.state == State.PLANNED.value, lapsed)


def start(tx: Tx, message_id: str, by: Claim, at: datetime) -> bool:
    """Say that a message is about to leave for good; false when the claim is no longer ours."""
    where = (outgoing.c.claimed_until >= sql.instant(at), *_mine(message_id, by, State.CLAIMED))
    change = sa.update(outgoing).where(*where)
    values = {"state": State.SENDING.value, "tries": outgoing.c.tries + 1}
    return bool(tx.connection.execute(change.values(**values)).rowcount)


def settle(
    tx: Tx, message_id: str, by: Claim, state: State, code: str, at: datetime, reference: str = ""
) -> bool:
    """Say how an attempt ended that had begun; false when it is no longer ours.

    A message that was sent or given up loses its address and its words.
    """
    values: dict[str, Any] = {"state": state.value, "code": code, "reference": reference}
    values |= {"ended_at": sql.instant(at), "claimed_by": "", "claimed_until": ""}
    if state in ENDED:
        values["sealed"] = b""
    change = sa.update(outgoing).where(*_mine(message_id, by, State.SENDING, State.DOUBTED))
    return bool(tx.connection.execute(change.values(**values)).rowcount)


def postpone(tx: Tx, message_id: str, by: Claim, code: str, next_at: datetime) -> bool:
    """Put a message back, to be tried again later; counts as a try if it had not begun yet."""
    began = outgoing.c.state != State.CLAIMED.value
    values = {
        "state": State.PLANNED.value,
        "code": code,
        "next_at": sql.instant(next_at),
        "tries": outgoing.c.tries + sa.case((began, 0), else_=1),
        "claimed_by": "",
        "claimed_until": "",
    }
    change = sa.update(outgoing).where(*_mine(message_id, by, *UNDER_WAY))
    return bool(tx.connection.execute(change.values(**values)).rowcount)


def release(tx: Tx, by: Claim) -> int:
    """Let go of what was claimed and not begun; returns how much."""
    where = (outgoing.c.claimed_by == by.claimed_by, outgoing.c.state == State.CLAIMED.value)
    values = {"state": State.PLANNED.value, "claimed_by": "", "claimed_until": ""}
    return int(tx.connection.execute(sa.update(outgoing).where(*where).values(**values)).rowcount)


def _mine(message_id: str, by: Claim, *states: State) -> Sequence[sa.ColumnElement[bool]]:
    at = outgoing.c
    held = at.state.in_([state.value for state in states])
    return (at.message_id == message_id, at.claimed_by == by.claimed_by, held)


def read(tx: Tx, question: sa.Select[Any]) -> Sequence[Outgoing]:
    """The messages that a question finds."""
    return [Outgoing(*row) for row in sql.rows(tx, question)]
