"""What is kept of a proposal, an agreement or a decision that waits: sealed, with its reasons."""

from dataclasses import dataclass
from datetime import date

from portal.dossier.acting import Acting, close, opened
from portal.wiring import Platform
from protocols.ids import WorkerId
from protocols.money import Cents
from protocols.plan.budget import AffordableAmount, Binds, Budget
from protocols.plan.events import Agreed, PlanReason, agreed
from protocols.plan.plan import RepaymentPlan, Wish
from protocols.plan.trace import Line
from protocols.work.dossier_moves import Move
from protocols.work.proposal import PlanRef
from store import dossiers
from store.dossiers import ProposalRow
from store.engine import Tx

_KIND = "proposal"


@dataclass(frozen=True, slots=True)
class Figures:
    """An affordable amount as it was found, in plain data: nothing is decided with it again."""

    on: date
    cents: Cents
    income_cents: Cents
    ceiling_cents: Cents
    lines: tuple[Line, ...]
    budget: Budget
    binds: Binds
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan on the table, or agreed on, with what it rests on."""

    agreed: Agreed
    wish: Wish
    figures: Figures


@dataclass(frozen=True, slots=True)
class GivingUp:
    """Money that somebody proposes to give up: of one claim, or all that is open (no claim)."""

    move: Move
    reason: PlanReason
    by: WorkerId
    claim_id: str = ""
    cents: int = 0


@dataclass(frozen=True, slots=True)
class _Kept:
    """One of the two."""

    offer: Offer | None = None
    giving_up: GivingUp | None = None


@dataclass(frozen=True, slots=True)
class Live:
    """A row that is on the table with what is in it: an offer, or money to be given up."""

    row: ProposalRow
    offer: Offer | None
    giving_up: GivingUp | None


def ref_of(plan_id: str, plan: RepaymentPlan) -> PlanRef:
    """How a dossier knows a plan: only a plan that may be agreed has such a reference."""
    return PlanRef(plan_id, plan.monthly_cents)


def offer_of(plan: RepaymentPlan) -> Offer:
    """A plan with everything it rests on, to be kept."""
    return Offer(agreed(plan), plan.wish, figures_of(plan.affordable))


def figures_of(found: AffordableAmount) -> Figures:
    """An affordable amount in plain data."""
    law = found.ceiling
    return Figures(
        law.on,
        found.cents,
        law.income_cents,
        law.cents,
        law.lines,
        found.budget,
        found.binds,
        found.doubts,
    )


def keep_offer(now: Acting, ref: PlanRef, offer: Offer, standing: str) -> None:
    """Put an offer on the table (open), or write down that it is agreed on."""
    affordable = offer.figures.cents
    _keep(now, ref.plan_id, ref.monthly_cents, affordable, _Kept(offer=offer), standing)


def keep_giving_up(now: Acting, row_id: str, ref: PlanRef, wanted: GivingUp) -> None:
    """Keep what waits for another's confirmation; the amount per month stays as it is."""
    monthly = ref.monthly_cents
    _keep(now, row_id, monthly, monthly, _Kept(giving_up=wanted), dossiers.OPEN)


def live(tx: Tx, platform: Platform, dossier_id: str, standing: str) -> Live | None:
    """What is on the table, or what was agreed on; None without."""
    row = dossiers.proposals(tx, dossier_id).get(standing)
    if row is None:
        return None
    kept = opened(platform, _KIND, row.plan_id, bytes(row.sealed), _Kept)
    return Live(row, kept.offer, kept.giving_up)


def _keep(
    now: Acting, row_id: str, monthly: Cents, affordable: Cents, kept: _Kept, standing: str
) -> None:
    row = ProposalRow(
        row_id,
        now.dossier_id,
        now.dossier.consent_id,
        standing,
        monthly,
        affordable,
        now.by.on.isoformat(),
        close(now, _KIND, row_id, kept),
    )
    dossiers.propose(now.tx, row)
