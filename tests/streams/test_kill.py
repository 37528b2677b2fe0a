"""Killing the process at any point and starting it again loses nothing, counts nothing twice."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support import made, worker
from tests.support.accounting import check_loads, everything, whatever_the_order
from tests.support.line import open_line, with_residents

REPOSITORY = Path(__file__).resolve().parents[2]
MOST_STARTS = 400


def _start(database: Path, mode: str, stdout: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.support.worker", str(database), mode]
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=stdout, stderr=subprocess.DEVNULL)


def _grow(database: Path) -> int:
    """Bytes written so far: tells that the killed process had got to work."""
    return sum(file.stat().st_size for file in database.parent.glob(f"{database.name}*"))


def _run_killing(database: Path, mode: str, chance: random.Random, kills: int) -> int:
    """Run a worker to its end, killing it `kills` times while it writes; returns the kills."""
    killed = 0
    for _ in range(MOST_STARTS):
        before = _grow(database)
        process = _start(database, mode)
        if killed < kills:
            while process.poll() is None and _grow(database) == before:
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 0.12))
        if killed < kills and process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            killed += 1
        process.wait()
        if process.returncode == 0:
            return killed
    pytest.fail(f"not ready after {MOST_STARTS} starts")


def _fresh(database: Path) -> Path:
    with_residents(open_line(database), [made.resident(n) for n in range(worker.RESIDENTS)])
    return database


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """What a run that nobody disturbs comes to."""
    line = open_line(_fresh(tmp_path_factory.mktemp("truth") / "line.db"))
    worker.deliver_all(line)
    line.embedded.drain()
    return everything(line)


def test_the_line_under_sigkill_comes_to_exactly_the_same(
    tmp_path: Path, truth: dict[str, int]
) -> None:
    """Counts, cents, receipts and audit entries are equal to an undisturbed run; loads add up."""
    seed = int(os.environ.get("KILL_SEED", random.randrange(10**6)))
    print(f"KILL_SEED={seed}")
    chance, database = random.Random(seed), _fresh(tmp_path / "line.db")
    delivering = _run_killing(database, "deliver", chance, kills=4)
    running = _run_killing(database, "line", chance, kills=14)
    line = open_line(database)
    found = whatever_the_order(everything(line))
    assert found == whatever_the_order(truth), f"KILL_SEED={seed}"
    check_loads(line)
    assert delivering + running >= 5, "too few kills hit a working process to prove anything"


def test_two_processes_that_run_the_line_at_once_come_to_the_same(
    tmp_path: Path, truth: dict[str, int]
) -> None:
    """The portal's clock and an operator's command may both run it, also while files come in."""
    database = _fresh(tmp_path / "line.db")
    delivering = _start(database, "deliver")
    both = [_start(database, "line"), _start(database, "line")]
    assert [process.wait() for process in (delivering, *both)] == [0, 0, 0]
    line = open_line(database)
    line.embedded.drain()
    assert whatever_the_order(everything(line)) == whatever_the_order(truth)
    check_loads(line)


def test_every_delivered_row_is_in_exactly_one_place(truth: dict[str, int]) -> None:
    """Refused, told as a change, counted, waiting for a human, or a signal of a resident."""
    assert truth["receipts"] == worker.DELIVERIES * worker.ROWS
    assert truth["dead letters"] == 0
    assert truth["cents"] > 0


def test_a_worker_that_commits_effect_and_position_apart_is_caught(
    tmp_path: Path, truth: dict[str, int]
) -> None:
    """The negative control: were this worker not caught, the test above would prove nothing.

    It is killed when an effect stands and its position does not, and then runs to its end.
    """
    database = _fresh(tmp_path / "line.db")
    worker.deliver_all(open_line(database))
    process = _start(database, "faulty", stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == worker.APPLIED.encode()
    process.kill()
    process.communicate()
    _start(database, "faulty").wait()
    found = whatever_the_order(everything(open_line(database)))
    assert found != whatever_the_order(truth)
