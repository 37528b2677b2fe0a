"""`vroegsignaal clock`: what it shows, one job of one day by hand, and being the clock."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from portal.cli.clock import JobBusy, NotYet, run_by_hand
from portal.clock.jobs import JOBS
from portal.clock.leading import USUAL, Leading
from portal.settings import read_settings
from portal.wiring import Platform, now, open_platform
from protocols.privacy.audit import Action
from protocols.work.clock import local_day
from store import audit, job_runs
from store.engine import begin, reading
from store.holding import open_hold
from store.job_runs import Claim
from tests.journeys.conftest import REPOSITORY, Answer, Installation
from tests.support.clocks import platform_at
from tests.support.databases import close_opened

ERASE = JOBS[0]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation made with `vroegsignaal init`."""
    made = Installation(tmp_path_factory.mktemp("clock") / "home")
    assert made.run("init").code == 0
    return made


def _wired(installed: Installation) -> Platform:
    return open_platform(read_settings({"VROEGSIGNAAL_HOME": str(installed.home)}))


def _row(told: Answer, job: str) -> Sequence[str]:
    (line,) = [one for one in told.out.splitlines() if f" {job} " in one]
    return [part.strip() for part in line.strip("│").split("│")]


def test_a_job_of_a_day_is_done_once_by_whoever_asked(installed: Installation) -> None:
    """The second time it says so and ends with 0, so a script may repeat it; the log has who."""
    yesterday = (date.today() - timedelta(days=1)).isoformat()
    words = ("clock", "--run", "reminders", "--on", yesterday)
    first = installed.run(*words, "--by", "anja")
    assert (first.code, first.out.splitlines()) == (
        0,
        [f"reminders {yesterday}: gedaan", "over: 0", "soon: 0"],
    )
    again = installed.run(*words, "--by", "bert")
    assert (again.code, again.out.splitlines()) == (0, [f"reminders {yesterday}: al gedaan"])
    wired = _wired(installed)
    with reading(wired.engine) as tx:
        told = audit.latest(tx, action=Action.JOB_RAN.value)
    wired.engine.dispose()
    assert [(one.actor, one.origin, one.object_id, one.result) for one in told] == [
        ("command:anja", "command", "reminders", "done")
    ]


def test_the_list_tells_of_each_job_when_how_and_what_was_missed(installed: Installation) -> None:
    """A failed run shows why and how often; what nobody ever began shows as missed."""
    wired = _wired(installed)
    at, day = now(), local_day(now())
    turn = ERASE.schedule.turn(day - timedelta(days=1))
    claim = Claim("erase", turn.at, "clock", "x")
    with begin(wired.engine) as tx:
        job_runs.get_to_know(tx, "erase", turn.at - timedelta(days=2, hours=1))
        job_runs.claim(tx, claim, at)
        job_runs.fail(tx, claim, "StoreBusy", at)
    wired.engine.dispose()
    told = installed.run("clock", "--list")
    assert told.code == 0
    job, when, policy, last, how, following, missed = _row(told, "erase")
    assert (job, when, policy) == ("erase", "elke dag 03:00", "alleen de laatste")
    assert last == f"{turn.on} 03:00"
    assert how == "mislukt (StoreBusy, poging 1)"
    assert following in {f"{day} 03:00", f"{day + timedelta(days=1)} 03:00"}
    assert missed == str(3 + (ERASE.schedule.turn(day).at <= at))
    assert {job.name for job in JOBS} <= set(told.out.split())


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--run", "nooit"), 1, "Geweigerd [unknown-job]"),
        (("--run", "erase", "--on", "2999-01-01"), 1, "Geweigerd [not-yet]"),
        (("--run", "erase", "--on", "gisteren"), 2, "JJJJ-MM-DD"),
        (("--on", "2026-11-22"), 2, "--run"),
        (("--list", "--run", "erase"), 2, "kies een van beide"),
        (("--run", "erase", "--by", "niet goed"), 2, "account"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_remedy(
    installed: Installation, words: tuple[str, ...], code: int, told: str
) -> None:
    """1 is refused, 2 misused; nothing was run."""
    found = installed.run("clock", *words)
    assert found.code == code
    assert told in found.err
    assert found.out == ""


def test_the_clock_runs_until_it_is_asked_to_stop(installed: Installation) -> None:
    """And does at its start what was missed: here the erasing of yesterday, that failed before."""
    wired = _wired(installed)
    turn = ERASE.schedule.turn(local_day(now()) - timedelta(days=1))
    with begin(wired.engine) as tx:
        job_runs.get_to_know(tx, "reminders", turn.at - timedelta(days=9))
    log = installed.home / "clock.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "portal.cli", "clock"],
            cwd=REPOSITORY,
            env={"PATH": "", "VROEGSIGNAAL_HOME": str(installed.home)},
            stdout=out,
            stderr=out,
        )
    until = time.monotonic() + 60
    while not _done(wired, "reminders"):
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert log.read_text() == "De klok loopt.\n"
    with reading(wired.engine) as tx:
        runs = job_runs.runs(tx, "reminders", turn.at - timedelta(days=9))
    assert {one.outcome.value for one in runs} == {"skipped", "done"}
    wired.engine.dispose()


def test_the_portal_leaves_the_role_to_others_when_it_stops(installed: Installation) -> None:
    """The next one need not wait for a lease to end."""
    wired = _wired(installed)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "portal.cli", "serve"],
        cwd=REPOSITORY,
        env={"PATH": "", "VROEGSIGNAAL_HOME": str(installed.home), "VROEGSIGNAAL_PORT": port},
    )
    until = time.monotonic() + 60
    while not _answers(int(port)):
        assert time.monotonic() < until
        time.sleep(0.1)
    other = open_hold(wired.engine, "other", now, USUAL.lease_seconds)
    while other.take("leader"):
        other.release("leader")
        time.sleep(0.1)
    process.terminate()
    assert process.wait(30) == 0
    assert other.take("leader")
    other.close()
    wired.engine.dispose()


def _answers(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def _done(wired: Platform, job: str) -> bool:
    with reading(wired.engine) as tx:
        runs = job_runs.runs(tx, job, now() - timedelta(days=9))
    return any(one.ran_by == "clock" and one.outcome.value == "done" for one in runs)


def test_by_hand_waits_for_nobody_and_a_clock_runs_it_no_more(url: str) -> None:
    """Busy is told; what was done by hand before its hour is not done again at its hour."""
    at = [now().replace(hour=0, minute=30)]
    wired = platform_at(url, lambda: at[0])
    today = local_day(at[0])
    other = open_hold(wired.engine, "other", now, USUAL.lease_seconds)
    assert other.take("job erase")
    with pytest.raises(JobBusy):
        run_by_hand(wired, ERASE, today.isoformat(), "command:anja")
    other.close()
    with pytest.raises(NotYet):
        run_by_hand(wired, ERASE, (today + timedelta(days=1)).isoformat(), "command:anja")
    clock = Leading(wired, (ERASE,))
    clock.lead()
    clock.tick()
    run_by_hand(wired, ERASE, "", "command:anja")
    at[0] += timedelta(hours=5)
    clock.tick()
    with reading(wired.engine) as tx:
        (run,) = job_runs.runs(tx, "erase", at[0] - timedelta(days=2))
    assert (run.ran_by, run.attempts) == ("command:anja", 1)
    clock.close()
    close_opened()
