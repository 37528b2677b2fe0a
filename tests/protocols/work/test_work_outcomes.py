"""What the city decided about outcomes: acceptance, and the thirty days of a quick fix."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.rules import Rule
from protocols.work.contact import Outcome
from protocols.work.effort import Effort, Way
from protocols.work.outcomes import (
    MOST_QUICK_FIX_DAYS,
    ContactTerms,
    NotAQuickFix,
    QuickFix,
    quick_fix,
    quick_fix_until,
)
from protocols.work.points import Track

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
ACCEPTED = date(2026, 11, 2)
EFFORT = Effort(4, 2, 3, 2, 0)


TERMS = ContactTerms(
    effort={Track.CALL: (Rule(EFFORT, "attempts", "verzonnen", FIRST, LAST),)},
    ways={Track.CALL: (Rule((Way.PHONE,), "list", "verzonnen", FIRST, LAST),)},
    acceptance={
        Outcome.ADVICE: (Rule(True, "flag", "verzonnen", FIRST, LAST),),
        Outcome.MANAGES_ALONE: (Rule(False, "flag", "verzonnen", FIRST, LAST),),
    },
    quick_fix_days=(Rule(30, "days", "verzonnen", FIRST, LAST),),
)


def test_an_outcome_counts_as_acceptance_where_the_city_says_so() -> None:
    """Divosa 2024: cities count differently, so it is the city's row and nobody's guess."""
    assert TERMS.counts_as_acceptance(Outcome.ADVICE, ACCEPTED)
    assert not TERMS.counts_as_acceptance(Outcome.MANAGES_ALONE, ACCEPTED)


@pytest.mark.parametrize("on", [FIRST - timedelta(days=1), LAST + timedelta(days=1)])
def test_without_a_row_nothing_counts(on: date) -> None:
    """The pause of collection hangs on acceptance: silence does not start it."""
    assert not TERMS.counts_as_acceptance(Outcome.ADVICE, on)
    assert not TERMS.counts_as_acceptance(Outcome.FOLLOW_UP, ACCEPTED)
    assert TERMS.effort_on(Track.CALL, on) is None
    assert TERMS.ways_on(Track.CALL, on) == ()
    assert TERMS.quick_fix_days_on(on) == 0


def test_a_row_in_force_is_the_one_that_counts() -> None:
    """With its source, so that the worker can be told who decided it."""
    rule = TERMS.effort_on(Track.CALL, LAST)
    assert rule is not None
    assert (rule.value, rule.source) == (EFFORT, "verzonnen")
    assert TERMS.ways_on(Track.CALL, FIRST) == (Way.PHONE,)
    assert TERMS.effort_on(Track.VISIT, FIRST) is None


def test_solved_on_the_thirtieth_day_is_a_quick_fix() -> None:
    """Divosa Monitor: within 30 days of acceptance."""
    solved = ACCEPTED + timedelta(days=30)
    assert quick_fix(ACCEPTED, solved, None, TERMS) == QuickFix(ACCEPTED, solved, 30)
    assert quick_fix_until(ACCEPTED, 30) == date(2026, 12, 2)


def test_solved_a_day_later_is_not() -> None:
    """It may well be good help; it is booked as something else."""
    with pytest.raises(NotAQuickFix, match="30 dagen"):
        quick_fix(ACCEPTED, ACCEPTED + timedelta(days=31), None, TERMS)


def test_what_was_referred_is_not() -> None:
    """Divosa Monitor: without referral."""
    with pytest.raises(NotAQuickFix, match="doorverwezen"):
        quick_fix(ACCEPTED, ACCEPTED, ACCEPTED, TERMS)


def test_what_was_solved_before_it_was_accepted_is_not() -> None:
    """Then nobody helped."""
    with pytest.raises(NotAQuickFix, match="voor de aanvaarding"):
        quick_fix(ACCEPTED, ACCEPTED - timedelta(days=1), None, TERMS)


def test_without_a_row_there_is_no_quick_fix() -> None:
    """Not even on the day itself."""
    with pytest.raises(NotAQuickFix):
        quick_fix(ACCEPTED, ACCEPTED, None, ContactTerms())


def test_a_city_cannot_stretch_the_word() -> None:
    """Sixty days would be counted with the thirty of every other city."""
    sixty = replace(TERMS, quick_fix_days=(Rule(60, "days", "verzonnen", FIRST, LAST),))
    assert sixty.quick_fix_days_on(ACCEPTED) == MOST_QUICK_FIX_DAYS


@given(st.integers(-40, 80), st.integers(0, 60))
def test_a_quick_fix_outside_its_term_cannot_exist(after: int, days: int) -> None:
    """Whoever reads one need not check it."""
    solved = ACCEPTED + timedelta(days=after)
    if 0 <= after <= days <= MOST_QUICK_FIX_DAYS:
        assert QuickFix(ACCEPTED, solved, days).solved_on == solved
    else:
        with pytest.raises(ValueError, match="within its term"):
            QuickFix(ACCEPTED, solved, days)
