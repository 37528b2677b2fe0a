"""The official test persons of the Dutch register, and creditors' files about them."""

import json
import sqlite3
from pathlib import Path

import pytest

from portal.register.reading import RegisterFormat, read_register
from protocols.ids import ResidentId
from protocols.people import NameUse, Residency, Resident
from tests.journeys.conftest import REPOSITORY, Installation

REGISTER = (
    REPOSITORY.parent / "shared/data/rvig/20220502_Testset_persoonslijsten_proefomgeving_GBA-V.csv"
)
HEAD = "kenmerk;achternaam;tussenvoegsel;voorletters;geboortedatum;straat;huisnummer;toevoeging;"
HEAD += "postcode;woonplaats;bedrag;achterstand sinds;signaaldatum\n"
pytestmark = pytest.mark.skipif(
    not REGISTER.exists(), reason="the official test persons are not here"
)


def _line(number: int, one: Resident) -> str:
    """A creditor's line: Dutch dates, initials, spaced postcode, letter behind the number."""
    address, born = one.address, one.born
    assert address is not None
    assert born is not None
    exact = born.exact
    assert exact is not None
    house = f"{address.house_number}{address.house_letter.lower()}"
    code = f"{address.postcode[:4]} {address.postcode[4:]}"
    name = one.name
    surname, prefix = name.surname, name.prefix
    if name.use is NameUse.PARTNER and name.partner_surname:
        surname, prefix = name.partner_surname, name.partner_prefix
    cells = [f"K{number}", surname, prefix, name.initials, f"{exact:%d-%m-%Y}", address.street]
    cells += [house, address.house_addition, code, address.city, "450,00", "", "22-11-2026"]
    return ";".join(cells) + "\n"


def _usable(one: Resident) -> bool:
    address = one.address
    return bool(
        address
        and address.postcode
        and address.house_number
        and one.born
        and one.born.exact
        and one.name.surname.strip(".")
        and "to" not in address.house_addition
        and "by" not in address.house_addition
    )


@pytest.fixture(scope="module")
def people() -> list[Resident]:
    """Everybody with enough in the register to be described by a creditor."""
    found = read_register(REGISTER, format=RegisterFormat.LO3, pseudonym=ResidentId)
    return [one for one in found.residents if _usable(one)]


def test_creditors_files_about_the_official_persons_reach_the_right_people(
    installed: Installation, tmp_path: Path, people: list[Resident]
) -> None:
    """Living residents become cases or wait for a human; the dead and departed never do."""
    loaded = installed.run("register", "load", str(REGISTER), "--format", "lo3")
    assert loaded.code == 0, loaded.err
    assert "687 personen" in loaded.out
    living = [one for one in people if one.residency is Residency.RESIDENT]
    gone = [one for one in people if one.residency is not Residency.RESIDENT]
    file = tmp_path / "huur.csv"
    lines = "".join(_line(number, one) for number, one in enumerate([*living, *gone], start=1))
    file.write_text(HEAD + lines, encoding="cp1252", errors="replace")
    sent = installed.run(
        "signals", "send", str(file), "--creditor", "flevohoven", "--on", "2026-11-22"
    )
    assert sent.code == 0, sent.err
    found = json.loads(installed.run("status", "--json").out)
    matched, held = found["counts"]["signals"], found["counts"]["held for review"]
    assert matched / len(living) > 0.95
    assert matched <= len(living)
    assert matched + held + sum(found["tallies"].values()) == len(living) + len(gone)
    assert sum(found["tallies"].values()) >= len(gone) - 3


def test_what_is_stored_of_the_official_persons_is_sealed(
    installed: Installation, people: list[Resident]
) -> None:
    """No surname, street or BSN of the register stands readable in any table."""
    installed.run("register", "load", str(REGISTER), "--format", "lo3")
    with sqlite3.connect(installed.home / "vroegsignaal.db") as database:
        dump = "\n".join(database.iterdump())
    names = {one.name.surname for one in people if len(one.name.surname) > 6}
    numbers = {one.national_id for one in people if one.national_id}
    assert len(names) > 100
    assert not [secret for secret in names | numbers if secret in dump]


def test_a_municipality_narrows_the_register_to_its_own(installed: Installation) -> None:
    """A file with more municipalities is told; the option makes the others elsewhere."""
    whole = installed.run("register", "load", str(REGISTER), "--format", "lo3")
    assert "42 gemeenten" in whole.out
    own = installed.run(
        "register", "load", str(REGISTER), "--format", "lo3", "--municipality", "0518"
    )
    assert own.code == 0
    assert "resident 589" in whole.out
    assert "resident 589" not in own.out
