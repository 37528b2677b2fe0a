"""The official test persons of the Dutch register, compared with a reading of our own."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from portal.register.reading import RegisterFormat, read_register
from protocols.ids import ResidentId
from protocols.people import NameUse, PartialDate, Residency

REPOSITORY = Path(__file__).resolve().parents[3]
FILE = (
    REPOSITORY.parent / "shared/data/rvig/20220502_Testset_persoonslijsten_proefomgeving_GBA-V.csv"
)

pytestmark = pytest.mark.skipif(
    not FILE.is_file(), reason="the official test persons (RvIG) are not beside the repository"
)


def read(municipality=""):
    """The official file through the reader; the A-number stays visible."""
    return read_register(
        FILE, format=RegisterFormat.LO3, pseudonym=ResidentId, municipality=municipality
    )


@pytest.fixture(scope="module")
def residents():
    """Everybody in the file by A-number."""
    return {person.resident_id: person for person in read().residents}


@pytest.fixture(scope="module")
def table():
    """First lines of the file by A-number, read without any of our code."""
    lines = FILE.read_text(encoding="utf-8-sig").splitlines()
    header, *rows = csv.reader(lines, delimiter=";")
    return {row[1]: dict(zip(header, row, strict=True)) for row in rows if row[0]}


def counted(people, question) -> int:
    """How many persons have the property."""
    return sum(1 for person in people.values() if question(person))


def test_everybody_is_read(residents, table):
    """687 persons, and the same ones."""
    assert len(residents) == 687
    assert residents.keys() == table.keys()


def test_the_states_of_registration_are_as_published(residents):
    """20 deaths, 56 emigrated, 20 non-residents (RNI), one W and one M."""
    assert Counter(person.residency for person in residents.values()) == {
        Residency.RESIDENT: 589,
        Residency.EMIGRATED: 56,
        Residency.DECEASED: 20,
        Residency.ELSEWHERE: 20,
        Residency.SUSPENDED: 2,
    }


@pytest.mark.parametrize(
    ("number", "question"),
    [
        (46, lambda person: person.secret),
        (14, lambda person: person.guardianship),
        (12, lambda person: person.mail_address),
        (685, lambda person: person.national_id),
        (153, lambda person: person.name.prefix),
        (604, lambda person: person.address),
    ],
)
def test_the_marks_are_as_many_as_a_count_of_the_columns_gives(residents, number, question):
    """Secrecy, guardianship, mail address, BSN, particles; 81 abroad and 2 without address."""
    assert counted(residents, question) == number


def test_names_are_kept_to_the_letter(residents, table):
    """Diacritics, particles, capitals and quotes, only without stray space."""
    for number, cells in table.items():
        name = residents[number].name
        expected = [cells["01.02.10"], cells["01.02.30"], cells["01.02.40"]]
        assert [name.given, name.prefix, name.surname] == [
            "" if cell == "." else " ".join(cell.split()) for cell in expected
        ]
    assert any('"' in person.name.surname for person in residents.values())
    assert sum(not person.name.surname.isascii() for person in residents.values()) > 10


def test_dates_of_birth_may_be_partly_unknown(residents, table):
    """Zeros in the file are None for us, everything else is the same day."""
    for number, cells in table.items():
        born = residents[number].born
        digits = str(born or PartialDate(None)).replace("-", "")
        assert digits == (cells["01.03.10"] or "00000000")
    births = [person.born for person in residents.values()]
    assert births.count(None) == 3
    assert sum(born.exact is None for born in births if born) == 9


def test_addresses_are_the_cells_of_the_first_line(residents, table):
    """Number, letter and postcode of everybody who does not live abroad."""
    for number, cells in table.items():
        address = residents[number].address
        if cells["08.13.10"] or not address:
            assert address is None
            continue
        assert str(address.house_number or "") == cells["08.11.20"]
        assert address.house_letter == cells["08.11.30"]
        assert address.postcode == cells["08.11.60"].strip()
        assert address.house_addition.startswith(cells["08.11.50"])


def test_location_descriptions_stand_in_for_a_street(residents, table):
    """Two house boats have no street; the third has one and keeps it."""
    boats = {n: cells for n, cells in table.items() if cells["08.12.10"]}
    assert len(boats) == 3
    for number, cells in boats.items():
        assert residents[number].address.street == (cells["08.11.10"] or cells["08.12.10"])


def test_the_wrong_bsn_is_only_in_history(residents):
    """`010008579` fails the eleven-test; the register has put it right since."""
    assert "010008579" in FILE.read_text(encoding="utf-8-sig")
    assert "010008579" not in {person.national_id for person in residents.values()}
    assert all(len(person.national_id) in {0, 9} for person in residents.values())


def test_who_uses_a_partner_name_has_one(residents):
    """All 52 of them, also those whose marriage has ended."""
    users = [person.name for person in residents.values() if person.name.use is not NameUse.OWN]
    assert len(users) == 52
    assert all(name.partner_surname for name in users)


def test_a_partner_on_a_following_line_is_found(residents, table):
    """182 are married on their first line, 3 use a former name; 2 married again further down."""
    named = {n: one.name.partner_surname for n, one in residents.items()}
    on_first_line = {n: cells["05.02.40"].strip() for n, cells in table.items()}
    ended = {n for n, cells in table.items() if cells["05.07.10"]}
    assert sum(bool(name) and n not in ended for n, name in named.items()) == 182
    former = [n for n in ended if named[n] == on_first_line[n]]
    again = [n for n in ended if named[n] not in {"", on_first_line[n]}]
    assert (len(former), len(again)) == (3, 2)


def test_earlier_addresses_never_repeat_the_current_one(residents):
    """The file has a line of history for every correction of the same home."""
    for person in residents.values():
        homes = [(home.postcode, home.house_number, home.house_letter) for home in person.earlier]
        now = person.address
        if now and now.postcode and now.house_number and not now.house_addition:
            plain = [home for home in person.earlier if not home.house_addition]
            assert (now.postcode, now.house_number, now.house_letter) not in [
                (home.postcode, home.house_number, home.house_letter) for home in plain
            ]
        assert len(homes) < 100
    assert max(len(person.earlier) for person in residents.values()) > 70


def test_the_warnings_are_the_known_oddities_of_the_file():
    """One shifted cell in the column of deaths, and five numbers that two persons have."""
    found = read()
    assert Counter(fault.code for fault in found.warnings) == {
        "bad-death-date": 1,
        "duplicate-national-id": 5,
    }
    assert [fault.line for fault in found.warnings if fault.code == "bad-death-date"] == [1692]


def test_one_municipality_makes_the_others_live_elsewhere():
    """Amsterdam (0363) has 117 lists, of which some are suspended."""
    everybody, amsterdam = read(), read("0363")
    assert amsterdam.municipalities == everybody.municipalities
    assert everybody.municipalities["0363"] == 117
    assert sum(everybody.municipalities.values()) == 687
    here = [one for one in amsterdam.residents if one.residency is Residency.RESIDENT]
    assert 100 < len(here) <= 117
    elsewhere = [one for one in amsterdam.residents if one.residency is Residency.ELSEWHERE]
    assert len(elsewhere) == 20 + 589 - len(here)
