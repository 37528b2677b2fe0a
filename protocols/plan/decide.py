"""Decide what a command does to a running plan. Pure: refuses, or answers what happened."""

from datetime import date

from protocols.money import Cents
from protocols.plan.events import (
    Change,
    Changed,
    Check,
    Command,
    Ended,
    Ending,
    Event,
    GivenUp,
    GiveUp,
    Paid,
    Pay,
    Refund,
    Refunded,
    Stop,
    TermMissed,
)
from protocols.plan.plan import Part, check_monthly, fill
from protocols.plan.progress import Progress
from protocols.plan.refusals import (
    BadAmount,
    NameTwice,
    NotKept,
    NotOpen,
    PlanEnded,
    PlanTooLong,
    SameEyes,
    TooEarly,
    UnknownClaim,
)
from protocols.plan.rhythm import Term, terms_of


def decide(state: Progress, command: Command) -> tuple[Event, ...]:
    """What a command leads to; nothing for what is known already (a payment, a missed term).

    A plan that ended takes payments and refunds only. Raises a Refused of `refusals`.
    """
    match command:
        case Pay():
            return _pay(state, command)
        case Refund():
            return _refund(state, command)
        case Check():
            return _check(state, command)
        case Change() | GiveUp() | Stop() if state.ended:
            raise PlanEnded
        case Change():
            return _change(state, command)
        case GiveUp():
            return _give_up(state, command)
        case Stop():
            return (Ended(Ending.STOPPED, command.on, command.reason, command.by),)


def _pay(state: Progress, command: Pay) -> tuple[Event, ...]:
    """Lay a payment on the claims in their order; what no claim takes, is kept apart.

    Money meant for one claim never moves on to another, and after the end none is laid at all.
    """
    if command.cents <= 0:
        raise BadAmount("payment")
    if _known(state.payments, command.payment_id, command.cents):
        return ()
    parts, _ = fill(_takers(state, command.intended_for), command.cents)
    laid = sum(part.cents for part in parts)
    kept = Cents(command.cents - laid)
    paid = Paid(command.payment_id, command.paid_on, parts, kept)
    if laid and laid == state.open_cents:
        return paid, Ended(Ending.COMPLETED, command.paid_on)
    return (paid,)


def _takers(state: Progress, intended_for: str) -> list[tuple[str, int]]:
    """The claims that a payment may go to, with what they can take."""
    takers = [(one.claim_id, int(one.open_cents)) for one in state.claims]
    if intended_for:
        takers = [taker for taker in takers if taker[0] == intended_for]
        if not takers:
            raise UnknownClaim
    return [] if state.ended else takers


def _check(state: Progress, command: Check) -> tuple[Event, ...]:
    if state.ended:
        return ()
    return tuple(
        TermMissed(term.due_on, missing, command.on)
        for term, missing in state.overdue(command.on)
        if term.due_on not in state.missed
    )


def _change(state: Progress, command: Change) -> tuple[Event, ...]:
    """New terms for all that is open but the coming terms until then.

    What was missed before goes into the new terms, and so does a coming term that is more than
    can be afforded now: nobody is held to an amount that the law protects.
    """
    check_monthly(command.affordable, command.monthly_cents, command.from_on, state.rules)
    if command.from_on < command.on:
        raise TooEarly
    stay = tuple(
        Term(term.due_on, missing)
        for term, missing in state.unpaid()
        if command.on < term.due_on < command.from_on and missing <= command.affordable.cents
    )
    rest, monthly = state.open_cents - sum(term.cents for term in stay), command.monthly_cents
    if rest > monthly * state.rules.longest_months:
        raise PlanTooLong
    terms = (*stay, *terms_of(rest, monthly, _begin(state, command), command.day))
    return (Changed(command.on, command.from_on, Cents(monthly), terms, command.reason),)


def _begin(state: Progress, command: Change) -> date:
    """From when new terms count: never in a month in which an old one stays or was paid."""
    whole = {term.due_on for term, missing in state.unpaid() if missing == term.cents}
    taken = [
        term.due_on
        for term in state.terms
        if term.due_on < command.from_on and (term.due_on not in whole or term.due_on > command.on)
    ]
    if not taken:
        return command.from_on
    last = taken[-1]
    return max(command.from_on, date(last.year + last.month // 12, last.month % 12 + 1, 1))


def _give_up(state: Progress, command: GiveUp) -> tuple[Event, ...]:
    if command.by == command.seconded_by:
        raise SameEyes
    parts = _given(state, command)
    gone = GivenUp(parts, command.on, command.reason, command.by, command.seconded_by)
    if sum(part.cents for part in parts) == state.open_cents:
        return gone, Ended(Ending.SCRAPPED, command.on, command.reason, command.by)
    return (gone,)


def _given(state: Progress, command: GiveUp) -> tuple[Part, ...]:
    """What is given up: all that is open, or an amount of one claim."""
    if not command.claim_id:
        takers = [(one.claim_id, int(one.open_cents)) for one in state.claims]
        return fill(takers, state.open_cents)[0]
    found = [one for one in state.claims if one.claim_id == command.claim_id]
    if not found:
        raise UnknownClaim
    if command.cents <= 0:
        raise BadAmount("given_up")
    if command.cents > found[0].open_cents:
        raise NotOpen
    return (Part(command.claim_id, Cents(command.cents)),)


def _refund(state: Progress, command: Refund) -> tuple[Event, ...]:
    if command.cents <= 0:
        raise BadAmount("refund")
    if _known(state.refunds, command.reference, command.cents):
        return ()
    if command.cents > state.kept_cents:
        raise NotKept
    return (Refunded(command.reference, Cents(command.cents), command.on, command.by),)


def _known(handled: frozenset[tuple[str, int]], name: str, cents: int) -> bool:
    """Whether this was handled already. Raises NameTwice when that was another amount."""
    if any(known == name and amount != cents for known, amount in handled):
        raise NameTwice
    return (name, cents) in handled
