"""A row that was read, as cells again: part to be verified, part for the vault."""

from collections.abc import Iterator, Mapping
from typing import Final

from protocols.covenant.signal import Circumstance, Delivered
from protocols.people import NameUse, Person
from streams.unsealing import VERIFIED

Cells = dict[str, str]

_STATED: Final = (Circumstance.CRISIS, Circumstance.ARRANGEMENT, Circumstance.OBJECTION)
"""Circumstances with a column of their name; the others are seen when a row is read."""


def cells_of(row: Delivered) -> Cells:
    """Every cell of a row that says something, under our columns.

    Reading them gives the same row again, but for what was noted of an invalid national id.
    """
    cells = {**_person(row.person), **_signal(row), **dict(_said(row))}
    return {name: text for name, text in cells.items() if text}


def split(cells: Mapping[str, str]) -> tuple[Cells, Cells]:
    """The cells by which a person is verified, and the others."""
    clear = {name: text for name, text in cells.items() if name in VERIFIED}
    return clear, {name: text for name, text in cells.items() if name not in VERIFIED}


def _person(person: Person) -> Cells:
    name, address = person.name, person.address
    number = address.house_number
    return {
        "given_names": name.given,
        "initials": name.initials,
        "prefix": name.prefix,
        "surname": name.surname,
        "partner_prefix": name.partner_prefix,
        "partner_surname": name.partner_surname,
        "name_use": "" if name.use is NameUse.OWN else name.use.value,
        "company_name": person.company,
        "date_of_birth": str(person.born or ""),
        "street": address.street,
        "house_number": "" if number is None else str(number),
        "house_letter": address.house_letter,
        "house_addition": address.house_addition,
        "postcode": address.postcode,
        "city": address.city,
        "phone": person.phone,
        "email": person.email,
        "language": person.language,
        "national_id": person.national_id,
    }


def _signal(row: Delivered) -> Cells:
    euros, cents = divmod(row.amount_cents, 100)
    return {
        "kind": row.kind.value,
        "reference": row.reference,
        "arrears_type": row.arrears_type.value,
        "amount": f"{euros}.{cents:02}" if row.amount_cents else "",
        "signal_date": row.signal_on.isoformat(),
        "arrears_since": row.arrears_since_on.isoformat() if row.arrears_since_on else "",
    }


def _said(row: Delivered) -> Iterator[tuple[str, str]]:
    yield from ((step.value, "ja") for step in row.steps)
    yield from ((step.value, "nee") for step in row.denied)
    yield from ((one.value, "ja") for one in _STATED if one in row.circumstances)
