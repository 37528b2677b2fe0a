"""The review queue: what waits for a human, and what was decided that can still be undone."""

from dataclasses import dataclass
from datetime import date

from notifications.words import label
from portal.casework import ReviewQueue, Waiting
from portal.web.ask import Ask
from portal.web.views.parts import Notice, creditor_name
from portal.web.words import counted, day, day_of, moment
from protocols.judgement import MatchKind
from protocols.work.decide import DecisionReason, Verdict
from streams.undoing import MESSAGES, Recent

_DONE = {
    "besluit": "Uw besluit is vastgelegd.",
    "ongedaan": "Het besluit is ongedaan gemaakt. Het signaal wacht weer op een oordeel.",
}
_AGAIN = "eerder besluit ongedaan gemaakt"


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One held signal in the list; nothing of the person is opened for it."""

    path: str
    name: str
    received_on: str
    waited: str
    decide_by: str
    creditor: str
    kind: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision. `barred` says why it cannot be undone; empty when it can."""

    path: str
    name: str
    verdict: str
    reason: str
    note: str
    decided: str
    undo_until: str
    barred: str


@dataclass(frozen=True, slots=True)
class ReviewsView:
    """Signals that wait for a human, oldest first, and decisions, newest first."""

    summary: str
    rows: tuple[ReviewRow, ...]
    decisions: tuple[DecisionRow, ...]
    notices: tuple[Notice, ...]


def reviews_view(ask: Ask, queue: ReviewQueue, wrong: str = "") -> ReviewsView:
    """Show what waits and what was decided; `wrong` tells what could not be done."""
    rows = tuple(_row(ask, one) for one in queue.waiting)
    waits = counted(len(rows), "signaal wacht", "signalen wachten")
    done = _DONE.get(ask.query.get("gedaan", ""), "")
    notices = (Notice("wrong", wrong), Notice("done", "" if wrong else done))
    return ReviewsView(
        f"{waits} op uw oordeel.",
        rows,
        tuple(map(_decision, queue.decided)),
        tuple(one for one in notices if one.text),
    )


def signal_name(signal_id: str) -> str:
    """How a signal is called among people: enough of its id to tell it apart."""
    return f"Signaal {signal_id[-8:].upper()}"


def _row(ask: Ask, one: Waiting) -> ReviewRow:
    review = one.review
    received = date.fromisoformat(review.received_on)
    kind = label(MatchKind(review.kind))
    return ReviewRow(
        path=f"/beoordelen/{review.signal_id}",
        name=signal_name(review.signal_id),
        received_on=day(received),
        waited=counted((ask.visit.on - received).days, "dag", "dagen"),
        decide_by=day(one.decide_by) if one.decide_by else "-",
        creditor=creditor_name(ask, review.creditor_id),
        kind=f"{kind}; {_AGAIN}" if review.turn else kind,
    )


def _decision(one: Recent) -> DecisionRow:
    decision = one.decision
    return DecisionRow(
        path=f"/beoordelen/{decision.signal_id}/ongedaan",
        name=signal_name(decision.signal_id),
        verdict=label(Verdict(decision.verdict)),
        reason=label(DecisionReason(decision.reason)),
        note=one.note,
        decided=f"{moment(decision.decided_at)} door {decision.actor}",
        undo_until=day_of(decision.undo_until),
        barred=MESSAGES[one.hindrance] if one.hindrance else "",
    )
