"""What can be asked of a running plan (commands), and what happened to it (events).

An event holds plain data only, so that a store can write and read it without deciding anew.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from protocols.ids import WorkerId
from protocols.money import Cents
from protocols.plan.budget import AffordableAmount
from protocols.plan.claims import PlanClaim
from protocols.plan.plan import Part, RepaymentPlan
from protocols.plan.rhythm import Term
from protocols.plan.rules import PlanRules


class Ending(StrEnum):
    """How a plan ended: all repaid, the rest given up, or stopped with money still open."""

    COMPLETED = "completed"
    SCRAPPED = "scrapped"
    STOPPED = "stopped"


class PlanReason(StrEnum):
    """Why a plan is changed, money is given up or a plan is stopped."""

    INCOME_CHANGED = "income_changed"
    HOUSEHOLD_CHANGED = "household_changed"
    COSTS_CHANGED = "costs_changed"
    TERMS_MISSED = "terms_missed"
    CANNOT_PAY = "cannot_pay"
    NOT_WORTH_IT = "not_worth_it"
    RESIDENT_ASKED = "resident_asked"
    OTHER_HELP = "other_help"
    DECEASED = "deceased"
    MISTAKE = "mistake"


@dataclass(frozen=True, slots=True)
class Pay:
    """Money came in. `intended_for` is the claim that the payer named; empty: none."""

    payment_id: str
    cents: int
    paid_on: date
    intended_for: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A day has come: which terms are missed by now?"""

    on: date


@dataclass(frozen=True, slots=True)
class Change:
    """Decided `on` a day: another amount, and perhaps day of the month, from `from_on` on.

    Terms in between stay as they were; what was missed before is repaid in the new terms.
    """

    affordable: AffordableAmount
    on: date
    monthly_cents: int
    from_on: date
    day: int
    reason: PlanReason


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Give up money: of one claim `cents`, or with an empty `claim_id` all that is still open.

    Two different people decide it.
    """

    on: date
    reason: PlanReason
    by: WorkerId
    seconded_by: WorkerId
    claim_id: str = ""
    cents: int = 0


@dataclass(frozen=True, slots=True)
class Refund:
    """Pay back money that was kept apart. `reference` tells the payments apart."""

    reference: str
    cents: int
    on: date
    by: WorkerId


@dataclass(frozen=True, slots=True)
class Stop:
    """End the plan with money still open: each claim goes on by itself."""

    on: date
    reason: PlanReason
    by: WorkerId


Command = Pay | Check | Change | GiveUp | Refund | Stop


@dataclass(frozen=True, slots=True)
class Agreed:
    """The plan that was agreed, in plain data; the first event of every history.

    A plan makes it (`agreed`); a store can make it again without deciding anew.
    """

    claims: tuple[PlanClaim, ...]
    terms: tuple[Term, ...]
    monthly_cents: Cents
    rules: PlanRules


def agreed(plan: RepaymentPlan) -> Agreed:
    """The agreement on a plan: from here on nothing of it grows."""
    return Agreed(plan.claims, plan.terms, plan.monthly_cents, plan.rules)


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment, and where every cent of it went: to claims, or kept apart."""

    payment_id: str
    paid_on: date
    parts: tuple[Part, ...]
    kept_cents: Cents


@dataclass(frozen=True, slots=True)
class TermMissed:
    """A term whose grace has passed with `missing_cents` of it unpaid."""

    due_on: date
    missing_cents: Cents
    noted_on: date


@dataclass(frozen=True, slots=True)
class Changed:
    """The terms that hold from now on: those that stay until `from_on`, and the new ones."""

    on: date
    from_on: date
    monthly_cents: Cents
    terms: tuple[Term, ...]
    reason: PlanReason


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Money that nobody asks for any more."""

    parts: tuple[Part, ...]
    on: date
    reason: PlanReason
    by: WorkerId
    seconded_by: WorkerId


@dataclass(frozen=True, slots=True)
class Refunded:
    """Money that was kept apart and went back to the resident."""

    reference: str
    cents: Cents
    on: date
    by: WorkerId


@dataclass(frozen=True, slots=True)
class Ended:
    """The plan is over."""

    ending: Ending
    on: date
    reason: PlanReason | None = None
    by: WorkerId | None = None


Event = Agreed | Paid | TermMissed | Changed | GivenUp | Refunded | Ended
