"""The monthly statements: of every plan that runs or rests, one letter a month."""

from collections.abc import Mapping
from datetime import date

from notifications.views import Payment, Statement
from portal.dossier.jobs import clock_visit
from portal.dossier.mailing import NOBODY, Make, To, language_of, queue
from portal.dossier.statements import StatementView, statements_due
from portal.wiring import Platform
from store.engine import begin


def statement(view: StatementView) -> Make:
    """How a plan stands at the end of a month."""
    following = Payment(view.next.due_on, view.next.cents) if view.next else None
    paid = view.paid_cents, view.repaid_cents, view.open_cents, view.kept_cents
    return lambda sender, name: Statement(sender, name, view.month, *paid, following)


def send_statements(platform: Platform, on: date) -> Mapping[str, int]:
    """Queue the statement over the month before a day of every plan; once per plan and month."""
    by, queued, unreachable = clock_visit(platform, on), 0, 0
    for view in statements_due(platform, on):
        with begin(platform.engine) as tx:
            to = To(view.case_id, view.resident_id, language_of(tx, platform, view.resident_id))
            occasion = f"{view.plan_id} {view.month:%Y-%m}"
            told = queue(tx, platform, by, to, occasion, statement(view))
        queued, unreachable = queued + (told != NOBODY), unreachable + (told == NOBODY)
    return {"statements": queued, "without-address": unreachable}
