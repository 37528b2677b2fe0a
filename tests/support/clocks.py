"""A process that is the clock: `python -m tests.support.clocks URL BASE T0 SPEED JOBS FLAG`.

Its time is BASE until T0 (of the machine) and then goes SPEED times as fast. Every job counts the
days it was run for, so that what runs twice shows. While FLAG (a file) does not exist, `stuck` and
`held` make it with their pid, and hang: `held` in the middle of its transaction. FLAG.pid says that
the process is ready.
"""

import os
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

from portal.clock import run_until_halted
from portal.clock.jobs import Counts, Job, Pieces, Whole
from portal.clock.leading import Leading, Pace
from portal.clock.planning import CatchUp
from portal.clock.schedule import Schedule
from portal.logs import set_up_logs
from portal.wiring import Platform
from store import signals
from store.engine import Tx, begin
from tests.support.line import open_line

AT = time_of_day(2, 30)
PACE = Pace(look_seconds=0.05, lead_seconds=0.2, lease_seconds=2.0)


def count(tx: Tx, job: str, on: date) -> Counts:
    """Count a day of a job."""
    signals.count(tx, [("woonhof", on, f"{job}:{on}")])
    return {"days": 1}


def whole(name: str, catch_up: CatchUp) -> Job:
    """A job that counts in the transaction of its run."""
    return Job(name, Schedule(AT), catch_up, Whole(lambda tx, _wired, on: count(tx, name, on)))


def in_pieces(name: str, before: Callable[[], None]) -> Job:
    """A job that does something first, and then counts in a transaction of its own."""

    def _run(wired: Platform, on: date) -> Counts:
        before()
        with begin(wired.engine) as tx:
            return count(tx, name, on)

    return Job(name, Schedule(AT), CatchUp.EVERY, Pieces(_run))


def hang_once(flag: Path) -> None:
    """Hang for ever, unless somebody did so before."""
    try:
        with flag.open("x", encoding="ascii") as file:
            file.write(str(os.getpid()))
    except FileExistsError:
        return
    time.sleep(600)


def careless(flag: Path) -> Job:
    """A job in pieces that does not look at what was done before, as none should be."""

    def _run(wired: Platform, on: date) -> Counts:
        with begin(wired.engine) as tx:
            counts = count(tx, "careless", on)
        hang_once(flag)
        return counts

    return Job("careless", Schedule(AT), CatchUp.EVERY, Pieces(_run))


def held(flag: Path) -> Job:
    """A job that hangs once when it has counted and not committed."""

    def _run(tx: Tx, _wired: Platform, on: date) -> Counts:
        counts = count(tx, "held", on)
        tx.settle()
        hang_once(flag)
        return counts

    return Job("held", Schedule(AT), CatchUp.EVERY, Whole(_run))


def jobs_of(names: str, flag: Path) -> tuple[Job, ...]:
    """Jobs by name, with commas."""
    known: Mapping[str, Job] = {
        "every": whole("every", CatchUp.EVERY),
        "latest": whole("latest", CatchUp.LATEST),
        "none": whole("none", CatchUp.NONE),
        "stuck": in_pieces("stuck", lambda: hang_once(flag)),
        "held": held(flag),
        "careless": careless(flag),
    }
    return tuple(known[name] for name in names.split(","))


def platform_at(url: str, clock: Callable[[], datetime]) -> Platform:
    """A made-up city on a database, by a clock of its own."""
    line = open_line(url)
    return Platform(line.city, line.engine, line.vault, line.residents, line.embedded, clock)


def fast(base: datetime, start: float, speed: float) -> Callable[[], datetime]:
    """A clock that stands at `base` until `start`, and then goes so many times as fast."""
    return lambda: base + timedelta(seconds=max(0.0, time.time() - start) * speed)


if __name__ == "__main__":
    set_up_logs()
    url, begins, start, speed, names, flag = sys.argv[1:7]
    base = datetime.fromisoformat(begins).astimezone(UTC)
    wired = platform_at(url, fast(base, float(start), float(speed)))
    Path(f"{flag}.{os.getpid()}").touch()
    run_until_halted(Leading(wired, jobs_of(names, Path(flag)), PACE))
