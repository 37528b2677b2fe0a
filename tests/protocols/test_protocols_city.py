"""A city on a day: only the rows in force count, each table by its own days."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from protocols.ids import TeamId, WorkerId
from protocols.rules import Rule
from protocols.work.points import Measure, Step, Track
from protocols.work.route import District, Team, Worker
from tests.support import made

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
AROUND = (FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1))
SHOWN = [False, True, True, False]


def dated(value: Any) -> Rule[Any]:
    """A row that holds in 2026 only."""
    return Rule(value, "-", "verzonnen", FIRST, LAST)


def test_steps_and_tracks_count_on_their_days_only() -> None:
    """A changed weighing table holds from its first day; last year's cases keep their reason."""
    city = replace(
        made.city(),
        steps=(made.rule(Step(Measure.CRISIS, 1, 5)), dated(Step(Measure.MINORS, 1, 7))),
        tracks=(made.rule((0, Track.LETTER)), dated((5, Track.VISIT))),
    )
    tables = [city.weighing_on(day) for day in AROUND]
    assert [Measure.MINORS in table.steps for table in tables] == SHOWN
    assert all(Measure.CRISIS in table.steps for table in tables)
    assert [table.track(5) is Track.VISIT for table in tables] == SHOWN
    assert {table.track(4) for table in tables} == {Track.LETTER}


def test_districts_teams_and_workers_are_there_on_their_days_only() -> None:
    """Who left last month gets no cases; the order of the tables stays the order of choice."""
    always = Team(TeamId("t-1"), "Een", (), ())
    dated_team = Team(TeamId("t-2"), "Twee", (), ())
    worker = Worker(WorkerId("w-1"), TeamId("t-1"), ("nl",), 40)
    district = District("Noord", ("1111",))
    city = replace(
        made.city(),
        districts=(dated(district),),
        teams=(dated(dated_team), made.rule(always)),
        workers=(dated(worker),),
    )
    routings = [city.routing_on(day) for day in AROUND]
    assert [routing.districts == (district,) for routing in routings] == SHOWN
    assert [routing.workers == (worker,) for routing in routings] == SHOWN
    assert [routing.teams == (dated_team, always) for routing in routings] == SHOWN
    assert routings[0].teams == (always,)
