"""Workers that are killed and a server that crashes, on PostgreSQL: exact to the row and the cent.

The worker of the kill test on SQLite, on a database that several of them share.
"""

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from store.engine import StoreUnavailable
from tests.support import made, worker
from tests.support.accounting import check_loads, everything, whatever_the_order
from tests.support.databases import Databases, close_opened
from tests.support.line import Line, open_line, with_residents
from tests.support.postgres import Server, server

REPOSITORY = Path(__file__).resolve().parents[2]
MOST_STARTS = 200
MOST_KILLS = 8
MODES = ("deliver", "line", "line")


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    """A server of these tests' own, which may be crashed."""
    with server() as started:
        yield started


@pytest.fixture(scope="module")
def own_databases(own: Server) -> Iterator[Databases]:
    """Databases on it."""
    databases = Databases(own)
    yield databases
    databases.close()


@pytest.fixture
def url(own_databases: Databases) -> Iterator[str]:
    """A database with residents in it and nothing delivered."""
    with own_databases.one() as made_url:
        _fresh(made_url)
        yield made_url


def _fresh(url: str) -> Line:
    return with_residents(open_line(url), [made.resident(n) for n in range(worker.RESIDENTS)])


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """What a run that nobody disturbs comes to, on SQLite: both databases must say the same."""
    line = _fresh(f"sqlite:///{tmp_path_factory.mktemp('truth') / 'line.db'}")
    worker.deliver_all(line)
    line.embedded.drain()
    found = everything(line)
    close_opened()
    return found


_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.support.worker"])


def _start(url: str, mode: str) -> ForkServerProcess:
    """A worker process: forked from one that has imported everything, as that takes seconds."""
    process = _FORKS.Process(target=worker.work, args=(url, mode))
    process.start()
    return process


def _check(url: str, truth: dict[str, int]) -> None:
    line = open_line(url)
    line.embedded.drain()
    assert whatever_the_order(everything(line)) == whatever_the_order(truth)
    check_loads(line)


def _written(own: Server) -> object:
    """How far the server has written: tells that a worker has got to work."""
    with own.connect() as admin:
        return admin.execute("select pg_current_wal_lsn()").fetchone()


def test_two_workers_on_one_database_that_are_killed_come_to_exactly_the_same(
    own: Server, url: str, truth: dict[str, int]
) -> None:
    """Counts, cents, receipts and audit entries are equal to an undisturbed run; loads add up."""
    seed = int(os.environ.get("KILL_SEED", random.randrange(10**6)))
    print(f"KILL_SEED={seed}")
    chance, killed = random.Random(seed), 0
    processes = [_start(url, mode) for mode in MODES]
    for _ in range(MOST_STARTS):
        before = _written(own)
        while _written(own) == before and any(one.is_alive() for one in processes):
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.1))
        victim = processes[chance.randrange(len(MODES))]
        if victim.is_alive() and killed < MOST_KILLS:
            victim.kill()
            victim.join()
            killed += 1
        processes = _again(processes, url)
        if not any(one.is_alive() for one in processes):
            break
    for one in processes:
        one.join()
    _check(url, truth)
    assert killed >= 2, f"too few kills hit a working process, KILL_SEED={seed}"


def _again(processes: Sequence[ForkServerProcess], url: str) -> list[ForkServerProcess]:
    """Start what was killed again, and also who was done while files still come in."""
    delivering = processes[0].is_alive() or processes[0].exitcode != 0
    return [
        one if one.is_alive() or (one.exitcode == 0 and not delivering) else _start(url, mode)
        for one, mode in zip(processes, MODES, strict=True)
    ]


def test_two_workers_at_once_come_to_exactly_the_same(url: str, truth: dict[str, int]) -> None:
    """Also while files come in."""
    all_three = [_start(url, "deliver"), _start(url, "line"), _start(url, "line")]
    for one in all_three:
        one.join()
    assert [one.exitcode for one in all_three] == [0, 0, 0]
    _check(url, truth)


def test_a_server_that_crashes_while_a_line_runs_loses_and_repeats_nothing(
    own: Server, url: str, truth: dict[str, int]
) -> None:
    """Stopped as if the power went, three times; the line goes on where the database stands."""
    line = open_line(url, batch=worker.BATCH)
    stopped = threading.Event()
    chance = random.Random(7)

    def _crash() -> None:
        for _ in range(3):
            time.sleep(chance.uniform(0.1, 0.6))
            own.restart("immediate")
        stopped.set()

    crashing = threading.Thread(target=_crash)
    crashing.start()
    failed = 0
    while True:
        try:
            worker.deliver_all(line)
            if not line.embedded.drain() and stopped.is_set():
                break
        except StoreUnavailable:
            failed += 1
            time.sleep(0.05)
    crashing.join()
    assert failed >= 1, "no crash hit a working line"
    _check(url, truth)


def test_a_worker_that_commits_effect_and_position_apart_is_caught(
    url: str, truth: dict[str, int]
) -> None:
    """The negative control: were this worker not caught, the tests above would prove nothing."""
    worker.deliver_all(open_line(url))
    command = [sys.executable, "-m", "tests.support.worker", url, "faulty"]
    quiet = {"cwd": REPOSITORY, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, **quiet)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == worker.APPLIED.encode()
    process.kill()
    process.communicate()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False, **quiet)
    assert whatever_the_order(everything(open_line(url))) != whatever_the_order(truth)
