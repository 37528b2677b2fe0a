"""The claims that go into a plan: what is owed, frozen, and in which order it is repaid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from protocols.money import Cents
from protocols.plan.refusals import (
    BadAmount,
    ChoiceIncomplete,
    ClaimDisputed,
    ClaimTimeBarred,
    ClaimTwice,
    NoClaims,
)
from protocols.plan.words import Within
from protocols.work.enrich import OpenClaim


class ClaimMark(StrEnum):
    """What makes a claim different. An urgent one (eviction, end of supply) goes first."""

    URGENT = "urgent"
    DISPUTED = "disputed"


class Order(StrEnum):
    """Which claim is repaid first."""

    NEAR_LIMITATION = "near_limitation"
    OLDEST = "oldest"
    RESIDENTS_CHOICE = "residents_choice"


@dataclass(frozen=True, slots=True)
class Split:
    """An amount in its three parts, in cents; none is negative."""

    principal_cents: Cents
    costs_cents: Cents
    interest_cents: Cents

    @property
    def cents(self) -> Cents:
        """The parts together."""
        return Cents(self.principal_cents + self.costs_cents + self.interest_cents)


@dataclass(frozen=True, slots=True)
class PlanClaim:
    """One claim as it stands on the day of the plan; from then on it never grows.

    `limitation_on` is the first day on which it can no longer be asked for; None: not known.
    """

    claim_id: str
    owed: Split
    due_on: date
    limitation_on: date | None = None
    marks: frozenset[ClaimMark] = frozenset()

    def __post_init__(self) -> None:
        owed = self.owed
        if min(owed.principal_cents, owed.costs_cents, owed.interest_cents) < 0:
            raise BadAmount("claims")

    @property
    def balance_cents(self) -> Cents:
        """What is open: principal, costs and interest."""
        return self.owed.cents


def claim_of(open_claim: OpenClaim, limitation_on: date | None = None) -> PlanClaim:
    """A claim of the city's register; what its balance is above the principal, are costs."""
    balance = max(0, open_claim.balance_cents)
    principal = min(open_claim.principal_cents, balance)
    owed = Split(Cents(principal), Cents(balance - principal), Cents(0))
    return PlanClaim(open_claim.claim_id, owed, open_claim.due_on, limitation_on)


def fit(claims: Sequence[PlanClaim], start_on: date) -> tuple[PlanClaim, ...]:
    """The claims that have something open. Raises one of BadClaims when they cannot be a plan."""
    if len({claim.claim_id for claim in claims}) < len(claims):
        raise ClaimTwice
    found = tuple(claim for claim in claims if claim.balance_cents)
    if not found:
        raise NoClaims
    if any(ClaimMark.DISPUTED in claim.marks for claim in found):
        raise ClaimDisputed
    if any(claim.limitation_on and claim.limitation_on <= start_on for claim in found):
        raise ClaimTimeBarred
    return found


def in_order(
    claims: Sequence[PlanClaim], order: Order, choice: Sequence[str] = ()
) -> tuple[PlanClaim, ...]:
    """The claims in the order in which they are repaid; equal ones by id, so always the same.

    `choice` holds the ids of all claims when the order is the resident's own, else it is not
    looked at. Raises ChoiceIncomplete.
    """
    match order:
        case Order.RESIDENTS_CHOICE:
            return _chosen(claims, choice)
        case Order.OLDEST:
            return tuple(sorted(claims, key=lambda one: (*_urgency(one), one.claim_id)))
        case Order.NEAR_LIMITATION:
            return tuple(sorted(claims, key=_limitation))


def split_of(claim: PlanClaim, cents: int, within: Within) -> Split:
    """What a payment on a claim pays of it; `cents` is at most its balance."""
    owed, left = claim.owed, cents
    costs_first = within is Within.COSTS_FIRST
    costs = min(owed.costs_cents, left) if costs_first else 0
    interest = min(owed.interest_cents, left - costs) if costs_first else 0
    principal = min(owed.principal_cents, left - costs - interest)
    left -= costs + interest + principal
    if not costs_first:
        interest = min(owed.interest_cents, left)
        costs = left - interest
    return Split(Cents(principal), Cents(costs), Cents(interest))


def _urgency(claim: PlanClaim) -> tuple[bool, date]:
    return ClaimMark.URGENT not in claim.marks, claim.due_on


def _limitation(claim: PlanClaim) -> tuple[bool, date, date, str]:
    later, due_on = _urgency(claim)
    return later, claim.limitation_on or date.max, due_on, claim.claim_id


def _chosen(claims: Sequence[PlanClaim], choice: Sequence[str]) -> tuple[PlanClaim, ...]:
    known = {claim.claim_id: claim for claim in claims}
    if len(choice) != len(known) or set(choice) != set(known):
        raise ChoiceIncomplete
    return tuple(known[claim_id] for claim_id in choice)
