"""When a file of claims is too strange to load without somebody confirming it. Pure.

The limits are a row of the city. What is confirmed is one named suspicion, so that a yes to one
thing never lets another one through.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from protocols.claims.loading import Decision, What
from protocols.errors import Refused

WHOLE_BP: Final = 10_000
FIXED: Final = frozenset({"entity", "category", "reference", "principal_cents", "due_on"})
"""Fields that hardly ever change: many at once mean a column or a file was mistaken."""


class Suspicion(StrEnum):
    """Why a file is not loaded before somebody confirms just that."""

    EMPTY = "empty"
    MANY_GONE = "many_gone"
    MANY_CHANGED = "many_changed"


@dataclass(frozen=True, slots=True)
class Limits:
    """From which share (basis points of what is known) a file is suspicious.

    Shares are looked at only from `from_claims` known claims on.
    """

    gone_bp: int
    changed_bp: int
    from_claims: int


NOTHING_MAY_GO: Final = Limits(0, 0, 0)
"""Where a city decided nothing: any loss must be confirmed."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many decisions of each kind. `known` counts what was there in the last file."""

    per_kind: Mapping[What, int] = field(default_factory=dict)
    fixed_changed: int = 0

    @property
    def known(self) -> int:
        """How many claims the last file had."""
        return sum(self.of(one) for one in (What.CHANGED, What.UNCHANGED, What.GONE))

    @property
    def gone(self) -> int:
        """How many of those are not in this file."""
        return self.of(What.GONE)

    @property
    def in_file(self) -> int:
        """How many claims this file has."""
        return sum(self.per_kind.values()) - self.gone

    def of(self, what: What) -> int:
        """How many of one kind."""
        return self.per_kind.get(what, 0)

    def plus(self, decisions: Iterable[Decision]) -> "Counts":
        """These and more decisions, of a next batch for example."""
        per_kind, fixed = dict(self.per_kind), self.fixed_changed
        for one in decisions:
            per_kind[one.what] = per_kind.get(one.what, 0) + 1
            if one.what is What.CHANGED and not FIXED.isdisjoint(one.fields):
                fixed += 1
        return Counts(per_kind, fixed)


class SuspiciousFile(Refused):
    """A file that would change more than a city expects. Nothing may be written."""

    code = "claims-suspicious-file"

    def __init__(self, found: tuple[Suspicion, ...], counts: Counts) -> None:
        self.found = found
        told = "; ".join(_TOLD[one] for one in found)
        super().__init__(
            f"{told} (bekend: {counts.known}, verdwenen: {counts.gone}, gewijzigd in vaste "
            f"velden: {counts.fixed_changed}); kijk het bestand na, of bevestig: {', '.join(found)}"
        )


_TOLD: Final = {
    Suspicion.EMPTY: "het bestand bevat geen enkele vordering terwijl er vorderingen bekend zijn",
    Suspicion.MANY_GONE: "er zouden ongewoon veel vorderingen verdwijnen",
    Suspicion.MANY_CHANGED: "er zouden ongewoon veel vorderingen van soort, bedrag, mededeling of "
    "vervaldag veranderen",
}


def suspicions(counts: Counts, limits: Limits | None) -> tuple[Suspicion, ...]:
    """Everything that is suspicious about a file."""
    limit, found = limits or NOTHING_MAY_GO, []
    if counts.known and not counts.in_file:
        found.append(Suspicion.EMPTY)
    if counts.known >= limit.from_claims:
        if counts.gone * WHOLE_BP > limit.gone_bp * counts.known:
            found.append(Suspicion.MANY_GONE)
        if counts.fixed_changed * WHOLE_BP > limit.changed_bp * counts.known:
            found.append(Suspicion.MANY_CHANGED)
    return tuple(found)


def check(counts: Counts, limits: Limits | None, confirmed: Set[Suspicion] = frozenset()) -> None:
    """Refuse a suspicious file unless each suspicion was confirmed. Raises SuspiciousFile.

    Call it before the transaction ends: the counts are known only after the last decision.
    """
    left = tuple(one for one in suspicions(counts, limits) if one not in confirmed)
    if left:
        raise SuspiciousFile(left, counts)
