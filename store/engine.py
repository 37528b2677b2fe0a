"""Opening the database and its transactions; SQLite by default, PostgreSQL by URL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

_READING = "vroegsignaal_reading"
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=15000",
    "PRAGMA cache_size=-65536",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA secure_delete=ON",
    "PRAGMA wal_autocheckpoint=4000",
)


class StoreUnavailable(Exception):
    """The database itself failed (locked, full, gone): try again later, nothing was changed."""


class ConstraintBroken(Exception):
    """A write broke a rule that the database guards; the transaction must be given up."""


@dataclass(frozen=True, slots=True)
class Tx:
    """A transaction under way; only the store looks inside."""

    connection: sa.Connection

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what happens inside when it raises, and keep the rest of the transaction."""
        with _named_failures(), self.connection.begin_nested():
            yield


Engine = sa.Engine


def open_engine(url: str) -> Engine:
    """Open a database by SQLAlchemy URL. SQLite files get WAL, FULL sync and foreign keys."""
    try:
        engine = sa.create_engine(url, hide_parameters=True)
    except (ArgumentError, ImportError) as error:
        raise StoreUnavailable("VROEGSIGNAAL_DATABASE") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
    return engine


@contextmanager
def begin(engine: Engine) -> Iterator[Tx]:
    """A writing transaction: committed when left whole, rolled back when left by an exception.

    On SQLite it takes the write lock at once, so what it reads cannot change before it writes.
    Raises StoreUnavailable when the database fails, ConstraintBroken when a rule is broken.
    """
    with _named_failures(), engine.begin() as connection:
        yield Tx(connection)


@contextmanager
def reading(engine: Engine) -> Iterator[Tx]:
    """A transaction that only reads: it sees one moment and holds nobody up."""
    with _named_failures(), engine.connect() as bare:
        connection = bare.execution_options(**{_READING: True})
        with connection.begin() as transaction:
            yield Tx(connection)
            transaction.rollback()


@contextmanager
def _named_failures() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise ConstraintBroken(type(error.orig).__name__) from error
    except (DBAPIError, sqlite3.Error) as error:
        raise StoreUnavailable(type(getattr(error, "orig", error)).__name__) from error


def _on_sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _on_sqlite_begin(connection: sa.Connection) -> None:
    read_only = connection.get_execution_options().get(_READING)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
