"""What a cell says at all: odd signs made plain, and stand-ins for "unknown" made empty.

Part of normalisation v1: a change here is a new version.
"""

import re
import unicodedata
from typing import Final

from matching.normal_words import LOOKALIKES, NOTHING

LONGEST: Final = 500
"""A cell is read up to this many characters: no name or address is longer."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_ASCII: Final = re.compile(r"[A-Za-z]")

_AROUND: Final = " .,;:-–—_*?/()[]'\"\t\r\n"


def _sign(sign: str) -> str:
    """One sign made plain: no invisible ones, digits of any script as 0-9, one kind of space."""
    match unicodedata.category(sign):
        case "Cf":
            return ""
        case "Nd":
            return str(unicodedata.decimal(sign))
        case "Cc" | "Cs" | "Zs" | "Zl" | "Zp":
            return " "
    return sign


def _one_script(found: re.Match[str]) -> str:
    word = found[0]
    return word.translate(LOOKALIKES) if _ASCII.search(word) else word


def tidy(text: str) -> str:
    """The text without signs that nobody sees, and without letters that only look Latin."""
    short = text[:LONGEST]
    if short.isascii():
        return short.strip()
    return _WORD.sub(_one_script, "".join(map(_sign, short))).strip()


def said(text: str) -> str:
    """The text made tidy; empty for a stand-in (onbekend, n.v.t., x, a dash)."""
    clean = tidy(text)
    return "" if clean.casefold().strip(_AROUND) in NOTHING else clean
