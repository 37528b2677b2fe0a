"""A payment-arrears signal as a creditor delivers it, before anybody has judged it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from protocols.ids import CreditorId, DeliveryId, SignalId
from protocols.money import Cents
from protocols.people import Person


class ArrearsType(StrEnum):
    """Kinds of arrears (Bgs art. 2 and the temporary regulation); dated by a city's own table."""

    RENT = "rent"
    WATER = "water"
    ELECTRICITY = "electricity"
    GAS = "gas"
    HEAT = "heat"
    HEALTH = "health"
    MORTGAGE = "mortgage"
    TAX = "tax"
    BENEFITS = "benefits"
    MUNICIPAL_TAX = "municipal_tax"


class MessageKind(StrEnum):
    """What a row says: a new signal, or something about an earlier one."""

    SIGNAL = "signal"
    WITHDRAW = "withdraw"
    CORRECT = "correct"


class CollectionStep(StrEnum):
    """Steps of social collection a creditor takes before it may signal (Bgs art. 2)."""

    PERSONAL_CONTACT = "personal_contact"
    DEBT_HELP_OFFERED = "debt_help_offered"
    WRITTEN_REMINDER = "written_reminder"
    DATA_SHARING_OFFERED = "data_sharing_offered"


class Circumstance(StrEnum):
    """What a creditor states about an arrears, or what was seen of the row when it was read."""

    ARRANGEMENT = "arrangement"
    OBJECTION = "objection"
    CRISIS = "crisis"
    BAD_NATIONAL_ID = "bad_national_id"


@dataclass(frozen=True, slots=True)
class Delivered:
    """One row of a delivery, well formed but not yet admitted.

    `amount_cents` is positive for a signal or a correction and 0 for a withdrawal.
    `steps` holds what the row states as taken, `denied` what it states as not taken; a step in
    neither was not mentioned. `reference` is the creditor's own (contract or file) number.
    """

    signal_id: SignalId
    delivery_id: DeliveryId
    row: int
    creditor_id: CreditorId
    kind: MessageKind
    reference: str
    arrears_type: ArrearsType
    amount_cents: Cents
    signal_on: date
    person: Person
    arrears_since_on: date | None = None
    steps: frozenset[CollectionStep] = frozenset()
    denied: frozenset[CollectionStep] = frozenset()
    circumstances: frozenset[Circumstance] = frozenset()

    @property
    def crisis(self) -> bool:
        """Whether supply, home or insurance is about to end (e.g. an eindeleveringssignaal)."""
        return Circumstance.CRISIS in self.circumstances
