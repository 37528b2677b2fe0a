"""Deciding over a dossier: what may be done, by whom, with what, and confirmed by whom. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from protocols.privacy.consent import Consent, Purpose
from protocols.work.clock import local_day
from protocols.work.dossier_commands import (
    Accept,
    Actor,
    Change,
    Command,
    Confirm,
    Drop,
    Moving,
    NoteConsent,
    Pause,
    Propose,
    Remit,
    Take,
)
from protocols.work.dossier_moves import MOVES, Eyes, Move, Reason, Row, Who
from protocols.work.dossier_refusals import (
    MoveForbidden,
    MoveNotYours,
    NothingWaits,
    NotThisOne,
    ReasonMissing,
    SamePerson,
)
from protocols.work.dossier_state import (
    ConfirmationAsked,
    ConfirmationDropped,
    Dossier,
    DossierEvent,
    Moved,
)
from protocols.work.dossier_words import roles_told
from protocols.work.proposal import PlanRef, Proposal

MOST_REASON = 500
"""Characters of a reason."""
OVERTAKEN = "ingehaald door een andere stap"
"""The reason in the timeline of what waited for four eyes when something else happened."""


@dataclass(frozen=True, slots=True)
class _Carried:
    """What a move brings along."""

    plan: PlanRef | None = None
    consent_id: str = ""
    until: date | None = None


def decide(dossier: Dossier, command: Command) -> tuple[DossierEvent, ...]:
    """What happens for a command. Raises one of `dossier_refusals`; then nothing happens.

    A move that gives up money asks for confirmation first and happens at `Confirm`.
    """
    match command:
        case Confirm():
            return (_confirm(dossier, command),)
        case Drop():
            return (_drop(dossier, command),)
        case _:
            return (*_overtaken(dossier, command), _move(dossier, command))


def _overtaken(dossier: Dossier, command: Moving) -> tuple[ConfirmationDropped, ...]:
    """Another move overtakes what waits for four eyes, and the timeline says so."""
    waiting = dossier.waiting
    if waiting is None:
        return ()
    return (ConfirmationDropped(waiting.move, command.by, command.at, OVERTAKEN),)


def _move(dossier: Dossier, command: Moving) -> Moved | ConfirmationAsked:
    row = MOVES.get((dossier.stage, command.move))
    if row is None:
        raise MoveForbidden(command.move, dossier.stage)
    _check_who(dossier, command.by, row.who)
    if row.reason is Reason.ASKED:
        _check_reason(command.reason)
    carried = _carried(dossier, command)
    if row.eyes is Eyes.FOUR:
        if dossier.waiting is not None:
            raise NothingWaits("Er wacht al een besluit op bevestiging. Rond dat eerst af.")
        return ConfirmationAsked(row.move, command.by, command.at, command.reason, carried.plan)
    return _moved(row, command, carried)


def _moved(row: Row, command: Moving, carried: _Carried) -> Moved:
    return Moved(
        move=row.move,
        source=row.source,
        to=row.to,
        by=command.by,
        at=command.at,
        reason=command.reason,
        plan=carried.plan,
        consent_id=carried.consent_id,
        until=carried.until,
    )


def _carried(dossier: Dossier, command: Moving) -> _Carried:
    """What the move brings along, once it is known to belong to this dossier and this day."""
    today = local_day(command.at)
    match command:
        case NoteConsent(consent=consent):
            _check_consent(dossier, consent, today)
            return _Carried(consent_id=consent.consent_id)
        case Propose(proposal=proposal) | Change(proposal=proposal) | Remit(proposal=proposal):
            return _proposed(dossier, proposal, today)
        case Accept(plan=plan):
            if plan != dossier.proposed:
                raise NotThisOne("Dit is niet het plan dat is voorgesteld. Bekijk het voorstel.")
            return _Carried(plan)
        case Pause(until=until):
            if until <= today:
                raise NotThisOne("Kies een einde van de pauze na vandaag.")
            return _Carried(until=until)
        case Take(move=move, by=by):
            _check_resume(dossier, move, by, today)
            return _Carried()
        case _:
            assert_never(command)


def _proposed(dossier: Dossier, proposal: Proposal, today: date) -> _Carried:
    """A plan under the very consent of this dossier; a later consent is for a new dossier."""
    _check_consent(dossier, proposal.consent, today)
    if proposal.dossier_id != dossier.dossier_id:
        raise NotThisOne("Dit voorstel hoort bij een ander dossier.")
    if proposal.consent.consent_id != dossier.consent_id:
        raise NotThisOne("De toestemming van dit dossier is een andere. Begin een nieuw dossier.")
    return _Carried(proposal.plan, dossier.consent_id)


def _check_resume(dossier: Dossier, move: Move, by: Actor, today: date) -> None:
    """A worker may end a pause early; the clock ends it after its last day."""
    until = dossier.paused_until
    if move is Move.RESUME and by.who is Who.CLOCK and until is not None and today <= until:
        raise NotThisOne("De pauze loopt nog.")


def _check_consent(dossier: Dossier, consent: Consent, today: date) -> None:
    about = (consent.resident_id, consent.purpose, consent.on)
    if about != (dossier.resident_id, Purpose.DOSSIER, today):
        raise NotThisOne(
            "Deze toestemming is niet van deze inwoner, niet voor een dossier of niet van vandaag."
        )


def _check_who(dossier: Dossier, by: Actor, may: tuple[Who, ...]) -> None:
    if by.who not in may:
        raise MoveNotYours(f"Dit kan alleen {roles_told(may)} doen.")
    if by.who is Who.RESIDENT and by.actor_id != dossier.resident_id:
        raise MoveNotYours("Dit kan alleen de inwoner van dit dossier doen.")


def _check_reason(reason: str) -> None:
    if not reason.strip() or len(reason) > MOST_REASON:
        raise ReasonMissing(f"Schrijf in 1 tot en met {MOST_REASON} tekens waarom.")


def _confirm(dossier: Dossier, command: Confirm) -> Moved:
    waiting = _waiting(dossier)
    row = MOVES[dossier.stage, waiting.move]
    if command.by.actor_id == waiting.by.actor_id:
        raise SamePerson("Wie dit voorstelde, kan het niet bevestigen. Vraag een ander.")
    _check_who(dossier, command.by, row.confirmers)
    return Moved(
        move=row.move,
        source=row.source,
        to=row.to,
        by=waiting.by,
        at=command.at,
        reason=waiting.reason,
        plan=waiting.plan,
        confirmed_by=command.by,
    )


def _drop(dossier: Dossier, command: Drop) -> ConfirmationDropped:
    waiting = _waiting(dossier)
    _check_who(dossier, command.by, (Who.WORKER, Who.FINANCIAL_DIRECTOR))
    _check_reason(command.reason)
    return ConfirmationDropped(waiting.move, command.by, command.at, command.reason)


def _waiting(dossier: Dossier) -> ConfirmationAsked:
    if dossier.waiting is None:
        raise NothingWaits("Er wacht niets op bevestiging.")
    return dossier.waiting
