"""A creditor sees of a parked row that it waits, and of a dropped one that it must be resent."""

import pytest

from tests.portal.web.world import World
from tests.support import made
from tests.support.parked import Parking


@pytest.fixture
def parked(world: World) -> tuple[World, Parking]:
    """A delivery of two rows, of which the first is parked."""
    parking = Parking(world.line, {"d1-1"})
    parking.send(made.signal(1), made.signal(2))
    return world, parking


def test_a_parked_row_waits_and_is_not_refused(parked: tuple[World, Parking]) -> None:
    """The creditor need not do anything: the counts say so too."""
    page = parked[0].browser("woonhof-account").get("/leveringen/d1").text
    assert "Apart gelegd, de gemeente kijkt ernaar" in page
    assert "U hoeft niets te doen" in page
    assert "1 nog niet verwerkt" in page
    assert "Geweigerd" not in page


def test_a_dropped_row_is_refused_with_what_to_do(parked: tuple[World, Parking]) -> None:
    """In the words of the page and of the file."""
    world, parking = parked
    parking.drop()
    browser = world.browser("woonhof-account")
    page = browser.get("/leveringen/d1").text
    assert "Niet verwerkt, lever opnieuw aan" in page
    assert "Lever deze regel opnieuw aan" in page
    told = browser.get("/leveringen/d1/ontvangstbewijzen.csv").content.decode("utf-8-sig")
    assert "not-processed" in told
