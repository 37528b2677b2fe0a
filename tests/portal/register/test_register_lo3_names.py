"""The Dutch register file (LO3): own names, initials and the names of partners."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.register.cells import initials_of
from protocols.people import Name, NameUse


def name_of(register, *lines) -> Name:
    """The name of the only person on these lines."""
    (person,) = register.lo3(*lines).residents
    return person.name


@pytest.mark.parametrize(
    ("given_names", "initials"),
    [
        ("Henk", "H."),
        ("Anna Cornelia", "A.C."),
        ("Theo Philip IJsbrand", "T.P.I."),
        ("Anne-Fleur Belle", "A.B."),
        ("élise", "É."),
        ("Jan 17 Mai ?", "J.M."),
        ("", ""),
    ],
)
def test_initials_have_one_letter_for_each_given_name(given_names, initials):
    """The examples of the BRP API (Voorletters.feature), and names that are no names."""
    assert initials_of(given_names) == initials


@given(st.text(max_size=60))
def test_initials_never_fail_and_only_hold_letters_and_full_stops(given_names):
    """Whatever the register has as given names."""
    assert all(part.isalpha() for part in initials_of(given_names).split(".") if part)


@pytest.mark.parametrize(
    ("code", "use"),
    [
        ("", NameUse.OWN),
        ("E", NameUse.OWN),
        ("P", NameUse.PARTNER),
        ("V", NameUse.PARTNER_OWN),
        ("N", NameUse.OWN_PARTNER),
    ],
)
def test_name_use_has_four_codes(register, code, use):
    """Element 61.10; nothing given means the own name."""
    assert name_of(register, register.person(e01_61_10=code)).use is use


def test_a_full_stop_is_an_unknown_name(register):
    """The standard value of the register for what it does not know."""
    line = register.person(e01_02_40=".", e01_02_10=".", e05_02_40=".", e05_06_10="20010101")
    assert name_of(register, line) == Name()


def test_the_partner_of_today_is_kept_whatever_name_is_used(register):
    """Creditors may know the person by it."""
    name = name_of(
        register,
        register.person(e05_02_30="de", e05_02_40="Roodborst", e05_06_10="20010101"),
    )
    assert (name.partner_prefix, name.partner_surname) == ("de", "Roodborst")


@pytest.mark.parametrize(("use", "kept"), [("E", ""), ("P", "Roodborst"), ("N", "Roodborst")])
def test_a_former_partner_is_kept_only_while_the_name_is_used(register, use, kept):
    """A widow may keep the name; who does not use it has nothing to do with it any more."""
    line = register.person(e01_61_10=use, e05_02_40="Roodborst", e05_07_10="20100101")
    assert name_of(register, line).partner_surname == kept


def test_an_unknown_day_of_divorce_is_a_divorce(register):
    """Zeros are a date that nobody knows, not the absence of one."""
    line = register.person(e05_02_40="Roodborst", e05_07_10="00000000")
    assert name_of(register, line).partner_surname == ""


def test_history_of_a_marriage_is_not_another_marriage(register):
    """After a divorce the line of the marriage itself follows as history (05.H is 55)."""
    name = name_of(
        register,
        register.person(e05_02_40="Roodborst", e05_07_10="20100101", e05_H="55"),
        register.more(e05_02_40="Roodborst", e05_06_10="20010101"),
    )
    assert name.partner_surname == ""


def test_another_relation_on_a_following_line_counts(register):
    """05.H is 05: the next line is another relation, here the one of today."""
    name = name_of(
        register,
        register.person(e05_02_40="Roodborst", e05_07_10="20100101", e05_H="55"),
        register.more(e05_02_40="Roodborst", e05_06_10="20010101", e05_H="05"),
        register.more(e05_02_40="Kiekendief", e05_06_10="20110101"),
    )
    assert name.partner_surname == "Kiekendief"


def test_of_two_former_partners_the_last_one_counts(register):
    """The rule of the BRP API for who still uses a partner's name."""
    name = name_of(
        register,
        register.person(e01_61_10="V", e05_02_40="Roodborst", e05_07_10="20000101", e05_H="05"),
        register.more(e05_02_40="Kiekendief", e05_07_10="20110101", e05_H="05"),
        register.more(e05_02_40="Wielewaal", e05_07_10="19900101"),
    )
    assert name.partner_surname == "Kiekendief"


def test_of_two_partners_at_once_the_oldest_relation_counts(register):
    """The rule of the BRP API for a person with two marriages that both hold."""
    name = name_of(
        register,
        register.person(e05_02_40="Roodborst", e05_06_10="20110101", e05_H="05"),
        register.more(e05_02_40="Kiekendief", e05_06_10="20000101"),
    )
    assert name.partner_surname == "Kiekendief"


def test_a_relation_marked_incorrect_does_not_count(register):
    """05.84.10 is O: it never was."""
    line = register.person(e05_02_40="Roodborst", e05_06_10="20110101", e05_84_10="O")
    assert name_of(register, line).partner_surname == ""
