"""The Dutch register file (LO3): residency, flags and numbers."""

import pytest

from protocols.people import Address, PartialDate, Residency, Resident

HOME = {
    "e08_11_10": "Merellaan",
    "e08_11_20": "12",
    "e08_11_60": "8251AB",
    "e08_11_70": "Dronten",
}
AT_HOME = Address("Merellaan", 12, postcode="8251AB", city="Dronten")


def only(found) -> Resident:
    """The one resident of a file."""
    (person,) = found.residents
    return person


def test_the_first_line_of_a_person_says_what_holds_now(register):
    """Everything of one person, each element in its place."""
    person = only(
        register.lo3(
            register.person(
                **HOME,
                e01_01_20="999990019",
                e01_02_10="Anna Élise",
                e01_02_30="van der",
                e01_03_10="19800517",
                e01_04_10="V",
            )
        )
    )
    assert person.resident_id == "r-1000000001"
    assert (person.name.given, person.name.initials) == ("Anna Élise", "A.É.")
    assert (person.name.prefix, person.name.surname) == ("van der", "Zilvervos")
    assert person.born == PartialDate(1980, 5, 17)
    assert (person.sex, person.national_id) == ("V", "999990019")
    assert (person.address, person.earlier) == (AT_HOME, ())
    assert person.residency is Residency.RESIDENT
    flags = [person.secret, person.under_investigation, person.guardianship, person.mail_address]
    assert not any(flags)


def test_persons_are_told_apart_by_the_list_number(register):
    """Lines without one belong to the person before them."""
    found = register.lo3(
        register.person(1), register.more(), register.more(), register.person(2), register.more()
    )
    assert [person.resident_id for person in found.residents] == ["r-1000000001", "r-1000000002"]


@pytest.mark.parametrize(
    ("elements", "residency"),
    [
        ({}, Residency.RESIDENT),
        ({"e07_67_20": "O"}, Residency.DECEASED),
        ({"e06_08_10": "20200101"}, Residency.DECEASED),
        ({"e06_08_10": "00000000"}, Residency.DECEASED),
        ({"e06_08_10": "20200101", "e07_67_20": "E", "e08_13_10": "5002"}, Residency.DECEASED),
        ({"e07_67_20": "E"}, Residency.EMIGRATED),
        ({"e08_13_10": "5002"}, Residency.EMIGRATED),
        ({"e07_67_20": "R", "e08_13_10": "5002"}, Residency.ELSEWHERE),
        ({"e07_67_20": "M"}, Residency.SUSPENDED),
        ({"e07_67_20": "W"}, Residency.SUSPENDED),
        ({"e07_67_20": "X"}, Residency.SUSPENDED),
        ({"e08_09_10": "0518"}, Residency.ELSEWHERE),
        ({"e08_09_10": "0518", "e07_67_20": "O"}, Residency.DECEASED),
    ],
)
def test_residency_follows_death_suspension_and_municipality(register, elements, residency):
    """Death goes first, then the reason of suspension (07.67.20), then where the person lives."""
    found = register.lo3(register.person(**elements), municipality="0303")
    assert only(found).residency is residency


def test_without_a_municipality_everybody_may_be_a_resident(register):
    """A test file of the whole country has no city of its own."""
    found = register.lo3(register.person(1), register.person(2, e08_09_10="0518"))
    assert {person.residency for person in found.residents} == {Residency.RESIDENT}
    assert found.municipalities == {"0303": 1, "0518": 1}
    assert found.warnings == ()


def test_a_death_date_that_is_no_date_does_not_bury_anybody(register):
    """The official test set has such a cell; the person lives on, with a warning."""
    found = register.lo3(register.person(e06_08_10="05"))
    assert only(found).residency is Residency.RESIDENT
    assert register.warned(found) == [(2, "06.08.10", "bad-death-date")]


def test_an_error_record_is_left_out_with_a_warning(register):
    """Suspension F: the list should never have been made, so nobody may be found by it."""
    found = register.lo3(register.person(1), register.person(2, e07_67_20="F"))
    assert only(found).resident_id == "r-1000000001"
    assert register.warned(found) == [(3, "07.67.20", "error-record")]
    assert found.municipalities == {"0303": 1}


@pytest.mark.parametrize(("code", "secret"), [("", False), ("0", False), ("1", True), ("7", True)])
def test_any_secrecy_above_nought_is_secret(register, code, secret):
    """Element 07.70.10; what we do not know is kept secret as well."""
    assert only(register.lo3(register.person(e07_70_10=code))).secret is secret


@pytest.mark.parametrize("category", ["01", "08"])
def test_an_investigation_counts_until_it_ends(register, category):
    """Groups 83 of the person and of the residence; a date of ending closes it."""
    begun, ended = {f"e{category}_83_10": "080000"}, {f"e{category}_83_30": "20200101"}
    assert only(register.lo3(register.person(**begun))).under_investigation
    assert not only(register.lo3(register.person(**begun, **ended))).under_investigation


def test_an_investigation_in_history_does_not_count(register):
    """It was about an address of long ago."""
    found = register.lo3(register.person(), register.more(e08_83_10="080000"))
    assert not only(found).under_investigation


def test_guardianship_and_mail_address_have_their_codes(register):
    """11.33.10 is 1 for guardianship; 08.10.10 is B for a mail address and W for a home."""
    yes = only(register.lo3(register.person(e11_33_10="1", e08_10_10="B")))
    assert [yes.guardianship, yes.mail_address] == [True, True]
    no = only(register.lo3(register.person(e08_10_10="W")))
    assert [no.guardianship, no.mail_address] == [False, False]


def test_an_invalid_bsn_is_a_warning_and_not_stored(register):
    """Also a Belgian number, which has no place in a Dutch register."""
    found = register.lo3(
        register.person(1, e01_01_20="999990018"), register.person(2, e01_01_20="50020312375")
    )
    assert [person.national_id for person in found.residents] == ["", ""]
    assert register.warned(found) == [
        (2, "01.01.20", "bad-national-id"),
        (3, "01.01.20", "bad-national-id"),
    ]


def test_a_number_of_two_persons_is_reported_on_their_first_lines(register):
    """Also when lines of history follow: the number stands on the first."""
    found = register.lo3(
        register.person(1, e01_01_20="999990019"),
        register.more(**HOME),
        register.person(2, e01_01_20="999990019"),
        register.more(**HOME),
    )
    assert register.warned(found) == [(4, "01.01.20", "duplicate-national-id")]
    assert "regel 2" in found.warnings[0].message


def test_the_wrong_municipality_is_noticed(register):
    """With a mistyped code everybody would quietly live elsewhere."""
    found = register.lo3(register.person(), municipality="0344")
    assert register.warned(found) == [(0, "08.09.10", "nobody-here")]
    assert found.municipalities == {"0303": 1}
