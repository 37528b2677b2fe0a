"""National numbers, phone numbers and mail addresses of people who do not exist."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.be import nn
from stdnum.nl import bsn

from portal.synth.numbers import Numbers, bsn_of, initials_of, insz_of, plain
from portal.synth.tables import Lottery, happens, rows
from protocols.people import Name, PartialDate

DAYS = st.dates(min_value=date(1915, 1, 1), max_value=date(2025, 12, 31))


@given(st.integers(0, 999_999))
def test_a_bsn_passes_the_eleven_test_or_is_not_given(six: int) -> None:
    """Checked by another program (python-stdnum): one in eleven beginnings has no BSN."""
    number = bsn_of(f"99{six:06d}")
    assert number == "" or bsn.is_valid(number)


def test_one_in_eleven_beginnings_has_no_bsn() -> None:
    """A check of 10 is no digit."""
    empty = sum(bsn_of(f"99{six:06d}") == "" for six in range(0, 1_000_000, 97))
    assert empty / len(range(0, 1_000_000, 97)) == pytest.approx(1 / 11, abs=0.005)


@given(DAYS, st.integers(1, 998))
def test_an_insz_is_valid_and_tells_birth_date_and_sex(born: date, serial: int) -> None:
    """Modulo 97, with a 2 in front from 2000 on; checked by python-stdnum."""
    number = insz_of(PartialDate.of(born), serial)
    assert nn.is_valid(number)
    assert nn.get_gender(number) == ("M" if serial % 2 else "F")


@pytest.mark.parametrize(
    "born", [None, PartialDate(1950), PartialDate(1950, 3), PartialDate(2003), PartialDate(2003, 4)]
)
def test_an_insz_of_an_unknown_birth_date_is_valid_too(born: PartialDate | None) -> None:
    """What is unknown is zeros."""
    assert nn.is_valid(insz_of(born, 997))


@pytest.mark.parametrize("country", ["NL", "BE"])
def test_a_national_number_is_given_out_once(country: str) -> None:
    """Two people with one number would be one person to the register."""
    numbers = Numbers(Random(3), country)
    born = PartialDate(1990, 5, 5)
    given_out = [numbers.national_id(born, "MV"[place % 2]) for place in range(400)]
    assert len(set(given_out)) == 400


def test_dutch_numbers_begin_with_99() -> None:
    """The range of tests."""
    numbers = Numbers(Random(3), "NL")
    assert all(numbers.national_id(None, "M").startswith("99") for _ in range(200))


@pytest.mark.parametrize(
    ("given_names", "initials"),
    [
        (("Jan",), "J."),
        (("Jan", "Pieter"), "J.P."),
        (("Marie-Louise", "Anna"), "M.A."),
        (("İbrahim",), "İ."),
        ((), ""),
    ],
)
def test_initials_follow_the_register(given_names: tuple[str, ...], initials: str) -> None:
    """One letter for each given name; a hyphenated name gives one (BRP API)."""
    assert initials_of(given_names) == initials


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Çağlar", "Caglar"),
        ("Łukasz", "Lukasz"),
        ("René", "Rene"),
        ("Işık", "Isik"),
        ("Jan", "Jan"),
    ],
)
def test_plain_text_has_no_diacritics(text: str, bare: str) -> None:
    """Letters with a stroke have no decomposition and need a table."""
    assert plain(text) == bare


def test_a_mail_address_is_at_an_example_host_and_plain() -> None:
    """Nobody may ever get mail from a test (RFC 2606)."""
    numbers = Numbers(Random(3), "NL")
    for name in (Name("Şükrü", "Ş.", "", "Öztürk"), Name("", "M.", "van 't", "Hof")):
        local, _, host = numbers.email(name).partition("@")
        assert host.startswith("example.")
        assert local.isascii()
        assert local.strip(".") == local


def test_a_lottery_draws_as_often_as_the_weights_say() -> None:
    """A weight of nothing is never drawn."""
    rng, lottery = Random(5), Lottery("abc", (1, 0, 3))
    drawn = [lottery.draw(rng) for _ in range(4000)]
    assert drawn.count("b") == 0
    assert drawn.count("c") / 4000 == pytest.approx(0.75, abs=0.03)


@pytest.mark.parametrize("weights", [(1, 2), (0, 0, 0)])
def test_a_lottery_without_fitting_weights_is_refused(weights: tuple[int, ...]) -> None:
    """A mistake in a data table must not go unseen."""
    with pytest.raises(ValueError, match="weight"):
        Lottery("abc", weights)


def test_what_has_no_chance_does_not_happen_and_what_is_sure_does() -> None:
    """The ends of the scale."""
    rng = Random(5)
    assert not any(happens(rng, 0) for _ in range(500))
    assert all(happens(rng, 100) for _ in range(500))


def test_seasons_have_a_mean_of_one_and_a_peak_in_march() -> None:
    """January's health premiums become signals in March (Divosa monitor 2022)."""
    weights = {row["month"]: float(row["weight"]) for row in rows("seasons")}
    assert sum(weights.values()) / 12 == pytest.approx(1.0, abs=0.001)
    assert max(weights, key=lambda month: weights[month]) == "3"
