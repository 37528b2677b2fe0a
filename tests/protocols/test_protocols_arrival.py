"""Combine: the same household in whatever order its signals came in, held beside slow sums."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.covenant.signal import ArrearsType
from protocols.ids import CreditorId, ResidentId
from protocols.money import Cents
from protocols.work.combine import (
    Known,
    combine,
    newest,
    unsettled,
    window_start,
    within_window,
)
from tests.support import made

PARTNERS = {"woonhof": "Huur", "stroom": "Energie", "warmte": "Energie", "zorg": "Zorg"}
KINDS = [ArrearsType.RENT, ArrearsType.GAS, ArrearsType.HEAT]
days = st.dates(date(2024, 11, 1), date(2026, 3, 31))
later = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@st.composite
def households(draw: st.DrawFn) -> list[Known]:
    """One to eight signals of one address around two turns of the year, each with its own id."""
    count = draw(st.integers(1, 8))
    return [draw(signals(number)) for number in draw(st.permutations(range(count)))]


@st.composite
def signals(draw: st.DrawFn, number: int) -> Known:
    """Signal number N, of any of four creditors."""
    creditor = draw(st.sampled_from(sorted(PARTNERS)))
    return made.known(
        number,
        creditor_id=CreditorId(creditor),
        partner_type=PARTNERS[creditor],
        arrears_type=draw(st.sampled_from(KINDS)),
        amount_cents=Cents(draw(st.integers(1, 10**6))),
        signal_on=draw(days),
        settled=draw(st.booleans()),
        resident_id=ResidentId(draw(st.sampled_from(["r-1", "r-2"]))),
    )


def months_between(earlier: date, now: date) -> int:
    """Calendar months from one day to the other, counted on fingers."""
    count, day = 0, min(earlier, now).replace(day=1)
    while (day.year, day.month) != (max(earlier, now).year, max(earlier, now).month):
        day = (day + timedelta(days=31)).replace(day=1)
        count += 1
    return count if earlier <= now else -count


@settings(deadline=None)
@given(later, later)
def test_the_window_is_the_same_asked_by_month_and_asked_by_day(earlier: date, now: date) -> None:
    """What the store fetches and what the protocol counts may never differ."""
    month_end = (now.replace(day=28) + timedelta(days=4)).replace(day=1)
    assert within_window(earlier, now) is (window_start(now) <= earlier < month_end)
    assert within_window(earlier, now) is (0 <= months_between(earlier, now) <= 6)


@settings(deadline=None)
@given(households(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(household: list[Known], chance: Random) -> None:
    """A household weighed on its newest signal is the same in whatever order all came in."""
    latest = max(household, key=lambda one: (one.signal_on, one.signal_id))
    shuffled = sorted(household, key=lambda _: chance.random())
    expected = combine(made.matched(latest), household)
    assert combine(made.matched(latest), shuffled) == expected
    assert combine(made.matched(latest), [*shuffled, latest]) == expected


@settings(deadline=None)
@given(households())
def test_any_signal_of_the_month_gives_the_same_household(household: list[Known]) -> None:
    """Two signals of one delivery: it does not matter which of them is handled last."""
    latest = max(household, key=lambda one: (one.signal_on, one.signal_id))
    expected = combine(made.matched(latest), household)
    for one in expected.signals:
        if (one.signal_on.year, one.signal_on.month) == (
            latest.signal_on.year,
            latest.signal_on.month,
        ):
            found = combine(made.matched(one), household)
            assert replace(found, matched=expected.matched) == expected


@settings(deadline=None)
@given(households())
def test_the_total_is_the_newest_month_of_every_debt(household: list[Known]) -> None:
    """A debt is what one resident owes one creditor for one kind; held beside a slow sum."""
    found = combine(made.matched(household[0]), household[1:])
    inside = [one for one in household if 0 <= months_between(one.signal_on, _now(household)) <= 6]
    assert sorted(inside, key=_age) == list(found.signals)
    behind, total = [one for one in inside if not one.settled], 0
    for debt in {_debt(one) for one in behind}:
        same = [one for one in behind if _debt(one) == debt]
        last = max(f"{one.signal_on:%Y-%m}" for one in same)
        owed = sum(one.amount_cents for one in same if f"{one.signal_on:%Y-%m}" == last)
        assert newest(unsettled(found.signals))[debt] == owed
        total += owed
    assert found.total_cents == total


@settings(deadline=None)
@given(households(), st.integers(1, 10**6))
def test_a_correction_gives_the_household_as_if_it_had_never_been_wrong(
    household: list[Known], cents: int
) -> None:
    """The wrong amount leaves no trace in any count."""
    corrected = replace(household[0], amount_cents=Cents(cents))
    assert combine(made.matched(corrected), household) == combine(
        made.matched(corrected), household[1:]
    )


def _now(household: list[Known]) -> date:
    return household[0].signal_on


def _debt(one: Known) -> tuple[ResidentId, CreditorId, ArrearsType]:
    return one.resident_id, one.creditor_id, one.arrears_type


def _age(one: Known) -> tuple[date, str]:
    return one.signal_on, one.signal_id
