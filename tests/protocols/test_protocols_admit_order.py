"""Admit, order: whatever else is wrong, the first check that fails answers, the same every time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.covenant.admit import CHECKS
from protocols.covenant.answer import Asked, Earlier, Refusal, Remark
from protocols.covenant.signal import Circumstance, CollectionStep, Delivered, MessageKind
from tests.support import made

Flaws = Mapping[Refusal, Mapping[str, Any]]
ROW = {field: field for field in Delivered.__dataclass_fields__}
OLD = Earlier("s-0", made.ON - timedelta(days=40), "h-1")

AGREED: Flaws = {
    Refusal.NO_COVENANT: {"in_force": None},
    Refusal.ARREARS_TYPE_NOT_AGREED: {"arrears_types": ("gas",)},
}
AMOUNTS: Flaws = {
    Refusal.AMOUNT_TOO_LOW: {"minimum_amount": 10**8},
    Refusal.AMOUNT_TOO_HIGH: {"maximum_amount": 10},
}
CHANGE: Flaws = {
    Refusal.UNKNOWN_SIGNAL: {"earlier": None},
    Refusal.TOO_LATE_TO_CHANGE: {"withdrawal_days": 39},
}
SIGNAL: Flaws = {
    **AGREED,
    Refusal.NO_LEGAL_BASIS: {"bases": {}},
    Refusal.OUTSIDE_WINDOW: {"delivery_window": (1, 2)},
    Refusal.SIGNAL_DATE: {"signal_on": made.ON + timedelta(days=2)},
    Refusal.TOO_RECENT: {"minimum_age_days": 10**4},
    Refusal.TOO_OLD: {"maximum_age_days": 1},
    **AMOUNTS,
    Refusal.RUNNING_ARRANGEMENT: {"circumstances": frozenset({Circumstance.ARRANGEMENT})},
    Refusal.OBJECTION: {"circumstances": frozenset({Circumstance.OBJECTION})},
    Refusal.STEPS_MISSING: {"denied": frozenset({CollectionStep.PERSONAL_CONTACT})},
    Refusal.DUPLICATE: {"earlier": Earlier("s-0", date(2026, 11, 1))},
}
TOLD: Mapping[MessageKind, Flaws] = {
    MessageKind.SIGNAL: SIGNAL,
    MessageKind.WITHDRAW: CHANGE,
    MessageKind.CORRECT: {**AGREED, **CHANGE, **AMOUNTS},
}
"""Per kind of message: everything that can be wrong, in the order in which it is told."""


def asked(kind: MessageKind, flaws: Iterable[Mapping[str, Any]]) -> Asked:
    """A row with all these flaws together."""
    parts: dict[str, Any] = {"kind": kind, "circumstances": frozenset()}
    parts["earlier"] = None if kind is MessageKind.SIGNAL else OLD
    for flaw in flaws:
        together = parts["circumstances"] | flaw.get("circumstances", frozenset())
        parts |= {**flaw, "circumstances": together}
    row = made.signal(1, **{name: parts.pop(name) for name in list(parts) if name in ROW})
    return made.asked(row, **parts)


def first(table: Flaws, wrong: set[Refusal]) -> Refusal | None:
    """The flaw that stands highest in the table."""
    return next((code for code in table if code in wrong), None)


def every(wrong: set[Refusal]) -> Iterator[Mapping[str, Any]]:
    """All that is wrong with a change; that there is an earlier signal is no flaw of a change."""
    flaws = {**SIGNAL, **CHANGE, Refusal.DUPLICATE: {}}
    return (flaw for code, flaw in flaws.items() if code in wrong)


@pytest.mark.parametrize("kind", TOLD)
def test_of_any_two_things_that_are_wrong_the_first_is_told(kind: MessageKind) -> None:
    """A creditor gets the same reason for the same row, and repairs from the top down."""
    for one, other in combinations(TOLD[kind], 2):
        assert made.refusal(asked(kind, [TOLD[kind][other], TOLD[kind][one]])) is one


@settings(deadline=None)
@given(st.sets(st.sampled_from(list(SIGNAL))))
def test_a_signal_is_refused_for_the_first_thing_that_is_wrong(wrong: set[Refusal]) -> None:
    """Whatever else is wrong, and however much."""
    row = asked(MessageKind.SIGNAL, (SIGNAL[code] for code in wrong))
    assert made.refusal(row) is first(SIGNAL, wrong)


@settings(deadline=None, max_examples=150)
@given(st.sets(st.sampled_from([*SIGNAL, *CHANGE])))
def test_a_correction_hears_about_agreement_then_the_earlier_signal_then_the_amount(
    wrong: set[Refusal],
) -> None:
    """What is about signalling alone (window, age, steps) plays no part in a correction."""
    assert made.refusal(asked(MessageKind.CORRECT, every(wrong))) is first(
        TOLD[MessageKind.CORRECT], wrong
    )


@settings(deadline=None, max_examples=150)
@given(st.sets(st.sampled_from([*SIGNAL, *CHANGE])))
def test_a_withdrawal_hears_about_the_earlier_signal_only(wrong: set[Refusal]) -> None:
    """Taking an unjust signal back is refused for no other reason."""
    assert made.refusal(asked(MessageKind.WITHDRAW, every(wrong))) is first(CHANGE, wrong)


def test_a_crisis_is_excused_from_window_age_and_minimum_and_from_nothing_else() -> None:
    """LCV 30-11-2022 and Wgs: what is about to end does not wait for days or amounts."""
    excused = {
        Refusal.OUTSIDE_WINDOW,
        Refusal.TOO_RECENT,
        Refusal.TOO_OLD,
        Refusal.AMOUNT_TOO_LOW,
    }
    for code, flaw in SIGNAL.items():
        plain = asked(MessageKind.SIGNAL, [flaw])
        circumstances = plain.row.circumstances | {Circumstance.CRISIS}
        crisis = replace(plain, row=replace(plain.row, circumstances=circumstances))
        assert made.refusal(plain) is code
        assert made.refusal(crisis) is (None if code in excused else code)


def test_every_refusal_is_reached_here_except_those_that_are_not_about_the_covenant() -> None:
    """UNREADABLE is said before there is a row to hold against the covenant; the other two tell
    that a row could not be handled at all."""
    others = {Refusal.UNREADABLE, Refusal.PARKED, Refusal.NOT_PROCESSED}
    assert {*SIGNAL, *CHANGE} == set(Refusal) - others
    assert set(CHECKS) == set(MessageKind)


def test_the_codes_that_creditors_program_against_stay_what_they_are() -> None:
    """A code is part of the covenant in practice: renaming one breaks somebody's software."""
    assert [code.value for code in Refusal] == [
        "no-covenant",
        "arrears-type-not-agreed",
        "no-legal-basis",
        "outside-window",
        "signal-date",
        "too-recent",
        "too-old",
        "amount-too-low",
        "amount-too-high",
        "running-arrangement",
        "objection",
        "steps-missing",
        "duplicate",
        "unknown-signal",
        "too-late-to-change",
        "unreadable",
        "parked",
        "not-processed",
    ]
    assert [code.value for code in Remark] == [
        "outside-window-noted",
        "arrangement-noted",
        "objection-noted",
        "national-id-dropped",
        "national-id-invalid",
    ]
