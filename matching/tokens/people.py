"""Residents as the records that tokens are made of: one for each address."""

from collections.abc import Iterator, Mapping

from matching.normal import Normal, normalise
from protocols.people import Address, Residency, Resident


def records_of(resident: Resident, region: str) -> tuple[Normal, ...]:
    """The records of a resident of today: at the present address and at the earlier ones.

    None for who died or left: a signal about them is about no resident and stays sealed.
    `region` is the country of telephone numbers without a country code.
    """
    if resident.residency is not Residency.RESIDENT:
        return ()
    person = _person(resident)
    return tuple(normalise({**person, **place}, region) for place in _places(resident))


def _person(resident: Resident) -> Mapping[str, str]:
    name = resident.name
    return {
        "given_names": name.given,
        "initials": name.initials,
        "prefix": name.prefix,
        "surname": name.surname,
        "partner_prefix": name.partner_prefix,
        "partner_surname": name.partner_surname,
        "name_use": name.use.value,
        "date_of_birth": str(resident.born or ""),
        "sex": resident.sex,
        "phone": resident.phone,
        "email": resident.email,
        "national_id": resident.national_id,
    }


def _places(resident: Resident) -> Iterator[Mapping[str, str]]:
    yield _place(resident.address or Address())
    yield from map(_place, resident.earlier)


def _place(address: Address) -> Mapping[str, str]:
    return {
        "street": address.street,
        "house_number": "" if address.house_number is None else str(address.house_number),
        "house_letter": address.house_letter,
        "house_addition": address.house_addition,
        "postcode": address.postcode,
        "city": address.city,
    }
