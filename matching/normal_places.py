"""Postcode, house, street and city of normalisation v1: a change here is a new version."""

import re
from functools import lru_cache
from typing import Final

from matching import normalise
from matching.normal_text import said, tidy
from matching.normal_words import (
    BEHIND_NUMBERS,
    CITIES,
    NOWHERE,
    STAND_INS,
    STREET_MONTHS,
    STREET_WORDS,
)
from matching.normalise import fold, house, plain
from matching.words import STREET_ENDINGS
from matching.words import STREET_WORDS as LINE_STREET_WORDS

_LONGEST_CODE: Final = 10
_UNUSED: Final = re.compile(r"[^A-Z0-9]+")
_CODE_FIRST: Final = re.compile(
    r"\s*(?:NL[- ]*)?([1-9][0-9]{3} ?[A-Z]{2})\b[\s,]*"
    r"|\s*(?:BE?[- ]*)?([1-9][0-9]{3})\b[\s,]+(?=[A-Z]{3})"
)
_COUNTRY_BEFORE: Final = re.compile(r"[A-Z]{1,2}([0-9]{4,5})")
_ZIP_PLUS_FOUR: Final = re.compile(r"([0-9]{5})-[0-9]{4}")
_NO_CODE: Final = re.compile(r"0+[A-Z]*|9999(?:ZZ)?|[^0-9]*")

_WITHIN: Final = re.compile(r"(?<=[^\W\d_]{3})(?=[0-9])")
_BEFORE_NUMBER: Final = re.compile(r"[\s,]+(?=[0-9])")
_NUMBER_WORD: Final = re.compile(
    r"[\s,]*(?:\b(?:nr|no|num|nummer|number|huisnummer)\b[.:]?|n°|nº|№|#)\s*$", re.I
)
_LEADING: Final = re.compile(
    r"([0-9]{1,5}\s?(?:bis|ter|[a-d])?)\b[\s,]+(?=[^\W\d_])(.+)", re.I | re.DOTALL
)
_RUNS: Final = re.compile(r"[A-Z]+|[0-9]+")
_BELGIAN_BOX: Final = re.compile(r"B([0-9]+)")
_OPEN_ENDS: Final = tuple(STREET_ENDINGS)
_DIGIT: Final = re.compile(r"[0-9]")
_WHOLE: Final = re.compile(r"([0-9]+)\.0+")


@lru_cache(maxsize=65_536)
def postcode(text: str) -> str:
    """A postcode of any country: upper case letters and digits, at most 10, one digit at least.

    A Dutch or Belgian one is found before a town too. The letters of the country go before four
    or five digits (B-9000, D-10115), and what is behind an American one.
    """
    clean = said(text)
    code = normalise.postcode(clean) or _other_postcode(plain(clean))
    return "" if len(code) > _LONGEST_CODE or _NO_CODE.fullmatch(code) else code


def _other_postcode(wide: str) -> str:
    if found := _CODE_FIRST.match(wide):
        return normalise.postcode(found[1] or found[2])
    short = _ZIP_PLUS_FOUR.fullmatch(wide)
    code = short[1] if short else _UNUSED.sub("", wide)
    abroad = _COUNTRY_BEFORE.fullmatch(code)
    return abroad[1] if abroad else code


@lru_cache(maxsize=65_536)
def home(
    street_cell: str, number: str = "", letter: str = "", addition: str = ""
) -> tuple[str, int | None, str]:
    """Street (one word, A-Z0-9), house number (1-99999 or None) and suffix (A-Z0-9).

    The number is taken from behind or before the street where it stands there; letter and
    addition are the same merged with the number or in their own cells.
    """
    stated, name = said(number), said(street_cell)
    if exact := _WHOLE.fullmatch(stated):
        stated = exact[1]
    if _DIGIT.search(name):
        name, stated = _out_of(name, stated)
    return street(name), *_house(stated, said_part(letter), said_part(addition))


def _out_of(text: str, stated: str) -> tuple[str, str]:
    """Street and number of a street with digits; the number in its own cell counts before it."""
    name, behind = _apart(text)
    if not _DIGIT.search(stated):
        return name, f"{behind} {stated}"
    return (name if house(behind)[0] == house(stated)[0] else text), stated


def said_part(text: str) -> str:
    """A house letter or addition; `X` is one."""
    clean = tidy(text)
    return clean if len(clean) == 1 else said(clean)


def _house(number: str, letter: str, addition: str) -> tuple[int | None, str]:
    """Number and suffix; a suffix that both the number and its own cell hold counts once."""
    value, merged = house(number)
    apart = house("", letter, addition)[1]
    suffix = apart if apart.startswith(merged) else merged + apart
    if len(suffix) > 1:
        suffix = "" if suffix in STAND_INS else house("", suffix)[1]
    return value, suffix


def _apart(text: str) -> tuple[str, str]:
    """A street and the number behind it (or before it), empty when there is none."""
    spaced = _WITHIN.sub(" ", text)
    ends = [m for m in _BEFORE_NUMBER.finditer(spaced) if fold(spaced[: m.start()])]
    fitting = [m for m in ends if _fits(spaced[m.end() :])]
    if found := next(iter(fitting), None) or next(
        (m for m in ends if not _day(spaced[m.end() :])), None
    ):
        return _NUMBER_WORD.sub("", spaced[: found.start()]), _cut(spaced[found.end() :])
    first = _LEADING.fullmatch(spaced)
    return (first[2], first[1]) if first and not _day(spaced) else (text, "")


def _cut(behind: str) -> str:
    """Without what stands behind a comma, unless it is a box."""
    head, _, tail = behind.partition(",")
    words = fold(tail).split()
    return behind if words and words[0] in BEHIND_NUMBERS else head


def _fits(behind: str) -> bool:
    """Whether all of it can be a house number with letter, addition and box."""
    words = _RUNS.findall(plain(_cut(behind)))
    return all(len(w) <= 2 or w.isdigit() or w in BEHIND_NUMBERS for w in words)


def _day(behind: str) -> bool:
    """Whether the number is a day of a month."""
    words = fold(behind).split()
    return bool(words) and any(words[0].startswith(month) for month in STREET_MONTHS)


@lru_cache(maxsize=65_536)
def street(text: str) -> str:
    """A street or location as one word, abbreviations written out and particles dropped."""
    words = [STREET_WORDS.get(w, w) for w in _UNUSED.split(plain(said(text))) if w]
    if len(words) > 1 and words[-1] == "ST":
        words[-1] = "STREET"
    whole = normalise.street(" ".join(words))
    if whole in LINE_STREET_WORDS or whole.endswith(_OPEN_ENDS):
        whole = normalise.street(whole)
    return "" if whole in NOWHERE else whole


@lru_cache(maxsize=65_536)
def city(text: str) -> str:
    """A place as one word (A-Z), without postcode or what is in brackets; one name per town."""
    wide = plain(said(text).partition("(")[0])
    name = normalise.city(_CODE_FIRST.sub("", wide, count=1) if _DIGIT.search(wide) else wide)
    return "" if name in NOWHERE else CITIES.get(name, name)


def without_box(suffix: str) -> str:
    """A Belgian box number without its B (B3 is box 3)."""
    found = _BELGIAN_BOX.fullmatch(suffix)
    return found[1] if found else suffix
