"""One way to write a name, a postcode, a house number and an address, whatever the spelling.

Everything here is a pure function of text; the results hold only A-Z, 0-9, spaces and `|`.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from matching.words import (
    BOX_WORDS,
    CITIES,
    DOUBLE_INITIALS,
    FIRST_LETTERS,
    LETTERS,
    PARTICLES,
    STREET_ENDINGS,
    STREET_WORDS,
    SUFFIX_WORDS,
)
from protocols.people import Address

HIGHEST_NUMBER: Final = 99_999
"""House numbers run from 1 up to and including this one (Dutch register, element 11.20)."""

_NO_LETTERS: Final = re.compile(r"[^A-Z]+")
_NO_LETTERS_OR_DIGITS: Final = re.compile(r"[^A-Z0-9]+")
_BETWEEN_NAMES: Final = re.compile(r"[-‐–—/]|\b(?:E/V|EV|GEB|GEBOREN|ECHTGENOTE?)\b")
_RUNS: Final = re.compile(r"[A-Z]+|[0-9]+")
_NL_POSTCODE: Final = re.compile(r"(?:NL)?([1-9][0-9]{3}[A-Z]{2})")
_BE_POSTCODE: Final = re.compile(r"(?:BE?)?([1-9][0-9]{3})")
_NUMBER: Final = re.compile(r"[^0-9]*([0-9]+)(.*)", re.DOTALL)
_BEFORE_A_NUMBER: Final = re.compile(r"\s(?=[0-9])")
_ENDINGS: Final = sorted(STREET_ENDINGS.items(), key=lambda pair: -len(pair[0]))
_PIECES: Final = re.compile(r"[A-Za-z]+")


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text).translate(LETTERS)
    return "".join(c for c in apart if unicodedata.category(c) not in {"Mn", "Cf"})


def plain(text: str) -> str:
    """Upper case without accents, the rest (digits, signs) as it is."""
    return _without_accents(text).upper()


@lru_cache(maxsize=32_768)
def fold(text: str) -> str:
    """The letters A-Z of a text in upper case, with single spaces for all else between them."""
    return _NO_LETTERS.sub(" ", plain(text)).strip()


@lru_cache(maxsize=32_768)
def surname_key(surname: str, prefix: str = "") -> tuple[str, ...]:
    """The parts of a surname without particles: one, or more for a double name.

    Particles go wherever they stand ("van der Berg", "Vries, de"); ij becomes y. A name of
    nothing but particles keeps them. `prefix` counts only where the surname itself is empty.
    """
    text = plain(surname if surname.strip() else prefix)
    parts = [fold(part).split() for part in _BETWEEN_NAMES.split(text)]
    bare = ["".join(word for word in words if word not in PARTICLES) for words in parts]
    if not any(bare):
        bare = ["".join(word for words in parts for word in words)]
    return tuple(part.replace("IJ", "Y") for part in bare if part)


def joined(text: str) -> str:
    """All letters of a name with its particles, as one word: Vandenberg is van den Berg."""
    return fold(text).replace(" ", "").replace("IJ", "Y")


@lru_cache(maxsize=32_768)
def initials_of(given: str, initials: str) -> str:
    """The first letters, in order: from the initials where there are any, else from the names.

    "Th.J." gives TJ, "ThJ" too; "JP" gives JP; without initials "Jan-Pieter" gives JP.
    """
    text = _without_accents(initials.translate(FIRST_LETTERS))
    pieces = _PIECES.findall(text.upper() if text.islower() else text)
    if not pieces:
        return "".join(word[0] for word in given_words(given))
    return "".join(_letters(piece) for piece in pieces)


def _letters(piece: str) -> str:
    if piece.upper() == "IJ":
        return "Y"
    if piece in DOUBLE_INITIALS or piece.islower():
        return piece[0].upper()
    return piece if piece.isupper() else "".join(c for c in piece if c.isupper())


def given_words(given: str) -> list[str]:
    """The given names one by one, with ij as y."""
    return [word.replace("IJ", "Y") for word in fold(given).split()]


@lru_cache(maxsize=32_768)
def postcode(text: str) -> str:
    """A Dutch (8251AB) or Belgian (9000) postcode without spaces; empty for anything else."""
    tight = _NO_LETTERS_OR_DIGITS.sub("", plain(text))
    found = _NL_POSTCODE.fullmatch(tight) or _BE_POSTCODE.fullmatch(tight)
    return found[1] if found else ""


@lru_cache(maxsize=32_768)
def house(number: str | int | None, letter: str = "", addition: str = "") -> tuple[int | None, str]:
    """House number and suffix (letter, addition or box in one) of separate or merged parts.

    "12A", "12-a bis" and "12 bus 3" give (12, "A"), (12, "ABIS") and (12, "3"). The number is
    None when there is none from 1 to 99999.
    """
    found = _NUMBER.fullmatch("" if number is None else str(number))
    digits, rest = (found[1], found[2]) if found else ("", "")
    value = int(digits) if 0 < len(digits) <= 9 else 0
    suffix = _suffix(f"{rest} {letter} {addition}")
    return (value if 1 <= value <= HIGHEST_NUMBER else None), suffix


def _suffix(text: str) -> str:
    if text.isspace():
        return ""
    runs = (run.lstrip("0") for run in _RUNS.findall(plain(text)) if run not in BOX_WORDS)
    return "".join(SUFFIX_WORDS.get(run, run) for run in runs)


@lru_cache(maxsize=32_768)
def street(text: str) -> str:
    """A street or location as one word: abbreviations written out, particles dropped."""
    words = [_street_word(word) for word in _NO_LETTERS_OR_DIGITS.split(plain(text)) if word]
    bare = [word for word in words if word not in PARTICLES] or words
    return "".join(bare).replace("IJ", "Y")


def _street_word(word: str) -> str:
    if word in STREET_WORDS:
        return STREET_WORDS[word]
    for ending, whole in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + whole
    return word


@lru_cache(maxsize=4_096)
def city(text: str) -> str:
    """A place as one word, the same for both names of The Hague."""
    name = joined(text)
    return CITIES.get(name, name)


def buildings(address: Address) -> tuple[tuple[str, ...], str]:
    """Every key of the building, the best first, and the suffix of the home in it.

    Postcode and number for the Netherlands, postcode, street and number for Belgium, and street
    (or location), place and number where street and place are known. Empty when none can be made.
    """
    name, number, suffix = _street_and_house(address)
    code, way, place = postcode(address.postcode), street(name), city(address.city)
    found: list[str] = []
    if len(code) == 6 and number is not None:
        found.append(f"NL|{code}|{number}")
    if len(code) == 4 and way and number is not None:
        found.append(f"BE|{code}|{way}|{number}")
        suffix = suffix[1:] if suffix[:1] == "B" and suffix[1:].isdigit() else suffix
    if way and place:
        found.append(f"AT|{place}|{way}|{number or ''}")
    return tuple(found), suffix


def _street_and_house(address: Address) -> tuple[str, int | None, str]:
    """Street, number and suffix; a number behind the street is taken off it, and used."""
    given, parts = address.house_number, _BEFORE_A_NUMBER.split(address.street.strip(), maxsplit=1)
    behind = parts[1] if len(parts) > 1 and not parts[0].isdigit() else ""
    name = parts[0] if behind and given in {None, house(behind)[0]} else address.street
    number = behind if given is None else given
    return name, *house(number, address.house_letter, address.house_addition)


def address_key(address: Address) -> str:
    """The key of a home: the same for any spelling of it, empty when too little is known."""
    keys, suffix = buildings(address)
    return f"{keys[0]}|{suffix}" if keys else ""


def building_key(address: Address) -> str:
    """The key of the building: that of the home without letter, addition or box."""
    keys, _ = buildings(address)
    return keys[0] if keys else ""
