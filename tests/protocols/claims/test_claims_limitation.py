"""Limitation: worked examples with their source, and what holds for any history."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from protocols.claims.limitation import (
    Explained,
    Happened,
    Period,
    Running,
    Told,
    carry_on,
    first_limitation,
    months_later,
    recalculate,
)
from protocols.claims.ordinary import limitation_of
from protocols.claims.words import Effect, Happening
from tests.support import claims

H = Happening
YEAR, TEN = Period(12, 12), Period(120, 120)
BELGIAN = {
    H.PAYMENT: Effect.INTERRUPTS,
    H.ACKNOWLEDGEMENT: Effect.INTERRUPTS,
    H.PAYMENT_ORDER: Effect.INTERRUPTS,
    H.DISPUTE: Effect.SUSPENDS,
    H.REMINDER: Effect.NOTHING,
}
DUTCH = {H.DEFERRAL: Effect.SUSPENDS, H.REMINDER: Effect.INTERRUPTS}
DUE, LATER = date(2025, 3, 10), date(2026, 3, 1)
EXAMPLE = Path(__file__).parents[4] / "shared/data/oslo-schuldbeheer/Datavoorbeeld1.jsonld"


def when(*happened: Happened, on: date = LATER, period: Period = YEAR) -> date:
    """The limitation date of a claim due on 10 March 2025, in Belgium."""
    return recalculate(DUE, period, happened, BELGIAN, on).limitation_on


def test_a_school_invoice_is_time_barred_after_one_year() -> None:
    """Art. 2272 oud BW (Gent 25 January 2016): the last good day is the same day a year later."""
    assert when() == date(2026, 3, 11)
    found = recalculate(DUE, YEAR, (), BELGIAN, date(2026, 3, 10))
    assert found.running is Running.RUNS
    assert recalculate(DUE, YEAR, (), BELGIAN, date(2026, 3, 11)).running is Running.OVER


def test_an_acknowledgement_begins_the_year_again_on_its_own_date() -> None:
    """katholiekonderwijs.vlaanderen: signed within the year, the year runs from its date."""
    assert when(Happened(H.ACKNOWLEDGEMENT, date(2025, 12, 1))) == date(2026, 12, 2)


def test_a_registered_letter_of_the_school_itself_does_nothing() -> None:
    """The same source, and the pair: a letter by oneself is not enough."""
    assert when(Happened(H.REMINDER, date(2025, 12, 1))) == date(2026, 3, 11)


def test_an_acknowledgement_after_the_year_does_not_begin_it_again() -> None:
    """The same source: within the year. What is time-barred does not come back by itself."""
    late = Happened(H.ACKNOWLEDGEMENT, date(2026, 3, 11))
    assert when(late, on=date(2027, 1, 1)) == date(2026, 3, 11)
    in_time = replace(late, on=date(2026, 3, 10))
    assert when(in_time, on=date(2027, 1, 1)) == date(2027, 3, 11)


@pytest.mark.parametrize("what", [H.PAYMENT, H.PAYMENT_ORDER])
def test_a_payment_and_a_payment_order_begin_the_term_again(what: Happening) -> None:
    """OSLO Schuldbeheer workshop 3; art. 177 DLB: the service by a bailiff interrupts."""
    assert when(Happened(what, date(2026, 1, 15)), period=TEN) == date(2036, 1, 16)


def test_a_dispute_stops_the_term_for_as_long_as_it_lasts() -> None:
    """OSLO Schuldbeheer workshop 3: 1 June to 1 September are 92 days."""
    over = Happened(H.DISPUTE, date(2025, 6, 1), date(2025, 9, 1))
    assert when(over) == date(2026, 3, 11) + timedelta(days=92)


def test_while_a_dispute_lasts_the_claim_is_never_time_barred() -> None:
    """The date moves on every day."""
    found = recalculate(
        DUE, YEAR, [Happened(H.DISPUTE, date(2026, 3, 1))], BELGIAN, date(2029, 1, 1)
    )
    assert found.running is Running.STANDS_STILL
    assert found.limitation_on - date(2029, 1, 1) == date(2026, 3, 11) - date(2026, 3, 1)


def test_two_disputes_at_once_stop_the_term_once() -> None:
    """Days are not counted twice."""
    one = Happened(H.DISPUTE, date(2025, 6, 1), date(2025, 8, 1))
    other = Happened(H.DISPUTE, date(2025, 7, 1), date(2025, 9, 1))
    assert when(one, other) == date(2026, 3, 11) + timedelta(days=92)


def test_a_dispute_from_before_the_due_date_counts_from_that_date() -> None:
    """Before it nothing ran."""
    early = Happened(H.DISPUTE, date(2025, 1, 1), DUE + timedelta(days=10))
    assert when(early) == date(2026, 3, 21)
    assert when(replace(early, until_on=DUE)) == date(2026, 3, 11)


def test_a_deferral_lengthens_a_dutch_term() -> None:
    """Awb 4:111 lid 1: with the time of the deferral; five years (Awb 4:104)."""
    deferral = Happened(H.DEFERRAL, date(2022, 1, 1), date(2022, 4, 1))
    found = recalculate(date(2021, 5, 3), Period(60, 60), [deferral], DUTCH, date(2023, 1, 1))
    assert found.limitation_on == date(2026, 5, 4) + timedelta(days=90)


def test_a_dutch_reminder_begins_the_term_again_and_a_belgian_one_does_not() -> None:
    """Awb 4:106 against art. 2244 oud BW: the effect is a row of the city."""
    reminder, on = [Happened(H.REMINDER, date(2025, 5, 1))], date(2025, 6, 1)
    assert recalculate(DUE, YEAR, reminder, DUTCH, on).limitation_on == date(2026, 5, 2)
    assert recalculate(DUE, YEAR, reminder, BELGIAN, on).limitation_on == date(2026, 3, 11)


def test_what_happens_after_the_day_asked_is_not_known_yet() -> None:
    """A decision of last year can be made again today."""
    assert when(Happened(H.PAYMENT, date(2026, 3, 2))) == date(2026, 3, 11)
    assert when(Happened(H.PAYMENT, DUE - timedelta(days=1))) == date(2026, 3, 11)


@pytest.mark.parametrize(
    ("due_on", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2024, 2, 29), 48, date(2028, 3, 1)),
        (date(2023, 2, 28), 12, date(2024, 2, 29)),
        (date(2023, 3, 1), 12, date(2024, 3, 2)),
        (date(2025, 8, 31), 6, date(2026, 3, 1)),
        (date(2025, 12, 31), 1, date(2026, 2, 1)),
    ],
)
def test_leap_days_and_short_months(due_on: date, months: int, expected: date) -> None:
    """A term of months ends on the same day, or on the last day of a shorter month."""
    assert first_limitation(due_on, Period(months, months)) == expected


def test_the_date_of_a_source_is_carried_on_with_what_happens_after_it() -> None:
    """Only the source knows what was before; a payment booked here begins the term again."""
    told = Told(date(2026, 5, 1), date(2026, 2, 1))
    before = Happened(H.PAYMENT, date(2026, 1, 31))
    assert carry_on(told, YEAR, [before], BELGIAN, LATER).limitation_on == date(2026, 5, 1)
    here = Happened(H.PAYMENT, date(2026, 2, 20))
    assert carry_on(told, YEAR, [before, here], BELGIAN, LATER).limitation_on == date(2027, 2, 21)
    dispute = Happened(H.DISPUTE, date(2025, 1, 1), date(2026, 2, 11))
    assert carry_on(told, YEAR, [dispute], BELGIAN, LATER).limitation_on == date(2026, 5, 11)


def test_a_source_whose_date_passed_is_not_revived_by_a_payment() -> None:
    """The pair."""
    told = Told(date(2026, 2, 10), date(2026, 2, 1))
    late = Happened(H.PAYMENT, date(2026, 2, 10))
    found = carry_on(told, YEAR, [late], BELGIAN, LATER)
    assert (found.limitation_on, found.running) == (date(2026, 2, 10), Running.OVER)


def test_every_step_is_explained() -> None:
    """The desk of the financial director asks why a date is what it is."""
    found = recalculate(
        DUE,
        YEAR,
        [Happened(H.PAYMENT, date(2025, 12, 1)), Happened(H.REMINDER, date(2025, 4, 1))],
        BELGIAN,
        LATER,
    )
    assert found.trace == (
        Explained(H.REMINDER, date(2025, 4, 1), Effect.NOTHING, date(2026, 3, 11)),
        Explained(H.PAYMENT, date(2025, 12, 1), Effect.INTERRUPTS, date(2026, 12, 2)),
    )


def test_a_happening_without_a_row_does_nothing() -> None:
    """The careful side is the resident's: what was not decided does not lengthen a debt."""
    found = recalculate(DUE, YEAR, [Happened(H.PAYMENT, date(2025, 4, 1))], {}, LATER)
    assert found.limitation_on == date(2026, 3, 11)
    assert found.trace[0].effect is Effect.NOTHING


def test_the_published_example_does_not_count_from_the_due_date() -> None:
    """OSLO's Datavoorbeeld1: so a source's own date goes before ours, and is never replaced."""
    if not EXAMPLE.exists():
        pytest.skip("the published example is not on this machine")
    nodes = json.loads(EXAMPLE.read_text("utf-8"))["@graph"]
    found = [one for one in nodes if "Schuldvordering.verjaringsdatum" in one]
    assert len(found) == 3
    for one in found:
        due_on = date.fromisoformat(one["Schuldvordering.uitersteBetaaldatum"])
        told_on = date.fromisoformat(one["Schuldvordering.verjaringsdatum"])
        years = {"_:Schuldvorderingscategorie001": 2, "_:Schuldvorderingscategorie002": 5}
        months = 12 * years[one["Schuldvordering.schuldvorderingscategorie"]]
        ours = first_limitation(due_on, Period(months, months))
        assert ours != told_on > due_on
        told = claims.claim(due_on=due_on, limitation_on=told_on)
        assert limitation_of(told, claims.SCHOOL) == told_on


days = st.integers(-50, 4_000).map(lambda n: DUE + timedelta(days=n))
periods = st.builds(Period, st.integers(1, 130), st.integers(1, 130))
happenings = st.builds(Happened, st.sampled_from(H), days, st.one_of(st.none(), days))
histories = st.lists(happenings, max_size=6)
interrupting = st.sampled_from([H.PAYMENT, H.ACKNOWLEDGEMENT, H.PAYMENT_ORDER])


@given(periods, histories, interrupting, days, days)
@example(Period(1, 1), [], H.PAYMENT, date(2026, 1, 31), date(2026, 2, 28))
def test_never_earlier_after_an_interruption(
    period: Period, history: list[Happened], what: Happening, day: date, on: date
) -> None:
    """Whatever else happened, and also where months are of different lengths."""
    before = recalculate(DUE, period, history, BELGIAN, on)
    after = recalculate(DUE, period, [*history, Happened(what, day)], BELGIAN, on)
    assert after.limitation_on >= before.limitation_on


@given(periods, histories, days, days, days)
def test_never_earlier_after_a_dispute(
    period: Period, history: list[Happened], day: date, until: date, on: date
) -> None:
    """Standing still takes nothing away."""
    before = recalculate(DUE, period, history, BELGIAN, on)
    dispute = Happened(H.DISPUTE, day, until)
    after = recalculate(DUE, period, [*history, dispute], BELGIAN, on)
    assert after.limitation_on >= before.limitation_on


@given(periods, histories, st.randoms(use_true_random=False), days)
def test_the_order_in_which_it_is_told_does_not_matter(
    period: Period, history: list[Happened], chance: object, on: date
) -> None:
    """Applications send their events in any order."""
    found = recalculate(DUE, period, history, BELGIAN, on)
    chance.shuffle(history)  # type: ignore[attr-defined]
    again = recalculate(DUE, period, history, BELGIAN, on)
    assert (again.limitation_on, again.running) == (found.limitation_on, found.running)


@given(periods, histories, days)
def test_never_before_the_first_date_and_over_stays_over(
    period: Period, history: list[Happened], on: date
) -> None:
    """What is over on a day is over with the same date ever after."""
    found = recalculate(DUE, period, history, BELGIAN, on)
    assert found.limitation_on >= first_limitation(DUE, period)
    if found.running is Running.OVER:
        later = recalculate(DUE, period, history, BELGIAN, on + timedelta(days=999))
        assert (later.limitation_on, later.running) == (found.limitation_on, Running.OVER)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_months_keep_the_day_or_take_the_last_one(day: date, months: int) -> None:
    """And a later day never gives an earlier one."""
    found = months_later(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1
    assert months_later(day + timedelta(days=1), months) >= found
