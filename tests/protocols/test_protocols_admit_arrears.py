"""Admit, the arrears: old enough, high enough, undisputed, collected socially, not told before."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from protocols.covenant.admit import admit
from protocols.covenant.answer import NotAdmitted, Refusal
from protocols.covenant.signal import Circumstance, Delivered
from protocols.covenant.terms import Term
from protocols.rules import Rule
from tests.support import made

CRISIS = frozenset({Circumstance.CRISIS})


def aged(days: int, **changes: Any) -> Delivered:
    """A signal about arrears of so many days."""
    return made.signal(1, arrears_since_on=made.ON - timedelta(days=days), **changes)


@pytest.mark.parametrize(("days", "expected"), [(29, Refusal.TOO_RECENT), (30, None), (31, None)])
def test_arrears_of_29_days_are_too_recent_and_of_30_are_not(
    days: int, expected: Refusal | None
) -> None:
    """LCV, since 30-11-2022: rent, energy and water from 30 days."""
    assert made.refusal(made.asked(aged(days))) is expected


@pytest.mark.parametrize(("days", "expected"), [(99, None), (100, None), (101, Refusal.TOO_OLD)])
def test_arrears_of_101_days_are_too_old_and_of_100_are_not(
    days: int, expected: Refusal | None
) -> None:
    """LCV 2020: water and health from 30 to 100 days; for water no maximum since 30-11-2022."""
    assert made.refusal(made.asked(aged(days), maximum_age_days=100)) is expected
    assert made.refusal(made.asked(aged(days))) is None


def test_an_age_is_refused_with_the_article_of_the_bound_that_it_missed() -> None:
    """The lower and the upper bound are two articles."""
    young, old = admit(made.asked(aged(3))), admit(made.asked(aged(300), maximum_age_days=100))
    assert young == NotAdmitted(Refusal.TOO_RECENT, "CV-woonhof art. 3")
    assert old == NotAdmitted(Refusal.TOO_OLD, "CV-woonhof art. 18")


def test_the_age_is_counted_to_the_day_of_the_signal_and_not_to_that_of_receipt() -> None:
    """The creditor answers for the day on which it signalled (LCV: from 30 days)."""
    row = made.signal(1, signal_on=date(2026, 10, 20), arrears_since_on=date(2026, 9, 25))
    assert made.refusal(made.asked(row)) is Refusal.TOO_RECENT


def test_without_agreed_ages_arrears_of_any_age_come_in() -> None:
    """No bound is made up: without an article there is none."""
    for days in (0, 4000):
        assert made.refusal(made.asked(aged(days), minimum_age_days=None)) is None


def test_an_unknown_age_comes_in_whatever_the_bounds_are() -> None:
    """LCV template: data that the creditor does not have may be left out."""
    row = made.signal(1, arrears_since_on=None)
    assert made.refusal(made.asked(row, minimum_age_days=30, maximum_age_days=31)) is None


@pytest.mark.parametrize("days", [0, 3, 4000])
def test_a_crisis_is_not_bound_to_an_age(days: int) -> None:
    """LCV: an eindeleveringssignaal (20 working days before the end of supply) always counts."""
    assert made.refusal(made.asked(aged(days, circumstances=CRISIS), maximum_age_days=100)) is None
    assert made.refusal(made.asked(aged(days), maximum_age_days=100)) is not None


@pytest.mark.parametrize(
    ("on", "days", "expected"),
    [
        (date(2022, 11, 29), 49, Refusal.TOO_RECENT),
        (date(2022, 11, 29), 50, None),
        (date(2022, 11, 30), 29, Refusal.TOO_RECENT),
        (date(2022, 11, 30), 30, None),
    ],
)
def test_a_changed_term_holds_from_its_first_day_and_the_old_one_to_its_last(
    on: date, days: int, expected: Refusal | None
) -> None:
    """LCV: energy from 50 days until 29-11-2022, from 30 days since 30-11-2022."""
    old = Rule(50, "days", "LCV 2020", made.START, date(2022, 11, 29), "3")
    new = Rule(30, "days", "LCV 30-11-2022", date(2022, 11, 30), None, "3a")
    whole = made.covenant("woonhof", delivery_window=(1, 31))
    terms = replace(whole, terms={**whole.terms, Term.MINIMUM_AGE_DAYS: (old, new)}).on(on)
    row = made.signal(1, signal_on=on, arrears_since_on=on - timedelta(days=days))
    found = admit(replace(made.asked(row, on=on), terms=terms))
    assert (found.code if isinstance(found, NotAdmitted) else None) is expected
    if isinstance(found, NotAdmitted):
        assert found.article == ("CV-woonhof art. 3" if days == 49 else "CV-woonhof art. 3a")


@pytest.mark.parametrize(
    ("cents", "expected"), [(59_999, Refusal.AMOUNT_TOO_LOW), (60_000, None), (60_001, None)]
)
def test_an_amount_below_the_minimum_is_refused(cents: int, expected: Refusal | None) -> None:
    """Tijdelijke regeling art. 2.5 (Stcrt. 2025, 17636): tax arrears from € 600 on."""
    assert (
        made.refusal(made.asked(made.signal(1, amount_cents=cents), minimum_amount=60_000))
        is expected
    )


def test_a_crisis_comes_in_however_small_the_amount_is() -> None:
    """Wgs: a threat to home, supply or insurance does not depend on the amount."""
    small = made.signal(1, amount_cents=1)
    assert made.refusal(made.asked(small)) is Refusal.AMOUNT_TOO_LOW
    assert made.refusal(made.asked(replace(small, circumstances=CRISIS))) is None


@pytest.mark.parametrize(
    ("cents", "expected"),
    [(4_999_999, None), (5_000_000, None), (5_000_001, Refusal.AMOUNT_TOO_HIGH)],
)
@pytest.mark.parametrize("circumstances", [frozenset(), CRISIS])
def test_an_amount_above_the_maximum_is_refused_even_in_a_crisis(
    cents: int, expected: Refusal | None, circumstances: frozenset[Circumstance]
) -> None:
    """AVG art. 5(1)(d), accuracy: above it a typing error is likelier than a debt."""
    row = made.signal(1, amount_cents=cents, circumstances=circumstances)
    assert made.refusal(made.asked(row)) is expected


def test_without_agreed_amounts_every_amount_comes_in() -> None:
    """No national minimum was found: without an article there is none."""
    for cents in (1, 10**12):
        row = made.signal(1, amount_cents=cents)
        assert made.refusal(made.asked(row, minimum_amount=None, maximum_amount=None)) is None


def test_an_amount_is_refused_with_the_article_of_the_bound_that_it_missed() -> None:
    """The lower and the upper bound are two articles."""
    low = admit(made.asked(made.signal(1, amount_cents=1)))
    high = admit(made.asked(made.signal(1, amount_cents=10**9)))
    assert low == NotAdmitted(Refusal.AMOUNT_TOO_LOW, "CV-woonhof art. 4")
    assert high == NotAdmitted(Refusal.AMOUNT_TOO_HIGH, "CV-woonhof art. 5")
