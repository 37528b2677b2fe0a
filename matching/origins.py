"""A coarse guess of where a surname comes from, by its spelling: to measure fairness, no more.

It says something of many people at once and is wrong about many a single one: it is never stored,
never shown of a person and never used to match. The signs are in `data/name-origins.csv`.
"""

import csv
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from matching.normalise import fold


class NameOrigin(StrEnum):
    """How a surname is written; `OTHER` is whatever shows no sign, or two signs alike."""

    DUTCH_FLEMISH = "dutch_flemish"
    TURKISH = "turkish"
    ARABIC_BERBER = "arabic_berber"
    SLAVIC = "slavic"
    SOUTH_ASIAN_SURINAMESE = "south_asian_surinamese"
    FRENCH = "french"
    OTHER = "other"


class _Where(StrEnum):
    """Where a sign stands: a letter anywhere, a word before the last, or in the last word."""

    LETTER = "letter"
    PARTICLE = "particle"
    START = "start"
    END = "end"
    WHOLE = "whole"


class _Sign(NamedTuple):
    origin: NameOrigin
    where: _Where
    text: str
    weight: int


_TABLE: Final = files("matching") / "data" / "name-origins.csv"


def origin_of(surname: str, prefix: str = "") -> NameOrigin | None:
    """The origin that most signs speak for; None where there is no name."""
    written = f"{prefix} {surname}".casefold()
    words = fold(written).split()
    if not words:
        return None
    strongest: dict[tuple[NameOrigin, _Where], int] = {}
    for sign in _signs():
        kind = (sign.origin, sign.where)
        if sign.weight > strongest.get(kind, 0) and _has(sign, written, words):
            strongest[kind] = sign.weight
    found = Counter(dict.fromkeys(NameOrigin, 0))
    for (origin, _), weight in strongest.items():
        found[origin] += weight
    (best, most), (_, next_most) = found.most_common(2)
    return best if most > next_most else NameOrigin.OTHER


def _has(sign: _Sign, written: str, words: Sequence[str]) -> bool:
    last = words[-1]
    match sign.where:
        case _Where.LETTER:
            return sign.text in written
        case _Where.PARTICLE:
            return sign.text in words[:-1]
        case _Where.START:
            return last.startswith(sign.text) and len(last) > len(sign.text)
        case _Where.END:
            return last.endswith(sign.text)
        case _Where.WHOLE:
            return last == sign.text


@cache
def _signs() -> tuple[_Sign, ...]:
    rows = csv.DictReader(_TABLE.read_text(encoding="utf-8").splitlines())
    return tuple(
        _Sign(NameOrigin(row["origin"]), _Where(row["where"]), row["text"], int(row["weight"]))
        for row in rows
    )
