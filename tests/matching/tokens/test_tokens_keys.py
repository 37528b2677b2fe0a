"""The match keys: what both sides make of one person, and what they must not make of two."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from matching.normal import Normal, normalise
from matching.tokens.keys import (
    CORE_KINDS,
    KEYS,
    SWAPPED,
    WIDE,
    WIDE_KINDS,
    register_inputs,
    signal_inputs,
    slots_for,
)
from matching.tokens.parts import HEADS, SINGLES, parts_of
from matching.tokens.suite import MOST_KINDS
from tests.matching.tokens.conftest import RESIDENTS

EVERYTHING = CORE_KINDS | WIDE_KINDS
SOMEONE: Mapping[str, str] = {
    "given_names": "Johanna Maria",
    "surname": "Verzonnen",
    "date_of_birth": "1970-02-03",
    "street": "Verzinweg",
    "house_number": "1",
    "postcode": "8251AA",
    "city": "Dronten",
}


def _meet(signal: Mapping[str, str], resident: Mapping[str, str] = SOMEONE) -> set[int]:
    """The kinds of the match keys that a signal and a resident have in common."""
    made = set(register_inputs(normalise(resident)))
    return {kind for kind, text in signal_inputs(normalise(signal)) if (kind, text) in made}


def test_the_table_is_well_formed() -> None:
    """One byte a kind, each kind once, only parts that there are, many values only in front."""
    rows = (*KEYS, *WIDE)
    assert len({key.kind for key in rows}) == len(rows)
    assert all(0 < key.kind < MOST_KINDS for key in rows)
    for key in (*rows, *SWAPPED):
        assert set(key.parts[1:]) <= set(SINGLES)
        assert key.parts[0] in {*HEADS, *SINGLES}
        assert {part for group in key.lacking for part in group} <= set(SINGLES)
    assert {key.kind for key in SWAPPED} <= CORE_KINDS
    assert not CORE_KINDS & WIDE_KINDS


def test_an_input_is_written_as_the_protocol_says() -> None:
    """`vs1`, a zero, the kind, and every field with its length before it."""
    found = dict(register_inputs(normalise({"national_id": "999990019"})))
    assert found == {1: b"vs1\x00\x01\x00\x09999990019"}


@pytest.mark.parametrize(
    "mistake",
    [
        {"surname": "Verzonnne"},
        {"surname": "van der Verzonnen"},
        {"surname": "Verzonnen-Bedacht"},
        {"surname": "Bedacht", "partner_surname": "Verzonnen"},
        {"surname": "Johanna", "given_names": "Verzonnen"},
        {"given_names": "", "initials": "J"},
        {"given_names": "Hanneke"},
        {"given_names": ""},
        {"date_of_birth": "1970-03-02"},
        {"date_of_birth": "1970-02-04"},
        {"date_of_birth": "1971-02-03"},
        {"date_of_birth": ""},
        {"date_of_birth": "", "postcode": ""},
        {"date_of_birth": "", "street": ""},
        {"street": "Elders", "house_number": "5", "postcode": "9999XX"},
        {"street": "", "house_number": "", "postcode": "", "city": ""},
        {"postcode": ""},
        {"house_number": "11"},
    ],
)
def test_one_mistake_still_leaves_a_key_in_common(mistake: dict[str, str]) -> None:
    """Each key leaves out what another one needs."""
    assert _meet({**SOMEONE, **mistake})


@pytest.mark.parametrize(
    "other",
    [
        {"given_names": "Willem", "date_of_birth": "1968-07-01"},
        {"given_names": "Johanna", "date_of_birth": "1998-07-01"},
        {"date_of_birth": "1955-12-24", "street": "Elders", "postcode": "9999XX"},
        {"given_names": "Petra", "surname": "Anders", "street": "Elders", "postcode": "9999XX"},
        {"given_names": "Petra", "surname": "Anders", "date_of_birth": "1955-12-24"},
        {"given_names": "Willem", "date_of_birth": ""},
    ],
)
def test_somebody_else_has_no_key_in_common(other: dict[str, str]) -> None:
    """A housemate, a parent of the same name, a namesake, somebody of the same day."""
    assert not _meet({**SOMEONE, **other})


def test_what_is_less_sure_is_used_only_when_the_sure_is_lacking() -> None:
    """Without a birth date initial and home must do, and only then."""
    kinds = {key.kind for key in KEYS if key.lacking}
    whole = {kind for kind, _ in signal_inputs(normalise({**SOMEONE, "initials": "J"}))}
    assert whole & kinds == {7, 16}
    swapped = [text for kind, text in signal_inputs(normalise(SOMEONE)) if kind in {7, 16}]
    assert len(swapped) == 2
    assert not set(swapped) & {text for _, text in register_inputs(normalise(SOMEONE))}
    bare = {kind for kind, _ in signal_inputs(normalise({**SOMEONE, "date_of_birth": ""}))}
    assert {16, 17} <= bare


def test_the_register_tells_both_names_and_every_address() -> None:
    """Whoever married or moved is found under either; each address is a record of its own."""
    married = {**SOMEONE, "partner_surname": "Bedacht"}
    assert _meet({**SOMEONE, "surname": "Bedacht"}, married) >= {6, 11, 12}
    before = replace(normalise(SOMEONE), street="OUDEWEG", house_number=7, postcode="8251ZZ")
    moved = {**SOMEONE, "street": "Oudeweg", "house_number": "7", "postcode": "8251ZZ"}
    assert set(register_inputs(before)) & set(signal_inputs(normalise(moved)))


def test_a_coarse_postcode_makes_no_home() -> None:
    """In 9000 Gent thousands live at number 12: there the street must agree as well."""
    fine, coarse = normalise(SOMEONE), normalise({**SOMEONE, "postcode": "9000"})
    home, zone = SINGLES.index("home"), SINGLES.index("zone")
    assert parts_of(fine).singles[home] == b"\x00\x068251AA"
    assert parts_of(fine).singles[zone] == b""
    assert parts_of(coarse).singles[home] == b"\x00\x09VERZINWEG"
    assert parts_of(coarse).singles[zone] == b"\x00\x049000"


def test_nobody_in_particular_has_no_key() -> None:
    """A signal that names nobody must not meet everybody else that names nobody."""
    assert register_inputs(Normal(), EVERYTHING) == []
    assert signal_inputs(Normal(), EVERYTHING) == []
    assert signal_inputs(normalise({"surname": "Jansen", "city": "Dronten"})) == []


@pytest.mark.parametrize("born", ["1970-00-00", "1970-02-00", "0000-02-03"])
def test_half_a_birth_date_is_no_birth_date(born: str) -> None:
    """It makes no key of a whole date, so the keys without one serve."""
    kinds = {kind for kind, _ in signal_inputs(normalise({**SOMEONE, "date_of_birth": born}))}
    assert not kinds & {3, 5, 6, 8, 9}
    assert {16, 17} <= kinds


def test_a_signal_has_no_more_inputs_than_slots_and_none_twice() -> None:
    """The strongest come first, so that a double name costs the weakest."""
    long = {**SOMEONE, "surname": "Aap-Noot", "partner_surname": "Mies-Wim", "prefix": "van"}
    for kinds, slots in ((CORE_KINDS, 12), (EVERYTHING, 24)):
        found = signal_inputs(normalise(long), kinds)
        assert slots_for(kinds) == slots
        assert len(found) == len(set(found)) == slots
    assert [kind for kind, _ in signal_inputs(normalise(RESIDENTS[1]))][:3] == [2, 3, 6]


def test_only_the_kinds_that_were_agreed_are_made() -> None:
    """Every kind costs everybody a token."""
    for side in (register_inputs, signal_inputs):
        kinds = {kind for kind, _ in side(normalise(SOMEONE), frozenset({6, 8}))}
        assert kinds == {6, 8}
