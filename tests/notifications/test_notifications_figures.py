"""Amounts and days in five languages: to the cent, and never over the end of a line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.figures import FIGURES
from notifications.languages import locales
from protocols.money import Cents, euros

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
LANGUAGES = st.sampled_from(sorted(FIGURES))


@pytest.mark.parametrize(
    ("language", "amount", "day"),
    [
        ("nl", "€\u00a01.234,56", "1\u00a0december\u00a02026"),
        ("fr", "1\u202f234,56\u00a0€", "1er\u00a0décembre\u00a02026"),
        ("en", "€1,234.56", "1\u00a0December\u00a02026"),
        ("tr", "1.234,56\u00a0€", "1\u00a0Aralık\u00a02026"),
        ("ar", "1.234,56\u00a0€", "1\u00a0ديسمبر\u00a02026"),
    ],
)
def test_each_language_writes_its_own_way(language: str, amount: str, day: str):
    """As Unicode CLDR has it; Arabic with the figures that the bank here uses."""
    assert FIGURES[language].amount(Cents(123_456)) == amount
    assert FIGURES[language].day(date(2026, 12, 1)) == day


def test_only_the_first_of_the_month_is_special_and_only_in_french():
    """`1er` but `2`; elsewhere a plain number."""
    assert FIGURES["fr"].day(date(2026, 5, 2)).startswith("2\u00a0")
    assert FIGURES["en"].day(date(2026, 5, 1)).startswith("1\u00a0")


def test_every_language_of_the_locales_has_figures():
    """A language without figures would get no letters."""
    assert FIGURES.keys() == locales().keys()


@given(LANGUAGES, st.integers(-(10**11), 10**11))
def test_no_cent_is_lost_in_writing(language: str, cents: int):
    """The digits are those of the amount, in order, with its sign."""
    told = FIGURES[language].amount(Cents(cents))
    digits = "".join(sign for sign in told if sign.isdigit())
    assert int(digits) == abs(cents)
    assert ("-" in told) == (cents < 0)
    assert " " not in told


@given(st.integers(0, 10**11))
def test_dutch_letters_write_amounts_as_the_screens_do(cents: int):
    """But with a space that holds sign and number together."""
    assert FIGURES["nl"].amount(Cents(cents)).replace("\u00a0", " ") == euros(Cents(cents))


@given(LANGUAGES, DAYS, DAYS)
def test_two_days_never_read_the_same(language: str, one: date, other: date):
    """Twelve months with twelve names."""
    day = FIGURES[language].day
    assert (day(one) == day(other)) == (one == other)
    assert " " not in day(one)
