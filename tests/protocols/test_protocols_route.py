"""Route: somebody of the team who speaks the language and has room, and why."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.ids import TeamId, WorkerId
from protocols.work.points import Track
from protocols.work.route import (
    Assignment,
    District,
    Routing,
    Team,
    Why,
    Worker,
    route,
)
from tests.support import made

NOBODY = WorkerId("")
NOORD, REST = TeamId("noord"), TeamId("rest")
DISTRICTS = (District("Zuid", ("11",)), District("Noord", ("1111",)))


def worker(name: str, team: TeamId = NOORD, capacity: int = 10, *languages: str) -> Worker:
    """A worker that speaks Dutch and more."""
    return Worker(WorkerId(name), team, ("nl", *languages), capacity)


def team(name: TeamId, districts: tuple[str, ...] = (), tracks: tuple[Track, ...] = ()) -> Team:
    """A team; empty means every district or every track."""
    return Team(name, f"Team {name}", districts, tracks)


def assign(
    *workers: Worker,
    load: Mapping[Any, int] | None = None,
    current: str = "",
    track: Track = Track.CALL,
    language: str = "",
    postcode: str = "1111AA",
) -> Assignment:
    """Route a household to a city of two teams with these workers."""
    routing = Routing(DISTRICTS, (team(NOORD, ("Noord",)), team(REST)), workers)
    weighed = made.weighed(track, postcode=postcode, language=language)
    found = route(weighed, routing, load or {}, WorkerId(current))
    assert found.weighed is weighed
    return found.assignment


def test_a_new_case_tells_its_team_worker_district_and_why() -> None:
    """The worker, and whoever asks later, can see how the case came here."""
    found = assign(worker("w-1"))
    assert found == Assignment(NOORD, WorkerId("w-1"), "Noord", Why.LEAST_LOADED)
    rest = assign(worker("w-1"), worker("w-2", REST), postcode="1112AA")
    assert rest == Assignment(REST, WorkerId("w-2"), "Zuid", Why.LEAST_LOADED)


def test_who_speaks_the_language_goes_before_who_has_more_room() -> None:
    """A talk about money is held in a language that both speak; and the reason is told."""
    polish, free = worker("w-2", NOORD, 10, "pl"), worker("w-1")
    load = {"w-2": 9, "w-1": 0}
    assert assign(free, polish, load=load, language="pl").worker_id == "w-2"
    assert assign(free, polish, load=load, language="pl").why is Why.LANGUAGE
    assert assign(free, polish, load=load).worker_id == "w-1"


@pytest.mark.parametrize("language", ["", "uk"])
def test_without_somebody_who_speaks_it_the_least_loaded_gets_the_case(language: str) -> None:
    """An unknown language is no language: it must not count as a match."""
    found = assign(worker("w-1"), worker("w-2"), load={"w-1": 1}, language=language)
    assert (found.worker_id, found.why) == ("w-2", Why.LEAST_LOADED)


def test_a_speaker_in_another_team_is_not_borrowed() -> None:
    """A team answers for its own district."""
    found = assign(worker("w-1"), worker("w-2", REST, 10, "pl"), language="pl")
    assert (found.worker_id, found.why) == ("w-1", Why.LEAST_LOADED)


def test_room_is_measured_by_fullness_and_not_by_the_number_of_cases() -> None:
    """Half a job of 10 with 5 cases is fuller than a whole job of 40 with 8."""
    half, whole = worker("w-1", NOORD, 10), worker("w-2", NOORD, 40)
    assert assign(half, whole, load={"w-1": 5, "w-2": 8}).worker_id == "w-2"
    assert assign(half, whole, load={"w-1": 5, "w-2": 21}).worker_id == "w-1"
    single, four = worker("w-1", NOORD, 1), worker("w-2", NOORD, 4)
    assert assign(single, four, load={"w-1": 1, "w-2": 3}).worker_id == "w-2"


def test_equally_full_workers_are_chosen_by_id_in_any_order() -> None:
    """The same morning, handled again, gives the same caseloads."""
    one, two = worker("w-1", NOORD, 40), worker("w-2")
    assert assign(one, two).worker_id == assign(two, one).worker_id == "w-1"


@pytest.mark.parametrize(
    ("cases", "why"), [(9, Why.LEAST_LOADED), (10, Why.OVER_CAPACITY), (11, Why.OVER_CAPACITY)]
)
def test_over_capacity_is_told_and_not_hidden(cases: int, why: Why) -> None:
    """The case must go somewhere; the city hears that it is more than is workable."""
    found = assign(worker("w-1"), load={"w-1": cases})
    assert (found.worker_id, found.why) == ("w-1", why)
    speaks = assign(worker("w-1", NOORD, 10, "pl"), load={"w-1": cases}, language="pl")
    assert speaks.why is (Why.LANGUAGE if why is Why.LEAST_LOADED else why)


@pytest.mark.parametrize(("capacity", "why"), [(0, Why.OVER_CAPACITY), (1, Why.LEAST_LOADED)])
def test_who_has_no_cases_yet_has_room_unless_there_is_no_capacity(capacity: int, why: Why) -> None:
    """A worker on leave has capacity 0: the one case that must go there is told as too many."""
    assert assign(worker("w-1", NOORD, capacity)).why is why


def test_without_anybody_in_the_team_nobody_gets_the_case() -> None:
    """It waits with the team, visible, and not with somebody of another team."""
    found = assign(worker("w-2", REST))
    assert found == Assignment(NOORD, NOBODY, "Noord", Why.NO_WORKER)


@pytest.mark.parametrize("track", Track)
def test_a_household_keeps_its_worker_whatever_else_changes(track: Track) -> None:
    """Nobody has to tell their story twice: full, of another team, or of a lighter track."""
    theirs = worker("w-2", REST, 1)
    found = assign(worker("w-1"), theirs, load={"w-2": 5}, current="w-2", track=track)
    assert found == Assignment(REST, WorkerId("w-2"), "Noord", Why.STAYS)


def test_a_household_whose_worker_has_left_gets_another() -> None:
    """The row of the worker ended, so somebody else must take over."""
    found = assign(worker("w-1"), current="w-9")
    assert (found.worker_id, found.why) == ("w-1", Why.LEAST_LOADED)


def test_a_light_offer_needs_nobody_and_every_other_track_does() -> None:
    """A light offer is sent by the system; the team is told so that it can be asked about."""
    found = assign(worker("w-1"), track=Track.LIGHT_OFFER, language="nl")
    assert found == Assignment(NOORD, NOBODY, "Noord", Why.AUTOMATIC)
    for track in set(Track) - {Track.LIGHT_OFFER}:
        assert assign(worker("w-1"), track=track).worker_id == "w-1"


people = st.builds(
    lambda name, team_id, capacity, speaks: worker(
        f"w-{name}", team_id, capacity, *(["pl"] if speaks else [])
    ),
    st.integers(0, 99),
    st.sampled_from([NOORD, REST]),
    st.integers(1, 50),
    st.booleans(),
)


@settings(deadline=None)
@given(
    st.lists(people, max_size=6, unique_by=lambda one: one.worker_id),
    st.lists(st.integers(0, 80), min_size=6, max_size=6),
    st.sampled_from(["", "pl", "uk"]),
)
def test_nobody_who_could_take_the_case_has_more_room(
    workers: list[Worker], cases: list[int], language: str
) -> None:
    """In the team, among who speaks it if anybody does, the least full; too full is told."""
    load = {one.worker_id: count for one, count in zip(workers, cases, strict=False)}
    found = assign(*workers, load=load, language=language)
    assert found == assign(*workers[::-1], load=load, language=language)
    members = [one for one in workers if one.team_id == NOORD]
    speakers = [one for one in members if language == "pl" and "pl" in one.languages]
    if not members:
        assert (found.worker_id, found.why) == (NOBODY, Why.NO_WORKER)
        return
    chosen = next(one for one in speakers or members if one.worker_id == found.worker_id)
    full = load[chosen.worker_id] / chosen.capacity
    assert all(full <= load[one.worker_id] / one.capacity for one in speakers or members)
    room = Why.LANGUAGE if speakers else Why.LEAST_LOADED
    assert found.why is (Why.OVER_CAPACITY if full >= 1 else room)
