"""Admit, the days: a delivery within its window, and dates that can be true."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from protocols.covenant.admit import admit
from protocols.covenant.answer import Admitted, Asked, NotAdmitted, Refusal, Remark
from protocols.covenant.signal import Circumstance
from tests.support import made

ONE = timedelta(days=1)
CRISIS = frozenset({Circumstance.CRISIS})


def received(on: date, **changes: Any) -> Asked:
    """A signal of the day on which it was received."""
    since = {"arrears_since_on": on - timedelta(days=60), "signal_on": on}
    return made.asked(made.signal(1, **{**since, **changes}), on=on)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (1, Refusal.OUTSIDE_WINDOW),
        (19, Refusal.OUTSIDE_WINDOW),
        (20, None),
        (25, None),
        (26, Refusal.OUTSIDE_WINDOW),
        (30, Refusal.OUTSIDE_WINDOW),
    ],
)
def test_a_signal_comes_in_from_the_20th_to_the_25th(day: int, expected: Refusal | None) -> None:
    """LCV practice: delivery monthly between the 20th and the 25th, both included."""
    assert made.refusal(received(date(2026, 11, day))) is expected


def test_a_signal_outside_the_window_is_refused_with_the_article_of_the_window() -> None:
    """The window, not the consequence, is what the creditor must look up."""
    found = admit(received(date(2026, 11, 19)))
    assert found == NotAdmitted(Refusal.OUTSIDE_WINDOW, "CV-woonhof art. 10")


def test_a_covenant_without_a_window_is_open_the_whole_month() -> None:
    """Nothing agreed about days is no ground to refuse on a day."""
    for day in (1, 31):
        asked = replace(
            received(date(2026, 10, day)),
            terms=made.covenant("woonhof", delivery_window=None).on(made.ON),
        )
        assert made.refusal(asked) is None


def test_outside_the_window_is_noted_where_the_covenant_says_noted_and_refused_elsewhere() -> None:
    """LCV: what is not agreed about a late delivery is no permission for it."""
    late = received(date(2026, 11, 26)).row
    for word, expected in [("noted", None), ("refused", Refusal.OUTSIDE_WINDOW)]:
        assert made.refusal(made.asked(late, on=late.signal_on, outside_window=word)) is expected
    missing = made.asked(late, on=late.signal_on, outside_window=None)
    assert made.refusal(missing) is Refusal.OUTSIDE_WINDOW


def test_a_crisis_comes_in_on_any_day_and_without_a_remark() -> None:
    """LCV 30-11-2022: a signal that the cut-off rules require counts outside the window too."""
    found = admit(received(date(2026, 11, 3), circumstances=CRISIS))
    assert isinstance(found, Admitted)
    assert Remark.OUTSIDE_WINDOW not in found.remarks


@pytest.mark.parametrize(
    ("ahead", "expected"), [(-1, None), (0, None), (1, None), (2, Refusal.SIGNAL_DATE)]
)
def test_a_signal_of_the_day_after_tomorrow_is_refused(
    ahead: int, expected: Refusal | None
) -> None:
    """AVG art. 5(1)(d), accuracy: one day is a clock that runs ahead, two is a typing error."""
    day = made.ON + timedelta(days=ahead)
    row = made.signal(1, signal_on=day, arrears_since_on=day - timedelta(days=60))
    assert made.refusal(made.asked(row)) is expected


@pytest.mark.parametrize(("days", "expected"), [(183, None), (184, Refusal.SIGNAL_DATE)])
@pytest.mark.parametrize("circumstances", [frozenset(), CRISIS])
def test_a_signal_of_more_than_half_a_year_ago_is_refused(
    days: int, expected: Refusal | None, circumstances: frozenset[Circumstance]
) -> None:
    """AVG art. 5(1)(d): so old a day is a mistake; half a year is the window of Divosa too."""
    day = made.ON - timedelta(days=days)
    since = day - timedelta(days=60)
    row = made.signal(1, signal_on=day, arrears_since_on=since, circumstances=circumstances)
    assert made.refusal(made.asked(row)) is expected


def test_arrears_cannot_begin_after_the_signal_about_them() -> None:
    """AVG art. 5(1)(d): on the day itself it is possible (too young, perhaps), after it never."""
    young = made.signal(1, arrears_since_on=made.ON)
    unborn = made.signal(1, arrears_since_on=made.ON + ONE)
    assert made.refusal(made.asked(young, minimum_age_days=0)) is None
    found = admit(made.asked(unborn, minimum_age_days=None))
    assert found == NotAdmitted(Refusal.SIGNAL_DATE, "CV-woonhof")
    assert made.refusal(made.asked(replace(unborn, circumstances=CRISIS))) is Refusal.SIGNAL_DATE


def test_an_impossible_date_is_refused_by_the_covenant_as_a_whole() -> None:
    """No article speaks of dates that cannot be; quoting one would send a jurist astray."""
    row = made.signal(1, signal_on=made.ON + 2 * ONE)
    assert admit(made.asked(row)) == NotAdmitted(Refusal.SIGNAL_DATE, "CV-woonhof")
