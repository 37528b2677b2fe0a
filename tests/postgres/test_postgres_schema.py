"""Bringing a PostgreSQL database up to date: exactly our tables, once, whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from store import cases, deliveries, signals
from store.engine import Engine, StoreUnavailable, begin, open_engine, reading
from store.migrate import migrate
from store.tables import metadata
from tests.support import made
from tests.support.postgres import Server

SCHEMA = """
select 'column', table_name || '.' || column_name,
  concat_ws(' ', data_type, is_nullable, column_default, collation_name)
from information_schema.columns where table_schema = 'public'
union all
select 'rule', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
from pg_constraint where connamespace = 'public'::regnamespace
union all
select 'index', tablename || '.' || indexname, indexdef from pg_indexes where schemaname = 'public'
"""


@contextmanager
def _empty(postgres: Server) -> Iterator[Engine]:
    """A database with nothing in it."""
    name = postgres.create_database()
    engine = open_engine(postgres.url(name))
    yield engine
    engine.dispose()
    postgres.drop_database(name)


@pytest.fixture
def empty(postgres: Server) -> Iterator[Engine]:
    """A database with nothing in it."""
    with _empty(postgres) as engine:
        yield engine


def _schema(engine: Engine) -> set[tuple[str, str, str]]:
    """Every column with type, default and collation, every constraint and every index."""
    with reading(engine) as tx:
        rows = tx.connection.exec_driver_sql(SCHEMA).all()
    return {(kind, name, text) for kind, name, text in rows if "alembic_version" not in name}


def test_the_migrations_make_exactly_what_the_tables_say(empty: Engine, postgres: Server) -> None:
    """To the collation of each column and the text of each rule; Alembic agrees."""
    migrate(empty)
    with _empty(postgres) as ours:
        with begin(ours) as tx:
            metadata.create_all(tx.connection)
        assert _schema(empty) == _schema(ours)
    with reading(empty) as tx:
        context = MigrationContext.configure(tx.connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_every_text_sorts_by_code_point(empty: Engine) -> None:
    """Whatever language the server was set up in, pages are in the order of SQLite."""
    migrate(empty)
    texts = [text for kind, _, text in _schema(empty) if kind == "column" and "text " in text]
    assert len(texts) > 100
    assert all(text.endswith(" C") for text in texts)


def test_a_migration_that_fails_leaves_the_schema_as_it_was(empty: Engine) -> None:
    """The last table of all is there already, made by somebody else: not one other is made."""
    with begin(empty) as tx:
        tx.connection.exec_driver_sql("create table worker_load (theirs integer)")
    before = _schema(empty)
    with pytest.raises(StoreUnavailable):
        migrate(empty)
    assert _schema(empty) == before


def test_going_back_and_forth_leaves_no_difference(empty: Engine) -> None:
    """And what stands in it stays."""
    migrate(empty)
    now = _schema(empty)
    with begin(empty) as tx:
        cases.change_loads(tx, {"w-1": 3})
        signals.count(tx, [("woonhof", made.ON, "x")])
        deliveries.keep_data_keys(tx, [("s-1", b"\x00\xff")])
    for revision in ("0004", "0001"):
        _downgrade(empty, revision)
        assert _schema(empty) != now
    migrate(empty)
    assert _schema(empty) == now
    with reading(empty) as tx:
        assert cases.loads(tx) == {"w-1": 3}
        assert deliveries.data_keys(tx, ["s-1"]) == {"s-1": b"\x00\xff"}


def _downgrade(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", "store:migrations")
    with begin(engine) as tx:
        config.attributes["connection"] = tx.connection
        command.downgrade(config, revision)


def upgrade(url: str) -> None:
    """What one starting process does."""
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()


def test_processes_that_start_together_all_find_it_up_to_date(postgres: Server) -> None:
    """Two workers and a portal on a new installation; nobody has to try again."""
    name, spawn = postgres.create_database(), get_context("spawn")
    starting = [spawn.Process(target=upgrade, args=(postgres.url(name),)) for _ in range(3)]
    for one in starting:
        one.start()
    for one in starting:
        one.join()
    assert [one.exitcode for one in starting] == [0, 0, 0]
    postgres.drop_database(name)
