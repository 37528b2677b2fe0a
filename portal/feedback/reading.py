"""What a creditor may read: its own feedback, its own pauses, and how its webhook stands.

Pages, API and files share these; each is one transaction with its audit entry.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.access import Visit
from portal.wiring import Platform
from protocols.privacy.audit import Action, AuditEntry
from store import audit, channels, feedback, pauses
from store.channels import Channel
from store.engine import Tx, begin
from store.feedback import Told
from store.pauses import Kept, Line


@dataclass(frozen=True, slots=True)
class SignedPause:
    """A pause with the newest statement about it that the city signed."""

    kept: Kept
    statement: bytes
    signature: bytes


def own_feedback(platform: Platform, by: Visit, after: int, most: int) -> Sequence[Told]:
    """A creditor's feedback after a place in its order, oldest first."""
    with begin(platform.engine) as tx:
        found = feedback.page(tx, by.account.subject, after, most) if by.account.subject else []
        audit.record(tx, [_note(platform, by, "feedback", after, len(found))])
        return found


def newest_feedback(
    platform: Platform, by: Visit, before: int | None, most: int
) -> tuple[Sequence[Told], Channel | None]:
    """A creditor's feedback before a place, newest first, and its webhook if it has one."""
    with begin(platform.engine) as tx:
        mine = by.account.subject
        found = feedback.newest(tx, mine, before, most) if mine else []
        audit.record(tx, [_note(platform, by, "feedback", before or 0, len(found))])
        return found, channels.find(tx.looking(), mine) if mine else None


def all_feedback(platform: Platform, by: Visit, page: int = feedback.MOST) -> Iterator[Told]:
    """All feedback of a creditor in order, a page at a time."""
    after = 0
    while found := own_feedback(platform, by, after, page):
        yield from found
        after = found[-1].seq


def own_pauses(platform: Platform, by: Visit) -> Sequence[SignedPause]:
    """A creditor's pauses, newest first, each with its signed statement; at most 500."""
    with begin(platform.engine) as tx:
        found = pauses.of_creditor(tx, by.account.subject) if by.account.subject else []
        audit.record(tx, [_note(platform, by, "pauses", 0, len(found))])
        return [_signed(tx, kept) for kept in found]


def _signed(tx: Tx, kept: Kept) -> SignedPause:
    last: Line = pauses.history(tx.looking(), kept.signal_id)[-1]
    return SignedPause(kept, last.statement, last.signature)


def _note(platform: Platform, by: Visit, what: str, after: int, count: int) -> AuditEntry:
    about, detail = ("creditor", by.account.subject), {"after": after, "count": count}
    return by.note(platform.city.privacy, Action.FEEDBACK_READ, about, what, {**detail})
