"""One claim of the city's overview (globaal vorderingenoverzicht), as its source tells it.

The fields are those of the overview in OSLO Schuldbeheer (workshop of 2024-04-16), without a
description: that often says something about a person. Who owes it is kept beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from protocols.claims.reference import Ogm
from protocols.claims.words import Cost, Entity, OwnStep
from protocols.errors import Refused
from protocols.money import Cents
from protocols.plan.claims import ClaimMark, PlanClaim, Split, split_of
from protocols.plan.words import Within
from protocols.work.enrich import OpenClaim

MOST_TEXT: Final = 80
MOST_REMINDERS: Final = 99
MOST_CENTS: Final = 100_000_000_000
_NOTHING: Final = Cents(0)


class BadClaim(Refused):
    """A claim that cannot be. `faults` holds every (field, code); no value is repeated."""

    code = "claim-bad"

    def __init__(self, faults: tuple[tuple[str, str], ...]) -> None:
        self.faults = faults
        fields = ", ".join(dict.fromkeys(field for field, _ in faults))
        super().__init__("deze vordering klopt niet; verbeter deze velden in de bron", place=fields)


@dataclass(frozen=True, slots=True)
class Charged:
    """What was charged, in cents: the principal apart from costs and interest; none negative.

    Default costs are never part of the principal (OSLO: hoofdsom excludes them).
    """

    principal_cents: Cents
    reminder_cents: Cents = _NOTHING
    bailiff_cents: Cents = _NOTHING
    interest_cents: Cents = _NOTHING

    @property
    def split(self) -> Split:
        """The same with all costs together."""
        costs = self.reminder_cents + self.bailiff_cents
        return Split(self.principal_cents, Cents(costs), self.interest_cents)

    def costs(self) -> frozenset[Cost]:
        """Which kinds of cost were charged."""
        amounts = {
            Cost.REMINDER: self.reminder_cents,
            Cost.BAILIFF: self.bailiff_cents,
            Cost.INTEREST: self.interest_cents,
        }
        return frozenset(cost for cost, cents in amounts.items() if cents)


@dataclass(frozen=True, slots=True)
class Phase:
    """How far it is in its own service: reminders sent, at the bailiff since, own steps done."""

    reminders: int = 0
    bailiff_on: date | None = None
    done: frozenset[OwnStep] = frozenset()


@dataclass(frozen=True, slots=True)
class Source:
    """The application that sends the reminders, and the claim's key there: to stop them."""

    application: str
    key: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of one legal person. Raises BadClaim at birth, naming every wrong field.

    `reduced_cents` was taken off afterwards (vermindering); `limitation_on` is the first day on
    which it can no longer be asked for (None: the source does not know), `disputed_on` the day
    since when it is disputed. Ids and texts are at most 80 printable characters.
    """

    claim_id: str
    entity: Entity
    service: str
    category: str
    source: Source
    charged: Charged
    due_on: date
    reference: Ogm | None = None
    paid_cents: Cents = _NOTHING
    reduced_cents: Cents = _NOTHING
    sent_on: date | None = None
    limitation_on: date | None = None
    disputed_on: date | None = None
    phase: Phase = Phase()

    def __post_init__(self) -> None:
        faults = (*_texts(self), *_amounts(self), *_days(self))
        if faults:
            raise BadClaim(faults)

    @property
    def balance_cents(self) -> Cents:
        """What is still due; never below nothing."""
        return Cents(self.charged.split.cents - self.reduced_cents - self.paid_cents)


def open_split(claim: Claim, within: Within) -> Split:
    """What is still due in its parts: a reduction takes the principal first, then what is left.

    `within` is the rule of its category for what was paid.
    """
    reduced = _less(claim.charged.split, claim.reduced_cents, Within.PRINCIPAL_FIRST)
    return _less(reduced, claim.paid_cents, within)


def paid_of(owed: Split, cents: int, within: Within) -> Split:
    """What an amount of at most `owed` pays of each part."""
    return split_of(PlanClaim("", owed, date.min), cents, within)


def open_claim(claim: Claim) -> OpenClaim:
    """The claim as a case shows it."""
    return OpenClaim(
        claim.claim_id,
        claim.category,
        claim.charged.principal_cents,
        claim.balance_cents,
        claim.due_on,
    )


def plan_claim(claim: Claim, within: Within) -> PlanClaim:
    """The claim as a plan takes it."""
    marks = frozenset({ClaimMark.DISPUTED} if claim.disputed_on else ())
    owed = open_split(claim, within)
    return PlanClaim(claim.claim_id, owed, claim.due_on, claim.limitation_on, marks)


def _less(owed: Split, cents: int, within: Within) -> Split:
    paid = paid_of(owed, cents, within)
    return Split(
        Cents(owed.principal_cents - paid.principal_cents),
        Cents(owed.costs_cents - paid.costs_cents),
        Cents(owed.interest_cents - paid.interest_cents),
    )


def _texts(claim: Claim) -> Iterator[tuple[str, str]]:
    texts = {
        "claim_id": claim.claim_id,
        "service": claim.service,
        "category": claim.category,
        "source.application": claim.source.application,
        "source.key": claim.source.key,
    }
    for field, text in texts.items():
        if not text.strip() or len(text) > MOST_TEXT or not text.isprintable():
            yield field, "bad-text"


def _amounts(claim: Claim) -> Iterator[tuple[str, str]]:
    charged = claim.charged
    amounts = {
        "principal_cents": charged.principal_cents,
        "reminder_cents": charged.reminder_cents,
        "bailiff_cents": charged.bailiff_cents,
        "interest_cents": charged.interest_cents,
        "paid_cents": claim.paid_cents,
        "reduced_cents": claim.reduced_cents,
    }
    wrong = [field for field, cents in amounts.items() if not 0 <= cents <= MOST_CENTS]
    yield from ((field, "bad-amount") for field in wrong)
    if charged.principal_cents == 0:
        yield "principal_cents", "nothing"
    if not wrong and claim.balance_cents < 0:
        yield "paid_cents", "more-than-charged"


def _days(claim: Claim) -> Iterator[tuple[str, str]]:
    if claim.sent_on and claim.sent_on > claim.due_on:
        yield "due_on", "before-sent"
    if claim.limitation_on and claim.limitation_on <= claim.due_on:
        yield "limitation_on", "before-due"
    if not 0 <= claim.phase.reminders <= MOST_REMINDERS:
        yield "phase.reminders", "bad-count"
