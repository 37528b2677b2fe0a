"""The financial director's page: what waits for four eyes, with confirm and refuse."""

from starlette.responses import RedirectResponse, Response

from portal.casework import NotYourCase
from portal.dossier import forgoing, planning
from portal.web.ask import Ask
from portal.web.confirming import read_waiting
from portal.web.filled_in import Reading
from portal.web.pages.dossier import MOVED_ON, sentence
from portal.web.views.claim_names import namer
from portal.web.views.confirming import CONFIRM, MOST_TOLD, waiting_view
from portal.web.views.fields import DOING, Sent
from portal.web.views.parts import Notice, frame_of
from protocols.errors import Refused
from store.engine import ConstraintBroken

TITLE = "Bevestigen"
_DONE = {
    "bevestigd": Notice("done", "Bevestigd: het geld is opgegeven en de regeling is aangepast."),
    "geweigerd": Notice("done", "Geweigerd. De medewerker ziet uw toelichting."),
}


def waiting(ask: Ask) -> Response:
    """Everything that waits."""
    return _show(ask, _DONE.get(ask.query.get("gedaan", "")))


def decide(ask: Ask) -> Response:
    """Confirm or refuse, once; what was decided meanwhile is not decided again."""
    dossier_id, reading = ask.path["dossier_id"], Reading(ask.form)
    numbers = {one.dossier_id: one.number for one in read_waiting(ask.portal.platform, ask.visit)}
    if numbers.get(dossier_id) != reading.stand:
        return _show(ask, Notice("wrong", MOVED_ON), 409)
    confirms = ask.form.text(DOING) == CONFIRM
    told = "" if confirms else reading.text("toelichting", MOST_TOLD, "Schrijf op waarom niet.")
    if reading.wrong:
        return _show(ask, None, 400, (dossier_id, reading.sent))
    try:
        if confirms:
            forgoing.confirm(ask.portal.platform, ask.visit, dossier_id)
        else:
            planning.drop(ask.portal.platform, ask.visit, dossier_id, told)
    except NotYourCase:
        raise
    except ConstraintBroken:
        return _show(ask, Notice("wrong", MOVED_ON), 409)
    except Refused as refused:
        return _show(ask, Notice("wrong", sentence(refused.message)), 409)
    word = "bevestigd" if confirms else "geweigerd"
    return RedirectResponse(f"/bevestigen?gedaan={word}", status_code=303)


def _show(
    ask: Ask, notice: Notice | None, status: int = 200, sent: tuple[str, Sent] | None = None
) -> Response:
    found = read_waiting(ask.portal.platform, ask.visit)
    view = waiting_view(found, lambda debts: namer(ask, debts), notice, sent)
    return ask.portal.pages.show("confirming.html", frame_of(ask, TITLE), view, status)
