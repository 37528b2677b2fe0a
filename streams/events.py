"""Events as CloudEvents (NL GOV profile 1.1): no personal data in the context attributes.

An event's id is the id of the business fact it tells plus what was done, so the same fact told
twice has the same id and counts once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import msgspec

from protocols.ids import HouseholdId, SignalId
from protocols.money import Cents
from protocols.work.clock import local_day
from protocols.work.combine import Matched
from store.log import Entry, Record
from store.sql import instant
from streams.topics import CASES, FEEDBACK, FEEDBACK_TOLD, Topic

encode = msgspec.json.Encoder().encode
_read_instant = lru_cache(maxsize=1_024)(datetime.fromisoformat)


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


@dataclass(frozen=True, slots=True)
class FeedbackData:
    """What a creditor was told about a signal of its own, and until when a pause is asked.

    `seq` counts from 1 per creditor; the days are ISO text, `until_on` is empty without a pause.
    """

    creditor_id: str
    seq: int
    signal_id: str
    code: str
    told_on: str
    until_on: str


read_delivered = msgspec.json.Decoder(DeliveredData).decode
read_matched = msgspec.json.Decoder(MatchedData).decode
read_changed = msgspec.json.Decoder(ChangedData).decode


def entry(topic: Topic, key: str, ce_id: str, ce_type: str, at: datetime, data: object) -> Entry:
    """An event ready for a topic."""
    return Entry(topic.name, topic.part(key), key, ce_id, ce_type, instant(at), encode(data))


def case_entry(household_id: str, ce_id: str, ce_type: str, at: datetime, data: CaseData) -> Entry:
    """An event about a case."""
    return entry(CASES, household_id, ce_id, ce_type, at, data)


def feedback_entry(at: datetime, data: FeedbackData) -> Entry:
    """An event that tells what a creditor was told; told once per signal and code."""
    ce_id = f"{data.signal_id}.{data.code}"
    return entry(FEEDBACK, data.creditor_id, ce_id, FEEDBACK_TOLD, at, data)


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
    return _read_instant(record.ce_time)


def happened_on(record: Record) -> date:
    """The day it was here when the event was recorded: legal days are local days."""
    return _read_day(record.ce_time)


@lru_cache(maxsize=1_024)
def _read_day(text: str) -> date:
    return local_day(datetime.fromisoformat(text))
