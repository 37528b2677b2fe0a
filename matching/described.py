"""Persons in the shape that is compared: a signal's person and a register's, each made once."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from matching.company import is_business, is_legal_person, words_of
from matching.names import (
    Given,
    Surname,
    given_of,
    surname_of_business,
    surname_of_person,
)
from matching.normalise import buildings
from protocols.ids import ResidentId
from protocols.judgement import Warning as Caution
from protocols.people import Address, PartialDate, Person, Residency

Token = Callable[[str], bytes]

_NO_NEW_YEAR_BEFORE: Final = 1910_00_00
"""On 1 January of an earlier year nobody alive was born: a filler (1900-01-01)."""
_FILLERS: Final = frozenset({1111_11_11, 1899_12_30, 1899_12_31})
"""Other fillers; the last two are the day zero of spreadsheets."""


class Place(NamedTuple):
    """A home: its key, the keys of its building (best first) and its suffix; empty if unknown."""

    key: str
    buildings: tuple[str, ...]
    suffix: str


NOWHERE: Final = Place("", (), "")


class Described(NamedTuple):
    """Who a signal is about; `born` is YYYYMMDD with zeros for what is unknown, 0 for nothing."""

    surname: Surname
    given: Given
    born: int
    place: Place
    id_token: bytes
    is_business: bool


AddressParts = tuple[str, int | None, str, str, str, str]
"""The fields of an Address, in order."""


class Known(NamedTuple):
    """One record of the register, ready to compare; no national id in clear.

    `lives_here` tells whether this is a resident of today. `earlier` are addresses that only a
    signal from elsewhere is held against: places are made of them then.
    """

    resident_id: ResidentId
    residency: Residency
    surname: Surname
    given: Given
    born: int
    place: Place
    earlier: tuple[AddressParts, ...]
    address: Address | None
    id_token: bytes
    cautions: tuple[Caution, ...]
    lives_here: bool


def new_place_of(address: Address) -> Place:
    """The home at an address, or NOWHERE; not remembered."""
    keys, suffix = buildings(address)
    return Place(f"{keys[0]}|{suffix}", keys, suffix) if keys else NOWHERE


place_of: Final = lru_cache(maxsize=8_192)(new_place_of)
"""The same, remembered."""


def born_of(born: PartialDate | None) -> int:
    """A birth date as YYYYMMDD, zeros for what is unknown."""
    if born is None:
        return 0
    return (born.year or 0) * 10_000 + (born.month or 0) * 100 + (born.day or 0)


def _without_filler(born: int) -> int:
    """A delivered birth date, 0 for one that programs fill in when they know none."""
    is_new_year = born < _NO_NEW_YEAR_BEFORE and born % 10_000 == 101
    return 0 if is_new_year or born in _FILLERS else born


def token_of(national_id: str, token: Token | None) -> bytes:
    """The keyed token of a national id, whatever its punctuation; empty without id or key."""
    if token is None or not national_id:
        return b""
    digits = "".join(filter(str.isdigit, national_id))
    return token(digits) if digits else b""


def describe(person: Person, token: Token | None) -> Described:
    """The person of a signal; a business when nothing but a business name was delivered."""
    name, born = person.name, _without_filler(born_of(person.born))
    surname = name.surname.strip() or name.prefix.strip() or name.partner_surname.strip()
    business = is_business(surname) if surname else bool(person.company.strip())
    return Described(
        surname=_business(person, born) if business else surname_of_person(name),
        given=given_of(name.given, name.initials),
        born=born,
        place=place_of(person.address),
        id_token=token_of(person.national_id, token),
        is_business=business,
    )


def _business(person: Person, born: int) -> Surname:
    """The words of the business, unless no human being answers for it and none is meant."""
    text = f"{person.company} {person.name.prefix} {person.name.surname}"
    legal = is_legal_person(person.company) or is_legal_person(person.name.surname)
    return surname_of_business(frozenset() if legal and not born else words_of(text))
