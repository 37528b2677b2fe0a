"""Copying rows from one database to another, a page at a time; the other may be of another kind."""

from collections.abc import Sequence

import sqlalchemy as sa

from store import postgres, sql
from store.cases import change_loads
from store.engine import Engine, Tx, begin
from store.replaying import PAGE
from store.status import recounted_loads
from store.tables import (
    audit,
    cases,
    consumer_position,
    event_log,
    inbox,
    light_offer,
    log_head,
    metadata,
    signal,
)


def copy(source: Tx, target: Engine, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
    """Copy rows, a page per transaction; a row whose key is there is kept. Returns how many."""
    found = source.connection.execute(
        sa.select(table).where(*where).execution_options(yield_per=PAGE)
    )
    copied = 0
    for page in found.mappings().partitions():
        with begin(target) as tx:
            sql.insert_or_keep(tx, table, [dict(row) for row in page])
        copied += len(page)
    return copied


def copy_topic(source: Tx, target: Engine, topic: str) -> int:
    """Put a topic as it was logged in the place of what is there of it."""
    for table in (event_log, log_head):
        _empty(target, table, table.c.topic == topic)
    copy(source, target, log_head, log_head.c.topic == topic)
    return copy(source, target, event_log, event_log.c.topic == topic)


def copy_bookkeeping(source: Tx, target: Engine) -> None:
    """How far every group was, and the audit log as it was written, line for line."""
    for table in (audit, consumer_position):
        _empty(target, table)
        copy(source, target, table)
    copy(source, target, inbox)
    with begin(target) as tx:
        if tx.shared:
            _move_sequences(tx)


def _empty(target: Engine, table: sa.Table, *where: sa.ColumnElement[bool]) -> None:
    """Take rows away, however long that takes."""
    with begin(target) as tx, postgres.unhurried(tx.connection):
        tx.connection.execute(sa.delete(table).where(*where))


def _move_sequences(tx: Tx) -> None:
    """Let numbers that the server gives go on where those that were copied end."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
            after = sa.select(sa.func.coalesce(sa.func.max(column), 0) + 1).scalar_subquery()
            tx.connection.execute(sa.select(sa.func.setval(sequence, after, sa.false())))


def carry(source: Tx, target: Engine, household_ids: Sequence[str]) -> None:
    """Take the signals and cases of households over as they stand."""
    for these in sql.in_chunks(household_ids):
        copy(source, target, signal, signal.c.household_id.in_(these))
        copy(source, target, cases, cases.c.household_id.in_(these))
        of_them = sa.select(cases.c.case_id).where(cases.c.household_id.in_(these))
        copy(source, target, light_offer, light_offer.c.case_id.in_(of_them))
    with begin(target) as tx:
        change_loads(tx, recounted_loads(tx))
