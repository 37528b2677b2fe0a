"""Where a payment goes: the payer's wish, the plan, the oldest claim; what is left is kept apart.

OSLO Schuldbeheer (workshops 1, 3 and 5): the payer may choose the claim; unallocated money goes to
the oldest; costs go first only where the terms say so; what is paid too much does not jump to
another debt. A reference that is wrong, missing or double is never guessed at: a human looks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from protocols.claims.claim import paid_of
from protocols.claims.payments import (
    Account,
    Allocation,
    Asked,
    Book,
    ByRule,
    Named,
    Payment,
    Place,
    Posting,
    Target,
    Unplaced,
)
from protocols.claims.reference import is_ogm, is_twelve, plain_reference
from protocols.money import Cents
from protocols.plan.claims import Split

NOTHING_OPEN: Final = Split(Cents(0), Cents(0), Cents(0))
Open = Mapping[str, Split]
"""What is open of each claim, in its parts."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """A payment that came by before in the same file or is in the books: no new money."""

    payment_id: str


def allocate(payment: Payment, book: Book, still_open: Open) -> Allocation:
    """Place every cent of a payment."""
    if payment.wishes:
        return _by_wish(payment, payment.wishes, book, still_open)
    if payment.reference.strip():
        return _by_reference(payment, book, still_open)
    if payment.payer:
        return _by_payer(payment, payment.payer, book, still_open)
    return _waits(payment, Unplaced.NO_REFERENCE)


def allocate_all(
    payments: Iterable[Payment], book: Book, owed: Open, known: Iterable[str] = ()
) -> Iterator[Allocation | Repeated]:
    """Place the payments of a file one after another; `known` are the ids in the books."""
    still_open, seen = dict(owed), set(known)
    for payment in payments:
        if payment.payment_id in seen:
            yield Repeated(payment.payment_id)
            continue
        seen.add(payment.payment_id)
        found = allocate(payment, book, still_open)
        still_open.update(moved(still_open, found.postings))
        yield found


def lay(
    payment: Payment, cents: int, accounts: Sequence[Account], still_open: Open
) -> tuple[Posting, ...]:
    """Lay cents of a payment on claims in this order; what no claim takes is kept apart."""
    postings, left, laid = [], cents, set[str]()
    for account in accounts:
        if left and account.claim_id not in laid:
            laid.add(account.claim_id)
            found = _on_claim(payment, left, account, still_open)
            left -= sum(one.cents for one in found)
            postings += found
    if left:
        postings.append(Posting(payment.payment_id, Place.KEPT_APART, Cents(left)))
    return tuple(postings)


def moved(still_open: Open, postings: Iterable[Posting]) -> dict[str, Split]:
    """What is open after postings, of the claims they touch only."""
    found: dict[str, Split] = {}
    for one in postings:
        if one.claim_id:
            before = found.get(one.claim_id) or still_open.get(one.claim_id, NOTHING_OPEN)
            found[one.claim_id] = _minus(before, one)
    return found


def in_age(accounts: Iterable[Account]) -> list[Account]:
    """The oldest first; equal ones by id, so always the same."""
    return sorted(accounts, key=lambda one: (one.due_on, one.claim_id))


def _by_reference(payment: Payment, book: Book, still_open: Open) -> Allocation:
    key = plain_reference(payment.reference)
    targets = book.references.get(key, ())
    if len(targets) > 1:
        return _waits(payment, Unplaced.DOUBLE_REFERENCE)
    if not targets:
        wrong = is_twelve(key) and not is_ogm(key)
        return _waits(payment, Unplaced.BAD_CHECK_DIGITS if wrong else Unplaced.UNKNOWN_REFERENCE)
    return _by_target(payment, targets[0], book, still_open)


def _by_target(payment: Payment, target: Target, book: Book, still_open: Open) -> Allocation:
    match target.named:
        case Named.CLAIM:
            return _by_wish(payment, (target.key,), book, still_open)
        case Named.PLAN:
            return _by_plan(payment, target.key, book, still_open)
        case Named.PAYER:
            return _by_payer(payment, target.key, book, still_open)


def _by_wish(payment: Payment, wishes: Sequence[str], book: Book, still_open: Open) -> Allocation:
    accounts = [book.accounts[one] for one in wishes if one in book.accounts]
    if len(accounts) < len(wishes):
        return _waits(payment, Unplaced.UNKNOWN_CLAIM)
    if any(account.entity is not payment.entity for account in accounts):
        return _waits(payment, Unplaced.OTHER_ENTITY)
    return _laid(payment, ByRule.WISH, accounts, still_open)


def _by_plan(payment: Payment, plan_id: str, book: Book, still_open: Open) -> Allocation:
    claims = book.plans.get(plan_id, ())
    accounts = [book.accounts[one] for one in claims if one in book.accounts]
    if not accounts:
        return _waits(payment, Unplaced.UNKNOWN_REFERENCE)
    own = [account for account in accounts if account.entity is payment.entity]
    if not own:
        return _waits(payment, Unplaced.OTHER_ENTITY)
    return _laid(payment, ByRule.PLAN, own, still_open)


def _by_payer(payment: Payment, payer: str, book: Book, still_open: Open) -> Allocation:
    plan_id = book.plan_of.get((payer, payment.entity))
    if plan_id is not None:
        return _by_plan(payment, plan_id, book, still_open)
    claims = book.claims_of.get((payer, payment.entity), ())
    accounts = [
        account
        for account in (book.accounts.get(one) for one in claims)
        if account is not None and account.asked is Asked.YES and account.entity is payment.entity
    ]
    return _laid(payment, ByRule.OLDEST, in_age(accounts), still_open)


def _laid(
    payment: Payment, rule: ByRule, accounts: Sequence[Account], still_open: Open
) -> Allocation:
    return Allocation(payment, rule, lay(payment, payment.cents, accounts, still_open))


def _waits(payment: Payment, why: Unplaced) -> Allocation:
    waiting = Posting(payment.payment_id, Place.WORK_LIST, payment.cents)
    return Allocation(payment, ByRule.NONE, (waiting,), why)


def _on_claim(payment: Payment, cents: int, account: Account, still_open: Open) -> list[Posting]:
    owed = still_open.get(account.claim_id, NOTHING_OPEN)
    part = paid_of(owed, min(cents, owed.cents), account.within)
    parts = (
        (Place.PRINCIPAL, part.principal_cents),
        (Place.COSTS, part.costs_cents),
        (Place.INTEREST, part.interest_cents),
    )
    return [
        Posting(payment.payment_id, place, amount, account.claim_id)
        for place, amount in parts
        if amount
    ]


def _minus(owed: Split, one: Posting) -> Split:
    paid = {place: one.cents if one.place is place else 0 for place in Place}
    return Split(
        Cents(owed.principal_cents - paid[Place.PRINCIPAL]),
        Cents(owed.costs_cents - paid[Place.COSTS]),
        Cents(owed.interest_cents - paid[Place.INTEREST]),
    )
