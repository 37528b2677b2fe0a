"""When a worker is reminded of a case that nobody has tried to reach."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.work.reminders import Reminder, remind_until, reminder_of

ON = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("by", "found"),
    [
        (date(2026, 11, 21), Reminder.OVER),
        (date(2026, 11, 22), Reminder.SOON),
        (date(2026, 11, 29), Reminder.SOON),
        (date(2026, 11, 30), None),
    ],
)
def test_a_week_before_the_end_of_the_term_and_after_it(by: date, found: Reminder | None) -> None:
    """The last day of the term is still in time; the day before the week nothing is said."""
    assert reminder_of(by, ON, 7) is found


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(-400, 400), st.integers(0, 60))
def test_whoever_is_reminded_of_falls_within_the_question(on: date, offset: int, days: int) -> None:
    """The store is asked for cases until that day: none of them may be missed by it."""
    by = on + timedelta(days=offset)
    assert (reminder_of(by, on, days) is None) == (by > remind_until(on, days))
