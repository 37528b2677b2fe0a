"""A portal anew for every test."""

from pathlib import Path

import pytest

from tests.portal.web.world import World, open_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A portal on a made-up city with residents 1 to 20 and an account for every role."""
    return open_world(tmp_path)
