"""The table of rules: for every row a signal that falls under it and one that just does not."""

from collections import Counter
from datetime import date

import pytest

from matching.compare import Fields
from matching.index import RegisterIndex
from matching.judge import Matcher
from matching.rules import NOBODY, ROWS, Firmness, rank_of
from protocols.ids import ResidentId
from protocols.judgement import Agreement, Judgement, MatchKind
from protocols.people import Address, Name, PartialDate, Person, Resident

ON = date(2026, 11, 1)
HOME = Address("De Wissel", 1, "", "", "8251AB", "Dronten")
OLD = Address("Oudeweg", 9, "", "", "8251ZZ", "Dronten")
AWAY = Address("Verweg", 7, "", "", "8255CD", "Swifterbant")
SUFFIX = Address("De Wissel", 1, "A", "", "8251AB", "Dronten")
NONE = Address()

JAN = Resident(
    ResidentId("jan"),
    Name("Johannes Petrus", prefix="de", surname="Vries"),
    PartialDate(1980, 3, 15),
    address=HOME,
    earlier=(OLD,),
    national_id="111",
)
MATCHER = Matcher(RegisterIndex.build([JAN], token=str.encode))


def signal(
    given: str = "J.P.",
    surname: str = "de Vries",
    born: str = "1980-03-15",
    at: Address = HOME,
    national_id: str = "",
) -> Person:
    """Jan as a creditor would write him, but for what the test says."""
    name = Name(given, surname=surname)
    return Person(name, PartialDate.parse(born), at, national_id=national_id)


PAIRS = {
    # rule: (falls under it, does not, where that one falls instead)
    "id_and_born": (
        signal("K.", "Smit", national_id="111"),
        signal("K.", "Smit", "1971-01-20", national_id="111"),
        "id_alone",
    ),
    "id_and_born_elsewhere": (
        signal("K.", "Smit", at=AWAY, national_id="111"),
        signal("K.", "Smit", at=NONE, national_id="111"),
        "id_and_born",
    ),
    "id_and_surname": (
        signal("Hans", born="", national_id="111"),
        signal("Hans", "Smit", "", national_id="111"),
        "id_alone",
    ),
    "id_and_surname_elsewhere": (
        signal("Hans", born="", at=OLD, national_id="111"),
        signal("Hans", born="", at=NONE, national_id="111"),
        "id_and_surname",
    ),
    "id_and_names": (
        signal(born="1971-01-20", national_id="111"),
        signal("K.", born="1971-01-20", national_id="111"),
        "id_alone",
    ),
    "id_and_names_elsewhere": (
        signal(born="1971-01-20", at=AWAY, national_id="111"),
        signal("K.", born="1971-01-20", at=AWAY, national_id="111"),
        "id_alone",
    ),
    "id_alone": (
        signal("K.", "Smit", "", AWAY, "111"),
        signal("K.", "Smit", "", AWAY, "222"),
        NOBODY,
    ),
    "all_agree": (signal(at=SUFFIX), signal("K."), "call_name"),
    "no_given_name": (signal(""), signal("", at=SUFFIX), "born_and_home"),
    "moved": (signal(at=AWAY), signal(surname="de Fries", at=AWAY), "name_and_born"),
    "no_address": (signal(at=NONE), signal("", at=NONE), "surname_and_born"),
    "born_nearly": (signal(born="1980-03-16"), signal(born="1980-04-16"), "other_birth_date"),
    "other_surname": (signal(surname="Smit"), signal("", "Smit"), "born_and_home"),
    "no_birth_date": (signal(born=""), signal(born="", at=SUFFIX), "no_birth_date_unsure"),
    "other_id": (signal(national_id="222"), signal(), "all_agree"),
    "call_name": (signal("Hans"), signal("Hans", "Smit"), "born_and_home"),
    "born_and_home": (signal("Hans", "Smit"), signal("Hans", "Smit", ""), "address_only"),
    "name_and_born": (
        signal(surname="de Fries", at=OLD),
        signal("K.", "de Fries", at=AWAY),
        NOBODY,
    ),
    "surname_and_born": (signal("", at=AWAY), signal("", "de Fries", at=AWAY), NOBODY),
    "earlier_home": (signal(surname="Smit", at=OLD), signal(surname="Smit", at=AWAY), NOBODY),
    "born_nearly_unsure": (
        signal(surname="de Fries", born="1980-03-16"),
        signal(surname="de Fries"),
        "all_agree",
    ),
    "born_nearly_elsewhere": (
        signal(born="1980-03-16", at=AWAY),
        signal(surname="de Fries", born="1980-03-16", at=AWAY),
        NOBODY,
    ),
    "no_birth_date_unsure": (signal(born="", at=OLD), signal(born="", at=AWAY), NOBODY),
    "other_birth_date": (
        signal(born="1955-08-22"),
        signal(surname="de Fries", born="1955-08-22"),
        "address_only",
    ),
    "family": (signal("", born=""), signal("", "Smit", ""), "address_only"),
    "address_only": (signal("K.", "Smit", ""), signal("K.", "Smit", "", AWAY), NOBODY),
    "building_only": (
        signal("K.", "Smit", "", SUFFIX),
        signal("K.", "Smit", ""),
        "address_only",
    ),
}


@pytest.mark.parametrize("rule", PAIRS)
def test_a_rule_takes_its_signal_and_not_its_neighbour(rule: str) -> None:
    """The neighbour differs in one thing, and falls to a weaker or another row."""
    does, does_not, instead = PAIRS[rule]
    found = MATCHER.match(does, ON)
    row = next(row for row in ROWS if row.name == rule)
    assert (found.rule, found.kind) == (rule, row.kind)
    assert MATCHER.match(does_not, ON).rule == instead


def test_every_rule_has_its_pair() -> None:
    """A row that no test reaches is a row nobody needs."""
    assert list(PAIRS) == [row.name for row in ROWS]


def test_a_rule_has_one_name_and_a_reason() -> None:
    """Names are written in the audit log and may not change meaning."""
    assert Counter(row.name for row in ROWS).most_common(1)[0][1] == 1
    assert all(row.why for row in ROWS)


def test_only_rules_that_name_a_resident_close_a_signal() -> None:
    """A guess never writes anybody off as dead or gone."""
    for row in ROWS:
        names_one = row.kind in {MatchKind.RESIDENT, MatchKind.OTHER_ADDRESS}
        assert names_one == (row.firmness is not Firmness.GUESS)


def test_nothing_agrees_is_under_no_rule() -> None:
    """The table ends; absence means not a resident."""
    assert rank_of(Fields(*[Agreement.MISSING] * 5)) is None


@pytest.mark.parametrize("rule", PAIRS)
def test_a_resident_is_named_by_the_two_kinds_that_may(rule: str) -> None:
    """And only those carry the register's address; the others keep what was delivered."""
    does, _, _ = PAIRS[rule]
    found: Judgement = MATCHER.match(does, ON)
    if found.kind in {MatchKind.RESIDENT, MatchKind.OTHER_ADDRESS}:
        assert (found.resident_id, found.address) == (JAN.resident_id, HOME)
    else:
        assert found.resident_id is None
        assert found.address == does.address
    assert [c.resident_id for c in found.candidates] == [JAN.resident_id]
