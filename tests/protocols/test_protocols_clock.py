"""Legal clocks: terms over weekends and holidays, and the day it is where the residents live."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.rules import Rule
from protocols.work.clock import Calendar, Clocks, DayKind, Term, local_day
from protocols.work.points import Track
from tests.support import made

ONE = timedelta(days=1)
EASTER = Calendar(frozenset({date(2026, 4, 3), date(2026, 4, 5), date(2026, 4, 6)}))
YEAR_END = Calendar(frozenset({date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)}))
THREE = Term(3, DayKind.WORKING)
WEEKS = Term(28, DayKind.CALENDAR)

starts = st.dates(date(2020, 1, 1), date(2035, 12, 31))
lengths = st.integers(1, 60)


@st.composite
def calendars(draw: st.DrawFn, start: date) -> Calendar:
    """Some holidays in the four months after a day, in a row or apart."""
    offsets = draw(st.sets(st.integers(-5, 120), max_size=25))
    return Calendar(frozenset(start + timedelta(days=offset) for offset in offsets))


def works(calendar: Calendar, day: date) -> bool:
    """Whether a day is neither a Saturday, nor a Sunday, nor a holiday."""
    return day.isoweekday() <= 5 and day not in calendar.holidays


def days_between(first: date, last: date) -> list[date]:
    """The days from one to another, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2026, 11, 16), date(2026, 11, 19)),
        (date(2026, 11, 18), date(2026, 11, 23)),
        (date(2026, 11, 20), date(2026, 11, 25)),
        (date(2026, 11, 21), date(2026, 11, 25)),
        (date(2026, 11, 22), date(2026, 11, 25)),
    ],
)
def test_three_working_days_skip_the_weekend_and_not_the_start_day(start: date, last: date) -> None:
    """Wgs: three working days in a threatening situation; from a Wednesday that is a Monday."""
    assert Calendar().add(start, THREE) == last


@pytest.mark.parametrize(
    ("calendar", "start", "last"),
    [
        (EASTER, date(2026, 4, 1), date(2026, 4, 8)),
        (EASTER, date(2026, 4, 2), date(2026, 4, 9)),
        (YEAR_END, date(2026, 12, 24), date(2026, 12, 30)),
        (YEAR_END, date(2026, 12, 30), date(2027, 1, 5)),
    ],
)
def test_working_days_skip_holidays_also_beside_a_weekend_and_over_a_year_end(
    calendar: Calendar, start: date, last: date
) -> None:
    """Algemene termijnenwet art. 3: Good Friday counts as one; the Monday after Easter is one."""
    assert calendar.add(start, THREE) == last


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2026, 3, 4), date(2026, 4, 1)),
        (date(2026, 3, 5), date(2026, 4, 2)),
        (date(2026, 3, 6), date(2026, 4, 7)),
        (date(2026, 3, 7), date(2026, 4, 7)),
        (date(2026, 3, 9), date(2026, 4, 7)),
        (date(2026, 3, 10), date(2026, 4, 7)),
        (date(2026, 3, 14), date(2026, 4, 13)),
    ],
)
def test_four_weeks_that_end_on_a_weekend_or_holiday_end_on_the_next_working_day(
    start: date, last: date
) -> None:
    """Algemene termijnenwet art. 1(1); what lies inside the term is not skipped."""
    assert EASTER.add(start, WEEKS) == last


def test_a_term_of_no_days_ends_on_its_start() -> None:
    """The same day; in calendar days it still may not end on a Sunday."""
    sunday = date(2026, 11, 22)
    assert Calendar().add(sunday, Term(0, DayKind.WORKING)) == sunday
    assert Calendar().add(sunday, Term(0, DayKind.CALENDAR)) == date(2026, 11, 23)


@settings(deadline=None)
@given(st.data(), starts, lengths)
def test_working_days_are_counted_one_by_one(data: st.DataObject, start: date, length: int) -> None:
    """Between the start (not counted) and the end (counted) lie exactly that many working days."""
    calendar = data.draw(calendars(start))
    last = calendar.add(start, Term(length, DayKind.WORKING))
    inside = [day for day in days_between(start + ONE, last) if works(calendar, day)]
    assert len(inside) == length
    assert inside[-1] == last


@settings(deadline=None)
@given(st.data(), starts, lengths)
def test_a_calendar_term_moves_on_and_never_back(
    data: st.DataObject, start: date, length: int
) -> None:
    """Algemene termijnenwet art. 1(1): to the first day that is no weekend day or holiday."""
    calendar = data.draw(calendars(start))
    end, last = start + timedelta(days=length), calendar.add(start, Term(length, DayKind.CALENDAR))
    assert works(calendar, last)
    assert last >= end
    assert not any(works(calendar, day) for day in days_between(end, last - ONE))


def clocks(*rows: Rule[Term]) -> Clocks:
    """Clocks with rows for a visit."""
    return Clocks({Track.VISIT: rows}, EASTER)


def test_a_track_has_the_term_that_is_in_force_on_the_start_day() -> None:
    """A term that changes later does not change a clock that runs."""
    old = Rule(THREE, "working_days", "verzonnen", made.START, date(2026, 4, 1))
    new = Rule(WEEKS, "calendar_days", "verzonnen", date(2026, 4, 2))
    found = clocks(old, new)
    assert found.first_contact_by(Track.VISIT, date(2026, 4, 1)) == date(2026, 4, 8)
    assert found.first_contact_by(Track.VISIT, date(2026, 4, 2)) == date(2026, 4, 30)


def test_without_a_row_the_clock_is_a_year() -> None:
    """No term was agreed, yet nothing may stay open for ever."""
    assert clocks().first_contact_by(Track.VISIT, date(2026, 3, 2)) == date(2027, 3, 2)
    other = clocks(made.rule(THREE)).first_contact_by(Track.CALL, date(2026, 3, 2))
    assert other == date(2027, 3, 2)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-11-21T22:59:59", date(2026, 11, 21)),
        ("2026-11-21T23:00:00", date(2026, 11, 22)),
        ("2026-07-01T21:59:59", date(2026, 7, 1)),
        ("2026-07-01T22:00:00", date(2026, 7, 2)),
        ("2026-03-28T22:59:59", date(2026, 3, 28)),
        ("2026-03-28T23:00:00", date(2026, 3, 29)),
        ("2026-03-29T21:59:59", date(2026, 3, 29)),
        ("2026-03-29T22:00:00", date(2026, 3, 30)),
        ("2026-10-24T21:59:59", date(2026, 10, 24)),
        ("2026-10-24T22:00:00", date(2026, 10, 25)),
        ("2026-10-25T22:59:59", date(2026, 10, 25)),
        ("2026-10-25T23:00:00", date(2026, 10, 26)),
        ("2026-12-31T23:00:00", date(2027, 1, 1)),
    ],
)
def test_a_legal_day_begins_at_local_midnight_in_winter_and_in_summer(
    instant: str, day: date
) -> None:
    """A delivery of half past midnight is of that day, also on the days that the clock changes."""
    at = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert local_day(at) == day


@settings(deadline=None)
@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)),
    st.integers(-14 * 60, 14 * 60),
)
def test_a_legal_day_depends_on_the_instant_and_not_on_how_it_was_written(
    naive: datetime, minutes: int
) -> None:
    """Amsterdam and Brussels have the same day, and an offset in a message changes nothing."""
    at = naive.replace(tzinfo=UTC)
    elsewhere = at.astimezone(timezone(timedelta(minutes=minutes)))
    brussels = at.astimezone(ZoneInfo("Europe/Brussels")).date()
    assert local_day(at) == local_day(elsewhere) == brussels
