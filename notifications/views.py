"""What each letter shows, and nothing else: frozen, whole, and on one line per field.

Money is in whole cents above zero unless a field says otherwise. `name` is how the resident is
greeted, without a title that only one language has ("S. de Vries"); the address on the envelope is
not part of a letter.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from notifications.checked import EMPTY, ZERO, Checked
from notifications.offer import LightOffer
from protocols.covenant.feedback import Code, Reference
from protocols.money import Cents
from protocols.privacy.aftermath import Consequence
from protocols.privacy.consent import Purpose


@dataclass(frozen=True, slots=True)
class Sender(Checked):
    """The city that writes, and how it is reached; `city_name` is the bare name ("Gent")."""

    city_name: str
    contact_phone: str
    contact_email: str
    website: str


@dataclass(frozen=True, slots=True)
class FirstLetter(Checked):
    """The first letter of a worker, with the notice of article 14 GDPR of the light offer.

    `creditors` are the organisations that signalled, by name: the notice tells where the data
    came from (art. 14(2)(f)). Empty, it tells the kinds of organisation of the offer.
    """

    offer: LightOffer
    name: str
    worker: str
    worker_phone: str
    creditors: tuple[str, ...] = field(default=(), metadata=EMPTY)


@dataclass(frozen=True, slots=True)
class Appointment(Checked):
    """A card for an appointment. It may lie open on a table, so it tells nothing of money.

    `at` is the local time as it is written on a clock: "14:30".
    """

    sender: Sender
    name: str
    worker: str
    on: date
    at: str
    place: str


@dataclass(frozen=True, slots=True)
class Debt(Checked):
    """One debt in a proposal: to whom and how much is open."""

    creditor: str
    open_cents: Cents


@dataclass(frozen=True, slots=True)
class ProposalLetter(Checked):
    """One proposal for all debts: `monthly_cents` for `months` months, from `first_on` on.

    `living_cents` is what stays to live on each month. Answer is asked by `answer_by`.
    """

    sender: Sender
    name: str
    worker: str
    debts: tuple[Debt, ...]
    monthly_cents: Cents
    months: int
    first_on: date
    living_cents: Cents
    answer_by: date

    @property
    def total_cents(self) -> Cents:
        """All debts together."""
        return Cents(sum(debt.open_cents for debt in self.debts))

    def amiss(self) -> Iterator[str]:
        """The months repay all debts, the last one may be smaller, and none is too many."""
        if not (self.months - 1) * self.monthly_cents < self.total_cents:
            yield "months: zijn er te veel; met minder maanden is alles ook betaald"
        if self.months * self.monthly_cents < self.total_cents:
            yield "months: zijn er te weinig; daarmee zijn de schulden niet betaald"
        if self.answer_by >= self.first_on:
            yield "answer_by: ligt niet voor de eerste betaling; kies een eerdere dag"


@dataclass(frozen=True, slots=True)
class Payment(Checked):
    """One payment of an agreement."""

    due_on: date
    cents: Cents


@dataclass(frozen=True, slots=True)
class AgreementLetter(Checked):
    """What was agreed. `pay_day` is the fixed day of the month (1 to 28), `account` and
    `reference` are what the payer copies."""

    sender: Sender
    name: str
    worker: str
    agreed_on: date
    pay_day: int
    account: str
    reference: str
    payments: tuple[Payment, ...]

    @property
    def total_cents(self) -> Cents:
        """All payments together."""
        return Cents(sum(payment.cents for payment in self.payments))

    def amiss(self) -> Iterator[str]:
        """A day that every month has, and payments in order."""
        if self.pay_day > 28:
            yield "pay_day: niet elke maand heeft deze dag; kies 1 tot en met 28"
        if any(one.due_on >= after.due_on for one, after in pairwise(self.payments)):
            yield "payments: staan niet op volgorde; zet de vroegste voorop, elke dag een keer"


@dataclass(frozen=True, slots=True)
class Statement(Checked):
    """How a plan stands at the end of a month, of which `month` is a day.

    `paid_cents` came in this month, `repaid_cents` was laid on debts since the start, `open_cents`
    is still to be paid, `kept_cents` was paid too much and is kept apart. `next` is the next
    payment, None when nothing is open.
    """

    sender: Sender
    name: str
    month: date
    paid_cents: Cents = field(metadata=ZERO)
    repaid_cents: Cents = field(metadata=ZERO)
    open_cents: Cents = field(metadata=ZERO)
    kept_cents: Cents = field(metadata=ZERO)
    next: Payment | None = None

    def amiss(self) -> Iterator[str]:
        """A next payment exactly when something is open, and never more than that."""
        if (self.next is None) != (self.open_cents == 0):
            yield "next: noem de volgende betaling zolang er iets open staat, en daarna niet meer"
        elif self.next is not None and self.next.cents > self.open_cents:
            yield "next: is meer dan er open staat; verlaag het bedrag"


@dataclass(frozen=True, slots=True)
class Withdrawal(Checked):
    """The confirmation that a consent was withdrawn, with all that was stopped or undone."""

    sender: Sender
    name: str
    purpose: Purpose
    withdrawn_on: date
    stopped: tuple[Consequence, ...]


@dataclass(frozen=True, slots=True)
class Told(Checked):
    """One signal of a creditor with its code and day: no room for a note, a name or an amount."""

    reference: Reference
    code: Code
    on: date

    def amiss(self) -> Iterator[str]:
        """Nothing but the closed types: a text that looks like one is none."""
        for name, kind in (("reference", Reference), ("code", Code)):
            if not isinstance(getattr(self, name), kind):
                yield f"{name}: is vrije tekst; gebruik alleen een kenmerk en een afgesproken code"


@dataclass(frozen=True, slots=True)
class FeedbackNotice(Checked):
    """What one creditor hears about its own signals."""

    sender: Sender
    creditor: str
    told: tuple[Told, ...]
