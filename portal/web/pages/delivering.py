"""The creditor's pages: deliver, check first, and read the receipts."""

from starlette.responses import RedirectResponse, Response

from portal.faults import BadFile
from portal.web import delivering
from portal.web.ask import Ask
from portal.web.delivering import Answer
from portal.web.encoded import REFUSALS
from portal.web.export import csv_of
from portal.web.views.deliveries import (
    PAGE_ROWS,
    check_view,
    deliveries_view,
    delivery_path,
    receipts_view,
)
from portal.web.views.parts import Notice, frame_of
from streams.intake import Seen

TITLE = "Leveringen"
NO_FILE = "Kies eerst een bestand."
_DONE = {
    "ontvangen": Notice(
        "done", "De levering is ontvangen. De uitkomst per regel verschijnt hieronder."
    ),
    "eerder": Notice("note", "Dit bestand was al eerder geleverd. Er is niets opnieuw opgeslagen."),
}
_ROWS_AT_ONCE = 1000


def deliveries(ask: Ask) -> Response:
    """The creditor's deliveries and the form for a new one."""
    return _list(ask)


def send(ask: Ask) -> Response:
    """Deliver the file that was sent."""
    if not ask.form.file:
        return _list(ask, error=NO_FILE)
    try:
        taken = delivering.take_in(ask.portal.platform, ask.visit, ask.form.file).taken
    except BadFile as refused:
        return _list(ask, refused)
    except REFUSALS as refused:
        return _list(ask, error=refused.message)
    ask.portal.wake()
    done = "eerder" if taken.seen is Seen.BEFORE else "ontvangen"
    return RedirectResponse(f"{delivery_path(taken.delivery_id)}?gedaan={done}", status_code=303)


def check(ask: Ask) -> Response:
    """Tell what the file would be answered, and keep nothing of it."""
    if not ask.form.file:
        return _list(ask, error=NO_FILE)
    try:
        answers = delivering.check(ask.portal.platform, ask.visit, ask.form.file)
    except BadFile as refused:
        return _list(ask, refused)
    except REFUSALS as refused:
        return _list(ask, error=refused.message)
    return ask.portal.pages.show(
        "receipts.html", frame_of(ask, "Controle van een bestand", TITLE), check_view(answers)
    )


def receipts(ask: Ask) -> Response:
    """The receipts of one delivery, a page at a time."""
    after = number(ask.query.get("na", ""))
    overview, answers = delivering.receipts(
        ask.portal.platform, ask.visit, ask.path["delivery_id"], after, PAGE_ROWS
    )
    done = _DONE.get(ask.query.get("gedaan", ""))
    view = receipts_view(overview, answers, after, (done,) if done else ())
    return ask.portal.pages.show("receipts.html", frame_of(ask, view.heading, TITLE), view)


def receipts_file(ask: Ask) -> Response:
    """All receipts of one delivery as CSV."""
    platform, delivery_id = ask.portal.platform, ask.path["delivery_id"]
    told: list[Answer] = []
    while True:
        overview, page = delivering.receipts(
            platform, ask.visit, delivery_id, len(told), _ROWS_AT_ONCE
        )
        told += page
        if not page or len(told) >= overview.delivery.rows:
            break
    name = f"ontvangstbewijzen-{overview.delivery.delivery_id}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(csv_of(told), media_type="text/csv; charset=utf-8", headers=headers)


def number(text: str) -> int:
    """A whole number from an address; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _list(ask: Ask, refused: BadFile | None = None, error: str = "") -> Response:
    found = delivering.own_deliveries(ask.portal.platform, ask.visit)
    view = deliveries_view(found, refused, error)
    status = 400 if refused or error else 200
    return ask.portal.pages.show("deliveries.html", frame_of(ask, TITLE), view, status)
