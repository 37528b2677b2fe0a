"""How days, moments, names and addresses are written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.words import (
    address,
    born,
    called,
    counted,
    day,
    day_of,
    full_name,
    moment,
    postcode,
    surnames,
)
from protocols.people import Address, Name, NameUse, PartialDate


@given(st.dates())
def test_a_day_is_written_in_full(on):
    """So that 1 and 2 are never mixed up with months."""
    number, month, year = day(on).split()
    assert (int(number), int(year)) == (on.day, on.year)
    assert month.isalpha()


def test_a_day_that_is_not_there_stays_empty():
    """An open case has no day of closing."""
    assert day_of("") == ""
    assert day_of("2026-11-22") == "22 november 2026"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ""),
        ("2026-11-22T09:00:00.000Z", "22 november 2026, 10:00"),
        ("2026-07-01T22:30:00.000Z", "2 juli 2026, 00:30"),
    ],
)
def test_a_moment_is_told_in_local_time(text, told):
    """Summer time and the change of day included."""
    assert moment(text) == told


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (None, "onbekend"),
        (PartialDate(None), "onbekend"),
        (PartialDate.of(date(1980, 5, 17)), "17 mei 1980"),
        (PartialDate(1980, 5), "mei 1980 (niet volledig bekend)"),
        (PartialDate(1980), "1980 (niet volledig bekend)"),
    ],
)
def test_a_birth_date_is_told_as_far_as_it_is_known(known, told):
    """The register may not know the day or the month."""
    assert born(known) == told


@pytest.mark.parametrize(
    ("name", "as_called", "in_full", "both"),
    [
        (Name("Anna", "A", "de", "Wit"), "Anna de Wit", "Anna de Wit", "de Wit"),
        (Name("", "A.B.", "", "Wit"), "A.B. Wit", "A.B. Wit", "Wit"),
        (Name(), "onbekend", "onbekend", ""),
        (
            Name("Anna", "A", "de", "Wit", "", "Berg", NameUse.PARTNER),
            "Anna Berg",
            "Anna de Wit",
            "de Wit (partner: Berg)",
        ),
        (Name(partner_surname="Berg", use=NameUse.OWN_PARTNER), "Berg", "onbekend", "Berg"),
    ],
)
def test_a_name_is_written_whole(name, as_called, in_full, both):
    """Whatever part of it is missing."""
    assert (called(name), full_name(name), surnames(name)) == (as_called, in_full, both)


@pytest.mark.parametrize(
    ("where", "told"),
    [
        (None, "onbekend"),
        (Address(), "onbekend"),
        (Address("Verzinweg", 1, "A", "2", "1111aa", "Stad"), "Verzinweg 1 A 2, 1111 AA Stad"),
        (Address("Steenweg", 5, "", "bus 3", "9000", "Gent"), "Steenweg 5 bus 3, 9000 Gent"),
        (Address(postcode="1111AA"), "1111 AA"),
    ],
)
def test_an_address_stands_on_one_line(where, told):
    """Dutch and Belgian."""
    assert address(where) == told


@given(st.text(max_size=10))
def test_a_postcode_only_ever_gets_a_space(written):
    """Nothing of what was written is lost."""
    assert postcode(written).replace(" ", "").upper() == written.replace(" ", "").upper()


def test_a_count_has_its_noun():
    """One signal, two signals."""
    assert [counted(n, "signaal", "signalen") for n in (0, 1, 2)] == [
        "0 signalen",
        "1 signaal",
        "2 signalen",
    ]
