"""The pages on which a worker judges whom a signal is about, and takes a judgement back."""

from collections.abc import Sequence

from starlette.background import BackgroundTask
from starlette.responses import RedirectResponse, Response

from portal.casework import Decision, decide, read_review, read_reviews, take_back
from portal.web.ask import Ask
from portal.web.views.parts import FieldError, frame_of
from portal.web.views.review import NONE_OF_THEM, read_decision, review_view
from portal.web.views.reviews import reviews_view
from protocols.work.decide import DecisionReason
from streams.undoing import NotUndoable

TITLE = "Beoordelen"


def reviews(ask: Ask) -> Response:
    """Signals that wait for a human, and what was decided."""
    return _list(ask)


def review(ask: Ask) -> Response:
    """One held signal beside its candidates."""
    return _show(ask)


def judge(ask: Ask) -> Response:
    """Record the decision; after the answer the line goes on with the signal."""
    choice, signal_id = ask.form.text("besluit"), ask.path["signal_id"]
    errors = read_decision(ask.form)
    if errors:
        return _show(ask, errors, 400)
    resident_id = "" if choice == NONE_OF_THEM else choice
    reason = DecisionReason(ask.form.text("reden"))
    decision = Decision(signal_id, reason, resident_id, ask.form.text("toelichting"))
    decide(ask.portal.platform, ask.visit, decision)
    go_on = BackgroundTask(ask.portal.platform.line.drain)
    return RedirectResponse("/beoordelen?gedaan=besluit", status_code=303, background=go_on)


def unjudge(ask: Ask) -> Response:
    """Take a decision back; when it cannot be, the list says why."""
    try:
        take_back(ask.portal.platform, ask.visit, ask.path["signal_id"])
    except NotUndoable as refused:
        return _list(ask, refused.message, 409)
    return RedirectResponse("/beoordelen?gedaan=ongedaan", status_code=303)


def _list(ask: Ask, wrong: str = "", status: int = 200) -> Response:
    view = reviews_view(ask, read_reviews(ask.portal.platform, ask.visit), wrong)
    return ask.portal.pages.show("reviews.html", frame_of(ask, TITLE), view, status)


def _show(ask: Ask, errors: Sequence[FieldError] = (), status: int = 200) -> Response:
    unsure = read_review(ask.portal.platform, ask.visit, ask.path["signal_id"])
    view = review_view(ask, unsure, ask.form, errors)
    return ask.portal.pages.show(
        "review.html", frame_of(ask, "Signaal beoordelen", TITLE), view, status
    )
