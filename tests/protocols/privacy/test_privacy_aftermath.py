"""Withdrawal: everything that hangs on it is named, done one by one, and shown to be."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.privacy.aftermath import (
    CONSEQUENCES,
    TOLD,
    UNDOING,
    Aftermath,
    AftermathOpen,
    Consequence,
    Done,
    NotAConsequence,
    Settled,
    Undoing,
    aftermath_of,
    count_off,
)
from protocols.privacy.consent import ConsentExpired, ConsentWithdrawn, Purpose

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
DONE = Done("d-01", AT + timedelta(hours=1), "audit-88")


def open_aftermath(purpose: Purpose = Purpose.DOSSIER) -> Aftermath:
    """What hangs on a consent that was just withdrawn."""
    return aftermath_of(ConsentWithdrawn(purpose, "d-01", AT))


def finished(aftermath: Aftermath) -> Aftermath:
    """All of it done."""
    for what in aftermath.open_items:
        aftermath = count_off(aftermath, what, DONE)
    return aftermath


def test_every_purpose_says_what_hangs_on_it() -> None:
    """A purpose without consequences would go on after no."""
    assert set(CONSEQUENCES) == set(Purpose)
    for purpose, consequences in CONSEQUENCES.items():
        assert consequences[-1] is Consequence.RESIDENT_TOLD, purpose
        assert len(set(consequences)) == len(consequences) > 1


def test_every_consequence_is_stopped_or_undone_and_has_words() -> None:
    """And belongs to a purpose: a row that nothing leads to is dead."""
    assert set(UNDOING) == set(TOLD) == set(Consequence)
    assert {one for rows in CONSEQUENCES.values() for one in rows} == set(Consequence)
    assert set(UNDOING.values()) == set(Undoing)


def test_the_proposal_and_the_plan_hang_on_the_dossier() -> None:
    """Issue 6: with everything that hangs on it stopped or undone."""
    due = open_aftermath().due
    for one in (
        Consequence.DOSSIER_STOPPED,
        Consequence.PROPOSAL_WITHDRAWN,
        Consequence.PLAN_ENDED,
    ):
        assert one in due
    assert Consequence.HANDOVER_STOPPED not in due


def test_income_that_was_looked_up_is_erased_with_what_was_computed_from_it() -> None:
    """AVG art. 17(1)(b)."""
    due = open_aftermath(Purpose.INCOME).due
    assert {Consequence.INCOME_ERASED, Consequence.CEILING_ERASED} <= set(due)


def test_a_consent_that_expired_has_the_same_consequences() -> None:
    """There is no consent either way."""
    expired = aftermath_of(ConsentExpired(Purpose.CREDITORS, AT))
    assert expired == open_aftermath(Purpose.CREDITORS)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_withdrawal_is_settled_when_everything_is_done(purpose: Purpose) -> None:
    """With who did it, when and what shows it."""
    whole = finished(open_aftermath(purpose))
    assert Settled(whole).aftermath.open_items == ()
    assert set(whole.done.values()) == {DONE}


@given(st.sampled_from(Purpose), st.data())
def test_a_withdrawal_is_not_settled_while_one_thing_is_open(
    purpose: Purpose, data: st.DataObject
) -> None:
    """Whichever it is; and it is named."""
    left = data.draw(st.sampled_from(CONSEQUENCES[purpose]))
    aftermath = open_aftermath(purpose)
    for what in aftermath.due:
        if what is not left:
            aftermath = count_off(aftermath, what, DONE)
    with pytest.raises(AftermathOpen) as caught:
        Settled(aftermath)
    assert caught.value.open_items == (left,)
    assert TOLD[left] in str(caught.value)


def test_what_does_not_follow_is_not_counted_off() -> None:
    """A wrong row would hide a right one."""
    with pytest.raises(NotAConsequence):
        count_off(open_aftermath(Purpose.HANDOVER), Consequence.PLAN_ENDED, DONE)


def test_the_first_note_stays() -> None:
    """Counted off twice, the record of the first would be lost."""
    once = count_off(open_aftermath(), Consequence.PLAN_ENDED, DONE)
    with pytest.raises(NotAConsequence):
        count_off(once, Consequence.PLAN_ENDED, dataclasses.replace(DONE, by="d-02"))


@pytest.mark.parametrize(
    "done",
    [
        Done("d-01", AT + timedelta(hours=1), " "),
        Done("d-01", AT - timedelta(seconds=1), "audit-88"),
    ],
)
def test_done_needs_something_that_shows_it_and_came_after(done: Done) -> None:
    """What was done before nobody asked for."""
    with pytest.raises(NotAConsequence):
        count_off(open_aftermath(), Consequence.PLAN_ENDED, done)
