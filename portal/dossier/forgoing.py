"""Giving up money: one person asks it with a reason, the financial director confirms it.

What is asked is kept sealed until then, and is done only in the transaction that confirms it.
"""

import secrets
from dataclasses import dataclass

from portal.access import Visit
from portal.dossier import plans
from portal.dossier.acting import Acting, on_dossier, proof, step
from portal.dossier.changing import running_plan
from portal.dossier.moving import actor_of
from portal.dossier.offers import GivingUp, keep_giving_up, live
from portal.dossier.plans import Running
from portal.wiring import Platform
from protocols.errors import Refused
from protocols.ids import WorkerId
from protocols.plan.decide import decide
from protocols.plan.events import Ended, GiveUp, PlanReason
from protocols.privacy.consent import Purpose
from protocols.work.dossier_commands import Confirm, Moving, Remit, Take
from protocols.work.dossier_moves import Move
from protocols.work.dossier_refusals import NothingWaits
from protocols.work.dossier_state import Dossier
from protocols.work.proposal import PlanRef, make_proposal
from store import dossiers


class NotAPart(Refused):
    """A remission leaves something open; giving up everything is another decision."""

    code = "not-a-part"


@dataclass(frozen=True, slots=True)
class Forgoing:
    """Why money is given up: a reason of the list, and in words for the timeline."""

    reason: PlanReason
    told: str


def remit(
    platform: Platform, by: Visit, dossier_id: str, claim_id: str, cents: int, why: Forgoing
) -> Dossier:
    """Ask to give up so much of one claim; the amount per month stays, the last terms go.

    Raises NotYourCase, NoPlanRuns, UnknownClaim, NotOpen, NotAPart, ConsentMissing, MoveForbidden
    and ReasonMissing.
    """
    account = WorkerId(by.account.account_id)
    asked = GivingUp(Move.REMIT, why.reason, account, claim_id, cents)
    return on_dossier(platform, by, dossier_id, lambda now: _asked(now, asked, why.told))


def scrap(platform: Platform, by: Visit, dossier_id: str, why: Forgoing) -> Dossier:
    """Ask to give up all that is open."""
    asked = GivingUp(Move.SCRAP, why.reason, WorkerId(by.account.account_id))
    return on_dossier(platform, by, dossier_id, lambda now: _asked(now, asked, why.told))


def write_off(platform: Platform, by: Visit, dossier_id: str, why: Forgoing) -> Dossier:
    """Ask to write all that is open off as uncollectable."""
    asked = GivingUp(Move.WRITE_OFF, why.reason, WorkerId(by.account.account_id))
    return on_dossier(platform, by, dossier_id, lambda now: _asked(now, asked, why.told))


def confirm(platform: Platform, by: Visit, dossier_id: str) -> Dossier:
    """Confirm what somebody else asked: now the money is given up.

    Raises NothingWaits, SamePerson, MoveNotYours (the financial director alone), and NotOpen or
    NotAPart when meanwhile less is open than was to be given up.
    """
    return on_dossier(platform, by, dossier_id, _confirmed)


def _asked(now: Acting, asked: GivingUp, told: str) -> Dossier:
    running = running_plan(now)
    other = WorkerId("")
    _check(running, _give_up(now, asked, other), asked)
    ref = now.dossier.plan
    if ref is None:
        raise TypeError("a plan that runs has a reference")
    after = step(now, _command(now, asked, ref, told))
    keep_giving_up(after, f"w-{secrets.token_hex(10)}", ref, asked)
    return after.dossier


def _command(now: Acting, asked: GivingUp, ref: PlanRef, told: str) -> Moving:
    """The plan of a remission is the one that runs: the very amount that was agreed."""
    actor, at = actor_of(now.by), now.by.at
    if asked.move is not Move.REMIT:
        return Take(asked.move, actor, at, told)
    consent = proof(now, Purpose.DOSSIER)
    return Remit(actor, at, make_proposal(consent, now.dossier_id, ref, now.by.on), told)


def _confirmed(now: Acting) -> Dossier:
    found = live(now.tx, now.platform, now.dossier_id, dossiers.OPEN)
    after = step(now, Confirm(actor_of(now.by), now.by.at))
    if found is None or found.giving_up is None:
        raise NothingWaits(
            "Wat er wachtte, is er niet meer: de toestemming eronder is ingetrokken. Laat het "
            "besluit vallen."
        )
    asked, running = found.giving_up, running_plan(now)
    command = _give_up(now, asked, WorkerId(now.by.account.account_id))
    _check(running, command, asked)
    plans.decide_plan(now.tx, now.platform, now.by, running, command)
    return after.dossier


def _give_up(now: Acting, asked: GivingUp, seconded_by: WorkerId) -> GiveUp:
    """The command with both people in it: it is done at confirmation only."""
    on, reason = now.by.on, asked.reason
    return GiveUp(on, reason, asked.by, seconded_by, asked.claim_id, asked.cents)


def _check(running: Running, command: GiveUp, asked: GivingUp) -> None:
    """Refuse what could never be confirmed, and a part that is all there is."""
    events = decide(running.progress, command)
    if asked.move is Move.REMIT and any(isinstance(event, Ended) for event in events):
        raise NotAPart(
            "Dit is alles wat nog open staat. Vraag kwijtschelding van het geheel, of kies minder."
        )
