"""The network between workers, broker and database is cut, with and without a word: nothing is lost
and nothing counts twice."""

import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.faults.processes import LOST
from tests.faults.starting import MODES, start, wait_done
from tests.support import worker
from tests.support.accounting import check_loads, everything, whatever_the_order
from tests.support.broker import Broker, free_port, own_broker
from tests.support.cluster import DELIVERIES, deliver_month
from tests.support.postgres import Server
from tests.support.proxy import Proxy, proxy
from tests.support.running import Cluster, cluster

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
RESET_SECONDS = 3.0
HELD_SECONDS = 8.0
"""Longer than the six seconds after which the broker misses a worker, and a statement may take."""
STILL_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Far:
    """A broker that is only reached over a network that can be cut."""

    network: Proxy
    broker: Broker


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Far]:
    """Such a broker: the address that it tells its clients is that of the proxy too."""
    port = free_port()
    protocols = "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,FAR:PLAINTEXT"
    with proxy(port) as network:
        properties = {
            "listeners": f"FAR://127.0.0.1:{port}",
            "advertised.listeners": f"FAR://127.0.0.1:{network.port}",
            "listener.security.protocol.map": protocols,
        }
        with own_broker(tmp_path_factory.mktemp("far"), properties):
            yield Far(network, Broker(f"127.0.0.1:{network.port}"))


@pytest.fixture
def city(postgres_url: str, far: Far, tmp_path: Path) -> Iterator[Cluster]:
    """A cluster that reaches its broker over that network."""
    with cluster(postgres_url, far.broker, tmp_path) as made_cluster:
        yield made_cluster
        far.network.restore()


@pytest.fixture
def line_to_database(postgres: Server, city: Cluster) -> Iterator[Proxy]:
    """A network between the processes and the database; the test itself sees it directly."""
    with proxy(postgres.port) as network:
        url = make_url(city.url).set(port=network.port)
        city.url = url.render_as_string(hide_password=False)
        yield network


def _cut(city: Cluster, network: Proxy, cut: Callable[[], None], lasts: float) -> None:
    """Cut while there is work, see that nothing comes through and work is left, and restore."""
    city.wait_progress(150)
    assert city.waits(), "the work was done before the network was cut"
    cut()
    time.sleep(STILL_SECONDS)
    before = network.carried
    time.sleep(lasts - STILL_SECONDS)
    assert network.carried == before, "the network was not cut"
    assert city.waits(), "the network was not needed"
    network.restore()


def _run_through_cuts(city: Cluster, network: Proxy) -> None:
    """Both cuts, each with half of the month before it."""
    for name, mode in MODES.items():
        start(city, name, mode)
    worker.deliver_all(city.line, DELIVERIES // 2)
    _cut(city, network, network.reset, RESET_SECONDS)
    deliver_month(city.line)
    _cut(city, network, network.hold, HELD_SECONDS)
    wait_done(city)


def test_a_network_to_the_broker_that_is_cut_twice_loses_nothing(
    city: Cluster, far: Far, truth: dict[str, int]
) -> None:
    """Once by resets, once silently for longer than a worker's session; they go on."""
    _run_through_cuts(city, far.network)
    assert whatever_the_order(everything(city.line)) == truth
    check_loads(city.line)
    assert all(one.poll() is None for one in city.processes.values())


def test_a_network_to_the_database_that_is_cut_twice_loses_nothing(
    city: Cluster, line_to_database: Proxy, truth: dict[str, int]
) -> None:
    """A worker that has had enough ends with 75 and is started again, and that is all."""
    _run_through_cuts(city, line_to_database)
    assert whatever_the_order(everything(city.line)) == truth
    check_loads(city.line)


def test_a_worker_that_forgets_what_the_database_did_not_take_is_caught(
    city: Cluster, line_to_database: Proxy, truth: dict[str, int]
) -> None:
    """The negative control: were this worker not caught, the tests above would prove nothing."""
    start(city, "relay", "relay")
    start(city, "careless", "careless", stdout=subprocess.PIPE)
    deliver_month(city.line)
    city.wait_progress(150)
    line_to_database.reset()
    stdout = city.processes["careless"].stdout
    assert stdout is not None
    assert stdout.readline().strip() == LOST.encode()
    line_to_database.restore()
    assert city.processes["careless"].wait(timeout=120) == 0
    stdout.close()
    assert whatever_the_order(everything(city.line))["receipts"] < truth["receipts"]
