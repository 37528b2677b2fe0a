"""The audit log: written in the transaction of what it tells about, read by the officer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from protocols.privacy.audit import AuditEntry
from store import sql
from store.engine import Tx
from store.tables import audit

MOST = 200
_encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line as it stands in the log; `seq` rises with every line."""

    seq: int
    at: str
    actor: str
    origin: str
    action: str
    object_type: str
    object_id: str
    result: str
    purpose: str
    basis: str
    detail: str


def record(tx: Tx, entries: Iterable[AuditEntry]) -> None:
    """Append entries to the audit log."""
    lines = [
        {
            "at": sql.instant(entry.at),
            "actor": entry.actor,
            "origin": entry.origin.value,
            "action": entry.action.value,
            "object_type": entry.object_type,
            "object_id": entry.object_id,
            "result": entry.result,
            "purpose": entry.purpose,
            "basis": entry.basis,
            "detail": _encode(entry.detail).decode() if entry.detail else "",
        }
        for entry in entries
    ]
    sql.insert(tx, audit, lines)


def latest(
    tx: Tx, *, before: int | None = None, action: str = "", about: str = ""
) -> Sequence[AuditLine]:
    """The newest lines, at most 200: before a sequence number, of one action, about one object."""
    question = sa.select(audit).order_by(audit.c.seq.desc()).limit(MOST)
    if before is not None:
        question = question.where(audit.c.seq < before)
    if action:
        question = question.where(audit.c.action == action)
    if about:
        question = question.where(audit.c.object_id == about)
    return [AuditLine(*row) for row in sql.rows(tx, question)]
