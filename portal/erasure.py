"""Erase (wissen): what a city's retention rules say must go, previewed or done, and resumable."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.encode.receiving import end_past_epochs, past_epochs
from portal.wiring import Platform
from protocols.privacy.audit import Action, AuditEntry, Origin
from protocols.privacy.terms import Kept
from protocols.work.clock import local_day
from store import access, audit, decisions, retention, signals
from store.decisions import Decision
from store.engine import Tx, begin, reading
from store.signals import Review
from streams.reviews import expire
from streams.undoing import finish

EPOCH = "epoch"
"""What is counted under this name ends on a day of its own, not by a retention rule."""
_BY_RULE = (*retention.CASE_STATUS, *retention.SIMPLE)


@dataclass(frozen=True, slots=True)
class Eraser:
    """Who erases, and through which door, as it stands in the audit log."""

    actor: str
    origin: Origin


CLOCK = Eraser("clock", Origin.CLOCK)


def preview(wired: Platform) -> Mapping[str, int]:
    """How many things of each category are due now, counted up to 500 of each."""
    with reading(wired.engine) as tx:
        counts = {kept.value: len(_due(tx, wired, kept, day)) for kept, day in _days(wired)}
        counts[Kept.REVIEW.value] = len(_old_reviews(tx, wired))
        counts[Kept.DECISION.value] = len(_past_decisions(tx, wired))
        counts[EPOCH] = past_epochs(tx, wired, wired.clock())
    return counts


def erase(wired: Platform, by: Eraser = CLOCK) -> Mapping[str, int]:
    """Erase all that is due. Each piece is a transaction of its own with its audit entry, so a
    stop in between loses nothing and the next time goes on."""
    counts = {kept.value: _erase_all(wired, kept, day, by) for kept, day in _days(wired)}
    counts[Kept.REVIEW.value] = _expire_reviews(wired, by)
    counts[Kept.DECISION.value] = _finish_decisions(wired, by)
    counts[EPOCH] = end_past_epochs(wired, wired.clock(), by.actor, by.origin)
    with begin(wired.engine) as tx:
        counts[Kept.SESSION.value] = access.end_expired(tx, wired.clock())
    return counts


def _days(wired: Platform) -> Iterator[tuple[Kept, date]]:
    """The categories that have a rule, each with the day before which things are due."""
    today = local_day(wired.clock())
    for kept in _BY_RULE:
        days = wired.city.privacy.retention_on(kept, today)
        if days is not None:
            yield kept, today - timedelta(days=days)


def _erase_all(wired: Platform, kept: Kept, before: date, by: Eraser) -> int:
    total = 0
    while True:
        with begin(wired.engine) as tx:
            keys = _due(tx, wired, kept, before)
            if not keys:
                return total
            retention.erase(tx, kept, keys)
            audit.record(tx, [_entry(wired, by, kept, len(keys))])
        total += len(keys)


def _due(tx: Tx, wired: Platform, kept: Kept, before: date) -> Sequence[object]:
    return retention.due(tx, kept, before, wired.line.readers)


def _expire_reviews(wired: Platform, by: Eraser) -> int:
    """Nobody decided in time: the signal is minimised, and counted as such."""
    total = 0
    while True:
        with begin(wired.engine) as tx:
            old = _old_reviews(tx, wired)
            if not old:
                return total
            expire(tx, wired.vault, old)
            audit.record(tx, [_entry(wired, by, Kept.REVIEW, len(old))])
        total += len(old)


def _old_reviews(tx: Tx, wired: Platform) -> Sequence[Review]:
    """What has waited too long; a signal that came back has the term of a decision on top."""
    today, privacy = local_day(wired.clock()), wired.city.privacy
    days, longer = (privacy.waiting_days(turn, today) for turn in (0, 1))
    if days is None or longer is None:
        return []
    return signals.held_before(tx, today - timedelta(days=days), today - timedelta(days=longer))


def _finish_decisions(wired: Platform, by: Eraser) -> int:
    """The term to take these back in has passed: what was set aside is minimised."""
    total = 0
    while True:
        with begin(wired.engine) as tx:
            past = _past_decisions(tx, wired)
            if not past:
                return total
            finish(tx, past)
            audit.record(tx, [_entry(wired, by, Kept.DECISION, len(past))])
        total += len(past)


def _past_decisions(tx: Tx, wired: Platform) -> Sequence[Decision]:
    return decisions.past(tx, local_day(wired.clock()))


def _entry(wired: Platform, by: Eraser, kept: Kept, count: int) -> AuditEntry:
    return AuditEntry(
        wired.clock(),
        by.actor,
        by.origin,
        Action.DATA_ERASED,
        kept.value,
        kept.value,
        "erased",
        wired.city.privacy.purpose,
        wired.city.privacy.basis.value,
        {"count": count},
    )
