"""The creditor's pages about what it is told back: feedback, pauses, files; and the city's key."""

from starlette.responses import JSONResponse, Response

from portal.feedback.reading import all_feedback, newest_feedback, own_pauses
from portal.feedback.telling import as_csv, as_json
from portal.web.ask import Ask
from portal.web.pages.delivering import number
from portal.web.views.feedback import PAGE_ROWS, feedback_view
from portal.web.views.parts import frame_of
from portal.web.views.pauses import pauses_view

TITLE = "Terugkoppelingen"
PAUSES = "Pauzes"
KEYS_PATH = "/.well-known/vroegsignaal-keys.json"


def feedback(ask: Ask) -> Response:
    """The creditor's feedback, the newest first."""
    before = number(ask.query.get("voor", "")) or None
    found, channel = newest_feedback(ask.portal.platform, ask.visit, before, PAGE_ROWS)
    view = feedback_view(found, channel)
    return ask.portal.pages.show("feedback.html", frame_of(ask, TITLE), view)


def pauses(ask: Ask) -> Response:
    """The creditor's pauses."""
    view = pauses_view(own_pauses(ask.portal.platform, ask.visit))
    return ask.portal.pages.show("pauses.html", frame_of(ask, PAUSES), view)


def csv_file(ask: Ask) -> Response:
    """All feedback of the creditor as CSV."""
    content = as_csv(all_feedback(ask.portal.platform, ask.visit))
    return _file(content, "terugkoppelingen.csv", "text/csv; charset=utf-8")


def json_file(ask: Ask) -> Response:
    """All feedback of the creditor as JSON."""
    content = as_json(all_feedback(ask.portal.platform, ask.visit))
    return _file(content, "terugkoppelingen.json", "application/json")


def keys(ask: Ask) -> Response:
    """The public key of the city as a JWK set, for whoever checks what it signed."""
    jwk = dict(ask.portal.platform.vault.signer.jwk())
    return JSONResponse({"keys": [jwk]}, headers={"Access-Control-Allow-Origin": "*"})


def _file(content: bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
