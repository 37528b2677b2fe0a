"""Names that are no person's: businesses, and which of them no human being answers for."""

import re
from functools import lru_cache
from typing import Final

from matching.normalise import fold
from matching.words import LAST_LEGAL_PERSONS, LEGAL_PERSONS, PARTICLES, TRADES

_TWO_LETTERS: Final = re.compile(r"\b([BNC]) V$")


@lru_cache(maxsize=8_192)
def _words(text: str) -> tuple[str, ...]:
    """The words of a name, with B.V. and V.O.F. as one word each."""
    return tuple(_TWO_LETTERS.sub(r"\1V", fold(text.replace(".", ""))).split())


def is_legal_person(text: str) -> bool:
    """Whether the name is of something that is not a human being (B.V., stichting)."""
    words = _words(text)
    ends_so = len(words) > 1 and words[-1] in LAST_LEGAL_PERSONS
    return ends_so or not LEGAL_PERSONS.isdisjoint(words)


@lru_cache(maxsize=8_192)
def is_business(text: str) -> bool:
    """Whether the name is of a business, with or without a human being who answers for it.

    One word alone is a surname (there are people called Firma).
    """
    words = _words(text)
    trades = any(word in TRADES or word.endswith("BEDRIJF") for word in words)
    return (trades and len(words) > 1) or is_legal_person(text)


def words_of(text: str) -> frozenset[str]:
    """The words in which a surname may hide, with ij as y."""
    return frozenset(word.replace("IJ", "Y") for word in _words(text) if word not in PARTICLES)
