"""The plan itself: claims, one monthly amount, terms. One above what is affordable cannot exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from protocols.money import Cents
from protocols.plan.budget import AffordableAmount
from protocols.plan.claims import Order, PlanClaim, fit, in_order
from protocols.plan.refusals import (
    AmountProtected,
    AmountStale,
    BadAmount,
    NothingAffordable,
    PlanTooLong,
)
from protocols.plan.rhythm import Term, terms_of
from protocols.plan.rules import PlanRules


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a plan: from which day, on which day of the month, in which order."""

    start_on: date
    day: int
    order: Order
    choice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What of a payment or a term goes to one claim, in cents; positive."""

    claim_id: str
    cents: Cents


@dataclass(frozen=True, slots=True)
class Instalment:
    """A term with what it repays of which claim."""

    term: Term
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class RepaymentPlan:
    """A plan that may be agreed: `claims` stand in the order in which they are repaid.

    Nothing is ever added to what is owed on the day of the plan. Raises AmountProtected when
    the monthly amount, or any term, is more than what the law and the budget leave, and
    AmountStale when that was found too long before the plan begins.
    """

    affordable: AffordableAmount
    claims: tuple[PlanClaim, ...]
    monthly_cents: Cents
    rules: PlanRules
    wish: Wish
    terms: tuple[Term, ...]

    def __post_init__(self) -> None:
        check_monthly(self.affordable, self.monthly_cents, self.wish.start_on, self.rules)
        if any(not 0 < term.cents <= self.monthly_cents for term in self.terms):
            raise AmountProtected
        if sum(term.cents for term in self.terms) != self.total_cents:
            raise BadAmount("terms")

    @property
    def total_cents(self) -> Cents:
        """All that is repaid."""
        return Cents(sum(claim.balance_cents for claim in self.claims))

    @property
    def frozen_cents(self) -> Cents:
        """The costs and interest in it that stand still from the day of the plan."""
        owed = [claim.owed for claim in self.claims]
        return Cents(sum(one.costs_cents + one.interest_cents for one in owed))

    @property
    def ends_on(self) -> date:
        """The day of the last term."""
        return self.terms[-1].due_on

    @property
    def instalments(self) -> tuple[Instalment, ...]:
        """Every term with the claims that it repays."""
        left = [(claim.claim_id, int(claim.balance_cents)) for claim in self.claims]
        found = []
        for term in self.terms:
            parts, left = fill(left, term.cents)
            found.append(Instalment(term, parts))
        return tuple(found)


def make_plan(
    affordable: AffordableAmount,
    claims: Sequence[PlanClaim],
    monthly_cents: int,
    rules: PlanRules,
    wish: Wish,
) -> RepaymentPlan:
    """A plan that repays the claims with one amount a month.

    Raises AmountProtected, AmountStale, NothingAffordable, BadAmount, PlanTooLong, BadDay or
    BadClaims.
    """
    check_monthly(affordable, monthly_cents, wish.start_on, rules)
    ordered = in_order(fit(claims, wish.start_on), wish.order, wish.choice)
    total = sum(claim.balance_cents for claim in ordered)
    if total > monthly_cents * rules.longest_months:
        raise PlanTooLong
    terms = terms_of(total, monthly_cents, wish.start_on, wish.day)
    return RepaymentPlan(affordable, ordered, Cents(monthly_cents), rules, wish, terms)


def check_monthly(
    affordable: AffordableAmount, monthly_cents: int, start_on: date, rules: PlanRules
) -> None:
    """Raises AmountStale, NothingAffordable, BadAmount or AmountProtected for what cannot be."""
    if start_on - affordable.ceiling.on > timedelta(days=rules.amount_days):
        raise AmountStale
    if not affordable.cents:
        raise NothingAffordable
    if monthly_cents <= 0:
        raise BadAmount("monthly")
    if monthly_cents > affordable.cents:
        raise AmountProtected


def fill(
    left: Sequence[tuple[str, int]], cents: int
) -> tuple[tuple[Part, ...], list[tuple[str, int]]]:
    """Lay an amount on claims in their order; answers the parts and what is left of the claims.

    What is more than all claims together is in no part: the caller must know where it goes.
    """
    parts = []
    for index, (claim_id, owed) in enumerate(left):
        taken = min(owed, cents)
        if taken:
            parts.append(Part(claim_id, Cents(taken)))
        cents -= taken
        if taken < owed:
            return tuple(parts), [(claim_id, owed - taken), *left[index + 1 :]]
    return tuple(parts), []
