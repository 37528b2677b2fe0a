"""The books of payments: every cent of every payment is in exactly one place, at any moment.

Nothing is ever erased: a re-allocation first takes back what was posted, to the cent, and then
posts again, with a reason. Adding up all entries gives where the money lies now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from protocols.claims.allocation import Open, allocate, lay, moved
from protocols.claims.payment_refusals import (
    ClaimUnknown,
    NothingToMove,
    PaymentTwice,
    PaymentUnknown,
    TooMuchBack,
)
from protocols.claims.payments import Book, ByRule, Payment, Place, Posting, Unplaced
from protocols.ids import WorkerId
from protocols.money import Cents


class MoveReason(StrEnum):
    """Why money was moved by hand, or why it was placed at first."""

    RECEIVED = "received"
    REFERENCE_FOUND = "reference_found"
    PAYER_ASKED = "payer_asked"
    MISTAKE = "mistake"
    CLAIM_REDUCED = "claim_reduced"
    PLAN_CHANGED = "plan_changed"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Entry:
    """One booking. Together its postings are the payment (received) or nothing (moved)."""

    payment_id: str
    on: date
    reason: MoveReason
    rule: ByRule
    postings: tuple[Posting, ...]
    by: WorkerId | None = None
    why: Unplaced | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The books of one household or one file: small enough to be copied at every booking.

    `still_open` is what is open of each claim; `payments` everything that came in.
    """

    still_open: Open = field(default_factory=dict)
    payments: Mapping[str, Payment] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()

    def lies(self, payment_id: str) -> tuple[Posting, ...]:
        """Where the cents of a payment lie now."""
        return lying(
            one for entry in self.entries for one in entry.postings if one.payment_id == payment_id
        )

    def cents_in(self, place: Place) -> int:
        """How much lies in one place, of all payments."""
        postings = (one for entry in self.entries for one in entry.postings)
        return sum(one.cents for one in postings if one.place is place)

    def work_list(self) -> tuple[tuple[str, Unplaced], ...]:
        """The payments that wait for a human, with why."""
        why = {one.payment_id: one.why for one in self.entries if one.why is not None}
        return tuple(
            (payment_id, found)
            for payment_id, found in why.items()
            if any(one.place is Place.WORK_LIST for one in self.lies(payment_id))
        )


def lying(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """Add postings up per payment, place and claim; what came to nothing is left out."""
    found: dict[tuple[str, Place, str], int] = {}
    for one in postings:
        key = one.payment_id, one.place, one.claim_id
        found[key] = found.get(key, 0) + one.cents
    return tuple(
        Posting(payment_id, place, Cents(cents), claim_id)
        for (payment_id, place, claim_id), cents in found.items()
        if cents
    )


def receive(ledger: Ledger, book: Book, payment: Payment) -> Ledger:
    """Book a payment by the rules. Raises PaymentTwice when its id is in the books."""
    if payment.payment_id in ledger.payments:
        raise PaymentTwice
    found = allocate(payment, book, ledger.still_open)
    entry = Entry(
        payment.payment_id,
        payment.paid_on,
        MoveReason.RECEIVED,
        found.rule,
        found.postings,
        None,
        found.why,
    )
    payments = {**ledger.payments, payment.payment_id: payment}
    return booked(replace(ledger, payments=payments), entry)


def reallocate(
    ledger: Ledger,
    book: Book,
    payment_id: str,
    claims: Sequence[str],
    reason: MoveReason,
    on: date,
    by: WorkerId,
) -> Ledger:
    """Take a payment back from where it lies and lay it on these claims, in this order.

    Without claims it is kept apart. What was paid back stays so. Raises PaymentUnknown,
    NothingToMove, ClaimUnknown (also for a claim of the other legal person).
    """
    payment = _known(ledger, payment_id)
    accounts = [book.accounts[one] for one in claims if one in book.accounts]
    if len(accounts) < len(claims) or any(one.entity is not payment.entity for one in accounts):
        raise ClaimUnknown
    back = _reversed(ledger.lies(payment_id))
    if not back:
        raise NothingToMove
    freed = {**ledger.still_open, **moved(ledger.still_open, back)}
    again = lay(payment, -sum(one.cents for one in back), accounts, freed)
    return booked(ledger, Entry(payment_id, on, reason, ByRule.HAND, (*back, *again), by))


def refund(ledger: Ledger, payment_id: str, cents: int, on: date, by: WorkerId) -> Ledger:
    """Pay back what lies apart, and then what waits. Raises PaymentUnknown, TooMuchBack."""
    _known(ledger, payment_id)
    free = {one.place: one.cents for one in ledger.lies(payment_id)}
    apart, waits = free.get(Place.KEPT_APART, 0), free.get(Place.WORK_LIST, 0)
    if not 0 < cents <= apart + waits:
        raise TooMuchBack
    first = min(cents, apart)
    amounts = {
        Place.KEPT_APART: -first,
        Place.WORK_LIST: first - cents,
        Place.REFUNDED: cents,
    }
    postings = tuple(
        Posting(payment_id, place, Cents(amount)) for place, amount in amounts.items() if amount
    )
    return booked(ledger, Entry(payment_id, on, MoveReason.REFUND, ByRule.HAND, postings, by))


def _reversed(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """The same postings taken back; what was paid back to the payer is gone for good."""
    return tuple(
        replace(one, cents=Cents(-one.cents)) for one in postings if one.place is not Place.REFUNDED
    )


def _known(ledger: Ledger, payment_id: str) -> Payment:
    found = ledger.payments.get(payment_id)
    if found is None:
        raise PaymentUnknown
    return found


def booked(ledger: Ledger, entry: Entry) -> Ledger:
    """The books with one more entry."""
    still_open = {**ledger.still_open, **moved(ledger.still_open, entry.postings)}
    return replace(ledger, still_open=still_open, entries=(*ledger.entries, entry))
