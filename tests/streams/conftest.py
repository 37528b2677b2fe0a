"""A line with a hundred residents, anew for every test, on each kind of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import made
from tests.support.databases import close_opened
from tests.support.line import Line, open_line, with_residents


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what asks for `url` on both databases, but what asks for the file on SQLite alone."""
    if "url" in metafunc.fixturenames:
        kinds = ["sqlite"] if "database" in metafunc.fixturenames else ["sqlite", "postgres"]
        metafunc.parametrize("url", kinds, indirect=True)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the SQLite file of this test stands."""
    return tmp_path / "line.db"


@pytest.fixture
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of this test's own: SQLite or PostgreSQL."""
    if request.param == "postgres":
        yield request.getfixturevalue("postgres_url")
    else:
        yield f"sqlite:///{request.getfixturevalue('database')}"
    close_opened()


@pytest.fixture
def line(url: str) -> Line:
    """A line on an empty database with residents 1 to 100."""
    return with_residents(open_line(url), [made.resident(n) for n in range(1, 101)])
