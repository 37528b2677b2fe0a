"""Bringing a database up to date: exactly our tables, once, whole or not at all."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from store import cases, decisions, deliveries, migrations, signals
from store.engine import Engine, StoreUnavailable, begin, open_engine, reading
from store.migrate import migrate
from store.tables import metadata

TRIES = 40
VERSIONS = Path(migrations.__file__).parent / "versions"
SCHEMA = "select name, sql from sqlite_master where sql is not null order by name"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Engine]:
    """A database with nothing in it."""
    engine = open_engine(f"sqlite:///{tmp_path / 'new' / 'line.db'}")
    (tmp_path / "new").mkdir()
    yield engine
    engine.dispose()


def _schema(engine: Engine) -> dict[str, str]:
    """Every table and index as SQL, on one line."""
    with reading(engine) as tx:
        rows = tx.connection.exec_driver_sql(SCHEMA).all()
    return {name: " ".join(sql.split()) for name, sql in rows if name != "alembic_version"}


def _parts(sql: str) -> list[str]:
    """A definition with its columns and constraints in any order."""
    head, _, body = sql.replace('"', "").partition("(")
    inner, _, tail = body.rpartition(")")
    return [head.strip(), tail.strip(), *sorted(part.strip() for part in inner.split(","))]


def test_an_empty_database_gets_exactly_our_tables(empty: Engine) -> None:
    """Alembic itself finds no difference; a column without a migration would show here."""
    migrate(empty)
    with reading(empty) as tx:
        context = MigrationContext.configure(tx.connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_an_empty_database_gets_every_rule_that_the_tables_have(empty: Engine) -> None:
    """Alembic does not compare checks, keys, defaults and partial indexes; their SQL does."""
    migrate(empty)
    ours = open_engine("sqlite://")
    with begin(ours) as tx:
        metadata.create_all(tx.connection)
        rows = tx.connection.exec_driver_sql(SCHEMA).all()
    expected = {name: " ".join(sql.split()) for name, sql in rows}
    found = _schema(empty)
    assert set(found) == set(expected)
    for name, sql in expected.items():
        assert _parts(found[name]) == _parts(sql), name


def test_migrating_twice_does_nothing(engine: Engine, database: Path) -> None:
    """Not to the schema, not to what stands in it."""
    with begin(engine) as tx:
        cases.change_loads(tx, {"w-1": 1})
    before = _version(engine)
    migrate(engine)
    assert _version(engine) == before
    with reading(engine) as tx:
        assert cases.loads(tx) == {"w-1": 1}


def _version(engine: Engine) -> tuple[Any, ...]:
    """What SQLite counts up with every change of the schema, and with every change at all."""
    with reading(engine) as tx:
        pragmas = ("schema_version", "data_version")
        return tuple(tx.connection.exec_driver_sql(f"PRAGMA {one}").scalar() for one in pragmas)


def test_a_migration_that_fails_leaves_the_schema_as_it_was(empty: Engine) -> None:
    """The last table of all is there already, made by somebody else: not one other is made."""
    with begin(empty) as tx:
        tx.connection.exec_driver_sql("create table worker_load (theirs integer)")
    before = _schema(empty)
    with pytest.raises(StoreUnavailable):
        migrate(empty)
    assert _schema(empty) == before == {"worker_load": "CREATE TABLE worker_load (theirs integer)"}


def test_a_file_that_is_no_database_is_unavailable_for_migrating_too(
    empty: Engine, tmp_path: Path
) -> None:
    """The command line tells to try again instead of showing a bug."""
    file = tmp_path / "new" / "line.db"
    file.write_bytes(b"geen database, " * 100)
    with pytest.raises(StoreUnavailable):
        migrate(empty)


def upgrade(database: Path) -> None:
    """What one starting process does: who hears that the file is busy tries again."""
    engine = open_engine(f"sqlite:///{database}")
    for turn in range(TRIES):
        try:
            migrate(engine)
            break
        except StoreUnavailable:
            if turn == TRIES - 1:
                raise
            time.sleep(0.05)
    engine.dispose()


def test_two_processes_that_start_together_both_find_it_up_to_date(tmp_path: Path) -> None:
    """The portal and the command line on a new installation."""
    database = tmp_path / "line.db"
    spawn = get_context("spawn")
    starting = [spawn.Process(target=upgrade, args=(database,)) for _ in range(2)]
    for one in starting:
        one.start()
    for one in starting:
        one.join()
    assert [one.exitcode for one in starting] == [0, 0]
    with sqlite3.connect(database) as connection:
        found = connection.execute("select version_num from alembic_version").fetchall()
    connection.close()
    assert found == [(max(file.name[:4] for file in VERSIONS.glob("0*.py")),)]


def _to(engine: Engine, revision: str, go: Callable[[Config, str], None]) -> None:
    """Bring a database to a revision, up or down."""
    config = Config()
    config.set_main_option("script_location", "store:migrations")
    with begin(engine) as tx:
        config.attributes["connection"] = tx.connection
        go(config, revision)


def test_a_database_of_before_keeps_its_reviews(empty: Engine) -> None:
    """A signal that waited before decisions could be taken back waits for the first time."""
    _to(empty, "0001", command.upgrade)
    with begin(empty) as tx:
        tx.connection.exec_driver_sql(
            "insert into review values ('s-1', 'woonhof', '2026-11-22', 'probable', x'00', '00')"
        )
    migrate(empty)
    with begin(empty) as tx:
        assert signals.held(tx) == [
            signals.Review("s-1", "woonhof", "2026-11-22", "probable", b"\0", "00", 0)
        ]
        assert decisions.latest(tx, date(2020, 1, 1)) == []


def test_going_back_and_forth_leaves_no_difference(empty: Engine) -> None:
    """The schema of before is exactly that of before, and coming back exactly that of now."""
    _to(empty, "0001", command.upgrade)
    before = _schema(empty)
    migrate(empty)
    now = _schema(empty)
    _to(empty, "0001", command.downgrade)
    after = _schema(empty)
    assert {name: _parts(sql) for name, sql in after.items()} == {
        name: _parts(sql) for name, sql in before.items()
    }
    migrate(empty)
    assert set(_schema(empty)) == set(now)


def test_going_back_counts_and_erases_what_was_set_aside(empty: Engine) -> None:
    """It could not be found again; of the others nothing is lost."""
    migrate(empty)
    sides = (("s-1", "different"), ("s-2", "same"), ("s-3", "different"))
    with begin(empty) as tx:
        deliveries.keep_data_keys(tx, [(signal_id, b"key") for signal_id, _ in sides])
        signals.count(tx, [("woonhof", date(2026, 11, 1), "probable:different")])
        for signal_id, verdict in sides:
            tx.connection.exec_driver_sql(
                "insert into decision values (?, 'woonhof', '2026-11-22', '2026-11-22', "
                "'probable', ?, 'other', 'anja', 'at', '2026-12-06', 0, '', x'00', x'00')",
                (signal_id, verdict),
            )
    _to(empty, "0001", command.downgrade)
    with begin(empty) as tx:
        assert list(deliveries.data_keys(tx, [one for one, _ in sides])) == ["s-2"]
        assert signals.tallies(tx) == {"probable:different": 3}
