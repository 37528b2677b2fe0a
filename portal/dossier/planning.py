"""Proposing a plan and what the resident says to it; starting, pausing and resuming it."""

import secrets
from dataclasses import dataclass
from datetime import date

from portal.access import Visit
from portal.dossier import letters, mailing, plans
from portal.dossier.acting import Acting, on_dossier, only_worker, proof, step
from portal.dossier.debts import read_debts
from portal.dossier.means import affordable_now
from portal.dossier.moving import actor_of
from portal.dossier.offers import Live, Offer, keep_offer, live, offer_of, ref_of
from portal.dossier.prospects import for_plan
from portal.dossier.together import check_together
from portal.wiring import Platform
from protocols.errors import Refused
from protocols.plan.plan import Wish, make_plan
from protocols.privacy.consent import Purpose
from protocols.work.dossier_commands import Accept, Drop, Pause, Propose, Take
from protocols.work.dossier_moves import Move
from protocols.work.dossier_refusals import NotThisOne
from protocols.work.dossier_state import Dossier
from protocols.work.proposal import make_proposal
from store import dossiers


class BadStart(Refused):
    """A plan that would begin before today, or on a day that not every month has."""

    code = "bad-start"


@dataclass(frozen=True, slots=True)
class Asked:
    """What to propose: so much a month, from which day on, in which order."""

    monthly_cents: int
    wish: Wish
    reason: str = ""


def propose(platform: Platform, by: Visit, dossier_id: str, asked: Asked) -> Dossier:
    """Propose one monthly amount, in place of a proposal that was open.

    Raises NotYourCase, ConsentMissing, MeansMissing, BadStart, MoveForbidden, MoveNotYours, and
    what `make_plan` raises: an amount that the law protects cannot be proposed.
    """
    return on_dossier(platform, by, dossier_id, lambda now: _proposed(now, asked))


def accept(platform: Platform, by: Visit, dossier_id: str, plan_id: str) -> Dossier:
    """Note that the resident accepts the proposal: from here on nothing of the debts grows.

    Raises NotYourCase, NotThisOne (another proposal, or one whose first term has passed), and
    MoveForbidden.
    """
    return on_dossier(platform, by, dossier_id, lambda now: _accepted(now, plan_id))


def reject(platform: Platform, by: Visit, dossier_id: str) -> Dossier:
    """Note that the resident does not want this proposal."""

    def _doing(now: Acting) -> Dossier:
        only_worker(now)
        after = step(now, Take(Move.REJECT, now.resident, by.at))
        dossiers.withdraw(now.tx, dossier_id, dossiers.OPEN)
        mailing.cancel(now.tx, by, after.dossier.resident_id, mailing.PROPOSALS)
        return after.dossier

    return on_dossier(platform, by, dossier_id, _doing)


def start(platform: Platform, by: Visit, dossier_id: str) -> Dossier:
    """The plan that was accepted begins."""
    return _take(platform, by, dossier_id, Move.START, "")


def resume(platform: Platform, by: Visit, dossier_id: str) -> Dossier:
    """The plan goes on before its pause was over."""
    return _take(platform, by, dossier_id, Move.RESUME, "")


def pause(platform: Platform, by: Visit, dossier_id: str, until: date, reason: str) -> Dossier:
    """The plan rests up to and including a day."""
    return on_dossier(
        platform,
        by,
        dossier_id,
        lambda now: step(now, Pause(actor_of(by), by.at, until, reason)).dossier,
    )


def drop(platform: Platform, by: Visit, dossier_id: str, reason: str) -> Dossier:
    """What waits for four eyes is not done after all. Raises NothingWaits or ReasonMissing."""
    return on_dossier(
        platform, by, dossier_id, lambda now: step(now, Drop(actor_of(by), by.at, reason)).dossier
    )


def _take(platform: Platform, by: Visit, dossier_id: str, what: Move, reason: str) -> Dossier:
    return on_dossier(
        platform,
        by,
        dossier_id,
        lambda now: step(now, Take(what, actor_of(by), by.at, reason)).dossier,
    )


def _proposed(now: Acting, asked: Asked) -> Dossier:
    if asked.wish.start_on < now.by.on:
        raise BadStart("Kies een begindag vanaf vandaag.")
    if asked.wish.day > letters.MOST_PAY_DAY:
        raise BadStart("Kies een betaaldag van 1 tot en met 28: die heeft elke maand.")
    consent = proof(now, Purpose.DOSSIER)
    debts = read_debts(now.tx, now.platform, now.dossier_id)
    claims, _ = for_plan(debts, asked.wish.start_on)
    rules = now.platform.city.plan_rules_on(now.by.on)
    plan = make_plan(affordable_now(now), claims, asked.monthly_cents, rules, asked.wish)
    check_together(now, asked.monthly_cents)
    ref = ref_of(f"p-{secrets.token_hex(10)}", plan)
    proposal = make_proposal(consent, now.dossier_id, ref, now.by.on)
    after = step(now, Propose(actor_of(now.by), now.by.at, proposal, asked.reason))
    offer = offer_of(plan)
    keep_offer(after, ref, offer, dossiers.OPEN)
    names = {one.claim.claim_id: letters.creditor(now.platform, one.creditor) for one in debts}
    mailing.cancel(after.tx, now.by, after.dossier.resident_id, mailing.PROPOSALS)
    _write(after, ref.plan_id, letters.proposal(now.by.on, offer, names))
    return after.dossier


def _accepted(now: Acting, plan_id: str) -> Dossier:
    only_worker(now)
    ref, found = now.dossier.proposed, _open(now)
    if ref is None or found is None or found.offer is None or ref.plan_id != plan_id:
        raise NotThisOne(
            "Dit voorstel ligt niet op tafel: het werd vervangen of teruggenomen. Bekijk het "
            "dossier, en doe zo nodig een nieuw voorstel."
        )
    offer = found.offer
    if offer.agreed.terms[0].due_on < now.by.on:
        raise NotThisOne("De eerste betaaldag van dit voorstel is voorbij. Doe een nieuw voorstel.")
    proof(now, Purpose.DOSSIER)
    _still_right(now, offer)
    dossiers.agree(now.tx, now.dossier_id, plan_id)
    after = step(now, Accept(now.resident, now.by.at, ref))
    plans.begin_plan(now.tx, now.platform, now.by, plan_id, offer.agreed)
    desk = now.platform.city.desk
    account = desk.account if desk else ""
    _write(after, plan_id, letters.agreement(now.by.on, offer, account, plan_id))
    return after.dossier


def _still_right(now: Acting, offer: Offer) -> None:
    """What was proposed can be agreed only if it could be proposed again today.

    Raises AmountProtected when income or budget leave less by now, and NotThisOne when a debt of
    it may no longer be repaid: disputed, time-barred, or taken out.
    """
    check_together(now, offer.agreed.monthly_cents)
    debts = read_debts(now.tx, now.platform, now.dossier_id)
    kept, _ = for_plan(debts, offer.wish.start_on)
    if any(claim not in kept for claim in offer.agreed.claims):
        raise NotThisOne("Een schuld in dit voorstel is veranderd. Doe een nieuw voorstel.")


def _write(now: Acting, plan_id: str, make: mailing.Make) -> None:
    """Queue a letter about a plan, in the transaction of what it tells."""
    dossier = now.dossier
    language = mailing.language_of(now.tx, now.platform, dossier.resident_id)
    to = mailing.To(dossier.case_id, dossier.resident_id, language)
    mailing.queue(now.tx, now.platform, now.by, to, plan_id, make)


def _open(now: Acting) -> Live | None:
    return live(now.tx, now.platform, now.dossier_id, dossiers.OPEN)
