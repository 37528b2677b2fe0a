"""An engine and a line on PostgreSQL."""

from collections.abc import Iterator

import pytest

from store.engine import Engine
from tests.support import made
from tests.support.databases import close_opened, opened
from tests.support.line import Line, open_line, with_residents


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    """A database of this test's own, opened as the program opens it."""
    yield opened(postgres_url)
    close_opened()


@pytest.fixture
def line(postgres_url: str) -> Iterator[Line]:
    """A line on such a database, with residents 1 to 20."""
    yield with_residents(open_line(postgres_url), [made.resident(n) for n in range(1, 21)])
    close_opened()
