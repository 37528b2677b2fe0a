"""Warm handover to debt help: what goes along, and only with consent. Pure.

The types say in our words what DDAS schuldhulp v1.0 (VNG) can carry; `ddas_schuldhulp` writes it
in theirs. Warm means: somebody spoke with the receiver, on a day, about this household.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from protocols.covenant.signal import ArrearsType
from protocols.errors import Refused
from protocols.money import Cents
from protocols.privacy.consent import Consent, Purpose

MOST_CLIENTS = 2
"""DDAS: a trajectory is of one person, or of two together."""


class HandoverBarred(Refused):
    """What would be handed over has no consent for it, or is not whole."""

    code = "handover-barred"


class DebtKind(StrEnum):
    """DDAS `schuldsoort`."""

    HEALTH = "Zorg"
    PUBLIC = "Publiek"
    UTILITIES = "Nuts"
    OTHER = "Overig"


_T, _K = ArrearsType, DebtKind
KINDS: Mapping[ArrearsType, DebtKind] = {
    _T.HEALTH: _K.HEALTH,
    _T.WATER: _K.UTILITIES,
    _T.ELECTRICITY: _K.UTILITIES,
    _T.GAS: _K.UTILITIES,
    _T.HEAT: _K.UTILITIES,
    _T.TAX: _K.PUBLIC,
    _T.BENEFITS: _K.PUBLIC,
    _T.MUNICIPAL_TAX: _K.PUBLIC,
    _T.RENT: _K.OTHER,
    _T.MORTGAGE: _K.OTHER,
}
"""What debt help calls each kind of arrears."""


class Crisis(StrEnum):
    """Whether a threat is near (Wgs: eviction, cut-off, end of the health insurance)."""

    YES = "ja"
    NO = "nee"


@dataclass(frozen=True, slots=True)
class ClientByNumber:
    """Somebody by citizen number alone: with it nothing else goes along (data minimisation)."""

    national_id: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ClientByAddress:
    """Somebody without a number: postcode and house number, and what is known beside."""

    postcode: str
    house_number: str
    house_addition: str = ""
    born_on: date | None = None
    sex: str = ""


Client = ClientByNumber | ClientByAddress


@dataclass(frozen=True, slots=True)
class Debt:
    """One debt as it stood on a day. `business` debts are not signalled, so none is here."""

    kind: DebtKind
    amount_cents: Cents
    as_of: date
    creditor_name: str


@dataclass(frozen=True, slots=True)
class Receiver:
    """The organisation that helps. `code` is its municipality code, as DDAS asks."""

    name: str
    registration: str
    postcode: str
    code: str
    contact_name: str
    contact_email: str


@dataclass(frozen=True, slots=True)
class Handover:
    """A handover as it was spoken of with the receiver. `consent` is the proof for it.

    Raises HandoverBarred for a proof of another purpose or day, and without or with too many
    clients.
    """

    consent: Consent
    spoken_on: date
    spoken_with: str
    clients: tuple[Client, ...]
    debts: tuple[Debt, ...]
    crisis: Crisis
    question: str

    def __post_init__(self) -> None:
        """Hold the handover to what it needs."""
        if self.consent.purpose is not Purpose.HANDOVER or self.consent.on != self.spoken_on:
            raise HandoverBarred(
                "Er is op deze dag geen toestemming om over te dragen. Vraag haar eerst."
            )
        if not 1 <= len(self.clients) <= MOST_CLIENTS:
            raise HandoverBarred("Draag een inwoner over, of twee die samen hulp vragen.")
        if not self.spoken_with.strip():
            raise HandoverBarred("Noem wie u bij schuldhulp sprak: zonder gesprek is het koud.")


@dataclass(frozen=True, slots=True)
class Envelope:
    """The delivery that a handover travels in: its period and the code of the supplier."""

    first_on: date
    last_on: date
    sent_at: str
    supplier: str
