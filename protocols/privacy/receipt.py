"""A consent receipt in the shape of ISO/IEC TS 27560:2023, as JSON-LD with DPV. Pure.

Follows the W3C community guide for 27560 (2024-08): metadata, processing, parties and events.
The guide gives no shapes; ours is `portal/schemas/consent-receipt.schema.json`. What DPV has no
word for stands in our own namespace. The context is in the receipt: it reads without a network.
"""

from collections.abc import Mapping
from typing import TypeAlias

from protocols.errors import Refused
from protocols.privacy.consent import (
    ConsentAsked,
    ConsentEvent,
    ConsentExpired,
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
)
from protocols.privacy.receipt_facts import MEANINGS, Party, ReceiptFacts

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json]"

NAMESPACE = "urn:vroegsignaal:ns:"
"""Our own terms: `purpose`, `manner`, `evidence`, `withdrawalMethod`."""

_IRIS = ("hasPurpose", "hasPersonalData", "hasJurisdiction", "hasLegalBasis", "hasLocation")
CONTEXT: Mapping[str, Json] = {
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "loc": "https://w3id.org/dpv/loc#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "vs": {"@id": NAMESPACE, "@prefix": True},
    "dct:conformsTo": {"@type": "@id"},
    **{f"dpv:{name}": {"@type": "@id"} for name in _IRIS},
}
"""The prefixes, and which properties have a term as their value rather than a text."""
PROFILE = "https://w3id.org/dpv/schema/dpv-27560#receipt-eu-gdpr"
"""The profile that a receipt conforms to (mandatory: schema version)."""

STATES: Mapping[type[ConsentEvent], str] = {
    ConsentAsked: "dpv:ConsentRequested",
    ConsentGiven: "dpv:ConsentGiven",
    ConsentRefused: "dpv:ConsentRefused",
    ConsentWithdrawn: "dpv:ConsentWithdrawn",
    ConsentExpired: "dpv:ConsentExpired",
}
"""The state of DPV that each event leads to."""


class NothingToReceive(Refused):
    """No consent was given in this history, or it is about more than one purpose."""

    code = "nothing-to-receive"


def receipt(facts: ReceiptFacts) -> dict[str, Json]:
    """The receipt of one purpose, with every event up to now: ready for JSON.

    Raises NothingToReceive for a history without a question and an answer in favour.
    """
    asked, given = _answered(facts)
    return {
        "@context": dict(CONTEXT),
        "@id": f"urn:uuid:{facts.receipt_id}",
        "@type": "dpv:ConsentReceipt",
        "dct:identifier": facts.receipt_id,
        "dct:conformsTo": PROFILE,
        "dct:created": facts.issued_at.isoformat(),
        "dct:language": asked.language,
        "dct:publisher": facts.controller.party_id,
        "dpv:hasRecordOfActivity": _record(facts, asked, given),
    }


def _record(facts: ReceiptFacts, asked: ConsentAsked, given: ConsentGiven) -> Json:
    return {
        "@type": "dpv:ConsentRecord",
        "dct:identifier": facts.record_id,
        "dpv:hasDataSubject": {"@type": "dpv:DataSubject", "dct:identifier": facts.subject},
        "dpv:hasDataController": _party(facts.controller),
        "dpv:hasAuthority": _party(facts.authority),
        "dpv:hasJurisdiction": f"loc:{facts.country}",
        "dpv:hasLegalBasis": "eu-gdpr:A6-1-a",
        "dct:valid": _term(given),
        "dpv:hasNotice": _notice(facts, asked),
        "dpv:hasProcess": _process(facts, given),
        "dpv:hasConsentControl": {
            "@type": "dpv:WithdrawConsent",
            "vs:withdrawalMethod": facts.withdrawal,
        },
        "dpv:hasConsentStatus": [_event(facts, event) for event in facts.events],
    }


def _process(facts: ReceiptFacts, given: ConsentGiven) -> Json:
    meaning = MEANINGS[given.purpose]
    return {
        "@type": "dpv:Process",
        "vs:purpose": given.purpose.value,
        "dpv:hasPurpose": meaning.category,
        "dpv:hasPersonalData": list(meaning.data),
        "dpv:hasRecipient": list(facts.recipients),
        "dpv:hasStorageCondition": [
            {"@type": "dpv:StorageLocation", "dpv:hasLocation": f"loc:{facts.country}"},
            {"@type": "dpv:StorageDuration", "dpv:hasDuration": f"P{facts.retention_days}D"},
        ],
    }


def _notice(facts: ReceiptFacts, asked: ConsentAsked) -> Json:
    return {
        "@id": facts.notice.url,
        "@type": "dpv:ConsentNotice",
        "dct:hasVersion": facts.notice.version,
        "dct:language": asked.language,
    }


def _event(facts: ReceiptFacts, event: ConsentEvent) -> Json:
    """One event. Who noted it at the city is not on the receipt: the controller answers for it."""
    by_resident = isinstance(event, ConsentGiven | ConsentRefused | ConsentWithdrawn)
    told: dict[str, Json] = {
        "@type": STATES[type(event)],
        "dct:date": event.at.isoformat(),
        "dpv:hasLegalBasis": "dpv:ExplicitlyExpressedConsent",
        "dpv:isImplementedByEntity": facts.subject if by_resident else facts.controller.party_id,
    }
    if isinstance(event, ConsentGiven):
        told["dct:valid"] = _term(event)
        told["vs:manner"] = event.evidence.manner.value
        told["vs:evidence"] = event.evidence.reference
    return told


def _term(given: ConsentGiven) -> str:
    """From the first to the last day, as an ISO 8601 interval."""
    return f"{given.from_on.isoformat()}/{given.until_on.isoformat()}"


def _party(party: Party) -> Json:
    return {
        "@type": "dpv:LegalEntity",
        "dct:identifier": party.party_id,
        "dpv:hasName": party.name,
        "dpv:hasAddress": party.address,
        "dpv:hasContact": party.contact,
    }


def _answered(facts: ReceiptFacts) -> tuple[ConsentAsked, ConsentGiven]:
    """The last question and the last answer in favour."""
    asked = [event for event in facts.events if isinstance(event, ConsentAsked)]
    given = [event for event in facts.events if isinstance(event, ConsentGiven)]
    if not asked or not given or len({event.purpose for event in facts.events}) > 1:
        raise NothingToReceive(
            "Een bewijs gaat over een doel waarvoor toestemming is gegeven. Leg die eerst vast."
        )
    return asked[-1], given[-1]
