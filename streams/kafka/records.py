"""Events as Kafka carries them: CloudEvents in binary mode, with their place in the log in SQL.

No personal data is in a key or a header: ids, types and times only.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from store.log import Record
from streams.topics import schema_of

Header = tuple[str, bytes]
MALFORMED = "malformed-message"
_DIGITS = re.compile(rb"[0-9]{1,18}")
_TEXT = re.compile(r"[\x21-\x7e]{1,200}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_NEEDED = ("ce_id", "ce_type", "ce_time")


@dataclass(frozen=True, slots=True)
class Message:
    """What came from the broker, whatever it is; `stamp` is in milliseconds."""

    topic: str
    part: int
    offset: int
    stamp: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[Header]

    @property
    def ce_id(self) -> str:
        """An id for a message that has none: where and when the broker got it."""
        return f"kafka/{self.topic}/{self.part}/{self.offset}@{self.stamp}"


@dataclass(frozen=True, slots=True)
class Malformed:
    """A message that is no event of ours; nothing of its content is kept."""

    message: Message


def headers_of(record: Record, source: str) -> list[Header]:
    """The headers of an event. `ce_sequence` is its offset in SQL, sortable as text."""
    return [
        *_of_type(record.ce_type, source),
        ("ce_id", record.ce_id.encode()),
        ("ce_time", record.ce_time.encode()),
        ("ce_sequence", b"%018d" % record.off),
    ]


@lru_cache(maxsize=64)
def _of_type(ce_type: str, source: str) -> tuple[Header, ...]:
    return (
        ("ce_specversion", b"1.0"),
        ("ce_type", ce_type.encode()),
        ("ce_source", source.encode()),
        ("ce_dataschema", schema_of(ce_type).encode()),
        ("content-type", b"application/json"),
    )


def read_message(message: Message) -> Record | Malformed:
    """The event in a message. It never raises: whatever is no event of ours is Malformed."""
    found = dict(message.headers or ())
    sequence = found.get("ce_sequence")
    if not isinstance(sequence, bytes) or not _DIGITS.fullmatch(sequence):
        return Malformed(message)
    texts = [_text(found.get(name)) for name in _NEEDED]
    key = _text(message.key)
    if not all(texts) or not key or not message.value or not _TIME.fullmatch(texts[2]):
        return Malformed(message)
    ce_id, ce_type, ce_time = texts
    return Record(
        message.topic, message.part, int(sequence), key, ce_id, ce_type, ce_time, message.value
    )


def _text(raw: object) -> str:
    """Printable ASCII of at most 200 characters; empty for anything else."""
    text = raw.decode("ascii", "replace") if isinstance(raw, bytes) else ""
    return text if _TEXT.fullmatch(text) else ""
