"""Admit, changes: a creditor takes a signal back or corrects it, as long as that is agreed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from protocols.covenant.admit import admit
from protocols.covenant.answer import WITHDRAWN, Admitted, Earlier, NotAdmitted, Refusal
from protocols.covenant.signal import ArrearsType, Circumstance, CollectionStep, Delivered
from protocols.covenant.signal import MessageKind as Kind
from protocols.money import Cents
from tests.support import made

EARLIER = Earlier("s-0", made.ON - timedelta(days=30), "h-1")
BOTH = [Kind.WITHDRAW, Kind.CORRECT]


def change(kind: Kind, **changes: Any) -> Delivered:
    """A withdrawal has no amount; a correction has the new one."""
    cents = Cents(0 if kind is Kind.WITHDRAW else 50_000)
    return made.signal(1, **{"kind": kind, "amount_cents": cents, **changes})


@pytest.mark.parametrize("kind", BOTH)
def test_a_change_tells_which_earlier_signal_it_is_about(kind: Kind) -> None:
    """AVG art. 5(1)(d): the correction must reach the data that were wrong."""
    assert Earlier("s-0", made.ON).household_id == ""
    found = admit(made.asked(change(kind), EARLIER))
    assert isinstance(found, Admitted)
    assert found.about is EARLIER
    assert found.article == "CV-woonhof art. 1"
    assert found.legal_basis == "verzonnen"


def test_an_earlier_signal_is_withdrawn_only_when_that_is_noted() -> None:
    """A signal that was never matched has no household either, and can still be withdrawn."""
    assert replace(EARLIER, household_id=WITHDRAWN).withdrawn
    assert not EARLIER.withdrawn
    assert not Earlier("s-0", made.ON).withdrawn


@pytest.mark.parametrize("kind", BOTH)
def test_a_change_of_an_unknown_signal_is_refused_and_of_a_known_one_is_not(kind: Kind) -> None:
    """DDAS knows the unjustified signal; there must be one under the reference to take back."""
    found = admit(made.asked(change(kind)))
    assert found == NotAdmitted(Refusal.UNKNOWN_SIGNAL, "CV-woonhof art. 14")
    assert made.refusal(made.asked(change(kind), EARLIER)) is None


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize(
    ("days", "expected"), [(-1, None), (180, None), (181, Refusal.TOO_LATE_TO_CHANGE)]
)
def test_a_change_comes_in_up_to_the_last_agreed_day(
    kind: Kind, days: int, expected: Refusal | None
) -> None:
    """No legal term was found: the covenant's own, counted from the signal to the receipt."""
    earlier = Earlier("s-0", made.ON - timedelta(days=days))
    assert made.refusal(made.asked(change(kind), earlier)) is expected


def test_a_late_change_is_refused_with_the_article_about_the_term() -> None:
    """The day of the changing row itself plays no part: anybody could write an earlier one."""
    row = change(Kind.WITHDRAW, signal_on=date(2026, 1, 21))
    found = admit(made.asked(row, Earlier("s-0", date(2026, 1, 21))))
    assert found == NotAdmitted(Refusal.TOO_LATE_TO_CHANGE, "CV-woonhof art. 14")


@pytest.mark.parametrize("kind", BOTH)
def test_without_an_agreed_term_a_change_is_never_too_late(kind: Kind) -> None:
    """AVG art. 16: wrong data are put right, also when the covenant forgot to say until when."""
    assert (
        made.refusal(made.asked(change(kind), Earlier("s-0", made.START), withdrawal_days=None))
        is None
    )


def test_a_withdrawal_comes_in_after_the_covenant_and_the_basis_have_ended() -> None:
    """AVG art. 5(1)(d): an unjustified signal may always be taken back; nothing new comes in."""
    row = change(Kind.WITHDRAW, arrears_type=ArrearsType.GAS)
    found = admit(made.asked(row, EARLIER, bases={}, in_force=None, arrears_types=None))
    assert found == Admitted(row, "CV-woonhof", "", (), EARLIER)


WITHOUT: Mapping[Refusal, Mapping[str, Any]] = {
    Refusal.NO_COVENANT: {"in_force": None},
    Refusal.ARREARS_TYPE_NOT_AGREED: {"arrears_types": ("gas",)},
}


@pytest.mark.parametrize("code", WITHOUT)
def test_a_correction_needs_what_a_signal_needs_where_a_withdrawal_does_not(code: Refusal) -> None:
    """A correction brings new data in (AVG art. 5(1)(b)); a withdrawal only takes away."""
    assert made.refusal(made.asked(change(Kind.CORRECT), EARLIER, **WITHOUT[code])) is code
    assert made.refusal(made.asked(change(Kind.WITHDRAW), EARLIER, **WITHOUT[code])) is None


@pytest.mark.parametrize(
    ("cents", "code"),
    [
        (4_999, Refusal.AMOUNT_TOO_LOW),
        (5_000, None),
        (5_000_000, None),
        (5_000_001, Refusal.AMOUNT_TOO_HIGH),
    ],
)
def test_a_corrected_amount_stays_within_what_was_agreed(cents: int, code: Refusal | None) -> None:
    """Somebody whose arrears turn out to be below the minimum was signalled unjustly: withdraw."""
    assert made.refusal(made.asked(change(Kind.CORRECT, amount_cents=cents), EARLIER)) is code


def test_a_withdrawal_has_no_amount_to_be_too_low() -> None:
    """Its amount is 0 by definition."""
    assert made.refusal(made.asked(change(Kind.WITHDRAW), EARLIER, minimum_amount=1)) is None


@pytest.mark.parametrize("kind", BOTH)
def test_a_change_is_not_bound_to_what_only_a_new_signal_is_bound_to(kind: Kind) -> None:
    """Window, dates, age, arrangement, objection, steps and frequency are about signalling."""
    row = change(
        kind,
        signal_on=date(2026, 12, 3),
        arrears_since_on=date(2026, 12, 4),
        circumstances=frozenset({Circumstance.ARRANGEMENT, Circumstance.OBJECTION}),
        denied=frozenset(CollectionStep),
    )
    asked = made.asked(row, EARLIER, on=date(2026, 11, 30), maximum_age_days=1)
    assert made.refusal(asked) is None
    assert made.refusal(
        replace(asked, row=replace(row, kind=Kind.SIGNAL, amount_cents=Cents(50_000)))
    )
