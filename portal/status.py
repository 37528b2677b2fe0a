"""The operator's view on the line."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from portal.readiness import Reason, long_unread, reasons, waiting
from portal.watch_settings import UNWATCHED, Watching
from portal.wiring import Platform
from protocols.money import Cents, euros
from store import channels, signals, status
from store.engine import reading
from store.status import DeadLetterLine


@dataclass(frozen=True, slots=True)
class Status:
    """Counts per stage, what waits longest, what was parked. No personal data.

    Every delivered row is in exactly one of: refused receipts, `tallies`, `signals` (or
    withdrawn), held for review, set aside, dead letters, or still waiting. `reasons` tell why the
    installation is not ready; a row that is parked has a receipt that says so.
    """

    counts: Mapping[str, int]
    tracks: Mapping[str, int]
    tallies: Mapping[str, int]
    waiting: Mapping[str, int]
    signals: int
    total_cents: int
    oldest_event: str
    oldest_review: str
    dead_letters: tuple[DeadLetterLine, ...]
    reasons: tuple[Reason, ...]
    stopped_webhooks: tuple[str, ...] = ()

    @property
    def total(self) -> str:
        """The amounts of all active signals together, in euros."""
        return euros(Cents(self.total_cents))

    def as_json(self) -> dict[str, Any]:
        """The same for another program."""
        return {**asdict(self), "reasons": [one.as_json() for one in self.reasons]}


def read_status(wired: Platform, watching: Watching = UNWATCHED) -> Status:
    """Read the state of the line at one moment."""
    with reading(wired.engine) as tx:
        oldest = [
            status.oldest_waiting(tx, processor.group, topic.name)
            for topic, processor in wired.line.stages
        ]
        active, total_cents = status.totals(tx)
        return Status(
            counts=status.counts(tx),
            tracks=status.tracks(tx),
            tallies=signals.tallies(tx),
            waiting=waiting(tx, wired),
            signals=active,
            total_cents=total_cents,
            oldest_event=min((at for at in oldest if at), default=""),
            oldest_review=status.oldest_review(tx),
            dead_letters=tuple(status.dead_letters(tx)),
            stopped_webhooks=tuple(one.creditor_id for one in channels.stopped(tx)),
            reasons=(*reasons(tx, wired, watching), *long_unread(tx, wired)),
        )
