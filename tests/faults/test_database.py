"""A database that falls over while workers are busy: nothing is lost and nothing counts twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.accounting import check_loads, everything, whatever_the_order
from tests.support.broker import Broker
from tests.support.postgres import Server, server
from tests.support.running import Cluster, cluster

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture
def own_postgres() -> Iterator[Server]:
    """A server that this test may stop."""
    with server() as running:
        yield running


@pytest.fixture
def fragile(own_postgres: Server, kafka: Broker, tmp_path: Path) -> Iterator[Cluster]:
    """A cluster on that server."""
    url = own_postgres.url(own_postgres.create_database())
    with cluster(url, kafka, tmp_path) as made_cluster:
        yield made_cluster


def test_a_database_that_is_restarted_under_workers_loses_nothing(
    fragile: Cluster, own_postgres: Server, truth: dict[str, int]
) -> None:
    """As if its machine had stopped, and then in good order; workers and relay go on."""
    for name, mode in (("relay", "relay"), ("one", "work"), ("two", "work")):
        fragile.start(name, mode)
    fragile.start("deliver", "deliver")
    fragile.wait_until(lambda: fragile.read() > 0, 60)
    for mode in ("immediate", "fast"):
        fragile.wait_progress(150)
        own_postgres.restart(mode)
    if fragile.processes["deliver"].wait() != 0:
        fragile.start("deliver", "deliver")
        assert fragile.processes["deliver"].wait() == 0
    fragile.wait_done()
    assert whatever_the_order(everything(fragile.line)) == truth
    check_loads(fragile.line)
    assert fragile.processes["one"].poll() is None
    assert fragile.processes["two"].poll() is None
