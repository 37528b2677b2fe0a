"""What a city decided about purposes, depth of enrichment and retention, as dated rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from protocols.judgement import Disposition, MatchKind
from protocols.privacy.consent import Purpose
from protocols.privacy.receipt_facts import ReceiptTerms
from protocols.rules import Rule, in_force


class Depth(StrEnum):
    """How much of the city's own claims may be seen with a case before consent."""

    NONE = "none"
    SUMMARY = "summary"
    ALL = "all"


class Kept(StrEnum):
    """Categories of data with a retention of their own (in days, counted from the last change)."""

    REVIEW = "review"
    DECISION = "decision"
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
    consent_days: Mapping[Purpose, tuple[Rule[int], ...]] = field(default_factory=dict)
    receipt: tuple[Rule[ReceiptTerms], ...] = ()

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

    def waiting_days(self, turn: int, on: date) -> int | None:
        """Days after its receipt that a held signal waits; None: nothing was decided on it.

        One that came back (`turn` above 0) gets the term of a decision on top, once and no more:
        however often it comes back, its last day stays the same.
        """
        days = self.retention_on(Kept.REVIEW, on)
        more = self.retention_on(Kept.DECISION, on) if turn else None
        return None if days is None else days + (more or 0)

    def waits_until(self, received_on: date, turn: int, on: date) -> date | None:
        """The last day that a held signal waits for a decision; None: nothing was decided."""
        days = self.waiting_days(turn, on)
        return None if days is None else received_on + timedelta(days=days)

    def undo_until(self, received_on: date, on: date) -> date | None:
        """The last day on which a decision of today can be taken back; None: it is final.

        Never later than the signal could have waited, so taking back does not lengthen the time
        that its data is kept. Without a row there is no taking back.
        """
        days = self.retention_on(Kept.DECISION, on)
        if days is None:
            return None
        last = self.waits_until(received_on, 1, on)
        until = on + timedelta(days=days)
        found = until if last is None else min(until, last)
        return found if found >= on else None

    def many_residents_on(self, day: date) -> int:
        """From how many registered residents an address is no household but an institution."""
        row = in_force(self.many_residents, day)
        return row.value if row else 1_000_000

    def consent_days_on(self, day: date) -> Mapping[Purpose, int]:
        """The longest term of consent per purpose, in days; a purpose without may not be asked."""
        rows = {purpose: in_force(rules, day) for purpose, rules in self.consent_days.items()}
        return {purpose: row.value for purpose, row in rows.items() if row is not None}

    def receipt_on(self, day: date) -> ReceiptTerms | None:
        """What stands on a receipt of consent; None where the city decided nothing."""
        row = in_force(self.receipt, day)
        return row.value if row else None
