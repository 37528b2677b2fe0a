"""A covenant's terms on one day, how they are read, and the period that allows one signal."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.covenant.admit import period_of
from protocols.covenant.signal import ArrearsType, Circumstance, CollectionStep
from protocols.covenant.terms import OPTIONAL_TERMS, REQUIRED_TERMS, Covenant, Term, Terms
from protocols.rules import Rule
from tests.support import made

LAST, FIRST = date(2022, 11, 29), date(2022, 11, 30)
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def energy() -> Covenant:
    """A covenant of which one term changed on 30 November 2022."""
    rows = (
        Rule(50, "days", "LCV 2020", date(2021, 1, 1), LAST, "3"),
        Rule(30, "days", "LCV 30-11-2022", FIRST, date(2025, 12, 31), "3a"),
    )
    whole = made.covenant("stroom", "Energie")
    return replace(whole, terms={**whole.terms, Term.MINIMUM_AGE_DAYS: rows})


@pytest.mark.parametrize(
    ("on", "value"),
    [
        (date(2020, 12, 31), None),
        (date(2021, 1, 1), 50),
        (LAST, 50),
        (FIRST, 30),
        (date(2025, 12, 31), 30),
        (date(2026, 1, 1), None),
    ],
)
def test_a_term_has_the_value_of_the_day(on: date, value: int | None) -> None:
    """LCV, changed per 30-11-2022; a day without a row is a day on which nothing was agreed."""
    assert energy().on(on).number_of(Term.MINIMUM_AGE_DAYS) == value
    assert (Term.MINIMUM_AGE_DAYS in energy().on(on).rows) is (value is not None)


def test_a_day_before_the_covenant_has_no_terms_but_still_its_number() -> None:
    """A refusal must be able to name the covenant that did not hold yet."""
    terms = made.covenant("woonhof").on(date(2019, 12, 31))
    assert (terms.number, dict(terms.rows)) == ("CV-woonhof", {})
    assert (terms.arrears_in_order, terms.required_steps, terms.window) == ((), (), (1, 31))


def test_the_lists_are_read_in_the_order_of_the_covenant() -> None:
    """The first kind is meant when a row names none, so order is part of the agreement."""
    terms = made.covenant(
        "stroom",
        arrears_types=("gas", "electricity"),
        required_steps=("written_reminder", "debt_help_offered"),
        delivery_window=(3, 7),
    ).on(made.ON)
    assert terms.arrears_in_order == (ArrearsType.GAS, ArrearsType.ELECTRICITY)
    steps = (CollectionStep.WRITTEN_REMINDER, CollectionStep.DEBT_HELP_OFFERED)
    assert terms.required_steps == steps
    assert terms.window == (3, 7)


def test_an_article_is_named_with_its_covenant_and_without_a_number_the_covenant_alone() -> None:
    """A receipt never points at an article that is not there."""
    rows = {
        Term.FREQUENCY: Rule("month", "choice", "verzonnen", made.START, None, "12"),
        Term.OBJECTION: Rule("refused", "choice", "verzonnen", made.START),
    }
    terms = Terms("CV-7", rows)
    assert terms.article(Term.FREQUENCY) == "CV-7 art. 12"
    assert terms.article(Term.OBJECTION) == "CV-7"
    assert terms.article(Term.NATIONAL_ID) == "CV-7"


def test_a_value_is_read_in_its_own_shape_or_not_at_all() -> None:
    """A word is no number and a number is no word: the wrong shape counts as not agreed."""
    rows = {
        Term.FREQUENCY: made.rule("month"),
        Term.PAUSE_DAYS: made.rule(30),
        Term.WITHDRAWAL_DAYS: made.rule(0),
        Term.ARREARS_TYPES: made.rule("rent"),
    }
    terms = Terms("CV-7", rows)
    assert (terms.number_of(Term.PAUSE_DAYS), terms.word_of(Term.PAUSE_DAYS)) == (30, "")
    assert (terms.number_of(Term.FREQUENCY), terms.word_of(Term.FREQUENCY)) == (None, "month")
    assert terms.number_of(Term.WITHDRAWAL_DAYS) == 0
    assert terms.arrears_in_order == ()
    assert (terms.number_of(Term.MINIMUM_AGE_DAYS), terms.word_of(Term.NATIONAL_ID)) == (None, "")


def test_an_unknown_kind_of_arrears_never_becomes_a_term() -> None:
    """A covenant that agrees on something the law does not know must not load quietly."""
    with pytest.raises(ValueError, match="speelschulden"):
        made.covenant("woonhof", arrears_types=("speelschulden",)).on(made.ON)


def test_only_bounds_and_what_goes_beyond_a_plain_pause_may_be_left_out() -> None:
    """Everything else changes what is allowed, so silence about it would be a gap."""
    assert set(Term) - REQUIRED_TERMS == OPTIONAL_TERMS
    assert {word.value for word in OPTIONAL_TERMS} == {
        *("maximum_age_days", "maximum_amount", "pause_extension_days", "pause_broken"),
        "feedback_closed_days",
    }


def test_a_row_is_a_crisis_only_when_it_says_so() -> None:
    """Wgs: threat of eviction, end of supply or end of insurance."""
    others = frozenset(Circumstance) - {Circumstance.CRISIS}
    assert made.signal(1, circumstances=frozenset({Circumstance.CRISIS})).crisis
    assert not made.signal(1, circumstances=others).crisis


@pytest.mark.parametrize(
    ("day", "month", "quarter", "year"),
    [
        (date(2026, 1, 1), "2026-01", "2026-Q1", "2026"),
        (date(2026, 3, 31), "2026-03", "2026-Q1", "2026"),
        (date(2026, 4, 1), "2026-04", "2026-Q2", "2026"),
        (date(2026, 6, 30), "2026-06", "2026-Q2", "2026"),
        (date(2026, 7, 1), "2026-07", "2026-Q3", "2026"),
        (date(2026, 9, 30), "2026-09", "2026-Q3", "2026"),
        (date(2026, 10, 1), "2026-10", "2026-Q4", "2026"),
        (date(2026, 12, 31), "2026-12", "2026-Q4", "2026"),
        (date(2027, 1, 1), "2027-01", "2027-Q1", "2027"),
    ],
)
def test_a_period_is_a_calendar_month_quarter_or_year(
    day: date, month: str, quarter: str, year: str
) -> None:
    """LCV: deliveries are monthly; a covenant may agree on less."""
    assert period_of(day, "month") == month
    assert period_of(day, "quarter") == quarter
    assert period_of(day, "year") == year


@pytest.mark.parametrize("frequency", ["", "week"])
def test_a_frequency_that_is_not_agreed_counts_as_monthly(frequency: str) -> None:
    """The national rhythm holds where the covenant is silent."""
    assert period_of(date(2026, 2, 3), frequency) == "2026-02"


@settings(deadline=None)
@given(days, days, st.sampled_from(["month", "quarter", "year"]))
def test_two_days_share_a_period_exactly_when_they_share_the_calendar_part(
    one: date, other: date, frequency: str
) -> None:
    """Periods never overlap and leave no day out, also over the end of a year."""
    months = {"month": 1, "quarter": 3, "year": 12}[frequency]

    def part(day: date) -> tuple[int, int]:
        return day.year, (day.month - 1) // months

    assert (period_of(one, frequency) == period_of(other, frequency)) is (part(one) == part(other))


@settings(deadline=None)
@given(days)
def test_a_period_changes_at_most_once_a_month_and_only_on_its_first_day(day: date) -> None:
    """A creditor that signals daily still cannot signal twice in a period."""
    after = day + timedelta(days=1)
    assert (period_of(day, "month") != period_of(after, "month")) is (after.day == 1)
