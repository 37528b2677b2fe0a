"""The plain register file: what may stand in a cell, and what it then means."""

import pytest

from protocols.people import Address, Name, PartialDate, Residency


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1980-05-17", PartialDate(1980, 5, 17)),
        ("17-05-1980", PartialDate(1980, 5, 17)),
        ("1980-05-00", PartialDate(1980, 5)),
        ("00-00-1980", PartialDate(1980)),
        ("0000-00-00", None),
        ("", None),
    ],
)
def test_a_date_may_be_partly_unknown(register, written, read):
    """The register writes zeros for a month or day it does not know."""
    assert register.people({"date_of_birth": written}).residents[0].born == read


@pytest.mark.parametrize(
    "written", ["31-02-1980", "1980-13-01", "1980/05/17", "19800517", "17 mei 1980", "٢٠٠٠-٠١-٠١"]
)
def test_what_is_no_date_is_refused(register, written):
    """A date that could be read in two ways would match the wrong person."""
    assert register.refused(lambda: register.people({"date_of_birth": written})) == [
        (2, "date_of_birth", "bad-date")
    ]


@pytest.mark.parametrize("word", ["nee", "0", "false", "NEE", ""])
def test_no_stays_no(register, word):
    """The other half of the pair: yes is in the whole person above."""
    assert not register.people({"secret": word}).residents[0].secret


@pytest.mark.parametrize("residency", list(Residency))
def test_every_residency_has_a_word(register, residency):
    """All five values of the protocol can be delivered."""
    found = register.people({"residency": residency.value})
    assert found.residents[0].residency is residency


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("999990019", "999990019"),
        ("9999.90.019", "999990019"),
        ("10000021", "010000021"),
        ("50.02.03-123.75", "50020312375"),
        ("50220312321", "50220312321"),
        ("5020312332", "05020312332"),
        ("", ""),
    ],
)
def test_a_valid_bsn_or_insz_is_stored_as_digits(register, written, stored):
    """BSN, national register number and BIS number; also without a leading zero."""
    found = register.people({"national_id": written})
    assert found.residents[0].national_id == stored
    assert found.warnings == ()


@pytest.mark.parametrize(
    "written", ["999990018", "000000000", "50020312376", "12345", "geen", "9" * 9000, "²" * 9]
)
def test_an_invalid_number_is_not_stored_but_the_person_is(register, written):
    """A wrong number would point at somebody else; no number only makes matching harder."""
    found = register.people({"national_id": written})
    assert found.residents[0].national_id == ""
    assert register.warned(found) == [(2, "national_id", "bad-national-id")]


def test_two_people_with_one_number_are_kept_and_reported(register):
    """The register has such mistakes; who of the two it is, is for the register to say."""
    found = register.people({"national_id": "999990019"}, {"national_id": "999990019"})
    assert [person.national_id for person in found.residents] == ["999990019"] * 2
    assert register.warned(found) == [(3, "national_id", "duplicate-national-id")]
    assert "regel 2" in found.warnings[0].message


def test_initials_come_from_the_given_names_only_when_not_given(register):
    """What the register writes goes before what we derive."""
    found = register.people(
        {"given_names": "Anna-Lies Bo"}, {"given_names": "Anna", "initials": "Q."}
    )
    assert [person.name.initials for person in found.residents] == ["A.B.", "Q."]


def test_a_full_stop_means_unknown(register):
    """The habit of the Dutch register, also in files made from it."""
    person = register.people({"surname": ".", "given_names": ".", "street": "."}).residents[0]
    assert person.name == Name()
    assert person.address is None


def test_house_number_nought_is_unknown(register):
    """Nought is how a register writes that there is no number."""
    found = register.people({"street": "Merellaan", "house_number": "0"})
    assert found.residents[0].address == Address(street="Merellaan")
