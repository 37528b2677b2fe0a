"""The person that a row of a delivery is about."""

from portal.intake import fields
from portal.intake.cells import Cells
from portal.intake.words import LANGUAGES
from protocols.covenant.signal import Circumstance
from protocols.people import Address, Name, NameUse, Person

_NAMED_BY = {"surname", "company_name"}
_FOUND_BY = {"street", "house_number", "postcode", "date_of_birth"}


def read_person(cells: Cells) -> tuple[Person, frozenset[Circumstance]]:
    """The person a row is about, and what was noted while reading (an invalid BSN or INSZ)."""
    nowhere: tuple[int | None, str] = (None, "")
    number = cells.read("house_number", lambda text: _house(cells, text), nowhere)
    no_id: str | None = ""
    national_id = cells.read("national_id", fields.national_id, no_id)
    address = Address(
        street=cells.text("street"),
        house_number=number[0],
        house_addition=number[1],
        postcode=cells.text("postcode"),
        city=cells.text("city"),
    )
    person = Person(
        name=_name(cells),
        born=cells.read("date_of_birth", fields.partial_date, None),
        address=address,
        phone=cells.text("phone"),
        email=cells.text("email"),
        company=cells.text("company_name"),
        language=LANGUAGES.get(cells.text("language").casefold(), ""),
        national_id=national_id or "",
    )
    if national_id is None:
        return person, frozenset({Circumstance.BAD_NATIONAL_ID})
    return person, frozenset()


def _house(cells: Cells, number: str) -> tuple[int | None, str]:
    letter, addition = cells.text("house_letter"), cells.text("house_addition")
    return fields.house_parts(fields.check_text("house_number", number), letter, addition)


def _name(cells: Cells) -> Name:
    return Name(
        given=cells.text("given_names"),
        initials=cells.text("initials"),
        prefix=cells.text("prefix"),
        surname=cells.text("surname"),
        partner_prefix=cells.text("partner_prefix"),
        partner_surname=cells.text("partner_surname"),
        use=cells.read("name_use", fields.name_use, NameUse.OWN),
    )


def check_findable(cells: Cells, person: Person) -> None:
    """A signal must say whom it is about: a name, and an address or a birth date.

    What was told but could not be read is noted already: it is not missing as well.
    """
    noted = {column for column, _ in cells.faults}
    if not person.name.surname and not person.company and noted.isdisjoint(_NAMED_BY):
        cells.need("surname")
    address = person.address
    placed = (address.house_number is not None or _has_digit(address.street)) and (
        address.postcode or address.street
    )
    found = placed or person.born is not None or bool(person.national_id)
    if not found and noted.isdisjoint(_FOUND_BY):
        cells.need("postcode", "not-enough-to-find-anyone")


def _has_digit(street: str) -> bool:
    """Some creditors write the house number behind the street; matching reads it there."""
    return any(character.isdigit() for character in street)
