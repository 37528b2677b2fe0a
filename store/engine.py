"""Opening the database and its transactions; SQLite by default, PostgreSQL by URL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from store import postgres, writing
from store.postgres import Bounds
from store.writing import Counted

_NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE})
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
    """The database itself failed (locked, full, gone): try again later.

    Nothing was changed; only when the line was cut in the middle of a commit is that unknown, and
    then too doing the same again counts once. The text is Dutch and names the remedy, if any.
    """


class StoreBusy(StoreUnavailable):
    """Others were in the way (a lock, a deadlock): the same at once again may well succeed."""


class ConstraintBroken(Exception):
    """A write broke a rule that the database guards; the transaction must be given up."""


class NotStorable(ConstraintBroken):
    """A text with a NUL character, or a text or number too large for its column."""


@dataclass(frozen=True, slots=True)
class Tx:
    """A transaction under way; only the store looks inside.

    `counts` are added at its end, see `store.sql.add`. `writes` is false for one that only reads:
    it locks nothing.
    """

    connection: sa.Connection
    writes: bool = True
    counts: list[Counted] = field(default_factory=list, repr=False)

    @property
    def shared(self) -> bool:
        """Whether others may be writing at the same time: never on SQLite."""
        return self.writes and self.connection.dialect.name == "postgresql"

    def looking(self) -> "Tx":
        """The same transaction for who only looks: what is read through it is not locked."""
        return replace(self, writes=False)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what happens inside when it raises, and keep the rest of the transaction."""
        kept = tuple(self.counts)
        try:
            with _named_failures(), self.connection.begin_nested():
                yield
        except BaseException:
            self.counts[:] = kept
            raise

    def settle(self) -> None:
        """Add the counts that wait, so that they can be read."""
        counted, self.counts[:] = tuple(self.counts), ()
        writing.add_all(self.connection, counted)


Engine = sa.Engine
USUAL = Bounds()
"""The bounds of PostgreSQL where nothing else is set."""


def open_engine(url: str, bounds: Bounds = USUAL) -> Engine:
    """Open a database by SQLAlchemy URL. SQLite files get WAL, FULL sync and foreign keys.

    `bounds` are those of PostgreSQL. Nothing is connected yet. Raises StoreUnavailable when the
    URL is none.
    """
    try:
        parsed = sa.make_url(url)
        if parsed.drivername in postgres.DRIVERS:
            return postgres.open_pool(parsed, bounds)
        engine = sa.create_engine(parsed, hide_parameters=True)
    except (ArgumentError, ImportError, ValueError):
        raise StoreUnavailable(postgres.UNKNOWN_URL) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
    return engine


@contextmanager
def begin(engine: Engine) -> Iterator[Tx]:
    """A writing transaction: committed when left whole, rolled back when left by an exception.

    On SQLite it takes the write lock at once, so what it reads cannot change before it writes;
    on PostgreSQL what must not change is locked where it is read. Raises StoreUnavailable when
    the database fails, ConstraintBroken when a rule is broken.
    """
    with _named_failures(), engine.begin() as connection:
        tx = Tx(connection)
        yield tx
        tx.settle()


@contextmanager
def reading(engine: Engine) -> Iterator[Tx]:
    """A transaction that only reads: it sees one moment and holds nobody up."""
    with _named_failures(), engine.connect() as bare:
        connection = bare.execution_options(**_read_only(engine))
        with connection.begin() as transaction:
            yield Tx(connection, writes=False)
            transaction.rollback()


def _read_only(engine: Engine) -> dict[str, Any]:
    if engine.dialect.name == "postgresql":
        return {"isolation_level": "REPEATABLE READ"}
    return {_READING: True}


@contextmanager
def _named_failures() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise _named(error) from None
    except PoolTimeout as error:
        raise StoreBusy("alle verbindingen van dit proces zijn in gebruik") from error
    except sqlite3.Error as error:
        raise StoreUnavailable(type(error).__name__) from error


def _named(error: DBAPIError) -> Exception:
    """The failure by our name for it. The driver's own text stays behind: it may tell a row."""
    name = type(error.orig).__name__
    if isinstance(error, IntegrityError):
        return ConstraintBroken(f"IntegrityError {postgres.constraint(error.orig)}".strip())
    if postgres.is_unfit(error.orig):
        return NotStorable(name)
    if postgres.is_busy(error.orig):
        return StoreBusy(name)
    return StoreUnavailable(_remedy(error.orig) or name)


def _remedy(error: BaseException | None) -> str:
    """What to do about it, where the driver tells enough; or ""."""
    if getattr(error, "sqlite_errorcode", None) in _NO_ROOM:
        return postgres.NO_ROOM
    return postgres.remedy(error)


def _on_sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _on_sqlite_begin(connection: sa.Connection) -> None:
    read_only = connection.get_execution_options().get(_READING)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
