"""A line with a hundred residents, anew for every test."""

from pathlib import Path

import pytest

from tests.support import made
from tests.support.line import Line, open_line, with_residents


@pytest.fixture
def line(tmp_path: Path) -> Line:
    """A line on an empty database with residents 1 to 100."""
    return with_residents(
        open_line(tmp_path / "line.db"), [made.resident(n) for n in range(1, 101)]
    )
