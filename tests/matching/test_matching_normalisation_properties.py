"""Normalisation v1 for any text at all: it never fails, and doing it twice changes nothing."""

import re
from collections.abc import Callable
from datetime import date

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import normal_dates as dates
from matching import normal_names as names
from matching import normal_places as places
from matching.contacts import email_of, phone_of
from matching.normal import COLUMNS, Normal, normalise
from matching.phonetic import phonetic

PIECES = """
    van den der de 't 's d' geb. e/v ij IJ y jr. dhr. J. Jansen Vries Berg onbekend x n.v.t. bus
    3 12 12a 0 str ln st 8251 AB 9000 - – / , . ' @ nl 06 +31 000 1980 05 mei é ß ı ł æ ĳ ² ½
"""

texts = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(max_codepoint=0x24F), max_size=40),
    st.lists(st.sampled_from(PIECES.split()), max_size=7).map(" ".join),
    st.lists(st.sampled_from(PIECES.split()), max_size=7).map("".join),
)

SHAPES = {
    "surname": re.compile(r"[A-Z]+(?: [A-Z]+)*|"),
    "partner": re.compile(r"[A-Z]+(?: [A-Z]+)*|"),
    "given": re.compile(r"[A-Z]+(?: [A-Z]+)*|"),
    "joined": re.compile(r"[A-Z]*"),
    "partner_joined": re.compile(r"[A-Z]*"),
    "sounds": re.compile(r"[ABDFGHJKLMNPRST]+(?: [ABDFGHJKLMNPRST]+)*|"),
    "partner_sounds": re.compile(r"[ABDFGHJKLMNPRST]+(?: [ABDFGHJKLMNPRST]+)*|"),
    "name_use": re.compile(r"[EPVN]?"),
    "initials": re.compile(r"[A-Z]*"),
    "born": re.compile(r"0|[12][0-9]{7}"),
    "sex": re.compile(r"[MF]?"),
    "postcode": re.compile(r"[A-Z0-9]{0,10}"),
    "house_number": re.compile(r"None|[1-9][0-9]{0,4}"),
    "house_suffix": re.compile(r"[A-Z0-9]*"),
    "street": re.compile(r"[A-Z0-9]*"),
    "city": re.compile(r"[A-Z]*"),
    "phone": re.compile(r"(?:\+[0-9]{3,17})?"),
    "email": re.compile(r"(?:[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9.-]+\.[a-z0-9-]+)?"),
    "national_id": re.compile(r"[A-Z0-9]*"),
}
"""Every sign that may come out, field by field."""


def written(value: object) -> str:
    """A field as text."""
    return " ".join(value) if isinstance(value, tuple) else str(value)


@given(st.dictionaries(st.sampled_from(COLUMNS), texts), st.sampled_from(["NL", "BE", "", "?"]))
def test_anything_gives_a_record_of_known_signs(fields: dict[str, str], region: str) -> None:
    """Files hold anything; a token is made of A-Z and 0-9 and the signs of a number or address."""
    known = normalise(fields, region)
    assert set(SHAPES) == set(Normal.__slots__)
    for field, shape in SHAPES.items():
        assert shape.fullmatch(written(getattr(known, field))), field
    assert len(known.surname) == len(known.sounds)
    assert len(known.partner) == len(known.partner_sounds)


@pytest.mark.parametrize("sign", ["a", "1", " ", "-", ",", "1 ", "a1", ".", "@", "é", "\u200b"])
def test_a_very_long_cell_is_read_at_once(sign: str) -> None:
    """A hostile file must not keep the line busy: only the first 500 signs are read."""
    cell = sign * 100_000
    assert len(written(normalise(dict.fromkeys(COLUMNS, cell)).street)) <= 500


@pytest.mark.parametrize(
    "function",
    [
        names.surname_joined,
        places.postcode,
        places.street,
        places.city,
        email_of,
        phone_of,
        dates.sex,
        dates.name_use,
        dates.national_id,
    ],
)
@given(text=texts)
def test_doing_it_twice_changes_nothing(function: Callable[[str], str], text: str) -> None:
    """One party may hand over what it has normalised already."""
    assert function(function(text)) == function(text)


@given(texts, texts)
def test_surnames_and_given_names_stay_as_they_are(text: str, prefix: str) -> None:
    """The parts are bare: nothing is left to drop or to split."""
    words = names.surname_words(text, prefix)
    assert names.surname_words("-".join(words)) == words
    assert names.given(" ".join(names.given(text))) == names.given(text)


@given(texts, texts, texts, texts)
def test_a_house_stays_as_it_is(way: str, number: str, letter: str, addition: str) -> None:
    """Number and suffix may be handed over merged or apart."""
    _, value, suffix = places.home(way, number, letter, addition)
    shown = "" if value is None else str(value)
    assert places.home("", shown, suffix)[1:] == (value, suffix)
    assert places.home("", shown, "", suffix)[1:] == (value, suffix)


@given(texts)
def test_initials_stay_as_they_are_with_points_between(text: str) -> None:
    """Without points TH may be one name, so the result alone is no input."""
    letters = names.initials("", text)
    assert names.initials("", "".join(f"{letter}." for letter in letters)) == letters


@given(texts)
def test_a_date_stays_as_it_is(text: str) -> None:
    """What was read is read again, in the calendar or not."""
    known = dates.born(text)
    year, rest = divmod(known, 10_000)
    assert dates.born(f"{year:04d}-{rest // 100:02d}-{rest % 100:02d}") == known


@given(st.dates(min_value=date(1300, 1, 1), max_value=date(2999, 12, 31)))
def test_every_spelling_of_a_day_is_that_day(day: date) -> None:
    """Four ways that creditors write it; the placeholders are nobody's birthday."""
    value = day.year * 10_000 + day.month * 100 + day.day
    expected = 0 if value in dates.STAND_IN_DATES else value
    for form in ("%Y-%m-%d", "%Y%m%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d%m%Y"):
        assert dates.born(day.strftime(form)) == expected, form


@given(st.from_regex(r"(\+31|0031|\+32|0032)?0?[1-9][0-9]{6,9}", fullmatch=True))
def test_the_quick_reading_of_a_number_is_that_of_the_library(text: str) -> None:
    """Usual numbers skip the library for speed; it must not show."""
    for region in ("NL", "BE"):
        known = phone_of(text, region)
        number = phonenumbers.parse(text, region)
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        assert known in {"", e164}


@given(st.from_regex(r"[A-Z]{1,15}", fullmatch=True))
def test_a_name_always_has_a_code(word: str) -> None:
    """An empty code would be shared by all names without one."""
    assert phonetic(word)


@given(st.from_regex(r"(?:([A-GI-Z])(?!\1)){1,15}", fullmatch=True))
def test_a_double_letter_at_the_end_does_not_matter(word: str) -> None:
    """Bos and Boss; an h is left out, as it is mute."""
    assert phonetic(word) == phonetic(word + word[-1])
