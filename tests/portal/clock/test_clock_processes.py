"""Real processes that are the clock: two at once, one killed, one that was down for a week."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path

import pytest

from portal.clock.schedule import Schedule
from portal.wiring import Platform
from protocols.privacy.audit import Action
from store import audit, job_runs, signals
from store.engine import begin, reading
from store.job_runs import JobRun, Outcome
from tests.support.clocks import AT, PACE, platform_at

REPOSITORY = Path(__file__).resolve().parents[3]
DAY = timedelta(days=1)
SECONDS_A_DAY = 0.4
WAIT_SECONDS = 60.0

pytestmark = pytest.mark.timeout(180)


@dataclass
class Clocks:
    """Processes on one database, by one clock of their own."""

    url: str
    folder: Path
    base: datetime
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def flag(self) -> Path:
        """The file that a job makes that hangs."""
        return self.folder / "flag"

    @cached_property
    def wired(self) -> Platform:
        """The same database, for who looks."""
        return platform_at(self.url, lambda: self.base)

    def know(self, *jobs: str) -> None:
        """Let jobs count from the base on, as if a clock had run then."""
        with begin(self.wired.engine) as tx:
            for job in jobs:
                job_runs.get_to_know(tx, job, self.base)

    def start(
        self, jobs: str, at: datetime, speed: float = 1.0, standing: float = 0.0
    ) -> subprocess.Popen[bytes]:
        """Start a process whose clock begins at an instant, where it may stand for a while."""
        start = time.time() + standing
        arguments = [self.url, at.isoformat(), str(start), str(speed), jobs, str(self.flag)]
        command = [sys.executable, "-m", "tests.support.clocks", *arguments]
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(command, cwd=REPOSITORY, stderr=log)
        self.processes.append(process)
        return process

    def runs(self, job: str) -> list[JobRun]:
        """What stands in the database about a job."""
        with reading(self.wired.engine) as tx:
            return list(job_runs.runs(tx, job, self.base))

    def done(self, job: str) -> list[date]:
        """The days that a job is done for."""
        return [one.scheduled_for.date() for one in self.runs(job) if one.outcome is Outcome.DONE]

    def counted(self) -> dict[str, int]:
        """How often the effect of a job of a day was had."""
        with reading(self.wired.engine) as tx:
            return dict(signals.tallies(tx))

    def wait(self, holds: Callable[[], bool]) -> float:
        """Wait until something holds; returns how many seconds that took."""
        begun = time.monotonic()
        while not holds():
            told = (self.folder / "log").read_text(encoding="utf-8")[-2000:]
            assert time.monotonic() < begun + WAIT_SECONDS, told
            assert any(one.poll() is None for one in self.processes), told
            time.sleep(0.05)
        return time.monotonic() - begun

    def end(self) -> None:
        """Ask every process that lives to stop; each ends with 0."""
        living = [one for one in self.processes if one.poll() is None]
        self.wait(lambda: all(Path(f"{self.flag}.{one.pid}").exists() for one in living))
        time.sleep(0.3)
        for one in living:
            one.terminate()
        assert [one.wait(30) for one in living] == [0] * len(living)


@pytest.fixture
def clocks(url: str, tmp_path: Path) -> Iterator[Clocks]:
    """No process yet, on a Wednesday at noon."""
    made = Clocks(url, tmp_path, datetime(2026, 11, 18, 11, tzinfo=UTC))
    yield made
    for one in made.processes:
        if one.poll() is None:
            one.kill()
        one.wait()


@pytest.mark.parametrize("change", ["2026-03-29", "2026-10-25"])
def test_two_clocks_at_once_run_every_turn_once_over_a_change_of_time(
    clocks: Clocks, change: str
) -> None:
    """Half past two is not there on the one day and twice on the other."""
    day = date.fromisoformat(change)
    clocks.base = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) - 3 * DAY
    days = [day + number * DAY for number in range(-2, 4)]
    clocks.know("every")
    for _ in range(2):
        clocks.start("every", clocks.base, speed=86_400 / SECONDS_A_DAY, standing=3.0)
    clocks.wait(lambda: len(clocks.done("every")) >= len(days))
    clocks.end()
    runs = clocks.runs("every")[: len(days)]
    assert [one.scheduled_for for one in runs] == [Schedule(AT).turn(one).at for one in days]
    assert {(one.outcome, one.attempts) for one in runs} == {(Outcome.DONE, 1)}
    counted = clocks.counted()
    assert [counted[f"every:{one}"] for one in days] == [1] * len(days)
    assert set(counted.values()) == {1}


def test_a_clock_that_was_down_for_a_week_does_what_each_job_asks(clocks: Clocks) -> None:
    """Every missed turn, the latest alone, or none; what is passed over is written down."""
    jobs = ("every", "latest", "none")
    clocks.know(*jobs)
    clocks.start(",".join(jobs), clocks.base + 7 * DAY)
    clocks.wait(lambda: len(clocks.done("every")) == 7 and len(clocks.runs("none")) == 7)
    clocks.wait(lambda: len(clocks.done("latest")) == 1)
    clocks.end()
    days = [clocks.base.date() + number * DAY for number in range(1, 8)]
    assert clocks.counted() == {
        **{f"every:{one}": 1 for one in days},
        f"latest:{days[-1]}": 1,
    }
    outcomes = {job: [one.outcome for one in clocks.runs(job)] for job in jobs}
    assert outcomes["every"] == [Outcome.DONE] * 7
    assert outcomes["latest"] == [Outcome.SKIPPED] * 6 + [Outcome.DONE]
    assert outcomes["none"] == [Outcome.SKIPPED] * 7
    with reading(clocks.wired.engine) as tx:
        told = audit.latest(tx, action=Action.JOB_RAN.value)
    assert sorted((one.object_id, one.result) for one in told) == sorted(
        [("every", "done")] * 7 + [("latest", "skipped"), ("latest", "done"), ("none", "skipped")]
    )
    assert {one.actor for one in told} == {"clock"}


@pytest.mark.parametrize("job", ["stuck", "held"])
def test_when_the_leader_is_killed_in_a_job_the_other_takes_it_over(
    clocks: Clocks, job: str
) -> None:
    """Within seconds: the server frees its locks, or its lease ends. The effect is had once."""
    took = _kill_leader(clocks, job)
    assert took < PACE.lease_seconds + 8
    (run,) = clocks.runs(job)
    assert run.attempts == 2
    assert list(clocks.counted().values()) == [1]


def _kill_leader(clocks: Clocks, job: str) -> float:
    """Kill the process that hangs in a job; returns after how many seconds the job was done."""
    clocks.know(job)
    for _ in range(2):
        clocks.start(job, clocks.base + DAY)
    clocks.wait(clocks.flag.exists)
    clocks.wait(lambda: bool(clocks.flag.read_text()))
    assert clocks.done(job) == []
    leader = int(clocks.flag.read_text())
    assert leader in {one.pid for one in clocks.processes}
    os.kill(leader, signal.SIGKILL)
    took = clocks.wait(lambda: len(clocks.done(job)) == 1)
    clocks.end()
    return took


def test_a_job_in_pieces_that_does_not_look_at_what_was_done_is_caught(clocks: Clocks) -> None:
    """The negative control: its effect is had twice, and were that not seen, the test above would
    prove nothing. It is also why jobs in pieces must be made as they are."""
    _kill_leader(clocks, "careless")
    assert list(clocks.counted().values()) == [2]


def test_a_clock_that_stops_in_peace_is_followed_at_once(clocks: Clocks) -> None:
    """It lets go of the role: nobody waits for a lease to end."""
    clocks.know("every")
    first = clocks.start("every", clocks.base + DAY)
    clocks.wait(lambda: len(clocks.done("every")) == 1)
    clocks.start("every", clocks.base + 2 * DAY)
    time.sleep(1.5)
    assert len(clocks.done("every")) == 1
    first.terminate()
    assert first.wait(30) == 0
    clocks.wait(lambda: len(clocks.done("every")) == 2)
    clocks.end()
    assert set(clocks.counted().values()) == {1}
