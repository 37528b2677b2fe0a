"""What the privacy officer does: read the audit log (which is written down too) and the counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.access import Visit
from portal.wiring import Platform
from protocols.privacy.audit import Action
from store import audit, signals, status
from store.audit import AuditLine
from store.engine import begin, reading
from store.status import DeadLetterLine


@dataclass(frozen=True, slots=True)
class Standing:
    """The counts of everything, and what waits. Amounts in cents."""

    counts: Mapping[str, int]
    active_signals: int
    active_cents: int
    tracks: Mapping[str, int]
    outcomes: Mapping[str, int]
    waiting_events: int
    oldest_review: str
    dead_letters: Sequence[DeadLetterLine]


def read_log(
    platform: Platform, by: Visit, action: str = "", before: int | None = None
) -> Sequence[AuditLine]:
    """The newest lines of the audit log, at most 200, before this reading was written down."""
    with begin(platform.engine) as tx:
        lines = audit.latest(tx, before=before, action=action)
        detail: dict[str, str | int] = {"lines": len(lines), "action": action or "all"}
        about = ("audit", str(before or ""))
        audit.record(tx, [by.note(platform.city.privacy, Action.AUDIT_READ, about, "read", detail)])
    return lines


def read_standing(platform: Platform) -> Standing:
    """Counts only: nothing in it is about anybody."""
    waiting = platform.line.waiting()
    with reading(platform.engine) as tx:
        active, cents = status.totals(tx)
        return Standing(
            counts=status.counts(tx),
            active_signals=active,
            active_cents=cents,
            tracks=status.tracks(tx),
            outcomes=signals.tallies(tx),
            waiting_events=waiting,
            oldest_review=status.oldest_review(tx),
            dead_letters=status.dead_letters(tx),
        )
