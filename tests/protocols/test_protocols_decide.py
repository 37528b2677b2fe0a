"""Deciding about an unsure signal: a reason that goes with it, and when it can be taken back."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.work.decide import (
    MOST_NOTE,
    REASONS,
    DecisionReason,
    Hindrance,
    ReasonFault,
    Standing,
    Trace,
    Verdict,
    faults_of,
    hindrance,
)
from tests.support import made

UNTIL = made.ON + timedelta(days=14)
AFTER = UNTIL + timedelta(days=1)


def test_every_reason_goes_with_a_verdict_and_only_the_open_one_with_both() -> None:
    """A reason that fits both would tell nothing, except with a note beside it."""
    same, different = (set(REASONS[verdict]) for verdict in Verdict)
    assert same | different == set(DecisionReason)
    assert same & different == {DecisionReason.OTHER}


@pytest.mark.parametrize(("verdict", "reason"), list(product(Verdict, DecisionReason)))
def test_a_reason_is_good_with_its_own_verdict_and_with_no_other(
    verdict: Verdict, reason: DecisionReason
) -> None:
    """ "Somebody else at the same address" is no reason to say that it is this resident."""
    fits = reason in REASONS[verdict]
    found = faults_of(verdict, reason.value, "omdat")
    assert found == (() if fits else (ReasonFault.NOT_A_REASON,))


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize(
    ("reason", "note", "faults"),
    [
        ("", "", [ReasonFault.NOT_A_REASON]),
        ("zomaar", "", [ReasonFault.NOT_A_REASON]),
        ("other", "", [ReasonFault.NOTE_MISSING]),
        ("other", "   ", [ReasonFault.NOTE_MISSING]),
        ("other", "x", []),
        ("other", "x" * MOST_NOTE, []),
        ("other", "x" * (MOST_NOTE + 1), [ReasonFault.NOTE_TOO_LONG]),
        ("", "x" * (MOST_NOTE + 1), [ReasonFault.NOT_A_REASON, ReasonFault.NOTE_TOO_LONG]),
    ],
)
def test_a_reason_is_required_and_another_one_must_be_told(
    verdict: Verdict, reason: str, note: str, faults: list[ReasonFault]
) -> None:
    """AVG art. 5(2): who decides can account for it. All that is wrong is told at once."""
    assert list(faults_of(verdict, reason, note)) == faults


@pytest.mark.parametrize(
    ("trace", "attempts", "why"),
    [
        (Trace.SET_ASIDE, 0, None),
        (Trace.IN_CASE, 0, None),
        (Trace.ASTRAY, 0, None),
        (Trace.UNDER_WAY, 0, Hindrance.UNDER_WAY),
        (Trace.IN_CLOSED_CASE, 0, Hindrance.CASE_CLOSED),
        (Trace.GONE, 0, Hindrance.GONE),
        (Trace.IN_CASE, 1, Hindrance.CONTACT_MADE),
        (Trace.IN_CASE, 9, Hindrance.CONTACT_MADE),
        (Trace.IN_CLOSED_CASE, 1, Hindrance.CONTACT_MADE),
        (Trace.GONE, 1, Hindrance.GONE),
    ],
)
def test_a_decision_can_be_taken_back_while_its_signal_is_here_and_nobody_acted_on_it(
    trace: Trace, attempts: int, why: Hindrance | None
) -> None:
    """Once somebody sought contact the resident may know of it."""
    assert hindrance(Standing(trace, attempts, UNTIL), made.ON) is why


def test_every_trace_stands_in_the_table_above() -> None:
    """A new trace must be thought about before it can be taken back from."""
    free = {one for one in Trace if hindrance(Standing(one, 0, UNTIL), made.ON) is None}
    assert free == {Trace.SET_ASIDE, Trace.IN_CASE, Trace.ASTRAY}


@pytest.mark.parametrize("trace", Trace)
def test_the_last_day_of_the_term_counts_and_the_day_after_does_not(trace: Trace) -> None:
    """Whatever else is the matter, a term that has passed has passed."""
    standing = Standing(trace, 0, UNTIL)
    assert hindrance(standing, UNTIL) is not Hindrance.TERM_PAST
    assert hindrance(standing, AFTER) is Hindrance.TERM_PAST


@given(st.sampled_from(Trace), st.integers(0, 3), st.integers(0, 30))
def test_what_cannot_be_taken_back_today_cannot_be_taken_back_later(
    trace: Trace, attempts: int, days: int
) -> None:
    """Time alone never opens what was closed."""
    standing = Standing(trace, attempts, UNTIL)
    if hindrance(standing, made.ON) is not None:
        assert hindrance(standing, made.ON + timedelta(days=days)) is not None
