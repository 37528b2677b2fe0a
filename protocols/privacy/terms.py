"""What a city decided about purposes, depth of enrichment and retention, as dated rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from protocols.judgement import Disposition, MatchKind
from protocols.rules import Rule, in_force


class Depth(StrEnum):
    """How much of the city's own claims may be seen with a case before consent."""

    NONE = "none"
    SUMMARY = "summary"
    ALL = "all"


class Kept(StrEnum):
    """Categories of data with a retention of their own (in days, counted from the last change)."""

    REVIEW = "review"
    OPEN_SIGNAL = "open_signal"
    CLOSED_CASE = "closed_case"
    ADMISSION = "admission"
    RECEIPT = "receipt"
    DEAD_LETTER = "dead_letter"
    EVENT_LOG = "event_log"
    SESSION = "session"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class PrivacyTerms:
    """The city's privacy protocol as rule tables."""

    purpose: str
    basis: Rule[str]
    depth: tuple[Rule[Depth], ...]
    claim_bands: tuple[Rule[int], ...]
    dispositions: Mapping[MatchKind, tuple[Rule[Disposition], ...]]
    retention_days: Mapping[Kept, tuple[Rule[int], ...]]
    many_residents: tuple[Rule[int], ...]

    def depth_on(self, day: date) -> Depth:
        """How deep enrichment may go before consent; without a row: not at all."""
        row = in_force(self.depth, day)
        return row.value if row else Depth.NONE

    def bands_on(self, day: date) -> tuple[int, ...]:
        """Upper bounds in cents of the bands in which a summary tells an amount, ascending."""
        return tuple(sorted(row.value for row in self.claim_bands if row.covers(day)))

    def dispositions_on(self, day: date) -> Mapping[MatchKind, Rule[Disposition]]:
        """What happens after each kind of match."""
        rows = {kind: in_force(rules, day) for kind, rules in self.dispositions.items()}
        return {kind: row for kind, row in rows.items() if row is not None}

    def retention_on(self, kept: Kept, day: date) -> int | None:
        """Days that a category is kept; None where the city decided nothing (keep, and say so)."""
        row = in_force(self.retention_days.get(kept, ()), day)
        return row.value if row else None

    def many_residents_on(self, day: date) -> int:
        """From how many registered residents an address is no household but an institution."""
        row = in_force(self.many_residents, day)
        return row.value if row else 1_000_000
