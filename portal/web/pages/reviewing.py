"""The pages on which a worker judges whom a signal is about."""

from starlette.background import BackgroundTask
from starlette.responses import RedirectResponse, Response

from portal.casework import Decision, decide, read_review, read_reviews
from portal.web.ask import Ask
from portal.web.views.parts import frame_of
from portal.web.views.reviews import NONE_OF_THEM, review_view, reviews_view

TITLE = "Beoordelen"
FORGOTTEN = "Kies wie het is, of dat het geen van deze inwoners is."


def reviews(ask: Ask) -> Response:
    """Signals that wait for a human."""
    view = reviews_view(ask, read_reviews(ask.portal.platform, ask.visit))
    return ask.portal.pages.show("reviews.html", frame_of(ask, TITLE), view)


def review(ask: Ask) -> Response:
    """One held signal beside its candidates."""
    return _show(ask, "", 200)


def judge(ask: Ask) -> Response:
    """Record the decision; after the answer the line goes on with the signal."""
    choice, signal_id = ask.form.text("besluit"), ask.path["signal_id"]
    if not choice:
        return _show(ask, FORGOTTEN, 400)
    resident_id = "" if choice == NONE_OF_THEM else choice
    decide(ask.portal.platform, ask.visit, Decision(signal_id, resident_id))
    go_on = BackgroundTask(ask.portal.platform.line.drain)
    return RedirectResponse("/beoordelen?gedaan=besluit", status_code=303, background=go_on)


def _show(ask: Ask, error: str, status: int) -> Response:
    reviewed = read_review(ask.portal.platform, ask.visit, ask.path["signal_id"])
    view = review_view(ask, reviewed, error)
    return ask.portal.pages.show(
        "review.html", frame_of(ask, "Signaal beoordelen", TITLE), view, status
    )
