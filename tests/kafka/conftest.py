"""One broker for all of these tests."""

import secrets
from collections.abc import Iterator

import pytest

from streams.kafka.connecting import Connection
from tests.support.broker import Broker, broker


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """A broker."""
    with broker(tmp_path_factory.mktemp("kafka")) as running:
        yield running


@pytest.fixture
def connection(kafka: Broker) -> Connection:
    """The broker, with names of its own for every test."""
    return Connection(kafka.bootstrap, prefix=f"test-{secrets.token_hex(4)}.")
