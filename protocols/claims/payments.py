"""Payments on claims: what comes in, where each cent of it lies, and why.

OSLO Schuldbeheer: Betaling (bedoeldVoor: the payer's wish) and ToerekeningVanBetaling. City and
OCMW have separate books, so money never crosses from one to the other by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from protocols.claims.payment_refusals import BadPayment
from protocols.claims.words import Entity
from protocols.money import Cents
from protocols.plan.words import Within


class Place(StrEnum):
    """Where a cent lies: in a part of a claim, kept apart, on the work list, or paid back."""

    PRINCIPAL = "principal"
    COSTS = "costs"
    INTEREST = "interest"
    KEPT_APART = "kept_apart"
    WORK_LIST = "work_list"
    REFUNDED = "refunded"


ON_CLAIM = frozenset({Place.PRINCIPAL, Place.COSTS, Place.INTEREST})


class ByRule(StrEnum):
    """By which rule a payment was placed; the first that applies."""

    WISH = "wish"
    PLAN = "plan"
    OLDEST = "oldest"
    HAND = "hand"
    NONE = "none"


class Unplaced(StrEnum):
    """Why a payment waits on the work list for a human."""

    NO_REFERENCE = "no_reference"
    BAD_CHECK_DIGITS = "bad_check_digits"
    UNKNOWN_REFERENCE = "unknown_reference"
    DOUBLE_REFERENCE = "double_reference"
    UNKNOWN_CLAIM = "unknown_claim"
    OTHER_ENTITY = "other_entity"


@dataclass(frozen=True, slots=True)
class Payment:
    """Money on the account of one legal person. Raises BadPayment.

    `reference` is what the payer wrote; `wishes` are the claims the payer named otherwise, in
    order; `payer` is the key of who it is from, where that is known for certain.
    """

    payment_id: str
    entity: Entity
    cents: Cents
    paid_on: date
    reference: str = ""
    wishes: tuple[str, ...] = ()
    payer: str = ""

    def __post_init__(self) -> None:
        if not self.payment_id or self.cents <= 0:
            raise BadPayment("cents" if self.payment_id else "payment_id")


@dataclass(frozen=True, slots=True)
class Posting:
    """Cents of one payment in one place; a negative amount takes back an earlier posting."""

    payment_id: str
    place: Place
    cents: Cents
    claim_id: str = ""

    def __post_init__(self) -> None:
        if not self.cents or bool(self.claim_id) is not (self.place in ON_CLAIM):
            raise BadPayment("posting")


@dataclass(frozen=True, slots=True)
class Allocation:
    """Where all cents of a payment were put, by which rule; `why` when it waits for a human.

    Raises BadPayment when the postings are not exactly the payment.
    """

    payment: Payment
    rule: ByRule
    postings: tuple[Posting, ...]
    why: Unplaced | None = None

    def __post_init__(self) -> None:
        if sum(one.cents for one in self.postings) != self.payment.cents:
            raise BadPayment("postings")


class Asked(StrEnum):
    """Whether a claim may take money that was not meant for it by the payer.

    A disputed or time-barred one may not: paying it is the payer's own choice.
    """

    YES = "yes"
    ONLY_BY_WISH = "only_by_wish"


@dataclass(frozen=True, slots=True)
class Account:
    """A claim as payments see it; `within` is what its category pays first."""

    claim_id: str
    entity: Entity
    due_on: date
    within: Within = Within.PRINCIPAL_FIRST
    asked: Asked = Asked.YES


class Named(StrEnum):
    """What a reference stands for."""

    CLAIM = "claim"
    PLAN = "plan"
    PAYER = "payer"


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that a reference stands for, by its key."""

    named: Named
    key: str


@dataclass(frozen=True, slots=True)
class Book:
    """What is known when a payment comes in. Nothing in it changes while payments are placed.

    `references` are keyed as `plain_reference` writes them; more than one target makes a
    reference a double one. `plans` hold claim ids in the order of the plan; `plan_of` and
    `claims_of` are keyed by payer and legal person.
    """

    accounts: Mapping[str, Account] = field(default_factory=dict)
    references: Mapping[str, Sequence[Target]] = field(default_factory=dict)
    plans: Mapping[str, Sequence[str]] = field(default_factory=dict)
    plan_of: Mapping[tuple[str, Entity], str] = field(default_factory=dict)
    claims_of: Mapping[tuple[str, Entity], Sequence[str]] = field(default_factory=dict)
