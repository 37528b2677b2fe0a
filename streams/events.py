"""Events as CloudEvents (NL GOV profile 1.1): no personal data in the context attributes.

An event's id is the id of the business fact it tells plus what was done, so the same fact told
twice has the same id and counts once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from protocols.ids import HouseholdId, SignalId
from protocols.money import Cents
from protocols.work.combine import Matched
from store.log import Entry, Record
from store.sql import instant
from streams.topics import CASES, Topic

encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class DeliveredData:
    """A delivered row, its content sealed under the data key of the signal (`ce_id`)."""

    creditor_id: str
    delivery_id: str
    row: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class MatchedData:
    """A signal of a resident; `contact` is sealed under the signal's data key."""

    matched: Matched
    contact: bytes


@dataclass(frozen=True, slots=True)
class ChangedData:
    """An earlier signal that was withdrawn, taken back, or corrected to `amount_cents`."""

    signal_id: SignalId
    household_id: HouseholdId
    amount_cents: Cents


@dataclass(frozen=True, slots=True)
class CaseData:
    """A case as it was weighed and routed; for whoever follows the caseload."""

    case_id: str
    household_id: str
    track: str
    points: int
    team_id: str
    worker_id: str
    first_contact_by: str


read_delivered = msgspec.json.Decoder(DeliveredData).decode
read_matched = msgspec.json.Decoder(MatchedData).decode
read_changed = msgspec.json.Decoder(ChangedData).decode


def entry(topic: Topic, key: str, ce_id: str, ce_type: str, at: datetime, data: object) -> Entry:
    """An event ready for a topic."""
    return Entry(topic.name, topic.part(key), key, ce_id, ce_type, instant(at), encode(data))


def case_entry(household_id: str, ce_id: str, ce_type: str, at: datetime, data: CaseData) -> Entry:
    """An event about a case."""
    return entry(CASES, household_id, ce_id, ce_type, at, data)


def cloudevent(record: Record, source: str) -> Mapping[str, Any]:
    """A logged event in structured mode; `source` is `urn:nld:oin:<20 digits>:systeem:<name>`."""
    return {
        "specversion": "1.0",
        "id": record.ce_id,
        "source": source,
        "type": record.ce_type,
        "time": record.ce_time,
        "datacontenttype": "application/json",
        "data": msgspec.json.decode(record.data),
    }


def happened_at(record: Record) -> datetime:
    """When the event was recorded (UTC)."""
    return datetime.fromisoformat(record.ce_time)
