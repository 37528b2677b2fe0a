"""Loading a file over what is known: every change is found, and nothing strange gets through."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.claims.claim import Charged, Claim, Phase, Source
from protocols.claims.fingerprint import FIELDS, changed_fields, fingerprint
from protocols.claims.loading import (
    Decision,
    Found,
    Known,
    OutOfOrder,
    Presence,
    What,
    batches,
    decide,
)
from protocols.claims.reference import Ogm
from protocols.claims.suspicion import (
    Counts,
    Limits,
    Suspicion,
    SuspiciousFile,
    check,
    suspicions,
)
from protocols.claims.words import Entity, OwnStep
from protocols.money import Cents
from tests.support.claims import DUE, charged, claim

LIMITS = Limits(gone_bp=2_000, changed_bp=500, from_claims=10)
NEXT = DUE + timedelta(days=500)

CHANGES: dict[str, Claim] = {
    "entity": claim(entity=Entity.OCMW),
    "service": claim(service="Sport"),
    "category": claim(category="tax"),
    "application": claim(source=Source("ander", "f-1")),
    "source_key": claim(source=Source("facturatie", "f-2")),
    "reference": claim(reference=Ogm.of(12)),
    "principal_cents": claim(amount=charged(10_001)),
    "reminder_cents": claim(amount=charged(reminder=1)),
    "bailiff_cents": claim(amount=charged(bailiff=1)),
    "interest_cents": claim(amount=charged(interest=1)),
    "paid_cents": claim(paid_cents=Cents(1)),
    "reduced_cents": claim(reduced_cents=Cents(1)),
    "sent_on": claim(sent_on=DUE),
    "due_on": claim(due_on=DUE - timedelta(days=1)),
    "limitation_on": claim(limitation_on=NEXT),
    "disputed_on": claim(disputed_on=NEXT),
    "reminders": claim(phase=Phase(1)),
    "bailiff_on": claim(phase=Phase(0, DUE)),
    "done": claim(phase=Phase(0, None, frozenset({OwnStep.INVOICE}))),
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_change_is_found_in_its_own_field_only(field: str) -> None:
    """The report says which fields changed; nothing about the claim is left out."""
    assert changed_fields(fingerprint(claim()), fingerprint(CHANGES[field])) == (field,)


def test_every_field_has_a_change_in_these_tests() -> None:
    """The pair: a field that is added must be compared too."""
    assert set(FIELDS) == {*CHANGES, "owed_by"}
    own = set(Claim.__dataclass_fields__) | set(Charged.__dataclass_fields__)
    compared = own | set(Phase.__dataclass_fields__) | {"application", "source_key", "owed_by"}
    assert set(FIELDS) == compared - {"claim_id", "charged", "phase", "source"}


def test_who_owes_it_counts_but_not_in_which_order() -> None:
    """Two parents are the same two parents."""
    both = fingerprint(claim(), ("b", "a"))
    assert both == fingerprint(claim(), ("a", "b"))
    assert changed_fields(both, fingerprint(claim(), ("a",))) == ("owed_by",)


def test_a_text_of_an_older_version_differs_in_every_field() -> None:
    """Rather compared once too often than wrongly the same."""
    assert changed_fields("0\x1fx", fingerprint(claim())) == FIELDS
    assert changed_fields("0\x1fx", "0\x1fx") == ()


def known(**claims: str) -> list[Known]:
    """What is stored, by claim id."""
    return [Known(claim_id, text) for claim_id, text in sorted(claims.items())]


def found(**claims: str) -> list[Found]:
    """What is in the file, by claim id."""
    return [Found(claim_id, text) for claim_id, text in sorted(claims.items())]


def test_new_changed_unchanged_and_gone() -> None:
    """One decision per claim, in the order of the ids."""
    old, paid = fingerprint(claim()), fingerprint(CHANGES["paid_cents"])
    decisions = decide(known(a=old, b=old, c=old, e=old), found(b=old, c=paid, d=old, f=old))
    assert list(decisions) == [
        Decision("a", What.GONE),
        Decision("b", What.UNCHANGED),
        Decision("c", What.CHANGED, ("paid_cents",)),
        Decision("d", What.NEW),
        Decision("e", What.GONE),
        Decision("f", What.NEW),
    ]


def test_a_claim_that_comes_back_is_reopened_and_one_that_stays_away_is_quiet() -> None:
    """Gone is told once; what changed meanwhile is told with the return."""
    old, more = fingerprint(claim()), fingerprint(CHANGES["reminder_cents"])
    gone = [Known(one, old, Presence.GONE) for one in "abcd"]
    assert list(decide(gone, found(b=old, c=more))) == [
        Decision("b", What.REOPENED),
        Decision("c", What.REOPENED, ("reminder_cents",)),
    ]


@pytest.mark.parametrize("ids", ["ba", "aa"])
def test_a_stream_out_of_order_is_refused(ids: str) -> None:
    """A double number too: which of the two would hold?"""
    with pytest.raises(OutOfOrder) as caught:
        list(decide([], [Found(one, "") for one in ids]))
    assert caught.value.place == "bestand"
    with pytest.raises(OutOfOrder) as caught:
        list(decide([Known(one, "") for one in ids], []))
    assert caught.value.place == "bekend"


ids = st.dictionaries(st.text("ab12", min_size=1, max_size=3), st.sampled_from("xyz"))


@given(ids, ids, st.sets(st.text("ab12", min_size=1, max_size=3)))
def test_loading_comes_to_what_two_dictionaries_say(
    before: dict[str, str], after: dict[str, str], away: set[str]
) -> None:
    """Every claim gets exactly one decision; what is applied is the file."""
    stored = [
        Known(one, before[one], Presence.GONE if one in away else Presence.HERE)
        for one in sorted(before)
    ]
    decisions = list(decide(stored, [Found(one, after[one]) for one in sorted(after)]))
    kinds = {one.claim_id: one.what for one in decisions}
    expected = {one: What.GONE for one in before if one not in after and one not in away}
    for one, text in after.items():
        same = What.UNCHANGED if before.get(one) == text else What.CHANGED
        there = What.REOPENED if one in away else same
        expected[one] = there if one in before else What.NEW
    assert kinds == expected
    assert len(decisions) == len(kinds)
    counts = Counts().plus(decisions)
    assert counts.in_file == len(after)
    assert counts.known == len(before.keys() - away)


def test_a_second_load_of_the_same_file_changes_nothing() -> None:
    """Idempotent: a file may be offered twice."""
    rows = found(a="1", b="2")
    again = decide([Known(one.claim_id, one.fingerprint) for one in rows], rows)
    assert {one.what for one in again} == {What.UNCHANGED}


def test_no_more_than_one_batch_is_held() -> None:
    """200,000 claims in the memory of a batch: nothing is read ahead of what is asked."""
    asked = 0

    def _rows() -> Iterator[Found]:
        nonlocal asked
        for number in range(200_000):
            asked += 1
            yield Found(f"{number:06d}", "")

    first = next(batches(decide([], _rows()), 1_000))
    assert (len(first), asked) == (1_000, 1_000)


@given(st.lists(st.integers()), st.integers(1, 7))
def test_batches_hold_everything_once_in_order(items: list[int], size: int) -> None:
    """And none is empty or too long."""
    parts = list(batches(items, size))
    assert [one for part in parts for one in part] == items
    assert all(0 < len(part) <= size for part in parts)
    assert all(len(part) == size for part in parts[:-1])


def counts(gone: int = 0, unchanged: int = 0, fixed: int = 0) -> Counts:
    """So many of each."""
    kinds = {What.GONE: gone, What.UNCHANGED: unchanged, What.CHANGED: fixed}
    return Counts({what: number for what, number in kinds.items() if number}, fixed)


@pytest.mark.parametrize(
    ("tally", "expected"),
    [
        (counts(gone=20, unchanged=80), ()),
        (counts(gone=21, unchanged=79), (Suspicion.MANY_GONE,)),
        (counts(unchanged=95, fixed=5), ()),
        (counts(unchanged=94, fixed=6), (Suspicion.MANY_CHANGED,)),
        (counts(gone=30, unchanged=60, fixed=10), (Suspicion.MANY_GONE, Suspicion.MANY_CHANGED)),
        (counts(gone=100), (Suspicion.EMPTY, Suspicion.MANY_GONE)),
        (counts(gone=9), (Suspicion.EMPTY,)),
        (counts(gone=5, unchanged=4), ()),
        (Counts(), ()),
        (Counts({What.NEW: 500}), ()),
    ],
)
def test_a_file_is_suspicious_from_the_share_that_the_city_set(
    tally: Counts, expected: tuple[Suspicion, ...]
) -> None:
    """A fifth gone is still usual here, one more is not; few claims make no shares."""
    assert suspicions(tally, LIMITS) == expected


def test_only_fixed_fields_make_a_change_suspicious() -> None:
    """That many paid something is good news; that all amounts changed is a wrong column."""
    paid = [Decision(str(one), What.CHANGED, ("paid_cents",)) for one in range(50)]
    assert suspicions(Counts().plus(paid), LIMITS) == ()
    moved = [Decision(str(one), What.CHANGED, ("principal_cents",)) for one in range(50)]
    assert suspicions(Counts().plus(moved), LIMITS) == (Suspicion.MANY_CHANGED,)


def test_a_suspicious_file_is_refused_until_just_that_is_confirmed() -> None:
    """A yes to what is gone lets no change through."""
    tally = counts(gone=30, unchanged=60, fixed=10)
    with pytest.raises(SuspiciousFile) as caught:
        check(tally, LIMITS, {Suspicion.MANY_GONE})
    assert caught.value.found == (Suspicion.MANY_CHANGED,)
    assert "many_changed" in caught.value.message
    assert "verdwenen: 30" in caught.value.message
    check(tally, LIMITS, set(Suspicion))


def test_where_nothing_was_decided_any_loss_must_be_confirmed() -> None:
    """Absent means forbidden; growing is always allowed."""
    with pytest.raises(SuspiciousFile):
        check(counts(gone=1, unchanged=999), None)
    check(Counts({What.NEW: 5, What.UNCHANGED: 7}), None)


def test_a_day_is_written_the_same_in_every_fingerprint() -> None:
    """Texts of years ago must still compare."""
    text = fingerprint(claim(sent_on=date(2026, 2, 1), reference=Ogm.of(1)), ("r-1",))
    assert text.split("\x1f") == [
        *("1", "city", "Onderwijs", "school", "facturatie", "f-1", "000000000101"),
        *("10000", "0", "0", "0", "0", "0", "2026-02-01", "2026-03-10", "", "", "0", "", "", "r-1"),
    ]
