"""Changing a plan that runs: another amount for all that is open. Nothing is given up by it."""

from dataclasses import dataclass, replace
from datetime import date

from portal.access import Visit
from portal.dossier import plans
from portal.dossier.acting import Acting, on_dossier, proof, step
from portal.dossier.means import affordable_now
from portal.dossier.moving import actor_of
from portal.dossier.offers import Offer, figures_of, keep_offer, ref_of
from portal.dossier.plans import Running
from portal.wiring import Platform
from protocols.errors import Refused
from protocols.money import Cents
from protocols.plan.budget import AffordableAmount
from protocols.plan.claims import Order, PlanClaim, Split
from protocols.plan.events import Agreed, Change, PlanReason
from protocols.plan.plan import RepaymentPlan, Wish, fill
from protocols.plan.terms import NOTHING
from protocols.privacy.consent import Purpose
from protocols.work.dossier_commands import Change as ChangeDossier
from protocols.work.dossier_state import Dossier
from protocols.work.proposal import make_proposal
from store import dossiers


class NoPlanRuns(Refused):
    """There is no plan in this dossier to do this with."""

    code = "no-plan-runs"


@dataclass(frozen=True, slots=True)
class Changing:
    """What becomes different: so much a month from a day on, on that day of the month, and why.

    `reason` is one of the list; `told` says it in words, for the timeline.
    """

    monthly_cents: int
    from_on: date
    day: int
    reason: PlanReason
    told: str


def change(platform: Platform, by: Visit, dossier_id: str, wanted: Changing) -> Dossier:
    """Spread what is open over another amount. Terms before `from_on` stay as they were.

    Raises NotYourCase, NoPlanRuns, ConsentMissing, MeansMissing, MoveForbidden, MoveNotYours,
    ReasonMissing, and what `protocols.plan.decide` raises: AmountProtected, PlanTooLong ...
    """
    return on_dossier(platform, by, dossier_id, lambda now: _changed(now, wanted))


def running_plan(now: Acting) -> Running:
    """The plan of a dossier. Raises NoPlanRuns."""
    ref = now.dossier.plan
    found = plans.load(now.tx, now.platform, ref.plan_id) if ref else None
    if found is None:
        raise NoPlanRuns("In dit dossier loopt geen regeling. Doe eerst een voorstel.")
    return found


def _changed(now: Acting, wanted: Changing) -> Dossier:
    running, consent = running_plan(now), proof(now, Purpose.DOSSIER)
    affordable = affordable_now(now)
    command = Change(
        affordable, now.by.on, wanted.monthly_cents, wanted.from_on, wanted.day, wanted.reason
    )
    after = plans.decide_plan(now.tx, now.platform, now.by, running, command)
    plan = _plan_of(after, affordable, wanted)
    ref = ref_of(running.plan_id, plan)
    proposal = make_proposal(consent, now.dossier_id, ref, now.by.on)
    moved = step(now, ChangeDossier(actor_of(now.by), now.by.at, proposal, wanted.told))
    dossiers.withdraw(now.tx, now.dossier_id, dossiers.AGREED)
    told = Agreed(plan.claims, plan.terms, plan.monthly_cents, plan.rules)
    keep_offer(moved, ref, Offer(told, plan.wish, figures_of(affordable)), dossiers.AGREED)
    return moved.dossier


def _plan_of(running: Running, affordable: AffordableAmount, wanted: Changing) -> RepaymentPlan:
    """The new terms with what they repay, as a plan: none of them is more than is affordable."""
    progress = running.progress
    stay = sum(missing for term, missing in progress.unpaid() if term.due_on < wanted.from_on)
    takers = [(one.claim_id, int(one.open_cents)) for one in progress.claims]
    _, left = fill(takers, stay)
    known = {claim.claim_id: claim for claim in _agreed(running).claims}
    claims = tuple(_open(known[claim_id], cents) for claim_id, cents in left if cents)
    terms = tuple(term for term in progress.terms if term.due_on >= wanted.from_on)
    choice = tuple(claim.claim_id for claim in claims)
    wish = Wish(wanted.from_on, wanted.day, Order.RESIDENTS_CHOICE, choice)
    monthly = Cents(wanted.monthly_cents)
    return RepaymentPlan(affordable, claims, monthly, progress.rules, wish, terms)


def _open(claim: PlanClaim, cents: int) -> PlanClaim:
    return replace(claim, owed=Split(Cents(cents), NOTHING, NOTHING))


def _agreed(running: Running) -> Agreed:
    first = running.history[0]
    if not isinstance(first, Agreed):
        raise TypeError("a history of a plan begins with its agreement")
    return first
