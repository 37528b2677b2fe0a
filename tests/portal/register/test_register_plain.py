"""The plain register file: what each column becomes."""

from datetime import date

import pytest

from protocols.ids import ResidentId
from protocols.people import Address, Name, NameUse, PartialDate, Residency, Resident

EVERYTHING = {
    "id": "0001",
    "given_names": "Anna Élise",
    "initials": "A.E.",
    "prefix": "van der",
    "surname": "Zilvervos",
    "partner_prefix": "de",
    "partner_surname": "Roodborst",
    "name_use": "V",
    "date_of_birth": "1980-05-17",
    "sex": "V",
    "street": "Merellaan",
    "house_number": "12",
    "house_letter": "A",
    "house_addition": "bis",
    "postcode": "8251 AB",
    "city": "Dronten",
    "phone": "0612345678",
    "email": "anna@example.org",
    "national_id": "999990019",
    "residency": "suspended",
    "secret": "ja",
    "under_investigation": "1",
    "guardianship": "true",
    "mail_address": "JA",
    "earlier_street": "Vinkenhof",
    "earlier_house_number": "3",
    "earlier_house_letter": "B",
    "earlier_house_addition": "2",
    "earlier_postcode": "8252CD",
    "earlier_city": "Swifterbant",
}


def test_every_column_ends_up_in_its_place(register):
    """One person with everything filled; nothing is lost and nothing is mixed up."""
    assert register.people(EVERYTHING).residents == (
        Resident(
            resident_id=ResidentId("r-0001"),
            name=Name(
                given="Anna Élise",
                initials="A.E.",
                prefix="van der",
                surname="Zilvervos",
                partner_prefix="de",
                partner_surname="Roodborst",
                use=NameUse.PARTNER_OWN,
            ),
            born=PartialDate.of(date(1980, 5, 17)),
            sex="V",
            address=Address("Merellaan", 12, "A", "bis", "8251 AB", "Dronten"),
            earlier=(Address("Vinkenhof", 3, "B", "2", "8252CD", "Swifterbant"),),
            residency=Residency.SUSPENDED,
            secret=True,
            under_investigation=True,
            guardianship=True,
            mail_address=True,
            phone="0612345678",
            email="anna@example.org",
            national_id="999990019",
        ),
    )


def test_id_and_surname_are_enough(register):
    """A small office has no more; everything else keeps its default."""
    found = register.csv("surname,id\nZilvervos,7\n")
    assert found.residents == (Resident(ResidentId("r-7"), Name(surname="Zilvervos")),)
    assert found.warnings == ()
    assert found.municipalities == {}


def test_the_order_of_the_file_is_kept(register):
    """Line n of the file is resident n, so that a fault elsewhere can be traced back."""
    found = register.people({"surname": "Uil"}, {"surname": "Mees"}, {"surname": "Aalscholver"})
    assert [person.name.surname for person in found.residents] == ["Uil", "Mees", "Aalscholver"]


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_both_delimiters_are_recognised(register, delimiter):
    """Dutch and Belgian spreadsheets write semicolons, others commas."""
    text = delimiter.join(["id", "surname", "city"]) + "\n" + delimiter.join(["1", "Uil", "Gent"])
    assert register.csv(text + "\n").residents[0].address == Address(city="Gent")


def test_the_other_delimiter_inside_a_cell_is_text(register):
    """Only the header decides, so a comma in a semicolon file is part of the name."""
    found = register.csv('id;surname\n1;Uil, de oude\n2;"Mees; junior"\n')
    assert [person.name.surname for person in found.residents] == ["Uil, de oude", "Mees; junior"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_diacritics_survive_each_encoding(register, encoding):
    """UTF-8 with or without byte order mark, and what older office programs write."""
    found = register.csv("id;surname;city\r\n1;Ångström-Müller;’s-Gravenmoer\r\n".encode(encoding))
    assert found.residents[0].name.surname == "Ångström-Müller"
    assert found.residents[0].address == Address(city="’s-Gravenmoer")


def test_the_header_may_have_capitals_space_and_quotes(register):
    """Spreadsheets do that; the column is clear all the same."""
    assert register.csv('"ID";" Surname "\n1;Uil\n').residents[0].name.surname == "Uil"


def test_stray_space_and_line_breaks_in_a_cell_become_single_spaces(register):
    """Spreadsheets leave them behind; two spellings of one street would not match."""
    found = register.csv('id;surname;street\n1; Uil ;"Lange\n  Vink\tstraat\xa0Oost"\n2;Mees;\n')
    assert found.residents[0].name.surname == "Uil"
    assert found.residents[0].address == Address(street="Lange Vink straat Oost")


@pytest.mark.parametrize("cell", [" Uil", "Uil ", "\tUil", "Uil\xa0"])
def test_space_on_one_side_of_a_cell_goes_too(register, cell):
    """A name with a space before it is the same name."""
    assert register.csv(f"id;surname\n1;{cell}\n").residents[0].name.surname == "Uil"


def test_an_upright_stroke_is_an_ordinary_character(register):
    """It stands between cells while a line is looked over, and may be in one as well."""
    found = register.csv("id;surname\n1;Uil | Mees\n2;|\n")
    assert [person.name.surname for person in found.residents] == ["Uil | Mees", "|"]


def test_empty_lines_are_skipped(register):
    """Spreadsheets end with lines of nothing but delimiters."""
    assert len(register.csv("id;surname\n\n1;Uil\n;\n\n2;Mees\n;\n").residents) == 2
