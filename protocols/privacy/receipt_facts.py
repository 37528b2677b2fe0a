"""What a consent receipt is made of, and what each purpose means in it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from protocols.privacy.consent import ConsentEvent, Purpose


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation on a receipt. `party_id` is its organisation number; `contact` reaches it."""

    party_id: str
    name: str
    address: str
    contact: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The explanation that the resident got: a version and where it can be read again."""

    version: str
    url: str


@dataclass(frozen=True, slots=True)
class ReceiptTerms:
    """What a city puts on a receipt beside its name. `withdrawal` says per language how to
    withdraw; `receivers` are the organisations that a warm handover goes to."""

    address: str
    contact: str
    authority: Party
    notice_url: str
    withdrawal: Mapping[str, str]
    receivers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """Everything on a receipt that does not follow from the consent itself.

    `country` is NL or BE; `retention_days` is how long the data is kept after the case closed;
    `withdrawal` says in the resident's language how to withdraw; `subject` is an opaque id.
    """

    receipt_id: str
    record_id: str
    subject: str
    issued_at: datetime
    country: str
    controller: Party
    authority: Party
    notice: Notice
    withdrawal: str
    retention_days: int
    recipients: tuple[str, ...]
    events: tuple[ConsentEvent, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a purpose is in the terms of DPV: its category, and the kinds of data it needs."""

    category: str
    data: tuple[str, ...]


MEANINGS: Mapping[Purpose, Meaning] = {
    Purpose.DOSSIER: Meaning("dpv:ServiceProvision", ("pd:Name", "pd:Contact", "pd:Financial")),
    Purpose.INCOME: Meaning("dpv:ServicePersonalisation", ("pd:Income", "pd:Family")),
    Purpose.CREDITORS: Meaning("dpv:CommunicationManagement", ("pd:Name", "pd:Financial")),
    Purpose.HANDOVER: Meaning(
        "dpv:ServiceProvision", ("pd:Name", "pd:Contact", "pd:Financial", "pd:Income")
    ),
}
"""Purpose and kinds of data, in DPV and its extension for personal data."""
