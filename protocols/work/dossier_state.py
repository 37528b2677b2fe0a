"""A dossier as its events make it, and what the timeline says of each event. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never

from protocols.ids import CaseId, ResidentId
from protocols.work.dossier_commands import Actor
from protocols.work.dossier_moves import FINAL, MOVES, Move, Stage, Who
from protocols.work.proposal import PlanRef


@dataclass(frozen=True, slots=True)
class DossierOpened:
    """A dossier was found to be possible for one resident: claims are personal."""

    dossier_id: str
    resident_id: ResidentId
    case_id: CaseId
    at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """One move. `plan`, `consent_id` and `until` are there for the moves that carry them.

    `confirmed_by` is the second person of four eyes; `by` is then who proposed it.
    """

    move: Move
    source: Stage
    to: Stage
    by: Actor
    at: datetime
    reason: str = ""
    plan: PlanRef | None = None
    consent_id: str = ""
    until: date | None = None
    confirmed_by: Actor | None = None


@dataclass(frozen=True, slots=True)
class ConfirmationAsked:
    """Somebody proposed to give up money; another person must confirm it."""

    move: Move
    by: Actor
    at: datetime
    reason: str
    plan: PlanRef | None = None


@dataclass(frozen=True, slots=True)
class ConfirmationDropped:
    """What waited for four eyes is not done."""

    move: Move
    by: Actor
    at: datetime
    reason: str


DossierEvent = DossierOpened | Moved | ConfirmationAsked | ConfirmationDropped


@dataclass(frozen=True, slots=True)
class Dossier:
    """How a dossier stands. `proposed` is the plan on the table, `plan` the one that was accepted.

    `consent_id` is empty before consent; `waiting` is what waits for four eyes.
    """

    dossier_id: str
    resident_id: ResidentId
    case_id: CaseId
    stage: Stage = Stage.DETECTED
    consent_id: str = ""
    proposed: PlanRef | None = None
    plan: PlanRef | None = None
    paused_until: date | None = None
    waiting: ConfirmationAsked | None = None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """The counterpart of an event in the timeline: the key of its text, when, by whom and why."""

    text: str
    at: datetime
    by: Actor
    reason: str = ""


def opened(event: DossierOpened) -> Dossier:
    """A new dossier."""
    return Dossier(event.dossier_id, event.resident_id, event.case_id)


def evolve(dossier: Dossier, event: DossierEvent) -> Dossier:
    """How a dossier stands after an event."""
    match event:
        case DossierOpened():
            return opened(event)
        case ConfirmationAsked():
            return replace(dossier, waiting=event)
        case ConfirmationDropped():
            return replace(dossier, waiting=None)
        case Moved():
            return _moved(dossier, event)
        case _:
            assert_never(event)


def _moved(dossier: Dossier, event: Moved) -> Dossier:
    """Any move clears what waited: it was proposed about a dossier that stood elsewhere."""
    after = replace(dossier, stage=event.to, paused_until=event.until, waiting=None)
    match event.move:
        case Move.CONSENT:
            return replace(after, consent_id=event.consent_id)
        case Move.PROPOSE:
            return replace(after, proposed=event.plan, consent_id=event.consent_id)
        case Move.REJECT:
            return replace(after, proposed=None)
        case Move.ACCEPT | Move.CHANGE | Move.REMIT:
            return replace(after, proposed=None, plan=event.plan)
    return replace(after, proposed=None) if event.to in FINAL else after


def fold(events: Iterable[DossierEvent]) -> Dossier:
    """How a dossier stands after a whole history, which begins with its opening.

    Raises ValueError for a history that does not.
    """
    dossier: Dossier | None = None
    for event in events:
        if dossier is None:
            if not isinstance(event, DossierOpened):
                raise ValueError("a history begins with its opening")
            dossier = opened(event)
        else:
            dossier = evolve(dossier, event)
    if dossier is None:
        raise ValueError("a dossier has a history")
    return dossier


def entry_of(event: DossierEvent) -> TimelineEntry:
    """The counterpart of an event in the timeline; every event has one."""
    match event:
        case DossierOpened():
            return TimelineEntry("dossier.detected", event.at, Actor("line", Who.CLOCK))
        case ConfirmationAsked():
            return TimelineEntry("dossier.confirmation_asked", event.at, event.by, event.reason)
        case ConfirmationDropped():
            return TimelineEntry("dossier.confirmation_dropped", event.at, event.by, event.reason)
        case Moved():
            text = MOVES[event.source, event.move].text
            return TimelineEntry(text, event.at, event.confirmed_by or event.by, event.reason)
        case _:
            assert_never(event)
