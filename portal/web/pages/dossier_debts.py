"""The page of the debts: the bundle, what is known but not in it yet, and one debt at a time."""

from collections.abc import Sequence
from dataclasses import replace

from starlette.responses import Response

from portal.dossier.debts import MOST_TEXT, BadDebts, Debt, DebtSource, note_debts, told_debt
from portal.web.ask import Ask
from portal.web.filled_in import Reading
from portal.web.pages.dossier import NO_DOSSIER, USUAL, Here, Outcome, act, done, here, shown
from portal.web.views.debt_forms import KEEP, REMOVE, TAKE, DebtsPage, Special, marks_of
from portal.web.views.dossier_debts import debts_view
from portal.web.views.fields import DOING
from portal.web.views.parts import creditor_name
from protocols.errors import Refused
from protocols.plan.claims import Split
from protocols.privacy.consent import ConsentMissing, Purpose, require

PART = "schulden"
_DONE = {
    KEEP: "De schuld is vastgelegd.",
    TAKE: "De schulden zijn overgenomen. Controleer elk bedrag met de inwoner.",
    REMOVE: "De schuld is uit het overzicht gehaald.",
}


class NotInBundle(Refused):
    """The debt is not in the bundle (any more)."""

    code = "not-in-bundle"


def debts(ask: Ask) -> Response:
    """Every debt together."""
    return _show(here(ask, PART), done(ask, _DONE))


def change(ask: Ask) -> Response:
    """Take over what is known, keep one debt, or take one out."""
    now, reading = here(ask, PART), Reading(ask.form)
    doing = ask.form.text(DOING)
    doing = doing if doing in _DONE else KEEP
    wanted = _wanted(now, reading, doing)

    def _keep() -> None:
        note_debts(ask.portal.platform, ask.visit, now.dossier_id, wanted)

    return act(now, reading, _keep, _show, doing, {BadDebts: "hoofdsom"})


def missing(now: Here) -> tuple[Debt, ...]:
    """What is known of signals and the city, and is not in the bundle."""
    known = {one.claim.claim_id for one in now.file.debts}
    return tuple(one for one in now.file.suggested if one.claim.claim_id not in known)


def _wanted(now: Here, reading: Reading, doing: str) -> Sequence[Debt]:
    kept, which = list(now.file.debts), reading.form.text("schuld")
    if doing == TAKE:
        return [*kept, *missing(now)]
    others = [one for one in kept if one.claim.claim_id != which]
    if doing == REMOVE:
        return others
    before = _editing(now, which)
    one = _debt(now, reading, before)
    return [*others, one] if one else kept


def _editing(now: Here, which: str) -> Debt | None:
    return next((one for one in now.file.debts if one.claim.claim_id == which), None)


def _debt(now: Here, reading: Reading, before: Debt | None) -> Debt | None:
    """The debt of the form. What a signal or the city told, keeps its creditor and kind."""
    creditor, kind = before.creditor if before else "", before.kind if before else ""
    if before is None or before.origin is DebtSource.TOLD:
        creditor = reading.text("schuldeiser", MOST_TEXT, "Noem de schuldeiser.")
        kind = reading.text("soort", MOST_TEXT, "Noem waarvoor de schuld is.")
    owed = Split(*(reading.cents_or_zero(name) for name in ("hoofdsom", "kosten", "rente")))
    if not owed.cents:
        reading.fault("hoofdsom", "Vul in hoeveel er open staat.")
    due_on, limited = reading.day("vervaldag"), reading.day_or_none("verjaart")
    special = reading.word("bijzonder", Special, "Kies of er iets bijzonders is.")
    if reading.wrong or due_on is None or special is None:
        return None
    on = now.ask.visit.on
    told = told_debt(creditor, kind, owed, due_on, on, before.claim.claim_id if before else "")
    claim = replace(told.claim, limitation_on=limited, marks=marks_of(special))
    return replace(told, claim=claim, origin=before.origin if before else DebtSource.TOLD)


def barred(now: Here) -> str:
    """Why there may be no bundle; empty when there may."""
    if now.file.dossier is None:
        return NO_DOSSIER
    try:
        require(now.file.consents, Purpose.DOSSIER, now.ask.visit.on)
    except ConsentMissing as none:
        return none.message
    return ""


def _show(now: Here, outcome: Outcome = USUAL) -> Response:
    ask = now.ask
    which = ask.form.text("schuld") if outcome.sent else ask.query.get("schuld", "")
    page = DebtsPage(
        now.path,
        now.stand,
        barred(now),
        lambda creditor_id: creditor_name(ask, creditor_id),
        _editing(now, which),
    )
    view = debts_view(now.trail, page, now.file.debts, missing(now), outcome.sent, outcome.notice)
    return shown(now, "Schulden", "debts.html", view, outcome.status)
