"""Admit, the agreement: is there a covenant, for this kind of arrears, on a basis, in time?"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from protocols.covenant.admit import admit
from protocols.covenant.answer import Admitted, Asked, NotAdmitted, Refusal
from protocols.covenant.signal import ArrearsType
from protocols.covenant.terms import Covenant, Term
from protocols.rules import Rule
from tests.support import made

ONE = timedelta(days=1)
SIGNED_ON, ENDED_ON = date(2026, 1, 21), date(2026, 11, 24)


def received(on: date, **changes: Any) -> Asked:
    """A signal of the day on which it was received."""
    since = {"arrears_since_on": on - timedelta(days=60), "signal_on": on}
    return made.asked(made.signal(1, **{**since, **changes}), on=on)


def covenant_of(term: Term, *rows: Rule[object]) -> Covenant:
    """The made-up covenant with one term that changed over time."""
    whole = made.covenant("woonhof")
    return replace(whole, terms={**whole.terms, term: rows})


def test_an_agreed_signal_comes_in_with_its_article_and_its_basis() -> None:
    """AVG art. 5(2): for every row that came in it can be shown on what ground it did."""
    row = made.signal(1)
    bases = {ArrearsType.RENT: (Rule("x", "text", "Bgs art. 2", made.START),)}
    found = admit(made.asked(row, bases=bases))
    assert found == Admitted(row, "CV-woonhof art. 1", "Bgs art. 2", (), None)


def test_without_a_covenant_in_force_a_signal_is_refused_and_with_one_it_is_not() -> None:
    """LCV: a signal needs an agreement between this municipality and this creditor."""
    found = admit(made.asked(in_force=None))
    assert found == NotAdmitted(Refusal.NO_COVENANT, "CV-woonhof")
    assert made.refusal(made.asked()) is None


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (SIGNED_ON - ONE, Refusal.NO_COVENANT),
        (SIGNED_ON, None),
        (ENDED_ON, None),
        (ENDED_ON + ONE, Refusal.NO_COVENANT),
    ],
)
def test_a_covenant_holds_on_its_first_and_last_day(on: date, expected: Refusal | None) -> None:
    """LCV model agreement: dated; before its first day and after its last nothing is agreed."""
    signed = covenant_of(Term.IN_FORCE, Rule(True, "flag", "verzonnen", SIGNED_ON, ENDED_ON))
    asked = replace(received(on), terms=signed.on(on))
    assert made.refusal(asked) is expected


@pytest.mark.parametrize("kind", ArrearsType)
def test_only_the_agreed_kinds_of_arrears_come_in(kind: ArrearsType) -> None:
    """Bgs art. 2: per kind of creditor its own kind of arrears; the covenant names them."""
    every = {kind: (made.rule(kind.value),) for kind in ArrearsType}
    asked = made.asked(
        made.signal(1, arrears_type=kind), bases=every, arrears_types=("gas", "heat")
    )
    agreed = kind in {ArrearsType.GAS, ArrearsType.HEAT}
    assert made.refusal(asked) is (None if agreed else Refusal.ARREARS_TYPE_NOT_AGREED)


def test_a_kind_that_is_not_agreed_is_refused_with_the_article_that_names_the_kinds() -> None:
    """The creditor reads in its receipt where to look."""
    found = admit(made.asked(made.signal(1, arrears_type=ArrearsType.GAS)))
    assert found == NotAdmitted(Refusal.ARREARS_TYPE_NOT_AGREED, "CV-woonhof art. 2")


@pytest.mark.parametrize(
    ("received_on", "expected"),
    [
        (date(2021, 12, 31), Refusal.NO_LEGAL_BASIS),
        (date(2022, 1, 1), None),
        (date(2025, 5, 14), None),
        (date(2025, 5, 15), Refusal.NO_LEGAL_BASIS),
    ],
)
def test_a_legal_basis_holds_until_it_is_repealed(
    received_on: date, expected: Refusal | None
) -> None:
    """Tijdelijke regeling art. 2.1, municipal tax: repealed per 15-5-2025 (Stcrt. 2025, 17636)."""
    basis = Rule("x", "text", "art. 2.1", date(2022, 1, 1), date(2025, 5, 14))
    row = made.signal(
        1, arrears_type=ArrearsType.MUNICIPAL_TAX, signal_on=received_on, arrears_since_on=None
    )
    asked = made.asked(
        row,
        on=received_on,
        bases={ArrearsType.MUNICIPAL_TAX: (basis,)},
        arrears_types=("municipal_tax",),
        delivery_window=(1, 31),
    )
    assert made.refusal(asked) is expected


def test_the_basis_is_asked_on_the_day_of_receipt_and_not_on_the_day_of_the_signal() -> None:
    """AVG art. 6: it is the receiving that needs a ground, on the day that it happens."""
    ended = {ArrearsType.RENT: (Rule("x", "text", "wet", made.START, made.ON - ONE),)}
    row = made.signal(1, signal_on=made.ON - ONE)
    found = admit(made.asked(row, bases=ended))
    assert found == NotAdmitted(Refusal.NO_LEGAL_BASIS, "CV-woonhof art. 2")
    assert made.refusal(made.asked(row, bases=ended, on=made.ON - ONE)) is None


def test_a_basis_for_another_kind_is_no_basis() -> None:
    """Bgs art. 2 lists the kinds one by one."""
    other = {ArrearsType.GAS: (made.rule("gas"),)}
    assert made.refusal(made.asked(bases=other)) is Refusal.NO_LEGAL_BASIS
