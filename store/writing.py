"""Writing many rows in one go: one prepared statement on SQLite, one set of arrays on PostgreSQL.

PostgreSQL gets a column as an array and takes them apart with `unnest`: measured beside COPY and
a statement per row (ADR 0010). Rows go in the order of their key, so that two transactions that
write the same rows wait for each other and never crosswise.
"""

import re
from collections.abc import Callable, Sequence
from enum import Enum
from functools import lru_cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY

Row = dict[str, Any]
Counted = tuple[sa.Table, Row]
_PARAMETER = re.compile(r"%\((\w+)\)s")


class Write(Enum):
    """What a write does when a row with the same primary key is there already."""

    NEW = "new"
    KEEP = "keep"
    REPLACE = "replace"
    ADD = "add"


def write(connection: sa.Connection, table: sa.Table, way: Write, rows: Sequence[Row]) -> None:
    """Write rows, which all have the same columns; without rows nothing is asked."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _write_set(connection, table, way, rows)
    else:
        _write_each(connection, table, way, rows)


def add_and_read(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> Sequence[Any]:
    """Add a few rows, each with a key of its own, at once; returns them as they stand now."""
    if not rows:
        return ()
    kind = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = kind.insert(table).values(list(_once(table, Write.ADD, rows)))
    added = _on_conflict(statement, table, Write.ADD, tuple(rows[0]))
    return connection.execute(added.returning(*table.c)).all()


def add_all(connection: sa.Connection, counted: Sequence[Counted]) -> None:
    """Add rows of several tables, table by table in the order of their names."""
    for table in sorted({table for table, _ in counted}, key=lambda one: one.name):
        rows = [row for of, row in counted if of is table]
        write(connection, table, Write.ADD, rows)


def _write_each(
    connection: sa.Connection, table: sa.Table, way: Write, rows: Sequence[Row]
) -> None:
    """Run one prepared statement over many rows.

    The text is compiled once: SQLAlchemy's own way through `execute` costs more per row than
    the row itself, on the hot path of the line.
    """
    text, order = _statement_of_one(connection.dialect, table, way, tuple(rows[0]))
    connection.exec_driver_sql(text, list(map(_taken(order), rows)))


@lru_cache(maxsize=256)
def _taken(order: tuple[str, ...]) -> Callable[[Row], Any]:
    """Takes the values of a row in the order of the parameters, always as a tuple."""
    return itemgetter(*order) if len(order) > 1 else lambda row: (row[order[0]],)


@lru_cache(maxsize=256)
def _statement_of_one(
    dialect: sa.Dialect, table: sa.Table, way: Write, columns: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    """The statement's text, and the order of its parameters."""
    statement = _on_conflict(sqlite.insert(table), table, way, columns)
    compiled = statement.compile(dialect=dialect, column_keys=list(columns))
    return str(compiled), tuple(compiled.positiontup or ())


def _on_conflict(statement: Any, table: sa.Table, way: Write, columns: tuple[str, ...]) -> Any:
    """An INSERT with what it does about rows that are there, the same in both databases."""
    keys = _keys(table)
    if way is Write.NEW:
        return statement
    if way is Write.KEEP:
        return statement.on_conflict_do_nothing()
    values = {name: statement.excluded[name] for name in columns if name not in keys}
    if way is Write.ADD:
        values = {name: table.c[name] + value for name, value in values.items()}
    return statement.on_conflict_do_update(index_elements=keys, set_=values)


def _write_set(connection: sa.Connection, table: sa.Table, way: Write, rows: Sequence[Row]) -> None:
    once = rows if way is Write.NEW else _once(table, way, rows)
    names = tuple(rows[0])
    text = _statement_of_set(connection.dialect, table, way, names)
    connection.exec_driver_sql(text, {name: [row[name] for row in once] for name in names})


def _once(table: sa.Table, way: Write, rows: Sequence[Row]) -> Sequence[Row]:
    """One row per key, in the order of the keys: one statement cannot change a row twice."""
    keys, once = _keys(table), dict[tuple[Any, ...], Row]()
    for row in rows:
        key = tuple(row[name] for name in keys)
        before = once.get(key)
        if before is None or way is Write.REPLACE:
            once[key] = row
        elif way is Write.ADD:
            added = {name: before[name] + row[name] for name in row if name not in keys}
            once[key] = {**row, **added}
    return [once[key] for key in sorted(once)]


@lru_cache(maxsize=256)
def _statement_of_set(
    dialect: sa.Dialect, table: sa.Table, way: Write, columns: tuple[str, ...]
) -> str:
    """An INSERT from one array per column; `%(name)b` has the driver send it in binary form."""
    arrays = (sa.bindparam(name, type_=ARRAY(table.c[name].type)) for name in columns)
    taken_apart = sa.select(*map(sa.func.unnest, arrays))
    statement = postgresql.insert(table).from_select(columns, taken_apart, include_defaults=False)
    text = str(_on_conflict(statement, table, way, columns).compile(dialect=dialect))
    return _PARAMETER.sub(r"%(\1)b", text)


def _keys(table: sa.Table) -> list[str]:
    return [column.name for column in table.primary_key]
