"""What every kind of test may ask for: a PostgreSQL server of its own, and a database on it."""

import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from tests.support.databases import Databases
from tests.support.postgres import Server, server


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    """A command that is run in this process sends logs to a stream that closes with its test."""
    before, handlers = structlog.get_config(), logging.root.handlers[:]
    level = logging.root.level
    yield
    structlog.configure(**before)
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.fixture(autouse=True)
def _memory_as_it_is(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line settles its memory once it has read the register. In the process of the tests that is
    a walk over what all tests hold, a quarter of a second for a register of twenty; what it is
    for is held by its own tests, those of speed, and every test with processes of its own."""
    own = request.module.__name__.endswith("test_residents")
    loaded = sys.modules.get("streams.residents")
    if loaded and not own and request.node.get_closest_marker("speed") is None:
        monkeypatch.setattr(loaded, "_settle_memory", lambda: None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One server for the whole run; who stops or restarts it starts one of their own."""
    with server() as started:
        yield started


@pytest.fixture(scope="session")
def databases(postgres: Server) -> Iterator[Databases]:
    """Databases on that server, with the newest schema and nothing in it."""
    made = Databases(postgres)
    yield made
    made.close()


@pytest.fixture
def postgres_url(databases: Databases) -> Iterator[str]:
    """The URL of a database of this test's own, with the newest schema and nothing in it."""
    with databases.one() as url:
        yield url
