"""How fast the line is, beside bare SQLite writing the same rows in the same batches.

    python -m bench.line [--quick] [--million]

First part: 20,000 residents and 10,000 signals in three months; delivering and the six steps are
timed apart, on one core, `synchronous=FULL`, audit and receipts included. Then the rows that the
line left are written again into an empty database of the same schema by `sqlite3.executemany`,
in as many transactions: that is the bare limit. Second part: does the cost of a signal grow with
what is stored? 100,000 residents, ten months of about 10,000 signals; months 1, 2, 6 and 10.
With --million: 300,000 residents and twenty months of 50,000.
"""

import argparse
import os
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from portal.intake.reading import read_delivery
from portal.register.reading import RegisterFormat, read_register
from portal.settings import Settings
from portal.synth.city import make_city
from portal.synth.order import DELIVERY_DAY, order
from portal.wiring import Platform, new_delivery_id, open_platform
from protocols.ids import CreditorId
from protocols.privacy.audit import Origin
from protocols.work.clock import local_day
from store.engine import begin, reading
from streams.embedded import BATCH
from streams.intake import Batch, deliver
from streams.registering import load_register

LAST = date(2026, 10, 1)
LINE_TABLES = (
    "event_log",
    "data_key",
    "inbox",
    "receipt",
    "admission",
    "signal",
    "review",
    "cases",
    "light_offer",
    "audit",
)
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536")


@dataclass(frozen=True, slots=True)
class Figures:
    """One month through the line; seconds of the wall clock and of the processor."""

    signals: int
    events: int
    delivering: float
    line: float
    line_cpu: float

    @property
    def rate(self) -> float:
        """Signals per second through all six steps."""
        return self.signals / self.line


def open_city(
    home: Path, residents: int, months: int, per_1000: float, database: str = ""
) -> Platform:
    """Make a synthetic Dronten and load its register, on a SQLite file or a database by URL."""
    place = database or f"sqlite:///{home / 'line.db'}"
    settings = Settings("dronten", home, place, 0, "", bytes(32))
    wired = open_platform(settings)
    make_city(order(wired.city, residents, months, 1, LAST, per_1000), home / "files")
    register = home / "files" / "register.csv"
    found = read_register(register, format=RegisterFormat.CSV, pseudonym=wired.resident_id)
    digest = sha256(register.read_bytes()).hexdigest()
    with begin(wired.engine) as tx:
        load_register(tx, wired.vault, found.residents, digest, actor="bench", at=wired.clock())
    with reading(wired.engine) as tx:
        wired.residents.matching(tx, LAST)
    return wired


def read_month(wired: Platform, folder: Path) -> Iterator[tuple[Batch, datetime]]:
    """The deliveries of a month, and when they come in."""
    day = date.fromisoformat(f"{folder.name}-{DELIVERY_DAY}")
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    for file in sorted(folder.glob("*.csv")):
        covenant = wired.city.covenants[CreditorId(file.stem)]
        content, number = file.read_bytes(), new_delivery_id(at)
        yield read_delivery(content, file.name, covenant, number, local_day(at)), at


def take_in(wired: Platform, batch: Batch, at: datetime) -> int:
    """Take in a delivery; returns how many rows it has."""
    with begin(wired.engine) as tx:
        deliver(
            tx, wired.vault, batch, actor="bench", origin=Origin.COMMAND, purpose="bench", at=at
        )
    return len(batch.rows) + len(batch.unreadable)


def deliver_month(wired: Platform, folder: Path) -> int:
    """Read and take in the files of a month; returns how many rows they have."""
    return sum(take_in(wired, *one) for one in read_month(wired, folder))


def run_month(wired: Platform, folder: Path) -> Figures:
    """Deliver the files of a month, then let the line handle them."""
    start = time.perf_counter()
    count = deliver_month(wired, folder)
    delivering = time.perf_counter() - start
    line, cpu = time.perf_counter(), time.process_time()
    events = wired.line.drain()
    line, cpu = time.perf_counter() - line, time.process_time() - cpu
    return Figures(count, events, delivering, line, cpu)


def months_of(home: Path) -> list[Path]:
    """The folders of the months, oldest first."""
    return sorted((home / "files" / "signals").iterdir())


def bare_seconds(database: Path, into: Path, transactions: int) -> tuple[float, int]:
    """Write the line's rows again with nothing but sqlite3: seconds and number of rows."""
    with sqlite3.connect(database) as source:
        schema = [
            row[0]
            for table in LINE_TABLES
            for row in source.execute(
                "select sql from sqlite_master where tbl_name = ? and sql is not null", (table,)
            )
        ]
        rows = {table: source.execute(f"select * from {table}").fetchall() for table in LINE_TABLES}
    bare = sqlite3.connect(into, isolation_level=None)
    for pragma in PRAGMAS:
        bare.execute(f"pragma {pragma}")
    for statement in schema:
        bare.execute(statement)
    start = time.perf_counter()
    for number in range(transactions):
        bare.execute("begin immediate")
        for table, lines in rows.items():
            part = lines[
                number * len(lines) // transactions : (number + 1) * len(lines) // transactions
            ]
            if part:
                marks = ",".join("?" * len(part[0]))
                bare.executemany(f"insert into {table} values ({marks})", part)
        bare.execute("commit")
    seconds = time.perf_counter() - start
    bare.close()
    return seconds, sum(map(len, rows.values()))


def speed(home: Path, residents: int, signals: int) -> None:
    """First part: the rate, the memory and the ratio to bare SQLite."""
    wired = open_city(home, residents, 3, signals / residents / 3 * 1000)
    figures = [run_month(wired, month) for month in months_of(home)]
    total = sum(one.signals for one in figures)
    line = sum(one.line for one in figures)
    transactions = max(1, sum(one.events for one in figures) // BATCH)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bare, rows = bare_seconds(home / "line.db", home / "bare.db", transactions)
    delivering = total / sum(one.delivering for one in figures)
    cpu = total / sum(one.line_cpu for one in figures)
    print(f"| {residents:,} residents, {total:,} signals | |")
    print("|---|--:|")
    print(f"| reading and delivering files, signals/s | {delivering:,.0f} |")
    print(f"| all six steps, signals/s (wall clock) | {total / line:,.0f} |")
    print(f"| all six steps, signals/s (processor time) | {cpu:,.0f} |")
    print(f"| bare SQLite, same {rows:,} rows, signals/s | {total / bare:,.0f} |")
    print(f"| **line : bare SQLite** (at least 0.25) | **{bare / line:.2f}** |")
    print(f"| peak memory, MB (at most 300) | {memory:,.0f} |")


def growth(
    home: Path, residents: int, per_month: int, shown: Callable[[int], bool], months: int = 10
) -> None:
    """Second part: the rate with ever more stored."""
    wired = open_city(home, residents, months, per_month / residents * 1000)
    stored, first = 0, 0.0
    print("\n| signals stored before | signals/s | processor µs per signal | : first |")
    print("|--:|--:|--:|--:|")
    for number, month in enumerate(months_of(home), start=1):
        one = run_month(wired, month)
        micros = one.line_cpu / one.signals * 1e6
        first = first or micros
        if shown(number):
            print(f"| {stored:,} | {one.rate:,.0f} | {micros:.0f} | {micros / first:.2f} |")
        stored += one.signals


def main() -> None:
    """Run both parts on one core, in a folder that is thrown away."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quick", action="store_true", help="a tenth of everything")
    asked.add_argument("--million", action="store_true", help="only growth, to a million signals")
    wanted = asked.parse_args()
    smaller = 10 if wanted.quick else 1
    if sys.platform == "linux":
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    if wanted.million:
        with tempfile.TemporaryDirectory() as home:
            growth(Path(home), 300_000, 50_000, {1, 2, 11, 20}.__contains__, 20)
        return
    with tempfile.TemporaryDirectory() as home:
        speed(Path(home), 20_000 // smaller, 10_000 // smaller)
    with tempfile.TemporaryDirectory() as home:
        growth(Path(home), 100_000 // smaller, 10_000 // smaller, {1, 2, 6, 10}.__contains__)


if __name__ == "__main__":
    main()
