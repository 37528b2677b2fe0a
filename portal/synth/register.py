"""The invented population register: everybody in it, and the file that holds it."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from portal.synth.families import Families, Household
from portal.synth.leavers import Leaver, Leavers
from portal.synth.people import PersonMaker
from portal.synth.spec import Progress, SynthSpec
from protocols.people import Address, Resident

COLUMNS = (
    *("id", "given_names", "initials", "prefix", "surname", "partner_prefix", "partner_surname"),
    *("name_use", "date_of_birth", "sex", "street", "house_number", "house_letter"),
    *("house_addition", "postcode", "city", "phone", "email", "national_id", "residency"),
    *("secret", "under_investigation", "guardianship", "mail_address", "earlier_street"),
    *("earlier_house_number", "earlier_house_letter", "earlier_house_addition"),
    *("earlier_postcode", "earlier_city"),
)
NOWHERE = Address()


@dataclass(frozen=True, slots=True)
class City:
    """Everybody the register knows, and the tools to invent people it does not know."""

    households: tuple[Household, ...]
    leavers: tuple[Leaver, ...]
    maker: PersonMaker
    families: Families

    def records(self) -> list[Resident]:
        """Every record of the register, by id."""
        people = [one for household in self.households for one in household.members]
        people += [leaver.person for leaver in self.leavers]
        return sorted(people, key=lambda one: one.resident_id)


def populate(rng: Random, spec: SynthSpec, progress: Progress) -> City:
    """Make the city's people: exactly `spec.residents` residents, and those who left."""
    maker = PersonMaker(rng, spec)
    families = Families(rng, spec, maker)
    households = families.everybody(progress)
    leavers = tuple(Leavers(rng, spec, maker, families, households).everybody())
    return City(households, leavers, maker, families)


def register_rows(city: City) -> Iterator[tuple[str, ...]]:
    """The lines of `register.csv` in the order of COLUMNS.

    Dates are `YYYY-MM-DD` with zeros for what is unknown; flags are `ja` or `nee`.
    """
    for person in city.records():
        yield tuple(_cells(person))


def _cells(person: Resident) -> Iterator[str]:
    name = person.name
    yield from (person.resident_id, name.given, name.initials, name.prefix, name.surname)
    yield from (name.partner_prefix, name.partner_surname, name.use.value)
    yield from (str(person.born or ""), person.sex)
    yield from address_cells(person.address or NOWHERE)
    yield from (person.phone, person.email, person.national_id, person.residency.value)
    yield from map(yes_no, (person.secret, person.under_investigation))
    yield from map(yes_no, (person.guardianship, person.mail_address))
    yield from address_cells(person.earlier[0] if person.earlier else NOWHERE)


def address_cells(address: Address) -> tuple[str, ...]:
    """Street, house number, letter, addition, postcode and city as text."""
    number = "" if address.house_number is None else str(address.house_number)
    letter, addition = address.house_letter, address.house_addition
    return address.street, number, letter, addition, address.postcode, address.city


def yes_no(answer: object) -> str:
    """`ja` for what is true, else `nee`."""
    return "ja" if answer else "nee"
