"""How everything of a dossier stood when a page was shown, as one number in its forms.

A form that was sent twice, or after a colleague changed something, comes with another number.
"""

from collections.abc import Iterator
from zlib import crc32

from portal.dossier.debts import Debt
from portal.dossier.views import ResidentFile

_MOST = 1_000_000_000


def stand_of(file: ResidentFile) -> int:
    """A number below a thousand million that is another one after any change."""
    return crc32("\n".join(_parts(file)).encode()) % _MOST


def _parts(file: ResidentFile) -> Iterator[str]:
    """Everything that a form can change, written the same in every process (so no sets)."""
    yield from (repr(state) for _, state in sorted(file.consents.states.items()))
    yield repr(file.dossier)
    yield str(len(file.timeline))
    yield repr(file.means)
    yield from map(_debt, file.debts)
    yield from (f"{one.purpose} {one.consequence} {one.done_at}" for one in file.aftermath)
    yield from (live.row.plan_id for live in (file.proposal, file.agreement) if live)
    if file.running:
        progress = file.running.progress
        yield repr((progress.claims, progress.terms, progress.paid_cents, progress.missed))
        yield repr((progress.kept_cents, progress.refunded_cents, progress.ended))


def _debt(one: Debt) -> str:
    claim = one.claim
    marks = sorted(mark.value for mark in claim.marks)
    whole = (claim.claim_id, claim.owed, claim.due_on, claim.limitation_on, marks)
    return repr((*whole, one.creditor, one.kind, one.origin, one.as_of))
