"""Normalisation v1, frozen: every field of a record in the one spelling that is compared.

Creditor and city make tokens of these fields: one letter of difference silently costs matches.
So the version, the tables and a thousand examples have a digest, which both compare beforehand.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from matching import normal_dates as dates
from matching import normal_names as names
from matching import normal_places as places
from matching import normal_words, words
from matching.contacts import DIGITS, email_of, phone_of
from matching.phonetic import SOUNDS

VERSION: Final = "vs1"
"""The suite that a covenant names; what it does never changes."""


COLUMNS: Final = (
    *("given_names", "initials", "prefix", "surname", "partner_prefix", "partner_surname"),
    *("name_use", "date_of_birth", "sex", "street", "house_number", "house_letter"),
    *("house_addition", "postcode", "city", "phone", "email", "national_id"),
)
"""The columns of a file of persons that are read."""


@dataclass(frozen=True, slots=True)
class Normal:
    """One record, normalised; what is unknown is empty, 0 (`born`) or None (`house_number`).

    Words hold A-Z only, `house_suffix`, `street`, `postcode` and `national_id` also 0-9.
    `surname` and `partner` have no particles, one part per name of a double name, and `sounds`
    and `partner_sounds` are their codes in the same order; `joined` and `partner_joined` are
    one word with the particles. `born` is YYYYMMDD, 00 for an unknown month or day. `sex` is M
    or F, `name_use` E, P, V or N. `phone` is E.164, `email` lower case.
    """

    surname: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    joined: str = ""
    partner_joined: str = ""
    sounds: tuple[str, ...] = ()
    partner_sounds: tuple[str, ...] = ()
    name_use: str = ""
    initials: str = ""
    given: tuple[str, ...] = ()
    born: int = 0
    sex: str = ""
    postcode: str = ""
    house_number: int | None = None
    house_suffix: str = ""
    street: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    national_id: str = field(default="", repr=False)


def normalise(fields: Mapping[str, str], region: str = "NL") -> Normal:
    """The raw columns of a record, normalised; a column that is not there is empty. Never raises.

    `region` is the ISO country of telephone numbers without a country code.
    """

    cells = [fields.get(column) or "" for column in COLUMNS]
    given_names, letters, before, surname, between, theirs, use, birth, sex = cells[:9]
    way, number, letter, addition, postcode, city, phone, email, national_id = cells[9:]
    own, partner = _family(surname, before), _family(theirs, between)
    given, initials = names.called(given_names, letters)
    code = places.postcode(postcode)
    street, house_number, suffix = places.home(way, number, letter, addition)
    return Normal(
        own.words,
        partner.words,
        own.joined,
        partner.joined,
        own.sounds,
        partner.sounds,
        dates.name_use(use),
        initials,
        given,
        dates.born(birth),
        dates.sex(sex),
        code,
        house_number,
        places.without_box(suffix) if suffix and len(code) == 4 else suffix,
        street,
        places.city(city),
        phone_of(phone, region),
        email_of(email),
        dates.national_id(national_id),
    )


def _family(surname: str, prefix: str) -> names.Surname:
    return names.family(surname, prefix) if surname or prefix else names.NO_SURNAME


VECTORS: Final = files("matching") / "data" / "normalisation-v1.csv"
"""The examples: function, input, expected, shows."""

_TABLES: Final = (
    *("LETTERS", "FIRST_LETTERS", "PARTICLES", "DOUBLE_INITIALS", "STREET_WORDS"),
    *("STREET_ENDINGS", "CITIES", "BOX_WORDS", "SUFFIX_WORDS"),
)
"""The tables of `matching.words` that v1 uses; the others are not normalisation."""


@cache
def digest() -> str:
    """SHA-256 (hex) over the version, the examples and the tables of v1.

    Creditor and city compare it at the handshake of a covenant. It is the same whatever the ends
    of lines in the file of examples.
    """
    tables = {f"words.{name}": getattr(words, name) for name in _TABLES}
    tables |= {f"v1.{n}": value for n, value in vars(normal_words).items() if n.isupper()}
    tables |= {"sounds": SOUNDS, "digits": DIGITS}
    lines = VECTORS.read_text(encoding="utf-8").replace("\r\n", "\n").split("\n")
    content = [VERSION, lines, {name: _as_json(tables[name]) for name in sorted(tables)}]
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()


def _as_json(table: object) -> object:
    """A table as JSON with a fixed order: a set sorted, a mapping in its own order."""
    match table:
        case frozenset():
            return sorted(table)
        case dict():
            return [[key, value] for key, value in table.items()]
    return table
