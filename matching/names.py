"""Surnames and given names in the shape that is compared."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from matching.normalise import given_words, initials_of, joined, surname_key
from protocols.people import Name, NameUse

_ABBREVIATED: Final = re.compile(r"([^\W\d_])[^\W\d_]{1,2}\.")
_AFTER_HYPHEN: Final = re.compile(r"[-‐‑–][^\s-]*")
_NO_VOWEL: Final = re.compile(r"[^AEIOUY]{2,3}")
_PARTNER_FIRST: Final = frozenset({NameUse.PARTNER, NameUse.PARTNER_OWN})

Parts = tuple[str, str]
"""A surname and its prefix."""
Given = tuple[tuple[str, ...], ...]
"""Given names in order, per reading; one letter where no more is known.

Jan-Willem Piet is read as three names and, for those who write J.P., as two.
"""


class Surname(NamedTuple):
    """A surname: `same` its full spellings, `parts` its pieces, `spoken` where typos are sought.

    `own` are the spellings with the own name in them. A business has parts only.
    """

    same: frozenset[str]
    own: frozenset[str]
    parts: frozenset[str]
    spoken: tuple[str, ...]


class _Half(NamedTuple):
    """One surname: as one word without and with its particles, and its pieces."""

    bare: str
    full: str
    parts: tuple[str, ...]


@lru_cache(maxsize=32_768)
def _half(surname: str, prefix: str) -> _Half:
    parts = surname_key(surname, prefix)
    return _Half("".join(parts), joined(f"{prefix} {surname}"), parts)


@lru_cache(maxsize=32_768)
def _whole(own: _Half, partner: _Half, alone: tuple[_Half, ...]) -> Surname:
    """The spellings of two names together, and of those that count alone."""
    both = {own.bare + partner.bare, partner.bare + own.bare} if own.bare else set()
    with_own = frozenset({*both, own.bare, own.full} - {""})
    same = with_own.union(spelling for half in alone for spelling in half[:2] if spelling)
    spoken = tuple(half.bare for half in (own, partner) if half.bare)
    return Surname(same, with_own, frozenset((*own.parts, *partner.parts)), spoken)


def surname_of_resident(name: Name) -> Surname:
    """Own and partner's name; the partner's alone counts as the same only when it is used first.

    Else the partner's name alone is near: that of somebody else in the house, more likely.
    """
    own = name.surname, name.prefix
    return surname_of_record(own, (name.partner_surname, name.partner_prefix), name.use)


def surname_of_record(own: Parts, partner: Parts, use: NameUse) -> Surname:
    """The same from names and prefixes apart."""
    mine, its = _half(*own), _half(*partner)
    return _whole(mine, its, (its,) if use in _PARTNER_FIRST else ())


def surname_of_person(name: Name) -> Surname:
    """The name as delivered; the partner's alone counts only where there is no other."""
    own = _half(name.surname, name.prefix)
    partner = _half(name.partner_surname, name.partner_prefix)
    return _whole(own, partner, () if own.bare else (partner,))


def surname_of_business(words: frozenset[str]) -> Surname:
    """The words of a business's name: a surname may be among them, none is the name."""
    return Surname(frozenset(), frozenset(), words, ())


@lru_cache(maxsize=32_768)
def given_of(given: str, initials: str) -> Given:
    """The given names as they may be read, the longest reading first; empty for none.

    Initials decide where they begin with another letter than the names (a call name).
    """
    letters = initials_of("", initials)
    text = _ABBREVIATED.sub(r"\1 ", given) if "." in given else given
    short = _AFTER_HYPHEN.sub("", text) if "-" in text or not text.isascii() else text
    readings = [_reading(text, letters)] + ([_reading(short, letters)] if short != text else [])
    return tuple(reading for reading in readings if reading)


def _reading(given: str, letters: str) -> tuple[str, ...]:
    words = given_words(given)
    if len(words) == 1 and _NO_VOWEL.fullmatch(words[0]):
        words = list(words[0])
    if not words or (letters and words[0][0] != letters[0]):
        return tuple(letters)
    return (*words, *letters[len(words) :])


def first_initial(given: Given) -> str:
    """The first letter of the first name; empty for no names."""
    return given[0][0][0] if given else ""
