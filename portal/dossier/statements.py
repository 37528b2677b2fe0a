"""The monthly statements that are due: what was paid, what is open, and what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portal.dossier.jobs import dossiers_with_a_plan
from portal.dossier.plans import Running
from portal.wiring import Platform
from protocols.money import Cents
from protocols.plan.events import Paid
from protocols.plan.rhythm import Term
from store.dossiers import DossierRow


@dataclass(frozen=True, slots=True)
class StatementView:
    """How one plan stands at the end of a month; whoever writes the letter adds name and address.

    `month` is its first day; `paid_cents` is what came in during it, `repaid_cents` all that was
    laid on claims. `next` holds the first term that is not wholly paid with what is missing of
    it; None when nothing is open. One statement belongs to a plan and a month.
    """

    dossier_id: str
    case_id: str
    resident_id: str
    plan_id: str
    month: date
    paid_cents: Cents
    repaid_cents: Cents
    open_cents: Cents
    kept_cents: Cents
    behind_cents: Cents
    next: Term | None


def statements_due(platform: Platform, on: date) -> Iterator[StatementView]:
    """The statements over the month before a day, of every plan that runs or rests and was agreed
    on; read a page at a time. Nothing is written: what was queued already, the queue knows."""
    last = on.replace(day=1) - timedelta(days=1)
    for row, running in dossiers_with_a_plan(platform):
        yield _view(row, running, last)


def _view(row: DossierRow, running: Running, last: date) -> StatementView:
    progress, first = running.progress, last.replace(day=1)
    paid = [
        sum(part.cents for part in event.parts) + event.kept_cents
        for event in running.history
        if isinstance(event, Paid) and first <= event.paid_on <= last
    ]
    unpaid = progress.unpaid()
    return StatementView(
        row.dossier_id,
        row.case_id,
        row.resident_id,
        running.plan_id,
        first,
        Cents(sum(paid)),
        progress.repaid_cents,
        progress.open_cents,
        progress.kept_cents,
        progress.behind_cents(last),
        Term(unpaid[0][0].due_on, unpaid[0][1]) if unpaid else None,
    )
