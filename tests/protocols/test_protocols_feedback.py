"""What a creditor hears: a code the covenant allows, and nothing that silence could tell."""

from dataclasses import fields
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.covenant.feedback import (
    OF_RESIDENTS,
    SAFE,
    WITH_PAUSE,
    BadFeedback,
    Code,
    Feedback,
    Reference,
    allowed,
    due_days,
    feedback_for,
    pause_until,
)
from protocols.covenant.terms import Terms
from protocols.work.contact import ACCEPTANCE, Outcome
from tests.support import made

ABOUT = Reference("d18a3f00-12")
SUBSETS = [
    frozenset(some) for size in range(len(Code) + 1) for some in combinations(list(Code), size)
]


def terms(*codes: Code, **changes: object) -> Terms:
    """A covenant that allows these codes."""
    told = tuple(code.value for code in codes)
    return made.covenant("woonhof", **{"feedback": told, **changes}).on(made.ON)


def test_feedback_has_no_field_in_which_a_note_could_stand() -> None:
    """Enforced by type: a closed code, an opaque reference, and days."""
    kinds = {field.name: field.type for field in fields(Feedback)}
    assert kinds == {"code": Code, "about": Reference, "told_on": date, "until_on": date | None}


@pytest.mark.parametrize(
    "note",
    [
        "belt u haar eens",
        "jansen-12",
        "Jansen-12",
        "d1",
        "d1-",
        "d1-a",
        "-1",
        "d1 -1",
        "d1-1\n",
        "d1-1;x",
        "é1-1",
        "",
        f"d{'1' * 64}-1",
    ],
)
def test_a_note_is_no_reference(note: str) -> None:
    """What reads like a word, a name or a sentence is refused, and not repeated."""
    with pytest.raises(BadFeedback) as refused:
        Reference(note)
    assert not note or note not in str(refused.value)


@pytest.mark.parametrize("text", ["d1-1", "d018b3f2a4c5d6e7f809a-50000", "d1-2-3"])
def test_a_delivery_and_a_row_are_a_reference(text: str) -> None:
    """The pair of the test above."""
    assert Reference(text) == text
    assert f"{Reference(text).delivery_id}-" in text


def test_feedback_about_anything_else_is_refused() -> None:
    """Also when a type checker was not asked."""
    with pytest.raises(BadFeedback):
        Feedback(Code.CLOSED, "d1-1", made.ON)  # type: ignore[arg-type]
    with pytest.raises(BadFeedback):
        Feedback("closed", ABOUT, made.ON)  # type: ignore[arg-type]
    with pytest.raises(BadFeedback):
        Feedback(Code.CLOSED, ABOUT, made.ON, made.ON)
    with pytest.raises(BadFeedback):
        Feedback(Code.HELP_ACCEPTED, ABOUT, made.ON, made.ON - timedelta(days=1))


@pytest.mark.parametrize("outcome", [one for one in Outcome if ACCEPTANCE[one]])
def test_accepted_help_is_told_with_the_last_day_of_the_pause(outcome: Outcome) -> None:
    """LCV: at most 30 days after acceptance; the day of acceptance is not counted."""
    told = feedback_for(outcome, terms(*SAFE), ABOUT, made.ON)
    assert told == Feedback(Code.HELP_ACCEPTED, ABOUT, made.ON, made.ON + timedelta(days=30))


@pytest.mark.parametrize("outcome", [one for one in Outcome if not ACCEPTANCE[one]])
def test_no_other_outcome_is_told_under_the_safe_set(outcome: Outcome) -> None:
    """An absent row means that nothing leaves."""
    assert feedback_for(outcome, terms(*SAFE), ABOUT, made.ON) is None


def test_a_covenant_without_feedback_tells_nothing() -> None:
    """Neither of outcomes nor by the clock."""
    silent = terms(feedback=None)
    assert not [one for one in Outcome if feedback_for(one, silent, ABOUT, made.ON)]
    assert due_days(silent) == {}


def test_without_a_pause_in_the_covenant_accepted_help_has_no_last_day() -> None:
    """What was not agreed is not asked."""
    told = feedback_for(Outcome.ADVICE, terms(*SAFE, pause_days=None), ABOUT, made.ON)
    assert told == Feedback(Code.HELP_ACCEPTED, ABOUT, made.ON)
    assert pause_until(terms(pause_days=0), made.ON) is None


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (Outcome.NEVER_REACHED, Code.NO_CONTACT),
        (Outcome.MANAGES_ALONE, Code.CONTACT),
        (Outcome.ALREADY_HELPED, Code.ALREADY_KNOWN),
        (Outcome.NOT_RESIDENT, Code.NOT_RESIDENT),
    ],
)
def test_a_code_beyond_the_safe_set_is_told_when_the_covenant_says_so(
    outcome: Outcome, code: Code
) -> None:
    """And only with `not_resident` beside it, as it tells that somebody is a resident."""
    both = terms(code, Code.NOT_RESIDENT)
    assert feedback_for(outcome, both, ABOUT, made.ON) == Feedback(code, ABOUT, made.ON)


@pytest.mark.parametrize("code", sorted(OF_RESIDENTS))
def test_a_code_of_residents_stays_here_while_residency_may_not_be_told(code: Code) -> None:
    """The pair of the test above: named in the covenant, and still not told."""
    assert code not in allowed(terms(code, *SAFE))
    assert not [one for one in Outcome if _said(one, terms(code)) is code]


def test_two_cases_that_differ_in_what_may_not_be_told_give_equal_feedback() -> None:
    """While residency may not be told, all but accepted help says what a stranger's signal says.

    For a signal of a stranger there is no outcome and no feedback of one: None. Every set of codes
    that a covenant could allow is tried, with every outcome.
    """
    for codes in SUBSETS:
        agreed = terms(*codes)
        said = {outcome: _said(outcome, agreed) for outcome in Outcome}
        assert {code for code in said.values() if code} <= codes
        if Code.NOT_RESIDENT not in codes:
            assert {said[one] for one in Outcome if not ACCEPTANCE[one]} == {None}


def _said(outcome: Outcome, agreed: Terms) -> Code | None:
    told = feedback_for(outcome, agreed, ABOUT, made.ON)
    return told.code if told else None


def test_the_clock_tells_by_covenant_alone() -> None:
    """Received and rejected at once, in treatment a day later, closed on the day agreed."""
    found = due_days(terms(*Code, feedback_closed_days=60))
    assert found == {
        Code.RECEIVED: 0,
        Code.REJECTED: 0,
        Code.IN_TREATMENT: 1,
        Code.CLOSED: 60,
    }
    assert Code.CLOSED not in due_days(terms(*Code))
    assert due_days(terms(Code.CLOSED, feedback_closed_days=60)) == {Code.CLOSED: 60}


def test_no_code_is_told_both_by_the_clock_and_by_an_outcome() -> None:
    """Or its day would show that there was an outcome, and so a resident."""
    by_clock = set(due_days(terms(*Code, feedback_closed_days=60)))
    by_outcome = {_said(one, terms(*codes)) for one in Outcome for codes in SUBSETS}
    assert not by_clock & by_outcome
    assert by_clock | by_outcome - {None} == set(Code)


@given(st.sampled_from(list(Outcome)), st.dates(date(2021, 1, 1), date(2100, 1, 1)))
def test_a_pause_never_ends_before_it_begins(outcome: Outcome, on: date) -> None:
    """Whatever the day; and only codes that ask for one have a last day."""
    told = feedback_for(outcome, terms(*Code), ABOUT, on)
    if told is not None and told.until_on is not None:
        assert told.code in WITH_PAUSE
        assert told.until_on == on + timedelta(days=30)
