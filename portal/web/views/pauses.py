"""Pauses of collection in words: for a creditor its own, for a worker with what broke them."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.feedback.reading import SignedPause
from portal.feedback.telling import row_of
from portal.web.ask import Ask
from portal.web.views.item import TimelineItem, item
from portal.web.views.parts import creditor_name
from portal.web.words import day, day_of
from protocols.covenant.pause import Pause, PauseStatus
from protocols.covenant.pause_words import Breach, Broken, Consequence

STATUS = {
    PauseStatus.NONE: "Niet begonnen",
    PauseStatus.RUNNING: "Loopt",
    PauseStatus.ENDED: "Eerder beëindigd",
    PauseStatus.EXPIRED: "Afgelopen",
}
BREACHES = {
    Breach.NEW_SIGNAL: "een nieuw signaal",
    Breach.COSTS: "kosten gerekend",
    Breach.INTEREST: "rente gerekend",
    Breach.SUMMONS: "een dagvaarding",
    Breach.BAILIFF: "een deurwaarder ingeschakeld",
    Breach.EVICTION: "een ontruiming aangekondigd",
    Breach.CUT_OFF: "een afsluiting aangekondigd",
    Breach.CANCELLATION: "de verzekering beëindigd",
}
CONSEQUENCES = {
    Consequence.NOTED: "alleen vastgelegd",
    Consequence.TALK: "een gesprek met de schuldeiser",
    Consequence.STEP_UNDONE: "de schuldeiser draait de stap terug",
    Consequence.COSTS_VOID: "de kosten vervallen",
}


@dataclass(frozen=True, slots=True)
class PauseRow:
    """One pause as its creditor sees it."""

    reference: str
    path: str
    started_on: str
    until_on: str
    status: str


@dataclass(frozen=True, slots=True)
class PausesView:
    """A creditor's pauses, the newest first."""

    rows: tuple[PauseRow, ...]


def pauses_view(found: Sequence[SignedPause]) -> PausesView:
    """Show a creditor its pauses."""
    return PausesView(tuple(_row(one) for one in found))


def pause_items(ask: Ask, pause: Pause) -> tuple[TimelineItem, ...]:
    """What a pause adds to the timeline of a case: that it began, and each time it was broken."""
    started = pause.started
    if started is None:
        return ()
    who = creditor_name(ask, started.agreed.creditor_id)
    detail = f"Tot en met {day(pause.until_on)}. {STATUS[pause.status]}."
    begun = item(started.on.isoformat(), f"Pauze gevraagd aan {who}", detail)
    return (begun, *(_broken(who, one) for one in pause.broken))


def _broken(who: str, one: Broken) -> TimelineItem:
    follows = "; ".join(CONSEQUENCES[word] for word in one.follows)
    detail = f"Door {BREACHES[one.breach]}. Gevolg volgens het convenant: {follows}."
    return item(one.on.isoformat(), f"Pauze verbroken door {who}", detail)


def _row(one: SignedPause) -> PauseRow:
    kept = one.kept
    delivery_id = kept.signal_id.rpartition("-")[0]
    return PauseRow(
        f"Regel {row_of(kept.signal_id)}",
        f"/leveringen/{delivery_id}",
        day_of(kept.started_on),
        day_of(kept.until_on),
        STATUS[PauseStatus(kept.status)],
    )
