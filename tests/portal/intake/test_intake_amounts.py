"""Amounts in euros as creditors write them: read to the cent, or not at all."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.intake.fields import REMEDIES, Unread, amount
from protocols.money import Cents, euros

MOST = 99_999_999_999
CENTS = st.one_of(st.integers(1, MOST), st.integers(1, 999_999))


def _code(text: str) -> str:
    with pytest.raises(Unread) as unread:
        amount(text)
    assert str(unread.value) == unread.value.code
    return unread.value.code


def _cents_or_code(text: str) -> int | str:
    try:
        return amount(text)
    except Unread as unread:
        return unread.code


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("123,45", 12_345),
        ("123.45", 12_345),
        ("123", 12_300),
        ("0,01", 1),
        ("0.5", 50),
        ("123,4", 12_340),
        ("1.234,56", 123_456),
        ("1,234.56", 123_456),
        ("12.345.678,90", 1_234_567_890),
        ("12,345,678.90", 1_234_567_890),
        ("1234,56", 123_456),
        ("€ 1.234,56", 123_456),
        ("€1234", 123_400),
        ("EUR 12,50", 1_250),
        ("12,50 €", 1_250),
        ("€\u00a012,50", 1_250),
        ("1 234,56", 123_456),
        ("125,-", 12_500),
        ("007,50", 750),
        ("999.999.999,99", MOST),
        ("999999999,99", MOST),
    ],
)
def test_an_amount_is_read_as_it_is_meant(text: str, cents: int) -> None:
    """Dutch and English, with and without sign and thousands."""
    assert amount(text) == cents


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.345.678", "12,345", "1.000", "0.123"])
def test_thousands_without_cents_are_ambiguous(text: str) -> None:
    """1.234 is a thousand here and one euro there: a factor of a thousand in somebody's debt."""
    assert _code(text) == "ambiguous-amount"
    assert _code(f"-{text}") == "ambiguous-amount"


@pytest.mark.parametrize("text", ["0", "0,00", "0.0", "-12,50", "-0", "-1.234,56", "€ -5,00"])
def test_nothing_and_less_is_not_positive(text: str) -> None:
    """A payment is not an arrears."""
    assert _code(text) == "not-positive"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "€",
        "abc",
        "12,345,6",
        "1,2,3",
        "1.2.3",
        "12,345.6",
        "1.23,45",
        "1.234.56",
        "1,234,56",
        "123,456.7",
        "12e3",
        "1E+2",
        "NaN",
        "Infinity",
        "0x10",
        "1_000",
        "+5",
        "--5",
        "5-",
        "1/2",
        "£5",
        "$5",
        "١٢٣",
        "²",
        "1234567890",
        "1.000.000.000,00",
        "1,000,000,000.00",
        "999.999.999.999.999.999.999.999,99",
        "12,50;",
        "12\n",
    ],
)
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    """Nor is one of a thousand million or more: it would not fit further on."""
    assert _code(text) == "not-an-amount"


@given(CENTS)
def test_a_written_amount_is_read_back(cents: int) -> None:
    """However it was written, no cent is lost or invented."""
    english = f"{Decimal(cents) / 100:,.2f}"
    dutch = euros(Cents(cents))
    bare = f"{cents // 100},{cents % 100:02d}"
    for text in (english, dutch, dutch.removeprefix("€ "), bare, bare.replace(",", ".")):
        for dressed in (text, f"EUR {text}", f"{text} €"):
            assert amount(dressed.removeprefix("EUR ") if "€" in dressed else dressed) == cents


@given(st.integers(1, 999_999_999))
def test_a_whole_amount_is_read_back(whole: int) -> None:
    """Without separators it is never ambiguous."""
    assert amount(f"{whole}") == amount(f"{whole},-") == amount(f"{whole},0") == whole * 100


@given(st.one_of(st.text(max_size=30), st.text("0123456789.,-€ ", max_size=30)))
def test_any_text_gives_an_amount_within_bounds_or_a_code(text: str) -> None:
    """Never another exception, never nothing."""
    found = _cents_or_code(text)
    assert found in REMEDIES if isinstance(found, str) else 1 <= found <= MOST


@given(CENTS)
def test_a_negative_amount_is_never_read(cents: int) -> None:
    """In no notation."""
    for text in (f"{-Decimal(cents) / 100:,.2f}", f"-{cents // 100},{cents % 100:02d}"):
        assert _code(text) == "not-positive"


def test_an_amount_in_a_row_lands_in_cents(intake: Any) -> None:
    """And what is wrong with it is told with its column."""
    assert intake.one(amount="€ 1.234,56").amount_cents == 123_456
    assert intake.one(amount=1234.5).amount_cents == 123_450
    assert intake.faults(amount="1.234") == (("amount", "ambiguous-amount"),)
    assert intake.faults(amount=-5) == (("amount", "not-positive"),)
    assert intake.faults(amount="veel") == (("amount", "not-an-amount"),)
    assert intake.faults(amount=None) == (("amount", "missing"),)
    assert intake.faults(amount="  ") == (("amount", "missing"),)
