"""How fast the clock counts reminders, beside the bare question for the same rows, and its memory.

    python -m bench.clock [--cases 100000] [--database URL]

An empty database gets so many open cases that nobody tried to reach, all late or nearly so, over 50
workers. Timed is one run of the job `reminders` as the clock does it: claim, pages, finish, audit.
The bare limit is `SELECT case_id, worker_id, first_contact_by` over the same rows by the driver
itself, in one go. Memory is the peak of what Python holds in a second run (`tracemalloc`), and the
rise of the resident size of the process. The target: 10 seconds, and memory that does not grow with
the number of cases (run it with more).
"""

import argparse
import json
import resource
import sys
import tempfile
import time
import tracemalloc
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from portal.clock.jobs import Job, job_of
from portal.clock.leading import ACTOR, USUAL
from portal.clock.running import Ran, Runner
from portal.settings import Settings
from portal.wiring import Platform, now, open_platform
from protocols.privacy.audit import Origin
from store import cases
from store.cases import Case
from store.engine import begin, reading
from store.holding import open_hold

AT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
ON = date(2026, 11, 23)
BATCH = 2_000
WORKERS = 50
TARGET_SECONDS = 10.0
BARE = "select case_id, worker_id, first_contact_by from cases where status = 'open'"


@dataclass(frozen=True, slots=True)
class Figures:
    """One run; `peak_bytes` is what Python held at most, `grown_bytes` what the process grew."""

    cases: int
    seconds: float
    bare_seconds: float
    peak_bytes: int
    grown_bytes: int

    @property
    def ratio(self) -> float:
        """How many times as long as the bare question."""
        return self.seconds / self.bare_seconds


def measure(wired: Platform, count: int) -> Figures:
    """Fill an empty database with cases, and run the job over them three times."""
    _fill(wired, count)
    before = _resident()
    seconds = _run(wired, ON)
    grown = _resident() - before
    bare = min(_bare(wired, count) for _ in range(3))
    tracemalloc.start()
    _run(wired, ON + timedelta(days=1))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return Figures(count, seconds, bare, peak, grown)


def _fill(wired: Platform, count: int) -> None:
    for start in range(0, count, BATCH):
        with begin(wired.engine) as tx:
            cases.put(tx, [_case(number) for number in range(start, min(start + BATCH, count))])


def _case(number: int) -> Case:
    """An open case with as much text in it as one of the line has."""
    by = ON + timedelta(days=number % 14 - 7)
    return Case(
        case_id=f"c-{number:07d}",
        household_id=f"h-{number}",
        opened_on="2026-10-23",
        status="open",
        track="call",
        points=30,
        pattern="single",
        signals_count=1,
        partner_types=1,
        total_cents=50_000,
        first_contact_by=by.isoformat(),
        district="Noord",
        team_id="noord",
        worker_id=f"w-{number % WORKERS}",
        why="fewest_cases",
        surroundings=json.dumps({"adults": 2, "minors": number % 4}),
        explanation=json.dumps({"reasons": [{"measure": "amount", "points": 10}] * 6}),
        updated_at="2026-10-23T09:00:00.000Z",
    )


def _run(wired: Platform, on: date) -> float:
    job: Job = job_of("reminders")
    hold = open_hold(wired.engine, "bench", now, USUAL.lease_seconds)
    start = time.perf_counter()
    ran, counts = Runner(wired, hold, "bench", ACTOR, Origin.CLOCK).run(job, job.schedule.turn(on))
    seconds = time.perf_counter() - start
    hold.close()
    assert ran is Ran.DONE
    assert counts["soon"] + counts["over"] > 0
    return seconds


def _bare(wired: Platform, count: int) -> float:
    with reading(wired.engine) as tx:
        start = time.perf_counter()
        found = tx.connection.execute(sa.text(BARE)).fetchall()
        seconds = time.perf_counter() - start
    assert len(found) == count
    return seconds


def _resident() -> int:
    """The most that this process ever took, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> int:
    """Print the figures; ends with 1 when the target is not met."""
    asked = argparse.ArgumentParser(prog="bench.clock")
    asked.add_argument("--cases", type=int, default=100_000)
    asked.add_argument("--database", default="", help="an empty PostgreSQL database, by URL")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{Path(folder) / 'line.db'}"
        settings = Settings("dronten", Path(folder), url, 0, "", bytes(32))
        wired = open_platform(settings, clock=lambda: AT)
        found = measure(wired, given.cases)
        wired.engine.dispose()
    print(f"{found.cases} open cases, {wired.engine.dialect.name}")
    print(f"reminders      {found.seconds:8.2f} s  (target {TARGET_SECONDS:.0f} s)")
    print(f"bare SELECT    {found.bare_seconds:8.2f} s  ratio {found.ratio:.1f}")
    print(f"peak of Python {found.peak_bytes / 1e6:8.1f} MB")
    print(f"process grew   {found.grown_bytes / 1e6:8.1f} MB")
    return 0 if found.seconds < TARGET_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
