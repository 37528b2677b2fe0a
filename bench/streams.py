"""How fast the line is on SQLite and on PostgreSQL, beside each database bare.

    python -m bench.streams [--quick] [--profile]

10,000 signals in three months for 20,000 residents go through all six steps, embedded, on an
SQLite file and on a PostgreSQL server that is started for it (fsync on, synchronous_commit on).
The rows that the line left are then written again into an empty database of the same schema, in
as many transactions, by nothing but the driver: `executemany` on both, and COPY, the fastest that
PostgreSQL has. The ratio is what counts: at least 0.25. Wall clock; the client and the server of
PostgreSQL share the processors.
"""

import argparse
import cProfile
import pstats
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.line import LINE_TABLES, bare_seconds, months_of, open_city, run_month
from portal.wiring import Platform
from store.engine import open_engine
from store.migrate import migrate
from streams.embedded import BATCH
from tests.support.postgres import Server, server

Connection = psycopg.Connection[Any]
Rows = Mapping[str, Sequence[Any]]
_COLUMNS = """select column_name::text, udt_name::text from information_schema.columns
where table_schema = 'public' and table_name = %s order by ordinal_position"""


@dataclass(frozen=True, slots=True)
class Run:
    """Signals through the line on one database, and its rows written again by the bare driver."""

    name: str
    signals: int
    rows: int
    delivering: float
    line: float
    line_cpu: float
    bare: float
    each: float


def on_sqlite(home: Path, residents: int, signals: int) -> Run:
    """The line on an SQLite file."""
    wired = open_city(home, residents, 3, signals / residents / 3 * 1000)

    def _bare(transactions: int) -> tuple[float, float, int]:
        seconds, rows = bare_seconds(home / "line.db", home / "bare.db", transactions)
        return seconds, seconds, rows

    return _measured("SQLite", wired, home, _bare)


def on_postgres(home: Path, residents: int, signals: int, postgres: Server) -> Run:
    """The line on a PostgreSQL server."""
    database = postgres.create_database()
    wired = open_city(home, residents, 3, signals / residents / 3 * 1000, postgres.url(database))
    return _measured("PostgreSQL", wired, home, lambda n: bare_postgres(postgres, database, n))


def _measured(
    name: str, wired: Platform, home: Path, bare: Callable[[int], tuple[float, float, int]]
) -> Run:
    figures = [run_month(wired, month) for month in months_of(home)]
    transactions = max(1, sum(one.events for one in figures) // BATCH)
    fastest, each, rows = bare(transactions)
    wired.engine.dispose()
    return Run(
        name,
        sum(one.signals for one in figures),
        rows,
        sum(one.delivering for one in figures),
        sum(one.line for one in figures),
        sum(one.line_cpu for one in figures),
        fastest,
        each,
    )


def bare_postgres(postgres: Server, database: str, transactions: int) -> tuple[float, float, int]:
    """Write the line's rows again by COPY, and by a statement per row: seconds, and how many."""
    with postgres.connect(database) as source:
        rows = {one: source.execute(f'select * from "{one}"').fetchall() for one in LINE_TABLES}
        kinds = {one: source.execute(_COLUMNS, (one,)).fetchall() for one in LINE_TABLES}
    fastest = _rewritten(postgres, rows, kinds, transactions, _copy)
    each = _rewritten(postgres, rows, kinds, transactions, _insert)
    return fastest, each, sum(map(len, rows.values()))


def _rewritten(
    postgres: Server, rows: Rows, kinds: Rows, transactions: int, write: Callable[..., None]
) -> float:
    empty = postgres.create_database()
    engine = open_engine(postgres.url(empty))
    migrate(engine)
    engine.dispose()
    with postgres.connect(empty) as into:
        start = time.perf_counter()
        for number in range(transactions):
            with into.transaction():
                for table, lines in rows.items():
                    first = number * len(lines) // transactions
                    last = (number + 1) * len(lines) // transactions
                    if first < last:
                        write(into, table, kinds[table], lines[first:last])
        return time.perf_counter() - start


def _copy(into: Connection, table: str, kinds: Sequence[Any], lines: Sequence[Any]) -> None:
    text = f'copy "{table}" from stdin (format binary)'
    with into.cursor() as cursor, cursor.copy(text.encode()) as copy:
        copy.set_types([kind for _, kind in kinds])
        for line in lines:
            copy.write_row(line)


def _insert(into: Connection, table: str, kinds: Sequence[Any], lines: Sequence[Any]) -> None:
    text = f'insert into "{table}" values ({", ".join(["%s"] * len(kinds))})'
    with into.cursor() as cursor:
        cursor.executemany(text.encode(), lines)


def show(runs: Sequence[Run]) -> None:
    """The figures as a table."""
    rows: Mapping[str, Any] = {
        "delivering, signals/s": lambda one: f"{one.signals / one.delivering:,.0f}",
        "all six steps, signals/s": lambda one: f"{one.signals / one.line:,.0f}",
        "of that our own processor time, µs/signal": lambda one: (
            f"{one.line_cpu / one.signals * 1e6:,.0f}"
        ),
        "rows written": lambda one: f"{one.rows:,}",
        "bare, by executemany, signals/s": lambda one: f"{one.signals / one.each:,.0f}",
        "bare, the fastest (COPY), signals/s": lambda one: f"{one.signals / one.bare:,.0f}",
        "**line : bare** (at least 0.25)": lambda one: f"**{one.each / one.line:.2f}**",
        "line : the fastest bare": lambda one: f"{one.bare / one.line:.2f}",
    }
    print(f"| {runs[0].signals:,} signals | " + " | ".join(one.name for one in runs) + " |")
    print("|---|" + "--:|" * len(runs))
    for name, told in rows.items():
        print(f"| {name} | " + " | ".join(told(one) for one in runs) + " |")


def main() -> None:
    """Run both, in folders that are thrown away."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quick", action="store_true", help="a tenth of everything")
    asked.add_argument("--profile", action="store_true", help="where the time on PostgreSQL goes")
    wanted = asked.parse_args()
    smaller = 10 if wanted.quick else 1
    residents, signals = 20_000 // smaller, 10_000 // smaller
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        with server() as postgres:
            profile = cProfile.Profile()
            if wanted.profile:
                profile.enable()
            found = on_postgres(Path(one), residents, signals, postgres)
            profile.disable()
        if wanted.profile:
            pstats.Stats(profile).sort_stats("cumulative").print_stats(60)
        show([on_sqlite(Path(other), residents, signals), found])


if __name__ == "__main__":
    main()
