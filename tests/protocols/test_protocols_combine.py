"""Combine: one household per address, the same whatever came in first, each debt counted once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from protocols.covenant.signal import ArrearsType
from protocols.ids import CreditorId, ResidentId, SignalId
from protocols.money import Cents
from protocols.work.combine import (
    Combined,
    Known,
    Pattern,
    combine,
    window_start,
    within_window,
)
from tests.support import made

NOW = made.known(1, signal_on=date(2026, 1, 20))
SAME_MONTH = made.known(2, signal_on=date(2026, 1, 1), creditor_id=CreditorId("zorg"))
BEFORE = made.known(3, signal_on=date(2025, 12, 31), creditor_id=CreditorId("stroom"))


def together(now: Known, *others: Known) -> Combined:
    """The household as it stands with `now`."""
    return combine(made.matched(now), others)


@pytest.mark.parametrize(
    ("others", "pattern", "in_month"),
    [
        ((), Pattern.SINGLE, 1),
        ((SAME_MONTH,), Pattern.MULTIPLE, 2),
        ((BEFORE,), Pattern.CONSECUTIVE, 1),
        ((SAME_MONTH, BEFORE), Pattern.MULTIPLE_CONSECUTIVE, 2),
    ],
)
def test_a_household_is_single_multiple_consecutive_or_both(
    others: Sequence[Known], pattern: Pattern, in_month: int
) -> None:
    """Divosa monitor 2023, ch. 5: two in one month, one in the six months before; both can hold."""
    found = together(NOW, *others)
    assert (found.pattern, found.signals_in_month) == (pattern, in_month)
    assert found.matched.signal is NOW


def test_several_creditor_types_are_counted_apart_from_several_signals() -> None:
    """BKR, October 2023, reads "multiple" as several types; two energy companies are one type."""
    one = replace(NOW, creditor_id=CreditorId("stroom"), partner_type="Energie")
    two = replace(SAME_MONTH, creditor_id=CreditorId("warmte"), partner_type="Energie")
    three = made.known(4, signal_on=date(2026, 1, 5), partner_type="Zorg")
    before = replace(BEFORE, partner_type="Huur")
    assert together(one, two, before).partner_types_in_month == 1
    assert together(one, two, before, three).partner_types_in_month == 2
    assert together(one, two, before, three).signals_in_month == 3


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        (date(2025, 6, 30), False),
        (date(2025, 7, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), True),
        (date(2026, 1, 31), True),
        (date(2026, 2, 1), False),
    ],
)
def test_the_window_is_this_month_and_the_six_before_it(earlier: date, expected: bool) -> None:
    """Divosa: "in de zes maanden ervoor"; here over the end of a year, and nothing to come."""
    assert within_window(earlier, NOW.signal_on) is expected
    found = together(NOW, replace(BEFORE, signal_on=earlier))
    assert len(found.signals) == (2 if expected else 1)


@pytest.mark.parametrize(
    ("now", "start"),
    [
        (date(2026, 1, 31), date(2025, 7, 1)),
        (date(2026, 6, 30), date(2025, 12, 1)),
        (date(2026, 7, 1), date(2026, 1, 1)),
        (date(2026, 12, 31), date(2026, 6, 1)),
    ],
)
def test_the_window_starts_on_the_first_day_of_a_month(now: date, start: date) -> None:
    """The store asks for signals from this day on."""
    assert window_start(now) == start


def test_a_repeated_signal_repeats_the_same_debt() -> None:
    """A later month takes the place of an earlier one: arrears grow, they do not add up."""
    repeated = replace(BEFORE, creditor_id=NOW.creditor_id, amount_cents=Cents(90_000))
    now = replace(NOW, amount_cents=Cents(30_000))
    assert together(now, repeated).total_cents == 30_000
    other_kind = replace(repeated, arrears_type=ArrearsType.HEAT)
    assert together(now, other_kind).total_cents == 120_000
    other_creditor = replace(repeated, creditor_id=CreditorId("huurders"))
    assert together(now, other_creditor).total_cents == 120_000


def test_two_people_at_one_address_have_a_debt_each() -> None:
    """Most signals are about health: a couple insured at one insurer is behind twice."""
    assert NOW.resident_id == ""
    one = replace(NOW, resident_id=ResidentId("r-1"))
    two = replace(BEFORE, creditor_id=NOW.creditor_id, resident_id=ResidentId("r-2"))
    assert together(one, two).total_cents == 100_000
    assert together(one, replace(two, resident_id=one.resident_id)).total_cents == 50_000


def test_two_signals_of_one_month_are_two_debts_and_the_next_month_replaces_both() -> None:
    """The gate refuses a double one, so two in a month are two contracts: a house and a garage."""
    first, second = (replace(made.known(n), amount_cents=Cents(100 * n)) for n in (1, 2))
    assert together(first, second).total_cents == together(second, first).total_cents == 300
    later = made.known(3, signal_on=date(2026, 12, 1), amount_cents=Cents(7))
    assert together(later, first, second).total_cents == 7
    again = replace(later, signal_id=SignalId("s-004"), amount_cents=Cents(80))
    assert together(later, first, again, second).total_cents == 87


def test_what_a_closed_case_settled_is_history_and_no_debt() -> None:
    """It still makes a signal consecutive (Divosa), but it is not behind any more."""
    assert not NOW.settled
    settled, still = (replace(BEFORE, settled=flag) for flag in (True, False))
    assert together(NOW, settled).total_cents == 50_000
    assert together(NOW, still).total_cents == 100_000
    assert together(NOW, settled).pattern is Pattern.CONSECUTIVE
    assert together(NOW, settled).signals == (settled, NOW)


def test_signals_of_one_day_lie_in_the_order_of_their_ids() -> None:
    """A timeline does not depend on which of them was handled first."""
    one, two = made.known(1), made.known(2)
    assert together(one, two).signals == together(two, one).signals == (one, two)


def test_signals_come_oldest_first() -> None:
    """The timeline of a case is read from the top."""
    found = together(NOW, SAME_MONTH, BEFORE)
    assert found.signals == (BEFORE, SAME_MONTH, NOW)


def test_a_correction_replaces_what_it_corrects() -> None:
    """AVG art. 5(1)(d): after a correction the wrong amount plays no part any more."""
    corrected = replace(NOW, amount_cents=Cents(12_300))
    found = together(corrected, NOW, SAME_MONTH)
    assert found == together(corrected, SAME_MONTH)
    assert (found.total_cents, found.signals_in_month) == (12_300 + 50_000, 2)


def test_a_correction_of_the_day_moves_the_signal_and_leaves_nothing_behind() -> None:
    """Also when the wrong day lay in another month."""
    moved = replace(NOW, signal_on=date(2025, 11, 20))
    found = together(moved, NOW)
    assert (found.signals, found.pattern) == ((moved,), Pattern.SINGLE)
