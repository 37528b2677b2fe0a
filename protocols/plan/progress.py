"""How a plan stands: the sum of what happened to it. Every cent is in exactly one place.

Of what was owed: repaid to a claim, given up, or still open. Of what came in: laid on a claim,
kept apart, or refunded.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from protocols.money import Cents
from protocols.plan.events import Ended
from protocols.plan.rhythm import Term
from protocols.plan.rules import PlanRules
from protocols.plan.terms import NOTHING


@dataclass(frozen=True, slots=True)
class ClaimProgress:
    """One claim in a running plan, in cents."""

    claim_id: str
    owed_cents: Cents
    repaid_cents: Cents = NOTHING
    given_up_cents: Cents = NOTHING

    @property
    def open_cents(self) -> Cents:
        """What is still to be repaid."""
        return Cents(self.owed_cents - self.repaid_cents - self.given_up_cents)


@dataclass(frozen=True, slots=True)
class Progress:
    """A plan under way. `terms` are the ones in force, of which `paid_cents` was paid since
    they began; `earlier` holds those of before each change, as they were. `missed` holds the
    days of terms that were ever missed, also when paid later. `payments` and `refunds` hold
    what was handled already, by its id with its cents. The terms in force less what was paid
    of them are always what is open.
    """

    rules: PlanRules
    claims: tuple[ClaimProgress, ...]
    terms: tuple[Term, ...]
    paid_cents: Cents = NOTHING
    kept_cents: Cents = NOTHING
    refunded_cents: Cents = NOTHING
    earlier: tuple[tuple[Term, ...], ...] = ()
    missed: tuple[date, ...] = ()
    payments: frozenset[tuple[str, int]] = frozenset()
    refunds: frozenset[tuple[str, int]] = frozenset()
    ended: Ended | None = None

    @property
    def open_cents(self) -> Cents:
        """What is still to be repaid of all claims."""
        return Cents(sum(claim.open_cents for claim in self.claims))

    @property
    def repaid_cents(self) -> Cents:
        """What was laid on claims."""
        return Cents(sum(claim.repaid_cents for claim in self.claims))

    @property
    def given_up_cents(self) -> Cents:
        """What nobody asks for any more."""
        return Cents(sum(claim.given_up_cents for claim in self.claims))

    @property
    def received_cents(self) -> Cents:
        """All that ever came in."""
        return Cents(self.repaid_cents + self.kept_cents + self.refunded_cents)

    def due_cents(self, on: date) -> Cents:
        """What of the terms in force had to be paid up to and on a day."""
        return Cents(sum(term.cents for term in self.terms if term.due_on <= on))

    def behind_cents(self, on: date) -> Cents:
        """What should have been paid by a day and was not."""
        return Cents(max(0, self.due_cents(on) - self.paid_cents))

    def ahead_cents(self, on: date) -> Cents:
        """What was paid early: before the terms that it pays."""
        return Cents(max(0, self.paid_cents - self.due_cents(on)))

    def unpaid(self) -> tuple[tuple[Term, Cents], ...]:
        """The terms not wholly paid, each with what is missing; payments fill the oldest first."""
        found, left = [], int(self.paid_cents)
        for term in self.terms:
            if left < term.cents:
                found.append((term, Cents(term.cents - left)))
            left = max(0, left - term.cents)
        return tuple(found)

    def overdue(self, on: date) -> tuple[tuple[Term, Cents], ...]:
        """The unpaid terms whose days of grace have passed on a day."""
        last = on - timedelta(days=self.rules.grace_days)
        return tuple((term, missing) for term, missing in self.unpaid() if term.due_on < last)

    def needs_talk(self, on: date) -> bool:
        """Whether so many terms are overdue that the plan must be talked over."""
        return len(self.overdue(on)) >= self.rules.missed_terms
