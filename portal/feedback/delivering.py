"""Delivering feedback by webhook: in order, at least once, and stopped when nobody listens.

Nothing is sent inside a transaction. A channel is claimed for a while first, so that two workers
do not send the same at once; what was sent is recorded afterwards. Whoever is stopped in between
sends again, under the same id.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

import structlog

from portal.feedback.addresses import Look
from portal.feedback.retrying import failed, well
from portal.feedback.telling import message
from portal.feedback.webhook import Sender
from portal.wiring import Platform, stopwatch
from protocols.covenant.feedback import Code
from protocols.privacy.audit import Action, AuditEntry, Origin
from protocols.work.clock import local_day
from store import audit, channels, feedback
from store.channels import Channel
from store.engine import begin, reading
from store.feedback import Told
from store.sql import instant
from streams.feedback import tell_due
from streams.pausing import expire, find_broken
from streams.telling import Teller

ACTOR = "feedback"
BATCH = 200
CLAIM_SECONDS = 120
BATCH_SECONDS = 60
_log = structlog.get_logger("feedback")


def log_stopped(channel: Channel) -> None:
    """Tell the operator's log; the portal and `status` tell it to creditor and operator."""
    _log.error("feedback-stopped", creditor=channel.creditor_id, reason=channel.reason)


def evenly() -> float:
    """No chance at all: half of it."""
    return 0.5


@dataclass(frozen=True, slots=True)
class Posting:
    """How to post. `hosts` may be reached on a network of our own, beside those of the platform;
    `chance` gives 0 to 1 and spreads retries; `stopped` is told of a channel that stopped, so that
    its contact can be reached; `look` finds the addresses of a host."""

    hosts: frozenset[str] = frozenset()
    chance: Callable[[], float] = evenly
    stopped: Callable[[Channel], None] = log_stopped
    look: Look | None = None


USUAL = Posting()


@dataclass(frozen=True, slots=True)
class Done:
    """What one run did: codes told, pauses over and broken, and messages delivered."""

    told: Mapping[Code, int] = field(default_factory=dict)
    expired: int = 0
    broken: int = 0
    delivered: int = 0


def deliver_feedback(wired: Platform, on: date, posting: Posting = USUAL) -> Done:
    """Everything that is due on a day: tell it, look after the pauses, and deliver by webhook.

    A job of the clock can call it; doing it twice tells and notes nothing twice.
    """
    now = wired.clock()
    at = now if local_day(now) == on else datetime.combine(on, time(12), UTC)
    by = Teller(wired.city, wired.vault, "clock", Origin.CLOCK, at)
    told = tell_due(wired.engine, by)
    broken, over = find_broken(wired.engine, by), expire(wired.engine, by)
    return Done(told, over, broken, deliver_waiting(wired, posting))


def feedback_job(wired: Platform, on: date) -> Mapping[str, int]:
    """The same as a job of the clock: what it did, in counts."""
    done = deliver_feedback(wired, on, Posting(chance=random.SystemRandom().random))
    told = {f"told/{code.value}": count for code, count in done.told.items() if count}
    pauses = {"expired": done.expired, "broken": done.broken}
    return {"told": sum(done.told.values()), **told, **pauses, "delivered": done.delivered}


def deliver_waiting(wired: Platform, posting: Posting = USUAL) -> int:
    """Deliver what waits for every channel that may be tried now; returns how many arrived."""
    with reading(wired.engine) as tx:
        ready = channels.ready(tx, wired.clock())
    return sum(_deliver(wired, creditor_id, posting) for creditor_id in ready)


def _deliver(wired: Platform, creditor_id: str, posting: Posting) -> int:
    """Deliver to one creditor until nothing waits or something goes wrong."""
    total = 0
    while True:
        claimed = _claim(wired, creditor_id)
        if claimed is None:
            return total
        with reading(wired.engine) as tx:
            waiting = feedback.page(tx, creditor_id, claimed.last_seq, BATCH)
        arrived, reason = _send(wired, claimed, waiting, posting)
        _record(wired, claimed, waiting[:arrived], reason, posting)
        total += arrived
        if reason or len(waiting) < BATCH:
            return total


def _claim(wired: Platform, creditor_id: str) -> Channel | None:
    now = wired.clock()
    with begin(wired.engine) as tx:
        found = channels.find(tx, creditor_id)
        if found is None or found.state != "active" or found.next_at > instant(now):
            return None
        until = instant(now + timedelta(seconds=CLAIM_SECONDS))
        channels.put(tx, replace(found, next_at=until))
    return replace(found, next_at=until)


def _send(
    wired: Platform, channel: Channel, waiting: list[Told], posting: Posting
) -> tuple[int, str]:
    """How many arrived, and why the next did not; empty when all did or time is up."""
    passed = stopwatch()
    hosts = posting.hosts | wired.webhook_hosts
    with Sender(channel, wired.vault.signer, hosts, posting.look) as sender:
        for arrived, one in enumerate(waiting):
            if passed() > BATCH_SECONDS:
                return arrived, ""
            sent = sender.send(one.feedback_id, message(one), wired.clock())
            if sent.reason:
                return arrived, sent.reason
    return len(waiting), ""


def _record(
    wired: Platform, claimed: Channel, arrived: list[Told], reason: str, posting: Posting
) -> None:
    """Write down what arrived and how the channel stands; not over what was changed meanwhile."""
    now = wired.clock()
    with begin(wired.engine) as tx:
        found = channels.find(tx, claimed.creditor_id)
        if found is None or (found.url, found.turn) != (claimed.url, claimed.turn):
            return
        last = max([found.last_seq, *(one.seq for one in arrived)])
        after = replace(found, last_seq=last, next_at="")
        if arrived or not reason:
            after = well(after)
        if reason:
            after = failed(after, reason, now, posting.chance())
        channels.put(tx, after)
        audit.record(tx, _notes(wired, after, arrived, now))
    if after.state == "stopped":
        posting.stopped(after)


def _notes(
    wired: Platform, channel: Channel, arrived: list[Told], now: datetime
) -> list[AuditEntry]:
    """Audit entries: what left, from which place to which; and that a channel stopped."""
    privacy = wired.city.privacy
    said: list[tuple[Action, str, dict[str, str | int]]] = []
    if arrived:
        detail: dict[str, str | int] = {"first": arrived[0].seq, "last": arrived[-1].seq}
        said.append((Action.FEEDBACK_SENT, "webhook", detail))
    if channel.state == "stopped":
        said.append((Action.FEEDBACK_STOPPED, channel.reason, {"failures": channel.failures}))
    about = ("creditor", channel.creditor_id)
    basis = (privacy.purpose, privacy.basis.value)
    return [
        AuditEntry(now, ACTOR, Origin.LINE, action, *about, result, *basis, detail)
        for action, result, detail in said
    ]
