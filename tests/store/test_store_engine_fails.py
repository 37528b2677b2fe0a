"""A database that fails: one name for it, nothing changed, and it works again afterwards."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from store import cases
from store.engine import ConstraintBroken, Engine, StoreUnavailable, begin, open_engine, reading


def _loads(engine: Engine) -> dict[str, int]:
    with reading(engine) as tx:
        return cases.loads(tx)


def _write_too_much(engine: Engine) -> None:
    with begin(engine) as tx:
        cases.change_loads(tx, {"w-1": 1})
        cases.change_loads(tx, {f"w-{number}" * 50: 1 for number in range(2_000)})


@contextmanager
def _locked(database: Path) -> Iterator[None]:
    """Somebody else holds the write lock."""
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.execute("ROLLBACK")
    other.close()


def test_a_locked_database_is_unavailable_until_it_is_not(
    impatient: Engine, database: Path
) -> None:
    """A writer hears that it must try again, a reader is not bothered."""
    with _locked(database):
        with pytest.raises(StoreUnavailable), begin(impatient) as tx:
            cases.change_loads(tx, {"w-1": 1})
        assert _loads(impatient) == {}
    with begin(impatient) as tx:
        cases.change_loads(tx, {"w-1": 1})
    assert _loads(impatient) == {"w-1": 1}


def test_a_database_that_gets_full_is_unavailable_and_unchanged(
    engine: Engine, database: Path
) -> None:
    """Full halfway through: not one of the earlier statements stays either."""
    with begin(engine) as tx:
        pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar()
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        cases.change_loads(tx, {"w-1": 1})
    with pytest.raises(StoreUnavailable):
        _write_too_much(engine)
    assert _loads(engine) == {"w-1": 1}


def test_a_database_that_gets_full_in_a_savepoint_is_unavailable_too(
    engine: Engine, database: Path
) -> None:
    """Not a poison event: the line must stop and try again, not park what is good."""
    with begin(engine) as tx:
        pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar()
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreUnavailable), begin(engine) as tx, tx.savepoint():
        cases.change_loads(tx, {f"w-{number}" * 50: 1 for number in range(2_000)})
    assert _loads(engine) == {}


def test_a_read_only_database_can_be_read_and_not_written(engine: Engine, database: Path) -> None:
    """A copy on a disk that is mounted read-only."""
    with begin(engine) as tx:
        cases.change_loads(tx, {"w-1": 1})
    only = open_engine(f"sqlite:///file:{database}?mode=ro&uri=true")
    assert _loads(only) == {"w-1": 1}
    with pytest.raises(StoreUnavailable), begin(only) as tx:
        cases.change_loads(tx, {"w-1": 1})
    only.dispose()
    assert _loads(engine) == {"w-1": 1}


@pytest.mark.parametrize("open_it", [begin, reading])
def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path, open_it: Any) -> None:
    """Also when it already goes wrong while connecting."""
    file = tmp_path / "line.db"
    file.write_bytes(b"geen database, " * 100)
    engine = open_engine(f"sqlite:///{file}")
    with pytest.raises(StoreUnavailable), open_it(engine):
        pytest.fail("it opened")


@pytest.mark.parametrize("open_it", [begin, reading])
def test_a_folder_that_is_not_there_is_unavailable(tmp_path: Path, open_it: Any) -> None:
    """And is not made by opening it."""
    engine = open_engine(f"sqlite:///{tmp_path / 'nowhere' / 'line.db'}")
    with pytest.raises(StoreUnavailable), open_it(engine):
        pytest.fail("it opened")
    assert not (tmp_path / "nowhere").exists()


def test_a_bug_is_not_called_an_unavailable_database(engine: Engine) -> None:
    """Trying again does not help against a bug, so it keeps its own name."""
    with pytest.raises(ZeroDivisionError), begin(engine):
        _ = 1 // 0
    with pytest.raises(ConstraintBroken), begin(engine):
        raise ConstraintBroken("as it is")
