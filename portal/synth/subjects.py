"""Whom a creditor's record is about, and the record itself before and after its mistakes."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from portal.synth.register import address_cells
from protocols.people import Address, Name, NameUse, Resident

Draft = dict[str, str]
"""One customer's fields by our column names, while they are being spoilt."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A person, the address in this city where the creditor delivers, and the partner there."""

    person: Resident
    home: Address
    partner: Resident | None = None


Mistake = Callable[[Random, Draft, Subject], bool]
"""Spoils a draft the way its name says; tells whether anything was there to spoil."""


def used_surname(name: Name) -> tuple[str, str]:
    """Prefix and surname as somebody uses them (Dutch register, element 61.10)."""
    own = f"{name.prefix} {name.surname}".strip()
    theirs = f"{name.partner_prefix} {name.partner_surname}".strip()
    if name.use is NameUse.PARTNER:
        return name.partner_prefix, name.partner_surname
    if name.use is NameUse.PARTNER_OWN:
        return name.partner_prefix, f"{name.partner_surname}-{own}"
    if name.use is NameUse.OWN_PARTNER:
        return name.prefix, f"{name.surname}-{theirs}"
    return name.prefix, name.surname


def as_registered(subject: Subject) -> Draft:
    """The record of a creditor that copies the population register: health insurers."""
    name = subject.person.name
    return _draft(subject) | {
        "given_names": name.given,
        "prefix": name.prefix,
        "surname": name.surname,
        "partner_prefix": name.partner_prefix,
        "partner_surname": name.partner_surname,
        "name_use": name.use.value,
        "national_id": subject.person.national_id,
    }


def as_introduced(subject: Subject) -> Draft:
    """The record of a creditor to whom people tell their name: one given name, the used surname."""
    prefix, surname = used_surname(subject.person.name)
    first = subject.person.name.given.split(" ")[0]
    return _draft(subject) | {"given_names": first, "prefix": prefix, "surname": surname}


def _draft(subject: Subject) -> Draft:
    street, number, letter, addition, postcode, city = address_cells(subject.home)
    return {
        "initials": subject.person.name.initials,
        "date_of_birth": str(subject.person.born or ""),
        "street": street,
        "house_number": number,
        "house_letter": letter,
        "house_addition": addition,
        "postcode": postcode,
        "city": city,
    }


def has(draft: Draft, column: str) -> str:
    """The text of a column; empty when there is none."""
    return draft.get(column, "")
