"""Comparing: one field at a time, each agreement with what falls just short of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.compare import (
    DIFFERENT,
    EARLIER,
    MISSING,
    NEAR,
    SAME,
    compare_addresses,
    compare_born,
    compare_given,
    compare_surnames,
    compare_tokens,
)
from matching.described import born_of, place_of
from matching.names import given_of, surname_of_person, surname_of_resident
from matching.records import known_of, pack
from protocols.ids import ResidentId
from protocols.judgement import Agreement
from protocols.people import Address, Name, NameUse, PartialDate, Resident

dates = st.dates().map(PartialDate.of).map(born_of)


@pytest.mark.parametrize(
    ("delivered", "agreement"),
    [
        (Name(surname="Smit-Bakker"), SAME),
        (Name(surname="Bakker-Smit"), SAME),
        (Name(surname="Smit"), SAME),
        (Name(surname="van der Smit"), SAME),
        (Name(surname="Bakker"), NEAR),
        (Name(surname="Smitt"), NEAR),
        (Name(surname="Simt"), NEAR),
        (Name(surname="Smits-Bakker"), NEAR),
        (Name(surname="Smeets"), DIFFERENT),
        (Name(surname="Visser"), DIFFERENT),
        (Name(), MISSING),
    ],
)
def test_a_surname_is_same_near_or_different(delivered: Name, agreement: Agreement) -> None:
    """The resident is Smit, married to Bakker, and uses the own name."""
    known = surname_of_resident(Name(surname="Smit", partner_surname="Bakker", use=NameUse.OWN))
    assert compare_surnames(surname_of_person(delivered), known) is agreement


def test_a_belgian_name_is_the_same_with_its_particles_joined() -> None:
    """Vandenberghe and van den Berghe are one name; van den Bergh is nearly that."""
    known = surname_of_resident(Name(surname="Vandenberghe"))
    delivered = Name(prefix="van den", surname="Berghe")
    assert compare_surnames(surname_of_person(delivered), known) is SAME


def test_short_names_have_no_room_for_a_slip() -> None:
    """Bos and Bol are two families; Bosman and Bolman may be one."""
    for one, other, agreement in [("Bos", "Bol", DIFFERENT), ("Bosman", "Bolman", NEAR)]:
        pair = surname_of_person(Name(surname=one)), surname_of_resident(Name(surname=other))
        assert compare_surnames(*pair) is agreement


@pytest.mark.parametrize(
    ("delivered", "registered", "agreement"),
    [
        ("Johannes", "Johannes Petrus", SAME),
        ("Johannes P.", "Johannes Petrus", SAME),
        ("J.", "Johannes Petrus", NEAR),
        ("J.P.", "Johannes Petrus", NEAR),
        ("Sofie", "Sophie", NEAR),
        ("Mohammed", "Mohamed", NEAR),
        ("J.R.", "Jan-Willem Rik", NEAR),
        ("J.W.", "Jan-Willem Rik", NEAR),
        ("J.K.", "Johannes Petrus", DIFFERENT),
        ("Jan", "Johannes", DIFFERENT),
        ("Anna", "Anne", DIFFERENT),
        ("Hanna", "Anna", DIFFERENT),
        ("Maria Elisabeth", "Maria Anna", DIFFERENT),
        ("", "Johannes", MISSING),
        ("J.", "", MISSING),
    ],
)
def test_given_names_agree_as_far_as_both_give_them(
    delivered: str, registered: str, agreement: Agreement
) -> None:
    """Twins have other names, often with the first letter or even the first name in common."""
    assert compare_given(given_of(delivered, ""), given_of(registered, "")) is agreement


@pytest.mark.parametrize(
    ("delivered", "registered", "agreement"),
    [
        (1980_03_15, 1980_03_15, SAME),
        (1980_03_16, 1980_03_15, NEAR),
        (1930_03_15, 1980_03_15, NEAR),
        (1980_05_03, 1980_03_05, NEAR),
        (1980_00_00, 1980_03_15, NEAR),
        (1980_03_00, 1980_03_15, NEAR),
        (1980_00_00, 1980_00_00, NEAR),
        (1980_03_10, 1980_03_09, DIFFERENT),
        (1980_04_16, 1980_03_15, DIFFERENT),
        (1981_00_00, 1980_03_15, DIFFERENT),
        (1980_03_15, 315, MISSING),
        (0, 1980_03_15, MISSING),
    ],
)
def test_birth_dates_agree_but_for_one_slip(
    delivered: int, registered: int, agreement: Agreement
) -> None:
    """One digit, day and month changed about, or a part unknown; two slips are too many."""
    assert compare_born(delivered, registered) is agreement


@given(dates, dates)
def test_birth_dates_compare_the_same_both_ways(one: int, other: int) -> None:
    """It does not matter who made the slip, and only the same date is the same."""
    assert compare_born(one, other) is compare_born(other, one)
    assert (compare_born(one, other) is SAME) == (one == other)


HOME = Address("Kerkstraat", 12, "", "", "8251AB", "Dronten")
FLAT = Address("Kerkstraat", 14, "B", "", "8251AB", "Dronten")
OLD = Address("Dorpsweg", 3, "", "", "8255CD", "Swifterbant")


@pytest.mark.parametrize(
    ("delivered", "home", "agreement"),
    [
        (HOME, HOME, SAME),
        (Address("", 12, "", "", "8251ab"), HOME, SAME),
        (Address("Kerkstr.", 12, "", "", "", "Dronten"), HOME, SAME),
        (Address("Kerkstraat", 12, "", "", "8251AC", "Dronten"), HOME, NEAR),
        (Address("", 14, "", "", "8251AB"), FLAT, NEAR),
        (Address("", 12, "A", "", "8251AB"), HOME, NEAR),
        (Address("", 14, "A", "", "8251AB"), FLAT, DIFFERENT),
        (OLD, HOME, EARLIER),
        (Address("", 3, "A", "", "8255CD"), HOME, EARLIER),
        (FLAT, HOME, DIFFERENT),
        (Address(), HOME, MISSING),
        (HOME, None, MISSING),
        (OLD, None, EARLIER),
    ],
)
def test_an_address_is_of_today_or_earlier_or_of_others(
    delivered: Address, home: Address | None, agreement: Agreement
) -> None:
    """14A is not 14B; a missing letter or a wrong postcode is only near."""
    record = Resident(ResidentId("r"), Name(), address=home, earlier=(OLD,))
    known = known_of(pack(record, b""))
    assert compare_addresses(place_of(delivered), known) is agreement


def test_tokens_are_missing_unless_both_are_there() -> None:
    """Few creditors may send a national id."""
    assert compare_tokens(b"a", b"a") is SAME
    assert compare_tokens(b"a", b"b") is DIFFERENT
    assert compare_tokens(b"", b"") is compare_tokens(b"a", b"") is MISSING
