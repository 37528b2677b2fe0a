"""A claim as one text, to tell tomorrow whether it changed, and in which fields.

Exact rather than a digest: two claims with one text are the same, and a difference has a name.
The text holds what the claim itself holds, so it is kept and erased together with it.
"""

from collections.abc import Sequence
from datetime import date
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
    charged, phase = claim.charged, claim.phase
    return _BETWEEN.join(
        (
            *(VERSION, claim.entity, claim.service, claim.category),
            *(claim.source.application, claim.source.key),
            claim.reference.digits if claim.reference else "",
            *(f"{charged.principal_cents:d}", f"{charged.reminder_cents:d}"),
            *(f"{charged.bailiff_cents:d}", f"{charged.interest_cents:d}"),
            *(f"{claim.paid_cents:d}", f"{claim.reduced_cents:d}"),
            *(_day(claim.sent_on), _day(claim.due_on)),
            *(_day(claim.limitation_on), _day(claim.disputed_on)),
            *(f"{phase.reminders:d}", _day(phase.bailiff_on)),
            *(" ".join(sorted(phase.done)), "\x1e".join(sorted(owed_by))),
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


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
