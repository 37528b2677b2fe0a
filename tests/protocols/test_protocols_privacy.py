"""The privacy protocol: what follows from a match, how deep, in which bands, for how long."""

import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.ids import ResidentId
from protocols.judgement import Disposition, Judgement, MatchKind, dispose
from protocols.privacy.audit import Action, AuditEntry, Origin
from protocols.privacy.terms import Depth, Kept, PrivacyTerms
from protocols.rules import Rule
from tests.support import made

ONE = timedelta(days=1)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
AROUND = (FIRST - ONE, FIRST, LAST, LAST + ONE)
RESIDENT = ResidentId("r-1")


def dated(value: Any) -> Rule[Any]:
    """A row that holds in 2026 only."""
    return Rule(value, "-", "verzonnen", FIRST, LAST)


@pytest.mark.parametrize("kind", MatchKind)
@pytest.mark.parametrize("disposition", Disposition)
@pytest.mark.parametrize("resident_id", [RESIDENT, None])
def test_a_signal_proceeds_only_when_the_table_says_so_and_there_is_a_resident(
    kind: MatchKind, disposition: Disposition, resident_id: ResidentId | None
) -> None:
    """AVG art. 22: without a resident a human decides, whatever the table says."""
    found = dispose(Judgement(kind, "rule", resident_id), {kind: made.rule(disposition)})
    nobody = disposition is Disposition.PROCEED and resident_id is None
    assert found is (Disposition.REVIEW if nobody else disposition)


@pytest.mark.parametrize("kind", MatchKind)
def test_a_kind_of_match_without_a_row_is_minimised(kind: MatchKind) -> None:
    """AVG art. 5(1)(c): what nobody decided to keep is not kept; another kind's row is no row."""
    others = {other: made.rule(Disposition.PROCEED) for other in MatchKind if other is not kind}
    judgement = Judgement(kind, "rule", RESIDENT)
    assert dispose(judgement, {}) is dispose(judgement, others) is Disposition.MINIMISE


def test_dispositions_hold_on_their_first_and_last_day_and_are_absent_around() -> None:
    """A row that ended is gone from the table, so its kind is minimised from the next day."""
    terms = replace(
        made.privacy(),
        dispositions={
            MatchKind.RESIDENT: (dated(Disposition.PROCEED),),
            MatchKind.COMPANY: (made.rule(Disposition.MINIMISE),),
        },
    )
    tables = [terms.dispositions_on(day) for day in AROUND]
    assert [MatchKind.RESIDENT in table for table in tables] == [False, True, True, False]
    assert all(table[MatchKind.COMPANY].value is Disposition.MINIMISE for table in tables)
    assert tables[1][MatchKind.RESIDENT].value is Disposition.PROCEED


@pytest.mark.parametrize("depth", Depth)
def test_a_depth_holds_on_its_days_and_around_it_nothing_may_be_seen(depth: Depth) -> None:
    """Wgs: the city's own claims are not looked into for prevention, unless a row allows it."""
    terms = replace(made.privacy(), depth=(dated(depth),))
    assert [terms.depth_on(day) for day in AROUND] == [Depth.NONE, depth, depth, Depth.NONE]


def test_a_depth_changes_on_the_day_of_its_new_row() -> None:
    """Consent or a new decision opens more, from its own first day."""
    new = Rule(Depth.SUMMARY, "choice", "verzonnen", LAST + ONE)
    terms = replace(made.privacy(), depth=(dated(Depth.NONE), new))
    assert [terms.depth_on(day) for day in (LAST, LAST + ONE)] == [Depth.NONE, Depth.SUMMARY]


def test_bands_are_those_of_the_day_in_ascending_order() -> None:
    """The first band that fits is the one that is told, so the order decides what is told."""
    bands = (made.rule(100_000), dated(25_000), made.rule(50_000))
    terms = replace(made.privacy(), claim_bands=bands)
    assert terms.bands_on(FIRST) == (25_000, 50_000, 100_000)
    assert terms.bands_on(FIRST - ONE) == terms.bands_on(LAST + ONE) == (50_000, 100_000)
    assert replace(terms, claim_bands=()).bands_on(FIRST) == ()


@pytest.mark.parametrize("kept", Kept)
def test_a_retention_holds_on_its_days_and_around_it_nothing_was_decided(kept: Kept) -> None:
    """AVG art. 5(1)(e); Raalte destroys after six months. No row: keep, and say so."""
    terms = replace(made.privacy(), retention_days={kept: (dated(183),)})
    assert [terms.retention_on(kept, day) for day in AROUND] == [None, 183, 183, None]
    others = [other for other in Kept if other is not kept]
    assert [terms.retention_on(other, FIRST) for other in others] == [None] * len(others)


def test_each_category_has_a_retention_of_its_own() -> None:
    """What waits for a human is kept for less long than what led to a case."""
    terms = made.privacy()
    assert terms.retention_on(Kept.REVIEW, made.ON) == 28
    assert terms.retention_on(Kept.CLOSED_CASE, made.ON) == 183


def terms_of(review: int | None, decision: int | None) -> PrivacyTerms:
    """A privacy protocol with these terms in days; None: the city decided nothing."""
    days = {Kept.REVIEW: review, Kept.DECISION: decision}
    rows = {kept: (made.rule(value),) for kept, value in days.items() if value is not None}
    return replace(made.privacy(), retention_days=rows)


@pytest.mark.parametrize(
    ("review", "decision", "first", "later"),
    [(28, 14, 28, 42), (28, None, 28, 28), (None, 14, None, None), (1, 1, 1, 2)],
)
def test_a_held_signal_waits_its_term_and_once_more_when_it_came_back(
    review: int | None, decision: int | None, first: int | None, later: int | None
) -> None:
    """However often it comes back: the second and the tenth time end on the same day."""
    terms = terms_of(review, decision)
    expected = [first, later, later]
    assert [terms.waiting_days(turn, made.ON) for turn in (0, 1, 10)] == expected
    last = [None if days is None else made.ON + timedelta(days) for days in expected]
    assert [terms.waits_until(made.ON, turn, made.ON) for turn in (0, 1, 10)] == last


@pytest.mark.parametrize(
    ("waited", "left"), [(0, 14), (28, 14), (29, 13), (41, 1), (42, 0), (43, None), (400, None)]
)
def test_a_decision_can_be_taken_back_in_its_term_but_not_past_the_signals_own(
    waited: int, left: int | None
) -> None:
    """Taking back never lengthens the time that somebody's data is kept (AVG art. 5(1)(e))."""
    until = terms_of(28, 14).undo_until(made.ON - timedelta(waited), made.ON)
    assert until == (None if left is None else made.ON + timedelta(left))


def test_without_a_row_a_decision_is_final() -> None:
    """A rule that is not in the table is not a rule."""
    assert terms_of(28, None).undo_until(made.ON, made.ON) is None
    assert terms_of(None, 14).undo_until(date(2020, 1, 1), made.ON) == made.ON + timedelta(14)


@given(
    st.integers(1, 400) | st.none(),
    st.integers(1, 400) | st.none(),
    st.lists(st.integers(0, 60), max_size=8),
)
def test_deciding_and_taking_back_for_ever_ends_when_it_must(
    review: int | None, decision: int | None, waits: list[int]
) -> None:
    """No sequence of decisions keeps a signal longer than both terms together."""
    terms, on = terms_of(review, decision), made.ON
    for wait in waits:
        on += timedelta(wait)
        until = terms.undo_until(made.ON, on)
        if until is not None and review is not None:
            assert on <= until <= made.ON + timedelta(review + (decision or 0))
        assert (until is None) or decision is not None


def test_an_institution_is_known_by_its_residents_on_the_days_that_a_row_says_so() -> None:
    """Without a row no address is so full that it stops being a household."""
    terms = replace(made.privacy(), many_residents=(dated(12),))
    assert [terms.many_residents_on(day) for day in AROUND] == [1_000_000, 12, 12, 1_000_000]


def test_an_audit_entry_has_the_six_fields_of_bio2_and_its_ground() -> None:
    """BIO2 8.15.01: action, object, result, origin, actor, time; AVG art. 5 and 6 beside them."""
    at = datetime(2026, 11, 22, 9, tzinfo=UTC)
    entry = AuditEntry(at, "w-1", Origin.WEB, Action.CASE_READ, "case", "c-1", "ok", "doel")
    names = {one.name for one in fields(entry)}
    assert {"action", "object_type", "object_id", "result", "origin", "actor", "at"} <= names
    assert {"purpose", "basis", "detail"} == names - {
        "action",
        "object_type",
        "object_id",
        "result",
        "origin",
        "actor",
        "at",
    }
    assert (entry.basis, dict(entry.detail)) == ("", {})


def test_an_action_is_a_thing_and_what_was_done_to_it() -> None:
    """A closed vocabulary can be counted; free text could hold personal data."""
    assert all(re.fullmatch(r"[a-z]+\.[a-z-]+", action.value) for action in Action)
    assert {"case.read", "caseload.read", "review.read", "receipts.read", "audit.read"} <= {
        action.value for action in Action
    }
