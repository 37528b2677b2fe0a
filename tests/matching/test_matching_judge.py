"""Judging among several: twins, fathers and sons, the dead, the departed, and businesses."""

from dataclasses import replace
from datetime import date

import pytest

from matching.index import RegisterIndex
from matching.judge import Matcher
from protocols.ids import ResidentId
from protocols.judgement import Judgement, MatchKind
from protocols.judgement import Warning as Caution
from protocols.people import Address, Name, NameUse, PartialDate, Person, Residency, Resident

ON = date(2026, 11, 1)
HOME = Address("Kerkstraat", 12, "", "", "8251AB", "Dronten")
AWAY = Address("Dorpsweg", 3, "", "", "8255CD", "Swifterbant")


def lives(
    given: str, surname: str, born: str, at: Address | None = HOME, earlier: Address | None = None
) -> Resident:
    """A resident who is known by the given name."""
    past = (earlier,) if earlier else ()
    name = Name(given, surname=surname)
    return Resident(ResidentId(given), name, PartialDate.parse(born), "", at, past)


def owes(given: str, surname: str, born: str = "", at: Address = HOME, company: str = "") -> Person:
    """Somebody whom a creditor signals."""
    return Person(Name(given, surname=surname), PartialDate.parse(born), at, company=company)


def judge(person: Person, *residents: Resident) -> Judgement:
    """The answer of a register with these residents."""
    return Matcher(RegisterIndex.build(residents, str.encode)).match(person, ON)


DAAN = lives("Daan", "Mulder", "1995-06-01")
DIRK = lives("Dirk", "Mulder", "1995-06-01")
OLD_JAN = lives("Jan", "Mulder", "1950-02-01")
YOUNG_JAN = lives("Joost", "Mulder", "1985-02-01")


def test_a_twin_is_found_by_the_first_name() -> None:
    """The other one has another given name, so is no rival."""
    found = judge(owes("Dirk", "Mulder", "1995-06-01"), DAAN, DIRK)
    assert (found.kind, found.resident_id) == (MatchKind.RESIDENT, "Dirk")


@pytest.mark.parametrize("other", [DIRK, replace(DIRK, address=AWAY, earlier=(HOME,))])
def test_a_twin_is_not_found_by_an_initial(other: Resident) -> None:
    """Also when one has moved out: who of the two did not pay is not known."""
    found = judge(owes("D.", "Mulder", "1995-06-01"), DAAN, other)
    assert (found.kind, found.rule) == (MatchKind.PROBABLE, "several_fit")
    assert {c.resident_id for c in found.candidates} == {"Daan", "Dirk"}


def test_the_twin_who_is_not_registered_is_never_the_other() -> None:
    """Surname, birth date and home agree; only the given name tells."""
    found = judge(owes("Dirk", "Mulder", "1995-06-01"), DAAN)
    assert (found.kind, found.rule) == (MatchKind.PROBABLE, "call_name")


def test_a_namesake_who_never_lived_there_is_no_rival() -> None:
    """The home decides between two with one name and birth date; without it nothing does."""
    away = replace(DIRK, address=AWAY)
    person = owes("D.", "Mulder", "1995-06-01")
    assert judge(person, DAAN, away).resident_id == "Daan"
    elsewhere = replace(person, address=replace(HOME, house_number=99))
    assert judge(elsewhere, DAAN, away).rule == "several_fit"


def test_father_and_son_are_told_apart_by_a_birth_date() -> None:
    """Without one the initial fits both, with the first name it fits one."""
    family = (OLD_JAN, YOUNG_JAN)
    assert judge(owes("J.", "Mulder"), *family).rule == "several_fit"
    assert judge(owes("J.", "Mulder", "1950-02-01"), *family).resident_id == "Jan"
    assert judge(owes("Joost", "Mulder"), *family).resident_id == "Joost"


@pytest.mark.parametrize("residency", [Residency.DECEASED, Residency.EMIGRATED])
def test_a_father_who_is_gone_still_makes_the_son_unsure(residency: Residency) -> None:
    """The contract may be the father's; his record stays in the register."""
    gone = replace(OLD_JAN, residency=residency)
    assert judge(owes("J.", "Mulder"), gone, YOUNG_JAN).rule == "several_fit"
    assert judge(owes("J.", "Mulder", "1985-02-01"), gone, YOUNG_JAN).resident_id == "Joost"


def test_a_child_is_not_found_without_a_birth_date() -> None:
    """Who owes is of age; the parent with this initial may have left."""
    child = lives("Jesse", "Mulder", "2015-01-01")
    assert judge(owes("J.", "Mulder"), child).rule == "minor_without_birth_date"
    assert judge(owes("J.", "Mulder"), replace(child, born=None)).kind is MatchKind.PROBABLE
    grown = replace(child, born=PartialDate(2008, 11, 1))
    assert judge(owes("J.", "Mulder"), grown).resident_id == "Jesse"


def test_the_partners_name_with_an_initial_needs_a_birth_date() -> None:
    """J. Bakker may be the husband who left; with her first name or birth date it is her."""
    name = Name("Johanna", surname="Smit", partner_surname="Bakker", use=NameUse.PARTNER)
    wife = replace(OLD_JAN, name=name)
    assert judge(owes("J.", "Bakker"), wife).rule == "partner_name_without_birth_date"
    for person in (owes("Johanna", "Bakker"), owes("J.", "Bakker", "1950-02-01")):
        assert judge(person, wife).kind is MatchKind.RESIDENT
    assert judge(owes("J.", "Smit"), wife).kind is MatchKind.RESIDENT


@pytest.mark.parametrize(
    ("residency", "kind"),
    [
        (Residency.DECEASED, MatchKind.DECEASED),
        (Residency.EMIGRATED, MatchKind.NOT_RESIDENT),
        (Residency.ELSEWHERE, MatchKind.NOT_RESIDENT),
        (Residency.SUSPENDED, MatchKind.NOT_RESIDENT),
    ],
)
def test_who_is_gone_is_never_a_resident(residency: Residency, kind: MatchKind) -> None:
    """A sure fit closes the signal and says why; less than sure is for a human."""
    gone = replace(DAAN, residency=residency)
    sure = judge(owes("Daan", "Mulder", "1995-06-01"), gone)
    assert (sure.kind, sure.rule) == (kind, f"all_agree:{residency}")
    assert (sure.resident_id, sure.address) == (None, None)
    assert [c.resident_id for c in sure.candidates] == ["Daan"]
    unsure = judge(owes("Daan", "Mulder"), gone)
    assert (unsure.kind, unsure.rule) == (MatchKind.PROBABLE, f"no_birth_date:{residency}")
    assert judge(owes("K.", "Smit"), gone).kind is MatchKind.NOT_RESIDENT


def test_an_id_that_points_at_a_housemate_is_not_believed() -> None:
    """Name, birth date and home are hers, the id his: a human looks."""
    him = replace(OLD_JAN, national_id="111")
    her = lives("Anna", "Mulder", "1952-03-04")
    for born, rule in [("1952-03-04", "id_alone"), ("", "several_fit")]:
        mixed = replace(owes("Anna", "Mulder", born), national_id="1.1.1")
        found = judge(mixed, him, her)
        assert (found.kind, found.rule) == (MatchKind.PROBABLE, rule)
        assert {c.resident_id for c in found.candidates} == {"Jan", "Anna"}
    call_name = replace(owes("Hans", "Mulder"), national_id="111")
    assert judge(call_name, him, her).resident_id == "Jan"


def test_two_records_with_one_id_are_for_a_human() -> None:
    """The register has such errors (the official test persons too)."""
    one, other = (replace(r, national_id="111") for r in (DAAN, DIRK))
    assert judge(replace(owes("D.", "Mulder"), national_id="111"), one, other).rule == "several_fit"


@pytest.mark.parametrize(
    ("person", "kind", "rule"),
    [
        (owes("", "Bakkerij Mulder", "1995-06-01"), MatchKind.RESIDENT, "no_given_name"),
        (owes("", "", "1995-06-01", company="Mulder Klussen"), MatchKind.RESIDENT, "no_given_name"),
        (owes("", "Mulder VOF"), MatchKind.PROBABLE, "family"),
        (owes("", "", company="Klusbedrijf Mulder"), MatchKind.PROBABLE, "family"),
        (owes("", "Mulder Beheer B.V."), MatchKind.COMPANY, "business_name"),
        (owes("", "", company="Stichting Mulder"), MatchKind.COMPANY, "business_name"),
        (owes("", "Visser V.O.F."), MatchKind.COMPANY, "business_name"),
        (owes("", "Mulder VOF", at=AWAY), MatchKind.COMPANY, "business_name"),
        (owes("Daan", "Mulder", "1995-06-01", company="X B.V."), MatchKind.RESIDENT, "all_agree"),
        (owes("B.V.", "Mulder"), MatchKind.ADDRESS_ONLY, "address_only"),
    ],
)
def test_a_business_is_a_resident_only_with_name_home_and_birth_date(
    person: Person, kind: MatchKind, rule: str
) -> None:
    """A sole trader answers for debts in person, a B.V. does not."""
    found = judge(person, DAAN)
    assert (found.kind, found.rule) == (kind, rule)


def test_secrecy_warns_and_changes_nothing_else() -> None:
    """Also when the secret person is only a candidate."""
    secret = replace(DAAN, secret=True)
    for person in (owes("D.", "Mulder", "1995-06-01"), owes("Hans", "Mulder", "1995-06-01")):
        plain, warned = judge(person, DAAN), judge(person, secret)
        assert (plain.kind, plain.rule) == (warned.kind, warned.rule)
        assert warned.surroundings.warnings == (Caution.SECRECY,)
        assert plain.surroundings.warnings == ()


def test_a_resident_without_address_has_none() -> None:
    """Registered, but it is not known where; the delivered address is not filled in."""
    found = judge(owes("Daan", "Mulder", "1995-06-01"), replace(DAAN, address=None))
    assert (found.kind, found.resident_id, found.address) == (MatchKind.RESIDENT, "Daan", None)


def test_a_filled_in_birth_date_counts_as_none() -> None:
    """Programs write 1900-01-01 when they know no date."""
    assert judge(owes("D.", "Mulder", "1900-01-01"), DAAN).rule == "no_birth_date"
    assert judge(owes("D.", "Mulder", "1901-01-02"), DAAN).rule == "other_birth_date"
