"""Empty databases on one PostgreSQL server, used again: making one costs more than most tests."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from store.engine import USUAL, Engine, open_engine
from store.migrate import migrate
from store.postgres import Bounds
from tests.support.postgres import Server

_OPENED: list[Engine] = []
_TABLES = (
    "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
)
_OTHERS = """select count(*) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()"""
_KEPT = {"alembic_version"}


def opened(url: str, bounds: Bounds = USUAL) -> Engine:
    """A database opened as the program opens it, until `close_opened`."""
    _OPENED.append(open_engine(url, bounds))
    return _OPENED[-1]


def lay_out(file: Path) -> None:
    """Put an empty SQLite database with the newest schema where there is no file yet: copying one
    that was brought up to date takes a hundredth of the time of doing so."""
    if not file.exists() and file.parent.is_dir():
        file.write_bytes(_laid_out())


@cache
def _laid_out() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        engine = open_engine(f"sqlite:///{file}")
        migrate(engine)
        engine.dispose()
        return file.read_bytes()


def close_opened() -> None:
    """Let go of every connection of the databases that were opened so."""
    while _OPENED:
        _OPENED.pop().dispose()


@dataclass(slots=True)
class Databases:
    """Databases with the newest schema and nothing in it."""

    postgres: Server
    template: str = ""
    tables: frozenset[str] = frozenset()
    told: tuple[str, ...] = ()
    free: list[tuple[str, psycopg.Connection[Any]]] = field(default_factory=list)

    @contextlib.contextmanager
    def one(self) -> Iterator[str]:
        """The URL of an empty database, for one test."""
        if not self.template:
            self._prepare()
        name, admin = self.free.pop() if self.free else self._made()
        yield self.postgres.url(name)
        close_opened()
        if self._emptied(admin):
            self.free.append((name, admin))
        else:
            admin.close()
            self.postgres.drop_database(name)

    def close(self) -> None:
        """Let go of every database."""
        for _, admin in self.free:
            admin.close()

    def _prepare(self) -> None:
        self.template = self.postgres.create_database()
        engine = open_engine(self.postgres.url(self.template))
        migrate(engine)
        engine.dispose()
        with self.postgres.connect(self.template) as admin:
            self.tables, self.told = _tables(admin), _told(admin)

    def _made(self) -> tuple[str, psycopg.Connection[Any]]:
        name = self.postgres.create_database(self.template)
        return name, self.postgres.connect(name)

    def _emptied(self, admin: psycopg.Connection[Any]) -> bool:
        """Empty a database; false when somebody is there, the schema changed, or it crashed."""
        try:
            others = admin.execute(_OTHERS).fetchone()
        except psycopg.OperationalError:
            return False
        if (
            others is None
            or others[0]
            or _tables(admin) != self.tables
            or _told(admin) != self.told
        ):
            return False
        deletes = "; ".join(f'delete from "{name}"' for name in sorted(self.tables - _KEPT))
        # as a replica would: in any order, whatever refers to what
        apart = "begin; set local session_replication_role = replica"
        admin.execute(f"{apart}; {deletes}; alter sequence audit_seq_seq restart; commit".encode())
        return True


def _told(admin: psycopg.Connection[Any]) -> tuple[str, ...]:
    """The version that the database says it has; one test changes that."""
    return tuple(row[0] for row in admin.execute("select version_num from alembic_version"))


def _tables(admin: psycopg.Connection[Any]) -> frozenset[str]:
    return frozenset(row[0] for row in admin.execute(_TABLES))
