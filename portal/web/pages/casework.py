"""The worker's pages: caseload, case, and the form to record a contact attempt."""

from datetime import date

from starlette.responses import RedirectResponse, Response

from portal.casework import (
    AttemptMade,
    BadAttempt,
    CaseFile,
    CaseMovedOn,
    read_case,
    read_caseload,
    record_contact,
)
from portal.dossier.file import read_dossier
from portal.dossier.warnings import look_at_warning
from portal.web.ask import Ask
from portal.web.views.attempt import AttemptForm, attempt_form, read_attempt
from portal.web.views.case import case_view
from portal.web.views.caseload import caseload_view
from portal.web.views.dossier_case import case_work
from portal.web.views.dossier_timeline import dossier_items
from portal.web.views.fields import Sent
from portal.web.views.parts import FieldError, Notice, frame_of
from protocols.work.effort import EffortMissing, EffortUndecided

TITLE = "Werkvoorraad"
_DONE = {
    "poging": Notice("done", "De contactpoging is vastgelegd."),
    "waarschuwing": Notice("done", "De waarschuwing is vastgelegd."),
    "gesloten": Notice("done", "De contactpoging is vastgelegd en de zaak is afgesloten."),
}


def caseload(ask: Ask) -> Response:
    """The worker's open cases."""
    view = caseload_view(read_caseload(ask.portal.platform, ask.visit), ask.visit.on)
    return ask.portal.pages.show("caseload.html", frame_of(ask, TITLE), view)


def case(ask: Ask) -> Response:
    """One case of this worker."""
    return show_case(ask, notice=_DONE.get(ask.query.get("gedaan", "")))


def show_case(
    ask: Ask, sent: Sent | None = None, notice: Notice | None = None, status: int = 200
) -> Response:
    """The case with an empty form for an attempt; `sent` is another form that came back."""
    file = read_case(ask.portal.platform, ask.visit, ask.path["case_id"])
    return _show(ask, file, attempt_form(file, ask.visit.on), notice, status, sent)


def record(ask: Ask) -> Response:
    """Record a contact attempt, and show the case again with what is wrong if it cannot be."""
    platform, case_id = ask.portal.platform, ask.path["case_id"]
    file = read_case(platform, ask.visit, case_id)
    read = read_attempt(ask.form, date.fromisoformat(file.case.opened_on), ask.visit.on)
    if read.attempt is None:
        form = attempt_form(file, ask.visit.on, ask.form, read.errors)
        return _show(ask, file, form, status=400)
    try:
        record_contact(platform, ask.visit, AttemptMade(case_id, read.number, read.attempt))
    except CaseMovedOn as moved:
        file = read_case(platform, ask.visit, case_id)
        notice = Notice("wrong", moved.message)
        return _show(ask, file, attempt_form(file, ask.visit.on), notice=notice, status=409)
    except BadAttempt as bad:
        errors = [FieldError("datum", bad.message)]
        return _show(ask, file, attempt_form(file, ask.visit.on, ask.form, errors), status=400)
    except (EffortMissing, EffortUndecided) as early:
        errors = [FieldError("resultaat", early.message)]
        return _show(ask, file, attempt_form(file, ask.visit.on, ask.form, errors), status=409)
    done = "gesloten" if read.attempt.outcome else "poging"
    return RedirectResponse(f"/zaken/{file.case.case_id}?gedaan={done}", status_code=303)


def _show(
    ask: Ask,
    file: CaseFile,
    form: AttemptForm,
    notice: Notice | None = None,
    status: int = 200,
    sent: Sent | None = None,
) -> Response:
    platform, by, case_id = ask.portal.platform, ask.visit, file.case.case_id
    dossiers = read_dossier(platform, by, case_id)
    warning = look_at_warning(platform, by, case_id)
    work = case_work(platform.city.contact, file, dossiers, warning, by.on, sent)
    happened = dossier_items(dossiers.residents)
    shown = form if file.case.status == "open" else None
    view = case_view(ask, file, shown, work, happened, notice)
    return ask.portal.pages.show("case.html", frame_of(ask, view.name, TITLE), view, status)
