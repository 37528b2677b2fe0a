"""The operator's questions: counts per stage, what waits, what was parked."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from store import sql
from store.engine import Tx
from store.tables import (
    audit,
    cases,
    consumer_position,
    dead_letter,
    decision,
    delivery,
    event_log,
    receipt,
    resident,
    review,
    signal,
)

_SET_ASIDE = sa.select(decision).where(decision.c.verdict == "different").subquery()
_TABLES: Mapping[str, sa.FromClause] = {
    "residents": resident,
    "deliveries": delivery,
    "receipts": receipt,
    "signals": signal,
    "held for review": review,
    "set aside": _SET_ASIDE,
    "cases": cases,
    "dead letters": dead_letter,
}


@dataclass(frozen=True, slots=True)
class DeadLetterLine:
    """Dead letters of one step with one reason; `place` and time of the newest."""

    step: str
    code: str
    count: int
    newest_at: str


def counts(tx: Tx) -> Mapping[str, int]:
    """Rows per kind of thing."""
    return {
        name: int(sql.one(tx, sa.select(sa.func.count()).select_from(table)) or 0)
        for name, table in _TABLES.items()
    }


def totals(tx: Tx) -> tuple[int, int]:
    """Active signals and their amounts together in cents."""
    active = signal.c.status == "active"
    question = sa.select(sa.func.count(), sa.func.sum(signal.c.amount_cents)).where(active)
    found = next(sql.rows(tx, question))
    return int(found[0]), int(found[1] or 0)


def tracks(tx: Tx) -> Mapping[str, int]:
    """Open cases per track."""
    question = (
        sa.select(cases.c.track, sa.func.count())
        .where(cases.c.status == "open")
        .group_by(cases.c.track)
    )
    return {row[0]: int(row[1]) for row in sql.rows(tx, question)}


def oldest_waiting(tx: Tx, group: str, topic: str) -> str:
    """When the oldest event that a group has not read was logged; empty when it read all."""
    at = consumer_position.c
    read = (
        sa.select(at.off)
        .where(at.grp == group, at.topic == topic, at.part == event_log.c.part)
        .scalar_subquery()
    )
    waits = (event_log.c.topic == topic, event_log.c.off >= sa.func.coalesce(read, 0))
    return str(sql.one(tx, sa.select(sa.func.min(event_log.c.ce_time)).where(*waits)) or "")


def oldest_review(tx: Tx) -> str:
    """Since which day the oldest signal waits for a human; empty when none does."""
    return str(sql.one(tx, sa.select(sa.func.min(review.c.received_on))) or "")


def dead_letters(tx: Tx) -> list[DeadLetterLine]:
    """Dead letters by step and reason."""
    letter = dead_letter.c
    question = (
        sa.select(letter.step, letter.code, sa.func.count(), sa.func.max(letter.parked_at))
        .group_by(letter.step, letter.code)
        .order_by(letter.step, letter.code)
    )
    return [DeadLetterLine(row[0], row[1], int(row[2]), row[3]) for row in sql.rows(tx, question)]


def answers(tx: Tx) -> Mapping[tuple[str, str], int]:
    """How many rows of creditors were answered what, by outcome and code."""
    question = sa.select(receipt.c.outcome, receipt.c.code, sa.func.count()).group_by(
        receipt.c.outcome, receipt.c.code
    )
    return {(row[0], row[1]): int(row[2]) for row in sql.rows(tx, question)}


def audit_counts(tx: Tx) -> Mapping[str, int]:
    """Audit entries per action."""
    question = sa.select(audit.c.action, sa.func.count()).group_by(audit.c.action)
    return {f"audit {row[0]}": int(row[1]) for row in sql.rows(tx, question)}


def recounted_loads(tx: Tx) -> Mapping[str, int]:
    """Open cases per worker counted one by one; `cases.loads` must say the same."""
    question = (
        sa.select(cases.c.worker_id, sa.func.count())
        .where(cases.c.status == "open", cases.c.worker_id != "")
        .group_by(cases.c.worker_id)
    )
    return {row[0]: int(row[1]) for row in sql.rows(tx, question)}
