"""Plans of different length side by side, the impossible ones with their reason among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from protocols.errors import Refused
from protocols.money import Cents
from protocols.plan.budget import AffordableAmount
from protocols.plan.claims import PlanClaim, fit, in_order
from protocols.plan.plan import RepaymentPlan, Wish, fill, make_plan
from protocols.plan.rhythm import due_days
from protocols.plan.rules import PlanRules


@dataclass(frozen=True, slots=True)
class Outlook:
    """One claim at the end of a scenario: what was repaid of it and what remains."""

    claim_id: str
    repaid_cents: Cents
    remains_cents: Cents


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a length of `months` would mean.

    `needed_cents` a month repays everything in time. `monthly_cents` is what can be paid: the
    same, or the affordable amount where that is less; then `refusal` and `reason` (Dutch) say
    why the needed amount cannot be agreed, and `plan` is None. `ends_on` is the day of the last
    term; None where nothing can be paid.
    """

    months: int
    needed_cents: Cents
    monthly_cents: Cents
    claims: tuple[Outlook, ...]
    ends_on: date | None
    plan: RepaymentPlan | None
    refusal: str = ""
    reason: str = ""

    @property
    def within_ceiling(self) -> bool:
        """Whether this can be agreed."""
        return self.plan is not None

    @property
    def repaid_cents(self) -> Cents:
        """What is repaid of all claims."""
        return Cents(sum(one.repaid_cents for one in self.claims))

    @property
    def remains_cents(self) -> Cents:
        """What is still open at the end."""
        return Cents(sum(one.remains_cents for one in self.claims))


def scenarios(
    affordable: AffordableAmount, claims: Sequence[PlanClaim], rules: PlanRules, wish: Wish
) -> tuple[Scenario, ...]:
    """A scenario for each length that the city lays side by side.

    Raises BadClaims or BadDay, which no length repairs; anything else is told in the scenario.
    """
    ordered = in_order(fit(claims, wish.start_on), wish.order, wish.choice)
    longest = max(rules.scenario_months, default=0)
    days = tuple(
        day for day, _ in zip(due_days(wish.start_on, wish.day), range(longest), strict=False)
    )
    return tuple(
        _scenario(affordable, ordered, months, rules, wish, days[:months])
        for months in rules.scenario_months
    )


def _scenario(
    affordable: AffordableAmount,
    claims: tuple[PlanClaim, ...],
    months: int,
    rules: PlanRules,
    wish: Wish,
    days: tuple[date, ...],
) -> Scenario:
    total = sum(claim.balance_cents for claim in claims)
    needed = -(-total // months)
    try:
        plan = make_plan(affordable, claims, needed, rules, wish)
    except Refused as refused:
        monthly = min(needed, affordable.cents)
        repaid = min(total, monthly * months)
        outlooks = _outlooks(claims, repaid)
        last = days[-(-repaid // monthly) - 1] if monthly else None
        code, why = refused.code, refused.message
        return Scenario(months, Cents(needed), Cents(monthly), outlooks, last, None, code, why)
    outlooks = _outlooks(claims, total)
    return Scenario(months, plan.monthly_cents, plan.monthly_cents, outlooks, plan.ends_on, plan)


def _outlooks(claims: tuple[PlanClaim, ...], cents: int) -> tuple[Outlook, ...]:
    """What an amount repays of each claim, in their order."""
    parts, _ = fill([(claim.claim_id, int(claim.balance_cents)) for claim in claims], cents)
    repaid = {part.claim_id: part.cents for part in parts}
    return tuple(
        Outlook(
            claim.claim_id,
            repaid.get(claim.claim_id, Cents(0)),
            Cents(claim.balance_cents - repaid.get(claim.claim_id, 0)),
        )
        for claim in claims
    )
