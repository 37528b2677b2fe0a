"""Webhooks of creditors: where to, how far, how often it failed, and whether it stopped."""

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from store import sql
from store.engine import Tx
from store.tables import feedback_channel, feedback_head


@dataclass(frozen=True, slots=True)
class Channel:
    """A webhook as it stands. `last_seq` is the newest feedback that was delivered.

    `turn` numbers the secret; `failures` counts attempts since the last that went well, the
    first of them at `failing_since`; nothing is tried before `next_at`. `reason` is a code.
    """

    creditor_id: str
    url: str
    contact: str
    state: str = "active"
    turn: int = 1
    last_seq: int = 0
    failures: int = 0
    failing_since: str = ""
    next_at: str = ""
    reason: str = ""


def put(tx: Tx, channel: Channel) -> None:
    """Store a channel; the one of that creditor is replaced."""
    sql.put(tx, feedback_channel, [asdict(channel)])


def find(tx: Tx, creditor_id: str) -> Channel | None:
    """The channel of a creditor, held until the end of a writing transaction."""
    question = sa.select(feedback_channel).where(feedback_channel.c.creditor_id == creditor_id)
    return next((Channel(*row) for row in sql.rows(tx, sql.held(tx, question))), None)


def every(tx: Tx) -> list[Channel]:
    """All channels, by creditor."""
    question = sa.select(feedback_channel).order_by(feedback_channel.c.creditor_id)
    return [Channel(*row) for row in sql.rows(tx, question)]


def ready(tx: Tx, at: datetime) -> list[str]:
    """Creditors with an active channel for which something waits and may be tried now."""
    channel = feedback_channel.c
    question = (
        sa.select(channel.creditor_id)
        .join(feedback_head, feedback_head.c.creditor_id == channel.creditor_id)
        .where(
            channel.state == "active",
            channel.next_at <= sql.instant(at),
            feedback_head.c.last_seq > channel.last_seq,
        )
        .order_by(channel.creditor_id)
    )
    return [row[0] for row in sql.rows(tx, question)]


def stopped(tx: Tx) -> list[Channel]:
    """Channels at which delivery stopped: an operator must look."""
    return [one for one in every(tx) if one.state == "stopped"]
