"""Our levels of agreement as SQL for Splink, as closely as SQL can; data only.

Columns are those of `columns_of`: `_l` is the record of the register, `_r` the signal. The first
level of a ladder that holds counts. What SQL leaves out: loose words of a surname, and earlier
places.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from matching.normal import normalise
from matching.phonetic import phonetic

_LETTER: Final = "(length(g1_l) = 1 or length(g1_r) = 1)"
_FIRST: Final = "g1_l[1] = g1_r[1]"
_SECONDS: Final = "g2_l is not null and g2_r is not null"
_BEYOND: Final = "g2_r is not null and g2_l is null"
_CROSSED: Final = "(g1_l = s1_r and s1_l = g1_r)"
_PART: Final = "(born_l like '%00' or born_r like '%00')"
_MEETS: Final = " and ".join(
    f"({part}_l = {part}_r or {part}_l = 0 or {part}_r = 0)" for part in ("y", "m", "d")
)
_TWO: Final = "(y_l = y_r)::int + (m_l = m_r)::int + (d_l = d_r)::int = 2"


def _like(word: str, least: float) -> str:
    return f"jaro_winkler_similarity({word}_l, {word}_r) >= {least}"


def _slip(word: str, longer_than: int = 0) -> str:
    close = f"damerau_levenshtein({word}_l, {word}_r) <= 1"
    return f"(length({word}_l) > {longer_than} and {close})" if longer_than else close


def _begins(word: str) -> str:
    return (
        f"(least(length({word}_l), length({word}_r)) >= 3 and "
        f"(starts_with({word}_l, {word}_r) or starts_with({word}_r, {word}_l)))"
    )


@dataclass(frozen=True, slots=True)
class Ladder:
    """One field: its group and place in `layout.GROUPS`, the column that must be known, levels.

    `levels` are names of that field with their condition; the last one is what is left.
    """

    group: str
    column: int
    known: str
    levels: tuple[tuple[str, str], ...]


_GIVEN: Final = (
    ("initials", f"{_LETTER} and {_FIRST} and g2_l[1] = g2_r[1]"),
    ("initial, the second differs", f"{_LETTER} and {_FIRST} and {_SECONDS}"),
    ("initial, one too many", f"{_LETTER} and {_FIRST} and {_BEYOND}"),
    ("initial", f"{_LETTER} and {_FIRST}"),
    ("initial differs", _LETTER),
    ("same, the second differs", f"g1_l = g1_r and {_SECONDS} and g2_l[1] != g2_r[1]"),
    ("same, one too many", f"g1_l = g1_r and {_BEYOND}"),
    ("same", "g1_l = g1_r"),
    ("another of the names", f"list_has_any(given_l, given_r) or {_CROSSED}"),
    ("near", f"{_like('g1', 0.92)} or {_slip('g1', 3)}"),
    ("resembles", f"{_like('g1', 0.8)} or g1_sound_l = g1_sound_r or {_begins('g1')}"),
    ("different", ""),
)
_SURNAME: Final = (
    ("same", "joined_l = joined_r or s1_l = s1_r"),
    ("partner's", "list_has_any(names_l, names_r) and not list_has_any(own_l, own_r)"),
    ("near", f"{_CROSSED} or {_like('s1', 0.92)} or {_slip('s1', 3)}"),
    ("part", f"list_has_any(own_l, own_r) or {_like('s1', 0.86)}"),
    ("resembles", f"{_like('s1', 0.78)} or s1_sound_l = s1_sound_r or {_begins('s1')}"),
    ("different", ""),
)
_BORN: Final = (
    ("part agrees", f"{_PART} and {_MEETS}"),
    ("part differs", _PART),
    ("same", "born_l = born_r"),
    ("near", "(y_l = y_r and m_l = d_r and d_l = m_r) or hamming(born_l, born_r) = 1"),
    ("two of three", _TWO),
    ("year", "y_l = y_r"),
    ("different", ""),
)
_POSTCODE: Final = (
    ("same", "code_l = code_r"),
    ("near", _slip("code")),
    ("area", "area_l = area_r"),
    ("different", ""),
)
_NUMBER: Final = (
    ("same", "home_l = home_r and (suffix_l = suffix_r or suffix_l is null or suffix_r is null)"),
    ("other suffix", "home_l = home_r"),
    ("near", "hamming(home_l, home_r) = 1 and greatest(home_l, home_r) > '00009'"),
    ("different", ""),
)


def _words(column: str) -> tuple[tuple[str, str], ...]:
    near = f"{_slip(column, 4)} or {_like(column, 0.9)} or {_begins(column)}"
    return (("same", f"{column}_l = {column}_r"), ("near", near), ("different", ""))


def _contact(column: str) -> tuple[tuple[str, str], ...]:
    return (("same", f"{column}_l = {column}_r"), ("near", _slip(column)), ("different", ""))


LADDERS: Final = (
    Ladder("name", 0, "g1", _GIVEN),
    Ladder("name", 1, "s1", _SURNAME),
    Ladder("born", 0, "born", _BORN),
    Ladder("born", 1, "sex", (("same", "sex_l = sex_r"), ("different", ""))),
    Ladder("place", 0, "code", _POSTCODE),
    Ladder("place", 1, "home", _NUMBER),
    Ladder("place", 2, "street", _words("street")),
    Ladder("place", 3, "city", _words("city")),
    Ladder("contact", 0, "phone", _contact("phone")),
    Ladder("contact", 1, "email", _contact("email")),
    Ladder("contact", 2, "national_id", _contact("national_id")),
)
SESSIONS: Final = (("g1", "s1"), ("born",), ("g1", "code"))
"""Columns that pairs for one session of learning share; fields that use them learn elsewhere.

None is of an address alone: in such pairs Splink would learn what housemates agree on.
"""
SURE: Final = (("g1", "s1", "born"), ("born", "code", "s1"), ("g1", "s1", "code", "home"))
"""Who shares one of these is counted as the same person, to begin with."""
LISTS: Final = ("given", "own", "names")
NUMBERS: Final = ("y", "m", "d")
TEXTS: Final = (
    *("id", "g1", "g2", "g1_sound", "s1", "s1_sound", "joined", "born", "sex", "code", "area"),
    *("home", "suffix", "street", "city", "phone", "email", "national_id"),
)


def columns_of(people: Sequence[Mapping[str, str]]) -> dict[str, list[Any]]:
    """People, normalised as v1 says, by column of the tables for Splink; unknown is None."""
    rows = [_columns(person) for person in people]
    return {name: [row[name] for row in rows] for name in (*TEXTS, *LISTS, *NUMBERS)}


def _columns(person: Mapping[str, str]) -> dict[str, Any]:
    known = normalise(person)
    given = (*known.given, *known.initials[len(known.given) :])
    own, partner = known.surname[:3], known.partner
    own, partner = (own, partner) if own else (partner[:3], ())
    born = f"{known.born:08d}" if known.born else ""
    code = known.postcode
    texts: dict[str, str] = {
        "id": person["id"],
        "g1": given[0] if given else "",
        "g2": given[1] if len(given) > 1 else "",
        "g1_sound": phonetic(given[0]) if given and len(given[0]) > 1 else "",
        "s1": own[0] if own else "",
        "s1_sound": phonetic(own[0]) if own else "",
        "joined": known.joined or known.partner_joined,
        "born": born,
        "sex": known.sex,
        "code": code,
        "area": code[: 4 if len(code) >= 6 else 2],
        "home": f"{known.house_number:05d}" if known.house_number else "",
        "suffix": known.house_suffix,
        "street": known.street,
        "city": known.city,
        "phone": known.phone,
        "email": known.email,
        "national_id": known.national_id,
    }
    parts = (int(born[:4]), int(born[4:6]), int(born[6:])) if born else (None, None, None)
    lists = ([word for word in given if len(word) > 1], list(own), [*own, *partner])
    named = dict(zip(NUMBERS, parts, strict=True)) | dict(zip(LISTS, lists, strict=True))
    return {name: text or None for name, text in texts.items()} | named
