"""Unlocking an envelope: the city makes F anew of the residents whose tokens are in it.

F is stored nowhere. A row of the index only says which resident to try, and with which kind.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matching.normal import Normal
from matching.tokens.envelope import Envelope, Unlocked, tokens_of, unlock
from matching.tokens.index import Hit, TokenIndex
from matching.tokens.keys import register_inputs
from matching.tokens.suite import Suite

Records = Callable[[int], Sequence[Normal]]
"""The records of a row of the register: one for each address, normalised."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An envelope that residents opened: their rows, most tokens in common first."""

    unlocked: Unlocked
    rows: tuple[int, ...]


def open_with(
    envelope: Envelope, suite: Suite, index: TokenIndex, records: Records
) -> Opened | None:
    """Look the tokens up and open the body with the fields of a resident; None if nobody can.

    Raises Tampered when a token is right but what it wraps is not.
    """
    unlocked: Unlocked | None = None
    counts: dict[int, int] = {}
    hits = index.find(tokens_of(envelope))
    known = {row: records(row) for row in dict.fromkeys(hit.row for hit in hits)}
    for hit in hits:
        found = _try(envelope, suite, hit, known[hit.row])
        if found is not None:
            unlocked = unlocked or found
            counts[hit.row] = counts.get(hit.row, 0) + 1
    if unlocked is None:
        return None
    return Opened(unlocked, tuple(sorted(counts, key=lambda row: (-counts[row], row))))


def _try(envelope: Envelope, suite: Suite, hit: Hit, records: Sequence[Normal]) -> Unlocked | None:
    kinds = frozenset((hit.kind,))
    for normal in records:
        for kind, text in register_inputs(normal, kinds):
            found = unlock(envelope, hit.position, suite.secret(kind, text))
            if found is not None:
                return found
    return None
