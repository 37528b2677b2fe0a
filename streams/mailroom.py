"""The mailroom: what sending needs, how far it came, and its end on record in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from notifications.delivery.mail import From
from notifications.delivery.outcomes import Channel, Doubted, Outcome, Postponed, Rejected, Sent
from notifications.delivery.sms import Gateway
from notifications.delivery.smtp import Server
from notifications.pdf import Window
from protocols.privacy.audit import Action, AuditEntry, Origin
from store import audit, outgoing, outgoing_ends
from store.engine import Engine, Tx, begin
from store.outgoing import Claim, Outgoing, State
from store.vault import Vault

LEASE: Final = timedelta(minutes=15)
"""So long a claim lasts; a batch is small enough to end well before."""

BATCH: Final = 100
WAITS: Final = tuple(timedelta(minutes=one) for one in (5, 30, 120, 480, 1440))
"""How long to wait after each failed try; after the last one it is given up."""


@dataclass(frozen=True, slots=True)
class Mailroom:
    """Everything that sending needs. A channel that is None cannot be used. `actor` is who sends
    in the audit log, `origin` through which door."""

    engine: Engine
    vault: Vault
    city: str
    clock: Callable[[], datetime]
    token: Callable[[], str]
    sender: From | None = None
    server: Server | None = None
    print_folder: Path | None = None
    gateway: Gateway | None = None
    window: Window = Window.LEFT
    actor: str = "command"
    origin: Origin = Origin.COMMAND


@dataclass(frozen=True, slots=True)
class Tally:
    """What happened to how many messages; `stopped` is why a channel gave up early, if it did."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0
    doubted: int = 0
    stopped: str = ""

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(
            self.sent + other.sent,
            self.postponed + other.postponed,
            self.failed + other.failed,
            self.doubted + other.doubted,
            self.stopped or other.stopped,
        )


def claimed(room: Mailroom, channel: Channel, most: int) -> tuple[Claim, Sequence[Outgoing]]:
    """Claim what is due, at most `most`."""
    at = room.clock()
    by = Claim(room.token(), at + LEASE)
    with begin(room.engine) as tx:
        return by, outgoing.claim(tx, channel.value, by, at, most)


def sort_out(room: Mailroom) -> int:
    """Put in doubt what somebody was sending who stopped; returns how much that is."""
    at = room.clock()
    with begin(room.engine) as tx:
        found = outgoing_ends.doubt(tx, at)
        audit.record(tx, [entry(room, one, Action.MESSAGE_DOUBTED, "interrupted") for one in found])
    return len(found)


def begun(room: Mailroom, one: Outgoing, by: Claim) -> bool:
    """Say that a message leaves now; false when somebody else took it over."""
    with begin(room.engine) as tx:
        return outgoing.start(tx, one.message_id, by, room.clock())


def conclude(room: Mailroom, one: Outgoing, by: Claim, outcome: Outcome) -> Tally:
    """Put on record how it ended, with its line in the audit log."""
    with begin(room.engine) as tx:
        return ended(tx, room, one, by, outcome)


def ended(tx: Tx, room: Mailroom, one: Outgoing, by: Claim, outcome: Outcome) -> Tally:
    """The same in a transaction under way. Nothing is recorded of what is no longer ours."""
    at = room.clock()
    match outcome:
        case Sent(reference):
            ours = outgoing.settle(tx, one.message_id, by, State.SENT, "sent", at, reference)
            action, code, tally = Action.MESSAGE_SENT, "sent", Tally(sent=1)
        case Rejected(code):
            ours = _failed(tx, one, by, code, at)
            action, tally = Action.MESSAGE_FAILED, Tally(failed=1)
        case Doubted(code):
            ours = outgoing.settle(tx, one.message_id, by, State.DOUBTED, code, at)
            action, tally = Action.MESSAGE_DOUBTED, Tally(doubted=1)
        case Postponed(code) if one.tries < len(WAITS):
            outgoing.postpone(tx, one.message_id, by, code, at + WAITS[one.tries])
            return Tally(postponed=1)
        case Postponed(code):
            ours = _failed(tx, one, by, code, at)
            action, tally = Action.MESSAGE_FAILED, Tally(failed=1)
    if ours:
        audit.record(tx, [entry(room, one, action, code)])
    return tally if ours else Tally()


def _failed(tx: Tx, one: Outgoing, by: Claim, code: str, at: datetime) -> bool:
    """Give up; what was refused before its text was handed over had not begun."""
    outgoing.start(tx, one.message_id, by, at)
    return outgoing.settle(tx, one.message_id, by, State.FAILED, code, at)


def entry(room: Mailroom, one: Outgoing, action: Action, result: str) -> AuditEntry:
    """The line in the audit log: which message, of which template, by which channel."""
    detail = {"channel": one.channel, "template": one.template, "language": one.language}
    return AuditEntry(
        room.clock(),
        room.actor,
        room.origin,
        action,
        "message",
        one.message_id,
        result,
        "inform",
        detail=detail,
    )
