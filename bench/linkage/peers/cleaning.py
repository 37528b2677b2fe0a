"""The tidy columns that every peer gets: what a careful user would make of the raw files.

Names in plain lower case without particles, a double name as two surnames, the first given name
and the first initial, the house number apart from its addition.
"""

import re
import unicodedata
from functools import cache

STAY = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})
ALL_PARTICLES = (
    "van der den de het ten ter te 't t in op aan uit bij von zu du des d' la le el al ben "
    "v v. v.d. vd v/d v.d d d. o.d. u.d. i.h. a.d. 'n"
)
PARTICLES = frozenset(ALL_PARTICLES.split())
FIELDS = (
    *("id", "first", "initials", "initial", "surname", "other", "dob", "postcode", "number"),
    *("addition", "street", "city", "sex"),
)
NUMBER = re.compile(r"(\d+)(.*)", re.DOTALL)
NOT_WORD = re.compile(r"[^a-z0-9]+")


@cache
def plain(text: str) -> str:
    """Lower case without diacritics."""
    split = unicodedata.normalize("NFD", text.lower().translate(STAY))
    return "".join(sign for sign in split if not unicodedata.combining(sign))


def bare(surname: str) -> str:
    """A surname without the particles before or behind it."""
    words = [word for word in plain(surname).replace(",", " ").split() if word not in PARTICLES]
    return " ".join(words) or plain(surname).strip()


def tidy(row: dict[str, str]) -> dict[str, str]:
    """One record of the register or one signal in the columns of FIELDS; empty is unknown."""
    given = plain(row.get("given_names", "")).split()
    own, _, second = row.get("surname", "").partition("-")
    letters = NOT_WORD.sub("", plain(row.get("initials", ""))) or "".join(n[0] for n in given)
    number, addition = _house(row)
    return {
        "id": row["id"],
        "first": given[0] if given else "",
        "initials": letters,
        "initial": letters[:1],
        "surname": bare(own),
        "other": bare(second or row.get("partner_surname", "")),
        "dob": row.get("date_of_birth", ""),
        "postcode": row.get("postcode", "").replace(" ", "").upper(),
        "number": number,
        "addition": addition,
        "street": " ".join(NOT_WORD.sub(" ", plain(row.get("street", ""))).split()),
        "city": plain(row.get("city", "")),
        "sex": row.get("sex", ""),
    }


def _house(row: dict[str, str]) -> tuple[str, str]:
    whole = row.get("house_number", "")
    found = NUMBER.match(whole)
    number, rest = found.groups() if found else (whole, "")
    parts = plain(rest + row.get("house_letter", "") + row.get("house_addition", ""))
    return number, NOT_WORD.sub("", parts.replace("bus", ""))
