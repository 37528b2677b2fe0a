"""Dossiers for tests: people in their roles, proofs of consent, and a step for every move."""

from datetime import UTC, date, datetime, timedelta

from protocols.ids import CaseId, ResidentId
from protocols.money import Cents
from protocols.privacy.consent import Consent, ConsentAsked, ConsentGiven, Purpose, require
from protocols.privacy.consenting import fold as fold_consent
from protocols.privacy.evidence import Evidence, Manner
from protocols.work.clock import local_day
from protocols.work.dossier import decide
from protocols.work.dossier_commands import (
    Accept,
    Actor,
    Change,
    Confirm,
    Moving,
    NoteConsent,
    Pause,
    Propose,
    Remit,
    Take,
)
from protocols.work.dossier_moves import MOVES, Eyes, Move, Stage, Who
from protocols.work.dossier_state import Dossier, DossierEvent, DossierOpened, evolve, opened
from protocols.work.proposal import PlanRef, Proposal, make_proposal

START = datetime(2026, 11, 22, 9, tzinfo=UTC)
RESIDENT_ID = ResidentId("r-1")
WORKER = Actor("d-01", Who.WORKER)
COLLEAGUE = Actor("d-02", Who.WORKER)
DIRECTOR = Actor("fd-1", Who.FINANCIAL_DIRECTOR)
DEPUTY = Actor("fd-2", Who.FINANCIAL_DIRECTOR)
RESIDENT = Actor(RESIDENT_ID, Who.RESIDENT)
CLOCK = Actor("clock", Who.CLOCK)
PEOPLE = (WORKER, COLLEAGUE, DIRECTOR, DEPUTY, RESIDENT, CLOCK)
PLAN, OTHER_PLAN = PlanRef("p-1", Cents(5_000)), PlanRef("p-2", Cents(2_500))
OPENED = DossierOpened("d-1", RESIDENT_ID, CaseId("c-1"), START)
WHY = "inkomen gedaald"
LONG = date(2030, 1, 1)
ROUTES: dict[Stage, tuple[Move, ...]] = {
    Stage.DETECTED: (),
    Stage.OFFERED: (Move.OFFER,),
    Stage.DECLINED: (Move.OFFER, Move.DECLINE),
    Stage.CONSENTED: (Move.OFFER, Move.CONSENT),
    Stage.PROPOSED: (Move.OFFER, Move.CONSENT, Move.PROPOSE),
    Stage.ACCEPTED: (Move.OFFER, Move.CONSENT, Move.PROPOSE, Move.ACCEPT),
}
ROUTES[Stage.ACTIVE] = (*ROUTES[Stage.ACCEPTED], Move.START)
ROUTES |= {
    Stage.CHANGED: (*ROUTES[Stage.ACTIVE], Move.CHANGE),
    Stage.PAUSED: (*ROUTES[Stage.ACTIVE], Move.PAUSE),
    Stage.COMPLETED: (*ROUTES[Stage.ACTIVE], Move.COMPLETE),
    Stage.SCRAPPED: (*ROUTES[Stage.ACTIVE], Move.SCRAP),
    Stage.UNCOLLECTABLE: (*ROUTES[Stage.ACTIVE], Move.WRITE_OFF),
    Stage.STOPPED: (*ROUTES[Stage.ACTIVE], Move.WITHDRAW),
}
"""A way from the beginning to every stage."""


def proof(
    on: date,
    purpose: Purpose = Purpose.DOSSIER,
    resident: ResidentId = RESIDENT_ID,
    consent_id: str = "t-1",
) -> Consent:
    """The proof of a consent that was given long ago and holds on that day."""
    at = datetime(2026, 1, 2, 9, tzinfo=UTC)
    evidence = Evidence(Manner.ORAL, "notitie-1")
    events = (
        ConsentAsked(purpose, "nl", "toestemming-2", "d-01", at),
        ConsentGiven(purpose, consent_id, evidence, date(2026, 1, 2), LONG, "d-01", at),
    )
    return require(fold_consent(resident, events), purpose, on)


def proposal(dossier_id: str, plan: PlanRef, on: date) -> Proposal:
    """A proposal with the proof of that day."""
    return make_proposal(proof(on), dossier_id, plan, on)


def command(
    dossier: Dossier, move: Move, by: Actor, at: datetime = START, reason: str = WHY
) -> Moving:
    """The command for a move, with everything that it must carry."""
    today = local_day(at)
    match move:
        case Move.CONSENT:
            return NoteConsent(by, at, proof(today), reason)
        case Move.PROPOSE:
            return Propose(by, at, proposal(dossier.dossier_id, PLAN, today), reason)
        case Move.ACCEPT:
            return Accept(by, at, dossier.proposed or PLAN, reason)
        case Move.CHANGE:
            return Change(by, at, proposal(dossier.dossier_id, OTHER_PLAN, today), reason)
        case Move.REMIT:
            return Remit(by, at, proposal(dossier.dossier_id, OTHER_PLAN, today), reason)
        case Move.PAUSE:
            return Pause(by, at, today + timedelta(days=30), reason)
    return Take(move, by, at, reason)


def actor_for(stage: Stage, move: Move) -> Actor:
    """Somebody who may make a move from a stage."""
    may = MOVES[stage, move].who
    return next(person for person in PEOPLE if person.who in may)


def walk(*moves: Move) -> tuple[Dossier, list[DossierEvent]]:
    """A dossier after these moves, each by somebody who may, confirmed where four eyes look."""
    dossier, events = opened(OPENED), [OPENED]
    for move in moves:
        by = actor_for(dossier.stage, move)
        row = MOVES[dossier.stage, move]
        new = list(decide(dossier, command(dossier, move, by)))
        dossier = _after(dossier, new)
        if row.eyes is Eyes.FOUR:
            confirmed = decide(dossier, Confirm(DEPUTY, START))
            dossier, new = _after(dossier, confirmed), [*new, *confirmed]
        events += new
    return dossier, events


def at_stage(stage: Stage) -> Dossier:
    """A dossier that got to a stage by moves that are allowed."""
    return walk(*ROUTES[stage])[0]


def _after(dossier: Dossier, events: "list[DossierEvent] | tuple[DossierEvent, ...]") -> Dossier:
    for event in events:
        dossier = evolve(dossier, event)
    return dossier
