"""A destroyed data key is gone: from the table, and from every page of the database file."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from store import deliveries
from store.engine import Engine, begin, reading

COUNT = 4_000
PIECE = 200


def _wrapped(number: int) -> bytes:
    """A wrapped key as long as a real one, that can be told from every other."""
    return random.Random(number).randbytes(60)


def _contents(database: Path) -> bytes:
    """The database file, after all of the write-ahead log has gone into it."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return database.read_bytes()


def test_destroyed_data_keys_are_in_no_page_of_the_file(engine: Engine, database: Path) -> None:
    """Pages that come free keep their content unless SQLite is told to wipe them.

    Whoever finds the root secret and the file later must not open what was erased.
    """
    ids = [f"s-{number}" for number in range(COUNT)]
    order = random.Random(1).sample(range(COUNT), COUNT)
    gone, kept = order[: COUNT // 2], order[COUNT // 2 :]
    for start in range(0, COUNT, PIECE):
        piece = range(start, start + PIECE)
        with begin(engine) as tx:
            deliveries.keep_data_keys(tx, [(ids[n], _wrapped(n)) for n in piece])
    assert sum(_wrapped(n) in _contents(database) for n in gone[:20]) == 20
    for start in range(0, len(gone), PIECE):
        with begin(engine) as tx:
            deliveries.destroy_data_keys(tx, (ids[n] for n in gone[start : start + PIECE]))
    contents = _contents(database)
    assert sum(_wrapped(n) in contents for n in gone) == 0
    assert all(_wrapped(n) in contents for n in kept[:20])
    with reading(engine) as tx:
        assert set(deliveries.data_keys(tx, ids)) == {ids[n] for n in kept}
