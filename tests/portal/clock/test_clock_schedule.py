"""When a job is due: once for every local day, whatever the clocks of the country do."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.clock.schedule import Schedule
from protocols.work.clock import local_day

DAY = timedelta(days=1)
NIGHT = Schedule(time(2, 30))

instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(
    lambda one: one.replace(tzinfo=UTC)
)
times = st.times().map(lambda one: one.replace(microsecond=0))
schedules = st.one_of(
    st.builds(Schedule, times),
    st.builds(Schedule, times, weekdays=st.frozensets(st.integers(0, 6), min_size=1)),
    st.builds(Schedule, times, month_days=st.frozensets(st.integers(1, 28), min_size=1)),
)


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2026, 3, 28), 1),
        (date(2026, 3, 29), 1),
        (date(2026, 3, 30), 0),
        (date(2026, 10, 24), 0),
        (date(2026, 10, 25), 0),
        (date(2026, 10, 26), 1),
    ],
)
def test_half_past_two_comes_once_on_both_days_that_the_time_changes(day: date, hour: int) -> None:
    """In March it is 03:30 of summer time; in October the first of the two."""
    expected = datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC)
    before = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=2)
    turns = list(NIGHT.between(before, before + timedelta(hours=26)))
    assert [(one.at, one.on) for one in turns if one.on == day] == [(expected, day)]


@settings(deadline=None)
@given(schedules, instants, st.integers(0, 90))
def test_every_day_on_the_schedule_has_one_turn_on_that_day(
    schedule: Schedule, start: datetime, days: int
) -> None:
    """Turns rise, each lies on its own local day, and no day of the schedule is left out."""
    first = local_day(start) + DAY
    turns = list(schedule.between(start, start + (days + 3) * DAY))
    assert all(one.at < other.at for one, other in pairwise(turns))
    assert all(local_day(one.at) == one.on and schedule.falls_on(one.on) for one in turns)
    wanted = [first + n * DAY for n in range(days) if schedule.falls_on(first + n * DAY)]
    assert [one.on for one in turns if one.on in set(wanted)] == wanted


@settings(deadline=None)
@given(schedules, instants, st.integers(0, 10**7), st.integers(0, 10**7))
def test_looking_twice_finds_what_looking_once_finds(
    schedule: Schedule, start: datetime, first: int, second: int
) -> None:
    """A clock that looks at any moments has every turn once: ends belong to one look only."""
    middle = start + timedelta(seconds=first)
    end = middle + timedelta(seconds=second)
    parts = [*schedule.between(start, middle), *schedule.between(middle, end)]
    assert parts == list(schedule.between(start, end))


@settings(deadline=None)
@given(schedules, instants)
def test_the_next_turn_is_the_first_that_will_be_due(schedule: Schedule, at: datetime) -> None:
    """Until then there is nothing to do, and at that instant there is."""
    turn = schedule.next_after(at)
    assert turn.at > at
    assert list(schedule.between(at, turn.at)) == [turn]


@pytest.mark.parametrize(
    ("schedule", "told"),
    [
        (NIGHT, "elke dag 02:30"),
        (Schedule(time(7), frozenset({4, 0})), "ma, vr 07:00"),
        (Schedule(time(6), month_days=frozenset({1})), "dag 1 van de maand 06:00"),
    ],
)
def test_a_schedule_says_in_dutch_when_it_is(schedule: Schedule, told: str) -> None:
    """For `clock --list`."""
    assert str(schedule) == told


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekdays": frozenset({7})},
        {"month_days": frozenset({29})},
        {"month_days": frozenset({0})},
        {"weekdays": frozenset({1}), "month_days": frozenset({1})},
        {"at": time(2, tzinfo=UTC)},
    ],
)
def test_a_schedule_that_some_month_never_comes_to_cannot_be_made(wrong: dict[str, object]) -> None:
    """Nobody would miss the job on the thirtieth of February."""
    with pytest.raises(ValueError, match=r"schedule|days"):
        Schedule(**{"at": time(2), **wrong})  # type: ignore[arg-type]
