"""What is due to be erased, and erasing it: at most 500 things in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from protocols.privacy.terms import Kept
from store import dossier_retention, sql, unanswered
from store.cases import change_loads
from store.engine import Tx
from store.tables import (
    admission,
    audit,
    cases,
    consumer_position,
    contact_attempt,
    data_key,
    dead_letter,
    delivery,
    event_log,
    feedback,
    light_offer,
    pause,
    pause_event,
    receipt,
    signal,
)

MOST = 500
Readers = Mapping[str, Sequence[str]]
"""The groups that must have read a topic before its events may go; none: by age alone."""


@dataclass(frozen=True, slots=True)
class Simple:
    """A category that is erased row by row: older than a day by one column."""

    table: sa.Table
    key: str
    aged_by: str


SIMPLE: Mapping[Kept, Simple] = {
    Kept.ADMISSION: Simple(admission, "token", "signal_on"),
    Kept.DEAD_LETTER: Simple(dead_letter, "dead_letter_id", "parked_at"),
    Kept.RECEIPT: Simple(delivery, "delivery_id", "received_at"),
    Kept.EVENT_LOG: Simple(event_log, "ce_id", "ce_time"),
    Kept.AUDIT: Simple(audit, "seq", "at"),
}
CASE_STATUS: Mapping[Kept, str] = {Kept.OPEN_SIGNAL: "open", Kept.CLOSED_CASE: "closed"}


def due(tx: Tx, kept: Kept, before: date, readers: Readers | None = None) -> Sequence[object]:
    """Keys of at most 500 things of a category that were last changed before a day.

    Of events only those that all of `readers` have read: the groups of the line as it is wired
    now, as one that read in another life would keep them for ever. What somebody is busy with is
    left out, where rows are locked. Raises ValueError for events without `readers`.
    """
    if kept in CASE_STATUS:
        aged = cases.c.closed_on if kept is Kept.CLOSED_CASE else cases.c.updated_at
        old = aged < before.isoformat()
        where = (cases.c.status == CASE_STATUS[kept], old, dossier_retention.idle(before))
        question = sa.select(cases.c.case_id).where(*where)
    else:
        rule = SIMPLE[kept]
        old = rule.table.c[rule.aged_by] < before.isoformat()
        handled = _handled(readers) if kept is Kept.EVENT_LOG else sa.true()
        question = sa.select(rule.table.c[rule.key]).where(old, handled)
    return [row[0] for row in sql.rows(tx, sql.held_free(tx, question.limit(MOST)))]


def _handled(readers: Readers | None) -> sa.ColumnElement[bool]:
    """Events that every group that reads their topic has read; what waits is never erased."""
    if readers is None:
        raise ValueError("who reads the log must be told")
    log = event_log.c
    waits = [
        sa.and_(log.topic == topic, log.off >= _position(group))
        for topic, groups in readers.items()
        for group in groups
    ]
    return sa.not_(sa.or_(sa.false(), *waits))


def _position(group: str) -> sa.ColumnElement[int]:
    """What a group reads next in the partition of an event; 0 for one that has not begun."""
    at, log = consumer_position.c, event_log.c
    read = (
        sa.select(at.off)
        .where(at.grp == group, at.topic == log.topic, at.part == log.part)
        .correlate(event_log)
        .scalar_subquery()
    )
    return sa.func.coalesce(read, 0)


def erase(tx: Tx, kept: Kept, keys: Sequence[object]) -> None:
    """Erase these things with all that hangs on them."""
    if kept in CASE_STATUS:
        _erase_cases(tx, keys)
        return
    rule = SIMPLE[kept]
    if kept is Kept.RECEIPT:
        _delete(tx, receipt, "delivery_id", keys)
        _delete(tx, feedback, "delivery_id", keys)
    if kept is Kept.DEAD_LETTER:
        unanswered.give_up(tx, keys)
    _delete(tx, rule.table, rule.key, keys)


def _erase_cases(tx: Tx, case_ids: Sequence[object]) -> None:
    """A case with its signals, their data keys, contact attempts, offers and dossiers."""
    dossier_retention.erase(tx, case_ids)
    workers = sa.select(cases.c.worker_id, sa.func.count()).where(
        cases.c.case_id.in_(case_ids), cases.c.status == "open"
    )
    freed = {row[0]: -int(row[1]) for row in sql.rows(tx, workers.group_by(cases.c.worker_id))}
    change_loads(tx, freed)
    of_cases = sa.select(signal.c.signal_id).where(signal.c.case_id.in_(case_ids))
    theirs = sql.rows(tx, sql.held(tx, of_cases.order_by(signal.c.signal_id)))
    _delete(tx, data_key, "signal_id", [row[0] for row in theirs])
    paused = sa.select(pause.c.signal_id).where(pause.c.case_id.in_(case_ids))
    _delete(tx, pause_event, "signal_id", [row[0] for row in sql.rows(tx, paused)])
    for table in (signal, contact_attempt, light_offer, pause, cases):
        _delete(tx, table, "case_id", case_ids)


def _delete(tx: Tx, table: sa.Table, column: str, keys: Sequence[object]) -> None:
    for these in sql.among(tx, table.c[column], keys):
        tx.connection.execute(sa.delete(table).where(these))
