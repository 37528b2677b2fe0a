"""Normalisation v1 in pairs: what must become the same, and what must stay apart."""

import pytest

from matching.contacts import email_of, phone_of
from matching.normal import Normal, normalise
from matching.normal_names import surname_joined, surname_words
from matching.normal_places import city, street
from matching.phonetic import phonetic

SAME = [
    ({"surname": "Berg", "prefix": "van den"}, {"surname": "BERG, VAN DEN"}),
    ({"surname": "Dijk", "prefix": "van"}, {"surname": "van Dyk"}),
    ({"surname": "Yıldız"}, {"surname": "YILDIZ"}),
    ({"surname": "Jansen-de Vries"}, {"surname": "Jansen–De Vries"}),
    ({"date_of_birth": "1980-05-06"}, {"date_of_birth": "6/5/1980"}),
    ({"date_of_birth": "19800500"}, {"date_of_birth": "00-05-1980"}),
    ({"sex": "v"}, {"sex": "female"}),
    ({"initials": "Th.J."}, {"initials": "T.J."}),
    ({"house_number": "12a"}, {"house_number": "12", "house_letter": "A"}),
    (
        {"street": "Kerkstr. 12 bus 3", "postcode": "B-9000"},
        {"street": "Kerkstraat", "house_number": "12", "house_addition": "b3", "postcode": "9000"},
    ),
    ({"postcode": "8251 ab"}, {"postcode": "NL-8251AB"}),
    ({"city": "'s-Gravenhage"}, {"city": "Den Haag"}),
    ({"phone": "06-12345678"}, {"phone": "+31 (0)6 12 34 56 78"}),
    ({"email": "Jan@Voorbeeld.nl"}, {"email": "<mailto:jan@voorbeeld.nl>"}),
    ({"national_id": "1234.56.782"}, {"national_id": "123456782"}),
    ({"surname": "onbekend", "date_of_birth": "0000-00-00", "postcode": "9999ZZ"}, {}),
    ({"given_names": "-", "phone": "x", "email": "n.v.t.", "city": "?"}, {}),
    ({"surname": ""}, {}),
]

APART = [
    ({"surname": "Jansen"}, {"surname": "Janssen"}),
    ({"surname": "Jansen-de Vries"}, {"surname": "de Vries-Jansen"}),
    ({"surname": "Vries"}, {"partner_surname": "Vries"}),
    ({"surname": "Berg"}, {"surname": "van den Berg"}),
    ({"given_names": "Jan Pieter"}, {"given_names": "Janpieter"}),
    ({"initials": "TH.J."}, {"initials": "T.H.J."}),
    ({"date_of_birth": "05-06-1980"}, {"date_of_birth": "06-05-1980"}),
    ({"date_of_birth": "1980-05-00"}, {"date_of_birth": "1980-05-01"}),
    ({"date_of_birth": "1980-02-30"}, {"date_of_birth": "1980-03-01"}),
    ({"sex": "m"}, {"sex": "v"}),
    ({"house_number": "12"}, {"house_number": "12", "house_letter": "A"}),
    ({"house_number": "12", "house_letter": "X"}, {"house_number": "12"}),
    ({"house_number": "1", "house_addition": "2"}, {"house_number": "12"}),
    ({"postcode": "8251AB"}, {"postcode": "8251AC"}),
    ({"street": "Kerkstraat"}, {"street": "Kerkweg"}),
    ({"phone": "06-12345678"}, {"phone": "06-12345679"}),
    ({"email": "jan.smit@voorbeeld.nl"}, {"email": "jansmit@voorbeeld.nl"}),
    ({"national_id": "012345672"}, {"national_id": "12345672"}),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_of_one_thing_become_the_same(
    one: dict[str, str], other: dict[str, str]
) -> None:
    """A divergence of one letter costs the match."""
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_things_stay_apart(one: dict[str, str], other: dict[str, str]) -> None:
    """What becomes equal here can never be told apart again."""
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize(
    "names",
    [
        "JANSEN JANSSEN JANZEN",
        "DIJK DYK DYCK DEIK",
        "SMIT SMID SMITH SMIDT SCHMIDT",
        "BOS BOSCH BOSS",
        "HENDRIKS HENDRIX HENDRICKX",
        "VISSER VISSCHER FISSER WISSER",
        "BERG BERGH BERCH",
        "SCHOUTEN SGOUTEN",
        "MEIJER MEYER MEIER",
        "PHILIPS FILIPS",
        "YILMAZ JILMAZ",
        "CEULEMANS KEULEMANS",
        "MULLER MUELLER",
    ],
)
def test_spellings_of_one_sound_have_one_code(names: str) -> None:
    """Half of the writing errors in surnames are of this kind."""
    assert len({phonetic(name) for name in names.split()}) == 1


@pytest.mark.parametrize(
    "names",
    [
        "JANSEN JONGEN",
        "BAKKER BECKERS",
        "VRIES BRIES",
        "BERG BORK BERT",
        "MULDER MULLER",
        "AKKER BAKKER HAKKER",
        "SMIT SMITS",
        "POST BOST",
        "LAM RAM",
    ],
)
def test_names_that_sound_different_have_different_codes(names: str) -> None:
    """A code that says the same of everything finds nobody."""
    assert len({phonetic(name) for name in names.split()}) == len(names.split())


def test_a_fused_prefix_is_equal_in_the_joined_name_only() -> None:
    """Vandenberg cannot be taken apart for certain, so both forms are there."""
    apart, fused = ("van den Berg",), ("Vandenberg",)
    assert surname_joined(*apart) == surname_joined(*fused) == "VANDENBERG"
    assert surname_words(*apart) != surname_words(*fused)


def test_both_parts_of_a_double_name_are_found_without_a_hyphen_too() -> None:
    """Jansen de Vries is what a form without hyphens makes of Jansen-de Vries."""
    assert surname_words("Jansen de Vries") == surname_words("Jansen-de Vries")


def test_a_number_without_country_is_of_the_region() -> None:
    """The same digits are another number across the border."""
    assert normalise({"phone": "0475 123456"}, "BE").phone == "+32475123456"
    assert normalise({"phone": "0475 123456"}, "NL").phone == "+31475123456"
    assert phone_of("0475 123456", "ZZ") == ""
    assert phone_of("+32 475 123456", "ZZ") == "+32475123456"


def test_a_column_with_nothing_in_it_is_a_column_that_is_not_there() -> None:
    """Files have columns that are empty from top to bottom."""
    columns = ("surname", "prefix", "street", "house_number", "phone", "email", "sex", "city")
    assert normalise(dict.fromkeys(columns, "")) == normalise({}) == Normal()


def test_what_is_no_address_has_no_key() -> None:
    """An empty key matches nothing; a made-up one would match everybody without an address."""
    assert (email_of("geen@geen.nl"), street("onbekend"), city("-")) == ("", "", "")


def test_a_national_id_is_not_shown() -> None:
    """A record ends up in a log sooner or later."""
    assert "123456782" not in repr(normalise({"national_id": "123456782"}))
