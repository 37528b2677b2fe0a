"""The history of a plan folded into how it stands. Total: nothing is decided here."""

from collections.abc import Iterable
from dataclasses import replace

from protocols.money import Cents
from protocols.plan.events import (
    Agreed,
    Changed,
    Ended,
    Event,
    GivenUp,
    Paid,
    Refunded,
    TermMissed,
)
from protocols.plan.plan import Part
from protocols.plan.progress import ClaimProgress, Progress
from protocols.plan.rhythm import Term
from protocols.plan.terms import NOTHING


def fold(events: Iterable[Event]) -> Progress:
    """The state that a history leads to. The first event is Agreed, and no other one is.

    Raises ValueError for a history that does not begin so: that is a bug, not a refusal.
    """
    state: Progress | None = None
    for event in events:
        state = evolve(state, event)
    if state is None:
        raise ValueError("a history of a plan begins with its agreement")
    return state


def evolve(state: Progress | None, event: Event) -> Progress:
    """The state after one more event. Total: it decides nothing and refuses nothing."""
    if isinstance(event, Agreed):
        claims = tuple(ClaimProgress(one.claim_id, one.balance_cents) for one in event.claims)
        return Progress(event.rules, claims, event.terms)
    if state is None:
        raise ValueError("a history of a plan begins with its agreement")
    match event:
        case Paid():
            return _paid(state, event)
        case TermMissed(due_on=due_on):
            return replace(state, missed=(*state.missed, due_on))
        case Changed(terms=terms):
            earlier = (*state.earlier, state.terms)
            return replace(state, terms=terms, earlier=earlier, paid_cents=NOTHING)
        case GivenUp(parts=parts):
            return _given_up(state, parts)
        case Refunded():
            return _refunded(state, event)
        case Ended():
            return replace(state, ended=event)


def _paid(state: Progress, event: Paid) -> Progress:
    cents = sum(part.cents for part in event.parts)
    name = event.payment_id, cents + event.kept_cents
    return replace(
        state,
        claims=tuple(_repaid(one, event.parts) for one in state.claims),
        paid_cents=Cents(state.paid_cents + cents),
        kept_cents=Cents(state.kept_cents + event.kept_cents),
        payments=state.payments | {name},
    )


def _given_up(state: Progress, parts: tuple[Part, ...]) -> Progress:
    """What is given up, comes off the last terms."""
    claims = tuple(_given_away(one, parts) for one in state.claims)
    cut = int(sum(part.cents for part in parts))
    terms = list(state.terms)
    while cut and terms:
        last = terms.pop()
        if last.cents > cut:
            terms.append(Term(last.due_on, Cents(last.cents - cut)))
        cut -= min(cut, last.cents)
    return replace(state, claims=claims, terms=tuple(terms))


def _refunded(state: Progress, event: Refunded) -> Progress:
    return replace(
        state,
        kept_cents=Cents(state.kept_cents - event.cents),
        refunded_cents=Cents(state.refunded_cents + event.cents),
        refunds=state.refunds | {(event.reference, int(event.cents))},
    )


def _repaid(claim: ClaimProgress, parts: tuple[Part, ...]) -> ClaimProgress:
    repaid = claim.repaid_cents + _of(claim, parts)
    return replace(claim, repaid_cents=Cents(repaid))


def _given_away(claim: ClaimProgress, parts: tuple[Part, ...]) -> ClaimProgress:
    given_up = claim.given_up_cents + _of(claim, parts)
    return replace(claim, given_up_cents=Cents(given_up))


def _of(claim: ClaimProgress, parts: tuple[Part, ...]) -> int:
    """What of the parts is about this claim."""
    return sum(part.cents for part in parts if part.claim_id == claim.claim_id)
