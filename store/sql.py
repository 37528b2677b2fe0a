"""Small helpers that every question uses: dialects, bounded IN lists, instants as text."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from store.engine import Tx

MOST_IN_LIST = 900
Row = dict[str, Any]


class Write(Enum):
    """What a write does when a row with the same primary key is there already."""

    NEW = "new"
    KEEP = "keep"
    REPLACE = "replace"
    ADD = "add"


def insert(tx: Tx, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert rows that must be new; raises ConstraintBroken (from `begin`) when one is not."""
    _write(tx, table, Write.NEW, rows)


def insert_or_keep(tx: Tx, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert rows; a row whose key is there already is kept as it is."""
    _write(tx, table, Write.KEEP, rows)


def put(tx: Tx, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert rows, or replace the columns of the row that has the same primary key."""
    _write(tx, table, Write.REPLACE, rows)


def add(tx: Tx, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert rows, or add their one column outside the key to the row with the same key."""
    _write(tx, table, Write.ADD, rows)


def _write(tx: Tx, table: sa.Table, write: Write, rows: Sequence[Row]) -> None:
    """Run one prepared statement over many rows, which all have the same columns.

    The text is compiled once: SQLAlchemy's own way through `execute` costs more per row than
    the row itself, on the hot path of the line.
    """
    if not rows:
        return
    dialect = tx.connection.dialect
    text, order = _compiled(dialect, table, write, tuple(rows[0]))
    values = list(map(_taken(order), rows)) if order else list(rows)
    tx.connection.exec_driver_sql(text, values)


@lru_cache(maxsize=256)
def _taken(order: tuple[str, ...]) -> Callable[[Row], Any]:
    """Takes the values of a row in the order of the parameters, always as a tuple."""
    return itemgetter(*order) if len(order) > 1 else lambda row: (row[order[0]],)


@lru_cache(maxsize=256)
def _compiled(
    dialect: sa.Dialect, table: sa.Table, write: Write, columns: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    """The statement's text, and the order of its parameters where the driver counts them."""
    kind = sqlite if dialect.name == "sqlite" else postgresql
    statement = kind.insert(table)
    keys = [column.name for column in table.primary_key]
    new = {name: statement.excluded[name] for name in columns if name not in keys}
    added = {name: table.c[name] + value for name, value in new.items()}
    if write is Write.KEEP:
        statement = statement.on_conflict_do_nothing()
    elif write is not Write.NEW:
        values = added if write is Write.ADD else new
        statement = statement.on_conflict_do_update(index_elements=keys, set_=values)
    compiled = statement.compile(dialect=dialect, column_keys=list(columns))
    return str(compiled), tuple(compiled.positiontup or ())


def one(tx: Tx, statement: sa.Executable) -> Any | None:
    """The first column of the first row, or None."""
    return tx.connection.execute(statement).scalar()


def rows(tx: Tx, statement: sa.Executable) -> Iterator[Any]:
    """Every row of an answer."""
    return iter(tx.connection.execute(statement))


def in_chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Cut values, each once, into lists that fit one IN; order is kept."""
    unique = list(dict.fromkeys(values))
    for start in range(0, len(unique), MOST_IN_LIST):
        yield unique[start : start + MOST_IN_LIST]


def instant(at: datetime) -> str:
    """An instant as sortable text in UTC with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
