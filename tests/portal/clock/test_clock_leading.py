"""Two clocks in one process, each with its own hold: who leads, who follows, who is refused."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa

from portal.clock.jobs import JOBS, Counts, Job, Pieces, UnknownJob, Whole, job_of
from portal.clock.leading import Leading
from portal.clock.planning import MOST_ATTEMPTS, RETRY_AFTER, CatchUp
from portal.clock.schedule import Schedule
from portal.wiring import Platform
from protocols.errors import Refused
from store import audit, job_runs, signals
from store.engine import Tx, begin, reading
from store.holding import SESSION_NAME
from store.job_runs import JobRun, Outcome
from tests.support.clocks import count, platform_at, whole

BASE = datetime(2026, 11, 18, 12, tzinfo=UTC)
DAY = timedelta(days=1)
NIGHT = Schedule(time(3, 0))


class Now:
    """The clock of the city and of the machine, moved by hand."""

    def __init__(self) -> None:
        self.at = BASE

    def __call__(self) -> datetime:
        return self.at


class World:
    """A database with jobs and the clocks on it."""

    def __init__(self, url: str) -> None:
        self.now = Now()
        self.wired = platform_at(url, self.now)
        self.clocks: list[Leading] = []

    def clock(self, *jobs: Job) -> Leading:
        """Another clock, that has tried to lead and looked once."""
        made = Leading(self.wired, jobs, real=self.now)
        self.clocks.append(made)
        made.lead()
        made.tick()
        return made

    def runs(self, job: str = "job") -> list[JobRun]:
        """What stands in the database."""
        with reading(self.wired.engine) as tx:
            return list(job_runs.runs(tx, job, BASE - 9 * DAY))

    def counted(self) -> dict[str, int]:
        """How often effects were had."""
        with reading(self.wired.engine) as tx:
            return dict(signals.tallies(tx))

    def lose(self) -> None:
        """End the connections of holds, and let leases end."""
        self.now.at += timedelta(seconds=11)
        if self.wired.engine.dialect.name == "postgresql":
            text = "select pg_terminate_backend(pid) from pg_stat_activity where application_name="
            with begin(self.wired.engine) as tx:
                tx.connection.execute(sa.text(f"{text}'{SESSION_NAME}'"))


@pytest.fixture
def world(url: str) -> World:
    """A database of each kind, on a Wednesday at noon."""
    return World(url)


@pytest.fixture
def plain(tmp_path: Path) -> World:
    """One on SQLite, for what has nothing to do with the database."""
    return World(f"sqlite:///{tmp_path / 'line.db'}")


def waiting(begun: Event, go: Event) -> Job:
    """A job that waits before it counts in its own transaction."""

    def _run(tx: Tx, _wired: Platform, on: date) -> Counts:
        return count(tx, "job", on)

    def _wait(wired: Platform, on: date) -> Counts:
        begun.set()
        assert go.wait(30)
        with begin(wired.engine) as tx:
            return _run(tx, wired, on)

    return Job("job", NIGHT, CatchUp.EVERY, Pieces(_wait))


def failing(error: Exception) -> Job:
    """A job that counts, and then fails: nothing of it may stay."""

    def _run(tx: Tx, _wired: Platform, on: date) -> Counts:
        count(tx, "job", on)
        raise error

    return Job("job", NIGHT, CatchUp.EVERY, Whole(_run))


def test_one_leads_and_the_other_stands_by_until_the_first_is_gone(world: World) -> None:
    """A job is run by the leader alone; the next leader goes on where it stopped."""
    job = whole("job", CatchUp.EVERY)
    first, second = world.clock(job), world.clock(job)
    assert (first.leads, second.leads) == (True, False)
    world.now.at += DAY
    second.tick()
    assert world.runs() == []
    first.lead()
    first.tick()
    assert len(world.runs()) == 1
    first.close()
    second.lead()
    assert second.leads
    second.tick()
    world.now.at += DAY
    second.lead()
    second.tick()
    assert list(world.counted().values()) == [1, 1]
    second.close()


def test_a_leader_that_is_relieved_in_a_job_cannot_finish_it(world: World) -> None:
    """Its connection or lease ended while it worked: the other does the job, and it gives up."""
    begun, go = Event(), Event()
    slow, quick = waiting(begun, go), whole("job", CatchUp.EVERY)
    first = world.clock(slow)
    world.now.at += DAY
    first.lead()
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(first.tick)
        assert begun.wait(30)
        world.lose()
        second = world.clock(quick)
        assert second.leads
        first.lead()
        assert not first.leads
        (done,) = world.runs()
        assert (done.outcome, done.attempts) == (Outcome.DONE, 2)
        go.set()
        working.result(30)
    assert world.runs() == [done]
    second.close()
    first.close()


def test_what_fails_leaves_nothing_and_is_tried_again_five_times(plain: World) -> None:
    """Then it waits for a human; every failure is in the audit log with its code."""

    class NoLuck(Refused):
        """Not today."""

    clock = plain.clock(failing(NoLuck("helaas")))
    plain.now.at += DAY
    for wait in (timedelta(), *RETRY_AFTER, DAY / 3):
        plain.now.at += wait
        clock.lead()
        clock.tick()
        clock.tick()
    (run,) = plain.runs()
    assert (run.outcome, run.attempts, run.code) == (Outcome.FAILED, MOST_ATTEMPTS, "NoLuck")
    assert plain.counted() == {}
    with reading(plain.wired.engine) as tx:
        told = audit.latest(tx)
    assert [one.result for one in told] == ["failed"] * MOST_ATTEMPTS
    assert "helaas" not in str(told)
    assert plain.wired.counters.runs["job", "failed"] == MOST_ATTEMPTS
    clock.close()


def test_a_bug_is_raised_and_written_down(plain: World) -> None:
    """Only a bug ends a tick; the next goes on."""
    clock = plain.clock(failing(ZeroDivisionError()), whole("other", CatchUp.EVERY))
    plain.now.at += DAY
    clock.lead()
    with pytest.raises(ZeroDivisionError):
        clock.tick()
    clock.tick()
    assert plain.runs()[0].code == "ZeroDivisionError"
    assert len(plain.runs("other")) == 1
    clock.close()


def test_a_job_that_kills_its_process_is_given_up(plain: World) -> None:
    """Five times; else the clock would be started and killed for ever, and nothing else done."""
    job = whole("job", CatchUp.EVERY)
    turn = job.schedule.turn((BASE + DAY).date())
    with begin(plain.wired.engine) as tx:
        job_runs.get_to_know(tx, "job", BASE)
        for _ in range(MOST_ATTEMPTS):
            job_runs.claim(tx, job_runs.Claim("job", turn.at, "clock", "dead"), BASE)
    plain.now.at += DAY
    clock = plain.clock(job)
    (run,) = plain.runs()
    assert (run.outcome, run.code) == (Outcome.FAILED, "crashed")
    clock.close()


def test_the_first_clock_of_all_catches_up_with_nothing(plain: World) -> None:
    """What was before the job was known is no turn of it."""
    clock = plain.clock(whole("job", CatchUp.EVERY))
    assert plain.runs() == []
    clock.close()


def test_a_tick_finds_another_at_work_and_goes_away(plain: World) -> None:
    """Whoever wakes up does not queue up behind a long job."""
    begun, go = Event(), Event()
    clock = plain.clock(waiting(begun, go))
    plain.now.at += DAY
    clock.lead()
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(clock.tick)
        assert begun.wait(30)
        clock.tick()
        assert plain.runs()[0].outcome is Outcome.RUNNING
        go.set()
        working.result(30)
    assert plain.runs()[0].outcome is Outcome.DONE
    clock.close()


def test_the_audit_log_has_the_totals_and_the_run_has_all(plain: World) -> None:
    """Which worker has how many late cases is for the list, not for the log."""
    counts = {"over": 3, "over/w-1": 2, "over/w-2": 1}
    clock = plain.clock(Job("job", NIGHT, CatchUp.LATEST, Pieces(lambda _wired, _on: counts)))
    plain.now.at += DAY
    clock.lead()
    clock.tick()
    assert plain.runs()[0].counts == counts
    with reading(plain.wired.engine) as tx:
        (line,) = audit.latest(tx)
    assert line.detail == '{"over":3,"scheduled_for":"2026-11-19T02:00:00.000Z"}'
    assert (line.actor, line.origin, line.object_id) == ("clock", "clock", "job")
    clock.close()


def test_the_jobs_have_names_of_their_own_and_are_found_by_them(plain: World) -> None:
    """A name is a key in the database; the real ones run on an empty city."""
    assert len({job.name for job in JOBS}) == len(JOBS)
    assert job_of("erase") is JOBS[0]
    with pytest.raises(UnknownJob, match=r"erase, .*reminders, feedback"):
        job_of("erasing")
    clock = plain.clock(*(replace(job, catch_up=CatchUp.EVERY) for job in JOBS))
    plain.now.at += DAY
    clock.lead()
    clock.tick()
    assert {one.outcome for job in JOBS for one in plain.runs(job.name)} == {Outcome.DONE}
    clock.close()
