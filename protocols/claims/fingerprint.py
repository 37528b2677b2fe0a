"""A claim as one text, to tell tomorrow whether it changed, and in which fields.

Exact rather than a digest: two claims with one text are the same, and a difference has a name.
The text holds what the claim itself holds, so it is kept and erased together with it.
"""

from collections.abc import Sequence
from typing import Final

from protocols.claims.claim import Claim

VERSION: Final = "1"
FIELDS: Final = (
    *("entity", "service", "category", "application", "source_key", "reference"),
    *("principal_cents", "reminder_cents", "bailiff_cents", "interest_cents"),
    *("paid_cents", "reduced_cents", "sent_on", "due_on", "limitation_on", "disputed_on"),
    *("reminders", "bailiff_on", "done", "owed_by"),
)
_BETWEEN: Final = "\x1f"


def fingerprint(claim: Claim, owed_by: Sequence[str] = ()) -> str:
    """The text of a claim; `owed_by` are the keys of who owes it, in any order."""
    charged, phase, reference = claim.charged, claim.phase, claim.reference
    return _BETWEEN.join(
        (
            f"{VERSION}\x1f{claim.entity.value}",
            claim.service,
            claim.category,
            claim.source.application,
            claim.source.key,
            reference.digits if reference else "",
            f"{charged.principal_cents}\x1f{charged.reminder_cents}",
            f"{charged.bailiff_cents}\x1f{charged.interest_cents}",
            f"{claim.paid_cents}\x1f{claim.reduced_cents}",
            f"{claim.sent_on or ''}\x1f{claim.due_on}",
            f"{claim.limitation_on or ''}\x1f{claim.disputed_on or ''}",
            f"{phase.reminders}\x1f{phase.bailiff_on or ''}",
            " ".join(sorted(phase.done)) if phase.done else "",
            "\x1e".join(sorted(owed_by)) if owed_by else "",
        )
    )


def changed_fields(before: str, after: str) -> tuple[str, ...]:
    """The fields in which two texts differ; every field when they are of different versions."""
    if before == after:
        return ()
    old, new = before.split(_BETWEEN), after.split(_BETWEEN)
    if old[0] != new[0] or len(old) != len(new):
        return FIELDS
    pairs = zip(FIELDS, old[1:], new[1:], strict=True)
    return tuple(name for name, was, now in pairs if was != now)
