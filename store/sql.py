"""Small helpers that every question uses: writes, locks, bounded IN lists, instants as text."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DataError

from store import postgres, writing
from store.engine import Tx
from store.writing import Row, Write

MOST_IN_LIST = 900


def insert(tx: Tx, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert rows that must be new; raises ConstraintBroken (from `begin`) when one is not."""
    writing.write(tx.connection, table, Write.NEW, rows)


def insert_or_keep(tx: Tx, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert rows; a row whose key is there already is kept as it is."""
    writing.write(tx.connection, table, Write.KEEP, rows)


def put(tx: Tx, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert rows, or replace the columns of the row that has the same primary key."""
    writing.write(tx.connection, table, Write.REPLACE, rows)


def add(tx: Tx, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert rows, or add their one column outside the key to the row with the same key.

    Everybody adds to the same few rows. So where others write too that waits for the end of the
    transaction: then they are held for a moment, and by all in the same order.
    """
    if tx.shared:
        tx.counts.extend((table, row) for row in rows)
    else:
        writing.write(tx.connection, table, Write.ADD, rows)


def one(tx: Tx, statement: sa.Executable) -> Any | None:
    """The first column of the first row, or None."""
    return next((row[0] for row in rows(tx, statement)), None)


def rows(tx: Tx, statement: sa.Executable) -> Iterator[Any]:
    """Every row of an answer; none when it asks for a text that no database can hold (NUL)."""
    try:
        return iter(tx.connection.execute(statement))
    except DataError as error:
        if postgres.never_sent(error.orig):
            return iter(())
        raise


def held(tx: Tx, question: sa.Select[Any]) -> sa.Select[Any]:
    """The question with its rows locked until the end of the transaction, if that writes.

    On SQLite the transaction as a whole has the only lock.
    """
    return question.with_for_update() if tx.writes else question


def held_free(tx: Tx, question: sa.Select[Any]) -> sa.Select[Any]:
    """The same, without the rows that somebody else has locked: nobody is waited for."""
    return question.with_for_update(skip_locked=True) if tx.writes else question


def alone(tx: Tx, what: str, which: str = "") -> None:
    """Be the only one to do this until the end of the transaction: for what has no row to lock.

    On SQLite nobody else can be writing.
    """
    if tx.shared:
        lock = sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(f"{what}|{which}", 0))
        tx.connection.execute(sa.select(lock))


def among(
    tx: Tx, column: sa.ColumnElement[Any], values: Iterable[Any]
) -> Iterator[sa.ColumnElement[bool]]:
    """Conditions that together hold for every row with one of these values, each row once.

    One with an array on PostgreSQL, whose text is the same for any number; else lists for IN.
    """
    if tx.connection.dialect.name != "postgresql":
        yield from (column.in_(chunk) for chunk in in_chunks(values))
    elif unique := list(dict.fromkeys(values)):
        yield column == sa.any_(sa.literal(unique, ARRAY(column.type)))


def in_chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Cut values, each once, into lists that fit one IN; order is kept."""
    unique = list(dict.fromkeys(values))
    for start in range(0, len(unique), MOST_IN_LIST):
        yield unique[start : start + MOST_IN_LIST]


@lru_cache(maxsize=1_024)
def instant(at: datetime) -> str:
    """An instant as sortable text in UTC with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
