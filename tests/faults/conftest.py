"""One broker for all of these tests, and what an undisturbed run comes to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import made, worker
from tests.support.accounting import everything, whatever_the_order
from tests.support.broker import Broker, broker
from tests.support.cluster import deliver_month
from tests.support.databases import Databases
from tests.support.line import open_line, with_residents
from tests.support.running import Cluster, cluster


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """A broker."""
    with broker(tmp_path_factory.mktemp("kafka")) as running:
        yield running


@pytest.fixture(scope="session")
def truth(databases: Databases) -> dict[str, int]:
    """What the embedded line comes to when nobody disturbs it."""
    with databases.one() as url:
        line = open_line(url)
        with_residents(line, [made.resident(n) for n in range(worker.RESIDENTS)])
        deliver_month(line)
        line.embedded.drain()
        return whatever_the_order(everything(line))


@pytest.fixture
def city(postgres_url: str, kafka: Broker, tmp_path: Path) -> Iterator[Cluster]:
    """A cluster of its own for every test."""
    with cluster(postgres_url, kafka, tmp_path) as made_cluster:
        yield made_cluster
