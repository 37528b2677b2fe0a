"""The clock of a machine jumps a year ahead and a day back in the middle of the work: nothing is
lost or counted twice, and everything is dated by when it was delivered."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from tests.faults.starting import start, wait_done
from tests.needs import need
from tests.support import made, worker
from tests.support.accounting import check_loads, everything, whatever_the_order
from tests.support.cluster import DELIVERIES
from tests.support.running import Cluster

from kafka import KafkaProducer  # isort: skip  # after tests.support.broker

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
PARKED = "audit event.parked"
JUMPS = {"+0d": timedelta(), "+365d": timedelta(days=365), "-1d": timedelta(days=-1)}
_DATES = """
select received_at from delivery union select received_on from signal
union select opened_on from cases union select updated_at from cases
union select closed_on from cases where closed_on <> ''
"""
_RECEIVED = "select received_on from signal"
_DEADLINES = "select distinct first_contact_by from cases where first_contact_by <> ''"
_PARKED = "select parked_at from dead_letter order by 1"


@pytest.fixture
def clock(tmp_path: Path) -> Path:
    """A file that says how far the clock of a process is off; written anew, it jumps."""
    file = tmp_path / "clock"
    file.write_text("+0d\n", encoding="ascii")
    return file


_SITE = """import select, time
time.sleep = lambda seconds: select.select([], [], [], seconds) and None
"""
"""Python sleeps until an instant of the monotonic clock, which libfaketime 0.9.10 takes for one of
the clock that it moves, and refuses. Every other way to wait passes by it."""


@pytest.fixture
def by_that_clock(clock: Path) -> Mapping[str, str]:
    """The environment of a process that lives by it; durations pass as they do."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    need("libfaketime", bool(found))
    (clock.parent / "sitecustomize.py").write_text(_SITE, encoding="ascii")
    return {
        "PYTHONPATH": str(clock.parent),
        "LD_PRELOAD": str(found[0]),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def _asked(city: Cluster, question: str) -> set[str]:
    url = city.url.replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        return {str(row[0])[:10] for row in connection.execute(question.encode())}


def _send_junk(city: Cluster) -> None:
    """What is parked, and so dated by the clock of the worker: that shows that it jumped."""
    producer = KafkaProducer(**city.connection.kafka_python())
    producer.send(city.connection.named("signals"), value=b"x", key=b"k", partition=1)
    producer.flush()
    producer.close()


def test_a_clock_that_jumps_a_year_ahead_and_a_day_back_changes_nothing(
    city: Cluster, clock: Path, by_that_clock: Mapping[str, str], truth: dict[str, int]
) -> None:
    """Sessions and polls go on, and no deadline of the law moves; what the line parks is dated by
    the clock, wrong as it is."""
    start(city, "relay", "relay", by_that_clock)
    start(city, "one", "work", by_that_clock)
    for number, jump in enumerate(JUMPS, start=1):
        clock.write_text(f"{jump}\n", encoding="ascii")
        worker.deliver_all(city.line, DELIVERIES * number // len(JUMPS))
        city.wait_progress(150)
        _send_junk(city)
        city.wait_until(lambda n=number: len(_letters(city)) == n, 30)  # type: ignore[misc]
    wait_done(city)
    found = whatever_the_order(everything(city.line))
    assert (found.pop("dead letters"), found.pop(PARKED)) == (len(JUMPS), len(JUMPS))
    assert found == {name: many for name, many in truth.items() if name in found}
    check_loads(city.line)
    for told, jump in zip(sorted(_letters(city)), sorted(JUMPS.values()), strict=True):
        assert abs(datetime.fromisoformat(told) - datetime.now(UTC) - jump) < timedelta(hours=1)
    assert _asked(city, _DATES) == _asked(city, _RECEIVED) == {made.ON.isoformat()}
    assert max(_asked(city, _DEADLINES)) < (made.ON + timedelta(days=60)).isoformat()
    assert all(one.poll() is None for one in city.processes.values())


def _letters(city: Cluster) -> list[str]:
    url = city.url.replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        return [str(row[0]) for row in connection.execute(_PARKED.encode())]


def test_a_worker_that_dates_events_by_its_own_clock_is_caught(
    city: Cluster, clock: Path, by_that_clock: Mapping[str, str]
) -> None:
    """The negative control: were this worker not caught, the test above would prove nothing."""
    clock.write_text("+365d\n", encoding="ascii")
    start(city, "relay", "relay")
    start(city, "misdated", "misdated", by_that_clock)
    worker.deliver_all(city.line, 1)
    wait_done(city)
    assert _asked(city, _RECEIVED) != {made.ON.isoformat()}
