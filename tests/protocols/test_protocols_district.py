"""Route: which district a postcode is in, and which team serves it."""

import pytest

from protocols.ids import TeamId
from protocols.work.points import Track
from protocols.work.route import (
    ELSEWHERE,
    District,
    Routing,
    Team,
)

DISTRICTS = (
    District("Zuid", ("11", "9000")),
    District("Noord", ("1111",)),
    District("Kern", ("1111AB",)),
)


def team(name: TeamId, districts: tuple[str, ...] = (), tracks: tuple[Track, ...] = ()) -> Team:
    """A team; empty means every district or every track."""
    return Team(name, f"Team {name}", districts, tracks)


@pytest.mark.parametrize(
    ("postcode", "district"),
    [
        ("1111AB", "Kern"),
        ("1111AC", "Noord"),
        ("1111", "Noord"),
        ("1112AB", "Zuid"),
        ("11", "Zuid"),
        ("9000", "Zuid"),
        ("1", ELSEWHERE),
        ("2111AB", ELSEWHERE),
        ("", ELSEWHERE),
    ],
)
@pytest.mark.parametrize("turn", [1, -1])
def test_the_longest_beginning_of_the_postcode_chooses_the_district(
    postcode: str, district: str, turn: int
) -> None:
    """In whatever order the districts stand; a postcode of nowhere is told as such."""
    assert Routing(DISTRICTS[::turn], (), ()).district_of(postcode) == district
    assert ELSEWHERE == "elders"


@pytest.mark.parametrize(
    ("district", "track", "chosen"),
    [
        ("Noord", Track.CRISIS, "crisis"),
        ("Zuid", Track.CRISIS, "crisis"),
        ("Noord", Track.VISIT, "noord-visit"),
        ("Noord", Track.CALL, "noord"),
        ("Zuid", Track.VISIT, "last"),
        (ELSEWHERE, Track.LETTER, "last"),
    ],
)
def test_the_first_team_that_serves_both_district_and_track_gets_the_case(
    district: str, track: Track, chosen: str
) -> None:
    """An empty list serves everything; the last team serves the rest, whatever its lists say."""
    teams = (
        team(TeamId("crisis"), (), (Track.CRISIS,)),
        team(TeamId("noord-visit"), ("Noord",), (Track.VISIT,)),
        team(TeamId("noord"), ("Noord",)),
        team(TeamId("last"), ("Oost",), (Track.CALL,)),
    )
    assert Routing((), teams, ()).team_for(district, track).team_id == chosen
