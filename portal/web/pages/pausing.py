"""The worker's page about the pauses of a case."""

from starlette.responses import RedirectResponse, Response

from portal.casework.pausing import change_pause, read_pauses
from portal.web.ask import Ask
from portal.web.views.case_pauses import case_pauses_view, read_change
from portal.web.views.parts import FieldError, Notice, frame_of
from protocols.covenant.pause import PauseRefused
from protocols.covenant.pause_words import Report

TITLE = "Pauzes van een zaak"
SECTION = "Werkvoorraad"
_DONE = {
    "veranderd": Notice("done", "De pauze is veranderd."),
    "verbroken": Notice("done", "De verbreking is vastgelegd."),
    "niets": Notice(
        "note", "Dit verbreekt de pauze niet, of het was al vastgelegd. Er is niets veranderd."
    ),
}


def pauses(ask: Ask) -> Response:
    """The pauses of a case of this worker."""
    done = _DONE.get(ask.query.get("gedaan", ""))
    return _show(ask, (done,) if done else ())


def change(ask: Ask) -> Response:
    """Extend or end a pause, or report a breach; shown again with what is wrong."""
    platform, case_id = ask.portal.platform, ask.path["case_id"]
    read = read_change(ask.form, ask.visit.on)
    if read.command is None:
        return _show(ask, errors=read.errors, status=400)
    before = {one.signal_id: one.pause for one in read_pauses(platform, ask.visit, case_id)}
    try:
        after = change_pause(platform, ask.visit, case_id, read.signal_id, read.command)
    except PauseRefused as refused:
        return _show(ask, (Notice("wrong", refused.message),), status=409)
    done = "verbroken" if isinstance(read.command, Report) else "veranderd"
    if after == before.get(read.signal_id):
        done = "niets"
    return RedirectResponse(f"/zaken/{case_id}/pauzes?gedaan={done}", status_code=303)


def _show(
    ask: Ask,
    notices: tuple[Notice, ...] = (),
    errors: tuple[FieldError, ...] = (),
    status: int = 200,
) -> Response:
    found = read_pauses(ask.portal.platform, ask.visit, ask.path["case_id"])
    view = case_pauses_view(ask, found, notices, errors)
    frame = frame_of(ask, TITLE, SECTION)
    return ask.portal.pages.show("case_pauses.html", frame, view, status)
