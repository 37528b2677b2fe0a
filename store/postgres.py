"""How PostgreSQL is reached: a bound on every wait, and a name for everything that fails there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import psycopg
import sqlalchemy as sa
from psycopg.abc import RV, PQGen
from sqlalchemy import event

_KEEPALIVE_SECONDS: Final = (5, 2, 3)
"""Idle so long, then asked every so often, so many times: a dead line is known in 11 seconds."""
BUSY: Final = frozenset({"40001", "40P01", "55P03"})
"""Serialization failure, deadlock, lock not had in time: the same again may well succeed."""
_UNFIT: Final = ("22", "54")
"""Data exceptions and limits of the program: what was given cannot be stored."""

DRIVERS: Final = frozenset({"postgresql", "postgresql+psycopg"})
"""How a URL may begin; both mean psycopg."""
SETTING: Final = "VROEGSIGNAAL_DATABASE"
_LOGIN = "password authentication failed|no password supplied|fe_sendauth|no pg_hba|role .* does"
_HOST = "resolve host|translate host name|Name or service not known|name resolution"
_FULL = "too many (clients|connections)|connection slots"
_ABSENT = "Connection refused|No such file|timeout|timed out|unreachable|No route"
_REMEDIES: Final = {
    _LOGIN: f"gebruiker of wachtwoord wordt niet aanvaard; verbeter die in {SETTING}",
    "database .* does not exist": f"deze database is er niet; maak haar, of verbeter {SETTING}",
    _HOST: f"de naam van de server is onbekend; verbeter die in {SETTING}",
    _FULL: "de server heeft geen verbinding vrij; verlaag VROEGSIGNAAL_DATABASE_CONNECTIONS",
    "starting up|shutting down|recovery mode": "de server start of stopt net",
    _ABSENT: f"er antwoordt geen server; start hem, of verbeter naam en poort in {SETTING}",
}
"""What libpq says when no connection is made (it gives no code), and what to do about it."""
_SLOW: Final = "een vraag duurde te lang; verhoog zo nodig VROEGSIGNAAL_DATABASE_SECONDS"
_CUT: Final = ("08", "57")
"""Connection exceptions, and an operator (or a crash) that ended the session."""
DISK_FULL: Final = "53100"
NO_ROOM: Final = "de schijf van de database is vol; maak ruimte en doe het nog eens"
LOST: Final = "de verbinding met de server viel weg"
UNKNOWN_URL: Final = f"{SETTING} is geen adres van een database; zie docs/operations.md"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many connections a process keeps, and for how many seconds anything may last.

    A statement that takes longer is stopped by the server. A lock is waited for shorter than
    that, so that it is the lock that is named. `idle_seconds` is for a transaction in which
    nothing is asked: building an index of the register is the longest. A server that says nothing
    at all is given `grace_seconds` more than a statement may take.
    """

    connections: int = 8
    statement_seconds: int = 30
    lock_seconds: int = 10
    connect_seconds: int = 5
    idle_seconds: int = 900
    grace_seconds: int = 5


class Watched(psycopg.Connection[Any]):
    """A connection that gives up on a server that says nothing, also when the network is cut
    so that nobody tells: the time limits of the server itself do not reach us then."""

    patience_seconds: float | None = None

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Wait for an answer; raises OperationalError, and is closed, when it takes too long."""
        try:
            return super().wait(gen, interval, timeout or self.patience_seconds)
        except psycopg.errors._WaitTimeout:
            self.pgconn.finish()
            raise psycopg.OperationalError("the server says nothing any more") from None


def open_pool(url: sa.URL, bounds: Bounds) -> sa.Engine:
    """An engine on PostgreSQL. Nothing is connected yet.

    READ COMMITTED: what must not change meanwhile is locked by name, see ADR 0010.
    """
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        pool_size=bounds.connections,
        max_overflow=0,
        pool_timeout=bounds.lock_seconds,
        pool_pre_ping=True,
        use_native_hstore=False,
    )
    wanted = _arguments(bounds)

    def _connect(_dialect: Any, _record: Any, _args: Any, given: dict[str, Any]) -> Any:
        options = f"{wanted['options']} {given.get('options', '')}".strip()
        connection = Watched.connect(**{**wanted, **given, "options": options})
        connection.patience_seconds = bounds.statement_seconds + bounds.grace_seconds
        return connection

    event.listen(engine, "do_connect", _connect)
    return engine


def _arguments(bounds: Bounds) -> dict[str, str | int]:
    """What libpq is told; the server is told the same of the line, so that it frees locks too."""
    idle, interval, count = _KEEPALIVE_SECONDS
    dead = (idle + interval * count) * 1000
    session = {
        "statement_timeout": bounds.statement_seconds * 1000,
        "lock_timeout": bounds.lock_seconds * 1000,
        "idle_in_transaction_session_timeout": bounds.idle_seconds * 1000,
        "tcp_keepalives_idle": idle,
        "tcp_keepalives_interval": interval,
        "tcp_keepalives_count": count,
        "tcp_user_timeout": dead,
        "synchronous_commit": "on",
        "timezone": "UTC",
    }
    return {
        "connect_timeout": bounds.connect_seconds,
        "keepalives": 1,
        "keepalives_idle": idle,
        "keepalives_interval": interval,
        "keepalives_count": count,
        "tcp_user_timeout": dead,
        "application_name": "vroegsignaal",
        "options": " ".join(f"-c {name}={value}" for name, value in session.items()),
    }


@contextmanager
def unhurried(connection: sa.Connection) -> Iterator[None]:
    """Let what is done in here last as long as it does, within the transaction at hand."""
    bare = connection.connection.driver_connection
    if not isinstance(bare, Watched):
        yield
        return
    patience, bare.patience_seconds = bare.patience_seconds, None
    try:
        connection.exec_driver_sql("set local statement_timeout = 0")
        yield
    finally:
        bare.patience_seconds = patience


def constraint(error: BaseException | None) -> str:
    """The name of the rule that was broken, where the server tells."""
    told = error.diag.constraint_name if isinstance(error, psycopg.Error) else None
    return told or ""


def is_busy(error: BaseException | None) -> bool:
    """Whether others were in the way, and nothing else was wrong."""
    return getattr(error, "sqlstate", None) in BUSY


def is_unfit(error: BaseException | None) -> bool:
    """Whether what was given can never be stored, however often it is tried."""
    if isinstance(error, psycopg.DataError):
        return True
    return (getattr(error, "sqlstate", None) or "").startswith(_UNFIT)


def never_sent(error: BaseException | None) -> bool:
    """Whether a value was refused before the server saw it: a text that cannot be stored."""
    return isinstance(error, psycopg.DataError) and error.sqlstate is None


def remedy(error: BaseException | None) -> str:
    """What went wrong and what to do about it, in Dutch and without any value; or ""."""
    if not isinstance(error, psycopg.OperationalError):
        return ""
    state, told = error.sqlstate, str(error)
    if state == "57014":
        return _SLOW
    if state == DISK_FULL:
        return NO_ROOM
    for pattern, text in _REMEDIES.items():
        if state is None and re.search(pattern, told, flags=re.IGNORECASE):
            return text
    return LOST if state is None or state.startswith(_CUT) else ""
