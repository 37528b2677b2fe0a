"""A database of each kind with the newest schema, for one test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import close_opened


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """SQLite and PostgreSQL; what a test opened is closed after it."""
    if request.param == "postgres":
        yield str(request.getfixturevalue("postgres_url"))
    else:
        yield f"sqlite:///{tmp_path / 'line.db'}"
    close_opened()
