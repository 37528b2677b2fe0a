"""Being the only one, for as long as one lives: who is the clock, and who runs a job.

On PostgreSQL by advisory locks on a connection of its own: the server frees them when the process
or the line dies. On SQLite by lease rows that must be renewed; who does not is relieved.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from threading import RLock
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from store import postgres, sql
from store.engine import Engine, StoreUnavailable, begin
from store.tables import clock_lease

SESSION_NAME = "vroegsignaal clock"
"""What the connection that holds locks is called on the server (`pg_stat_activity`)."""


class Hold(Protocol):
    """What one process holds by name. All of it may be used by several threads."""

    def take(self, name: str) -> bool:
        """Take a name that nobody holds, ourselves included; returns whether it is ours now.

        Raises StoreUnavailable.
        """
        ...

    def keep(self) -> bool:
        """Go on holding; false when something was lost. On SQLite in time, or it is.

        Raises StoreUnavailable.
        """
        ...

    def release(self, name: str) -> None:
        """Let go of a name, if it still is ours; when the database fails that is lost too."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


def open_hold(
    engine: Engine, holder: str, now: Callable[[], datetime], lease_seconds: float
) -> Hold:
    """A hold on nothing yet. `holder` names the process and is its own; on SQLite a name is ours
    for `lease_seconds` by the clock `now`, which all processes of the machine share."""
    if engine.dialect.name == "postgresql":
        return _Session(engine)
    return _Leases(engine, holder, now, timedelta(seconds=lease_seconds))


class _Session:
    """Advisory locks of one connection, which is no part of the pool and lives with them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: sa.Connection | None = None
        self._bare: sa.PoolProxiedConnection | None = None
        self._names: set[str] = set()
        self._lock = RLock()

    def take(self, name: str) -> bool:
        """Take a name; see Hold."""
        with self._lock:
            if name in self._names:
                return False
            taken = bool(self._ask(sa.func.pg_try_advisory_lock(_number(name))))
            if taken:
                self._names.add(name)
            return taken

    def keep(self) -> bool:
        """Go on holding; see Hold."""
        with self._lock:
            if self._connection is None:
                return not self._names
            return self._ask(sa.literal(1)) == 1

    def release(self, name: str) -> None:
        """Let go of a name; see Hold."""
        with self._lock, suppress(StoreUnavailable):
            if name in self._names:
                self._names.discard(name)
                self._ask(sa.func.pg_advisory_unlock(_number(name)))

    def close(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._names.clear()
            connection, self._connection = self._connection, None
            if connection is not None:
                with suppress(DBAPIError):
                    connection.close()
            bare, self._bare = self._bare, None
            if bare is not None:
                bare.close()

    def _ask(self, what: sa.ColumnElement[object]) -> object:
        try:
            if self._connection is None:
                self._connection = self._connected()
            return self._connection.execute(sa.select(what)).scalar()
        except (DBAPIError, PoolTimeout) as error:
            self.close()
            cause = error.orig if isinstance(error, DBAPIError) else None
            raise StoreUnavailable(postgres.remedy(cause) or type(error).__name__) from None

    def _connected(self) -> sa.Connection:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()
        self._bare = connection.connection.driver_connection  # one that broke is not closed by it
        named = sa.func.set_config("application_name", SESSION_NAME, sa.false())
        connection.execute(sa.select(named))
        return connection


class _Leases:
    """Rows with the instant until which a name is somebody's."""

    def __init__(
        self, engine: Engine, holder: str, now: Callable[[], datetime], lease: timedelta
    ) -> None:
        self._engine = engine
        self._holder = holder
        self._now = now
        self._lease = lease
        self._names: set[str] = set()
        self._lock = RLock()

    def take(self, name: str) -> bool:
        """Take a name; see Hold."""
        with self._lock:
            if name in self._names:
                return False
            with begin(self._engine) as tx:
                at = self._now()
                question = sa.select(clock_lease.c.until).where(clock_lease.c.name == name)
                until = sql.one(tx, question)
                if until is not None and self._holds(until, at):
                    return False
                line = {"name": name, "holder": self._holder, "until": self._until(at)}
                sql.put(tx, clock_lease, [line])
            self._names.add(name)
            return True

    def keep(self) -> bool:
        """Go on holding; see Hold."""
        with self._lock, begin(self._engine) as tx:
            mine = sa.update(clock_lease).where(clock_lease.c.holder == self._holder)
            kept = tx.connection.execute(mine.values(until=self._until(self._now())))
            return kept.rowcount == len(self._names)

    def release(self, name: str) -> None:
        """Let go of a name; see Hold."""
        with self._lock, suppress(StoreUnavailable):
            if name in self._names:
                self._names.discard(name)
                self._delete(clock_lease.c.name == name)

    def close(self) -> None:
        """Let go of everything."""
        with self._lock, suppress(StoreUnavailable):
            self._names.clear()
            self._delete(sa.true())

    def _holds(self, until: str, at: datetime) -> bool:
        """Whether a lease counts: one that ends far ahead is of a clock that was put back."""
        return sql.instant(at) < until <= self._until(at + self._lease)

    def _delete(self, which: sa.ColumnElement[bool]) -> None:
        with begin(self._engine) as tx:
            mine = clock_lease.c.holder == self._holder
            tx.connection.execute(sa.delete(clock_lease).where(mine, which))

    def _until(self, at: datetime) -> str:
        return sql.instant(at + self._lease)


def _number(name: str) -> sa.ColumnElement[int]:
    return sa.func.hashtextextended(f"clock|{name}", 0)
