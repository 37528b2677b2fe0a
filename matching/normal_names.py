"""Surnames, given names and initials of normalisation v1: a change here is a new version."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from matching.normal_text import said, tidy
from matching.normal_words import INSIDE, JOINERS, MARRIED, STAND_INS, SUFFIXES, TITLES
from matching.normal_words import PARTICLES as MORE_PARTICLES
from matching.normalise import fold, given_words, initials_of
from matching.phonetic import phonetic
from matching.words import PARTICLES

_DROPPED: Final = PARTICLES | MORE_PARTICLES
_NO_NAME: Final = _DROPPED | MARRIED | TITLES | SUFFIXES
_HYPHENS: Final = re.compile(r"\be/v\b|[-‐‑‒–—―−﹣－/&+]", re.IGNORECASE)
_INITIAL: Final = re.compile(r"(?<![^\W\d_])(?![DLSTVdlstv]\.)[^\W\d_]\.")

Words = tuple[str, ...]


def _bare(words: list[str]) -> list[str]:
    """Without titles before and suffixes behind, as long as a word is left."""
    if words[:2] == ["DE", "HEER"] and len(words) > 2:
        words = words[2:]
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    while len(words) > 1 and words[-1] in SUFFIXES:
        words = words[:-1]
    return words


def _chunks(text: str) -> list[list[str]]:
    """The words between hyphens, without loose initials where a longer word is left."""
    if text.isascii() and text.isalpha():
        return [[text.upper()]]
    shorter = _INITIAL.sub(" ", text)
    clean = shorter if fold(shorter) else text
    chunks = (_bare(fold(chunk).split()) for chunk in _HYPHENS.split(clean))
    return [words for words in chunks if words]


def _names(words: list[str]) -> list[str]:
    """The names in a row of words: a particle or joining word inside begins the next one."""
    names = [""]
    for word in words:
        divides = word in JOINERS or word in MARRIED
        if word in _DROPPED or (divides and names[-1]) or word in MARRIED:
            if names[-1] and word not in INSIDE:
                names.append("")
        else:
            names[-1] += word
    return names


def _in_order(text: str) -> str:
    """Particles behind a comma put before the name (Berg, van den)."""
    head, comma, tail = text.partition(",")
    moved = bool(comma) and all(word in _DROPPED for word in fold(tail).split())
    return f"{tail} {head}" if moved else text


class Surname(NamedTuple):
    """The surnames in a cell without particles, all of it as one word, and how the first sound."""

    words: Words = ()
    joined: str = ""
    sounds: Words = ()


NO_SURNAME: Final = Surname()


@lru_cache(maxsize=65_536)
def family(surname: str, prefix: str = "") -> Surname:
    """All that is known of a surname and its prefix at once."""
    text, before = _in_order(said(surname)), said(prefix)
    chunks = _chunks(text)
    words = _apart(chunks or _chunks(before))
    joined = _together(chunks, fold(before).split())
    return Surname(words, joined, tuple([phonetic(word) for word in words]))


def _apart(chunks: list[list[str]]) -> Words:
    names = [name for words in chunks for name in _names(words) if name and name not in _NO_NAME]
    found = names or [words[-1] for words in chunks[-1:]]
    return tuple([name.replace("IJ", "Y") for name in found if name not in STAND_INS])


def _together(chunks: list[list[str]], before: list[str]) -> str:
    every = [word for chunk in chunks for word in chunk]
    words = [word for word in every[:-1] if word not in MARRIED] + every[-1:]
    whole = "".join(words if words[: len(before)] == before else [*before, *words])
    return "" if whole in STAND_INS else whole.replace("IJ", "Y")


def surname_words(surname: str, prefix: str = "") -> Words:
    """The surnames in a cell without particles: one, or more for a double name; A-Z each.

    Hyphens, "geb.", "e/v" and a particle inside divide (Jansen de Vries); titles, loose initials
    and Jr. go. Of nothing but particles the last one is the name (van Es, van der Bij). `prefix`
    counts only where the surname is empty.
    """
    return family(surname, prefix).words


def surname_joined(surname: str, prefix: str = "") -> str:
    """The surname with its particles as one word: VANDENBERG for Vandenberg and Berg, van den."""
    return family(surname, prefix).joined


@lru_cache(maxsize=65_536)
def called(given_names: str, text: str) -> tuple[Words, str]:
    """The given names one by one, and the initials; see `given` and `initials`."""
    words = _bare([word for word in given_words(said(given_names)) if word not in STAND_INS])
    known = () if "".join(words) in STAND_INS else tuple(words)
    told = tidy(text)
    letters = initials_of("", told if len(told) <= 2 else said(told)) if told else ""
    if len(letters) > 1 and letters in STAND_INS:
        letters = ""
    return known, letters or "".join([word[0] for word in known])


def given(text: str) -> Words:
    """The given names one by one, A-Z each, without titles before them."""
    return called(text, "")[0]


def initials(given_names: str, text: str) -> str:
    """The first letters in order, A-Z; of the initials where there are any, else of the names.

    `Th.J.` gives TJ. The result is not input: `TH` could be read as one initial.
    """
    return called(given_names, text)[1]
