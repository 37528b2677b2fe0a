"""A disk that is full: the line refuses, nothing is half done, and when there is room again it goes
on as if nothing had happened."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from psycopg import OperationalError

from store.engine import StoreUnavailable
from tests.faults.starting import MODES, start, wait_done
from tests.portal.web.files import json_file, json_row
from tests.portal.web.test_api import client_of, is_problem
from tests.portal.web.world import open_world
from tests.support import made, worker
from tests.support.accounting import check_loads, everything, whatever_the_order
from tests.support.broker import Broker, own_broker
from tests.support.cluster import DELIVERIES, deliver_month
from tests.support.disk import Disk, small_disk
from tests.support.line import Line, open_line, with_residents
from tests.support.postgres import Server, server, wait_until_ready
from tests.support.running import REPOSITORY, Cluster, cluster

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
HALF = DELIVERIES // 2


@pytest.fixture
def disk() -> Iterator[Disk]:
    """Room for a SQLite database of a month and its log."""
    with small_disk(48) as mounted:
        yield mounted


@pytest.fixture
def line(disk: Disk) -> Iterator[Line]:
    """A line on that disk, with a register and half of the month before it."""
    opened = open_line(disk.folder / "line.db")
    with_residents(opened, [made.resident(n) for n in range(worker.RESIDENTS)])
    worker.deliver_all(opened, HALF)
    yield opened
    opened.engine.dispose()


def test_a_line_on_a_full_disk_refuses_and_goes_on_when_there_is_room(
    line: Line, disk: Disk, truth: dict[str, int]
) -> None:
    """Asking again while it is full changes nothing; a delivery that is refused is not there."""
    line.embedded.poll()
    disk.fill()
    before = everything(line)
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="schijf"):
            line.embedded.drain()
        with pytest.raises(StoreUnavailable, match="schijf"):
            deliver_month(line)
    assert everything(line) == before
    disk.free()
    deliver_month(line)
    line.embedded.drain()
    assert whatever_the_order(everything(line)) == truth
    check_loads(line)


def test_a_command_on_a_full_disk_ends_with_1_and_says_that_nothing_counts_twice(
    line: Line, disk: Disk, tmp_path: Path
) -> None:
    """What an operator sees: one sentence and no trace of a program."""
    (tmp_path / "key").write_text(made.ROOT.hex(), encoding="ascii")
    settings = {
        "VROEGSIGNAAL_HOME": str(tmp_path),
        "VROEGSIGNAAL_DATABASE": f"sqlite:///{disk.folder / 'line.db'}",
    }
    disk.fill()
    before = everything(line)
    done = subprocess.run(
        [sys.executable, "-m", "portal.cli", "run", "--once"],
        cwd=REPOSITORY,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "De database werkt niet mee" in " ".join(done.stderr.split())
    assert "schijf" in done.stderr
    assert "Traceback" not in done.stderr
    assert everything(line) == before


def test_a_line_that_keeps_its_position_apart_is_caught_by_a_full_disk(
    line: Line, disk: Disk, truth: dict[str, int]
) -> None:
    """The negative control: the effect is there, the position no longer fits, so it comes twice."""
    with pytest.raises(StoreUnavailable):
        worker.run_faulty(line, disk.fill)
    disk.free()
    deliver_month(line)
    line.embedded.drain()
    found = whatever_the_order(everything(line))
    assert {name for name, many in found.items() if many != truth.get(name)} >= {"dead letters"}


def test_a_delivery_at_the_gate_of_a_full_disk_gets_an_error_and_no_receipt(disk: Disk) -> None:
    """503 with a time to come back; the same delivery is taken in once when there is room."""
    world = open_world(disk.folder)
    client = client_of(world)
    disk.fill()
    refused = client.post("/v1/signalen", content=json_file(json_row(1)))
    assert "deliveryId" not in is_problem(refused, 503)
    assert int(refused.headers["retry-after"]) > 0
    assert world.line.counts()["deliveries"] == 0
    assert world.audited("delivery.received") == []
    disk.free()
    answer = client.post("/v1/signalen", content=json_file(json_row(1)))
    assert answer.status_code == 202
    world.line.embedded.drain()
    found = world.line.counts()
    assert (found["deliveries"], found["receipts"], found["cents"]) == (1, 1, 50_025)
    world.line.engine.dispose()


@pytest.fixture
def cramped() -> Iterator[tuple[Server, Disk]]:
    """A server with everything it has on a small disk."""
    settings = {"min_wal_size": "32MB", "max_wal_size": "48MB", "restart_after_crash": "on"}
    with small_disk(192) as disk, server(disk.folder, settings) as running:
        yield running, disk


@pytest.fixture
def cramped_city(cramped: tuple[Server, Disk], kafka: Broker, tmp_path: Path) -> Iterator[Cluster]:
    """A cluster on that server."""
    url = cramped[0].url(cramped[0].create_database())
    with cluster(url, kafka, tmp_path) as made_cluster:
        yield made_cluster


def _is_told(city: Cluster, words: str) -> bool:
    return any(words in city.told(name) for name in MODES)


def test_a_server_whose_disk_is_full_and_then_its_log_too_loses_nothing(
    cramped_city: Cluster, cramped: tuple[Server, Disk], truth: dict[str, int]
) -> None:
    """First it refuses what is new, then it has no room for its own log and falls over."""
    (own, disk), city = cramped, cramped_city
    for name, mode in MODES.items():
        start(city, name, mode)
    worker.deliver_all(city.line, HALF)
    city.wait_progress(150)
    assert city.waits(), "the work was done before the disk was full"
    disk.fill()
    with pytest.raises(StoreUnavailable):
        deliver_month(city.line)
    city.wait_until(lambda: _is_told(city, "store-unavailable"), 60)
    _let_its_log_overflow(own)
    disk.free()
    if own.runs():
        wait_until_ready(own)
    else:
        own.start()
    deliver_month(city.line)
    wait_done(city)
    assert whatever_the_order(everything(city.line)) == truth
    check_loads(city.line)


def _let_its_log_overflow(own: Server) -> None:
    """Commit on until there is no room for the next piece of the log: then it falls over."""
    with own.connect() as admin, suppress(OperationalError):
        for _ in range(1_000):
            admin.execute("select pg_logical_emit_message(true, 'full', repeat('x', 100000))")
        pytest.fail("there was room for all of it")
    assert admin.closed, "it refused, and did not fall over"


def test_a_broker_whose_disk_is_full_stops_and_loses_nothing(
    postgres_url: str, tmp_path: Path, truth: dict[str, int]
) -> None:
    """It stops by itself; what waits, waits in the log in SQL until it is there again."""
    with (
        small_disk(48) as disk,
        own_broker(disk.folder / "kafka") as broker,
        cluster(postgres_url, broker, tmp_path) as city,
    ):
        for name in ("relay", "one"):
            start(city, name, MODES[name])
        worker.deliver_all(city.line, HALF)
        city.wait_progress(150)
        disk.fill()
        deliver_month(city.line)
        assert broker.wait(60) != 0
        assert city.waits(), "the work was done before the broker was gone"
        disk.free()
        broker.start()
        wait_done(city)
        assert whatever_the_order(everything(city.line)) == truth
        check_loads(city.line)
