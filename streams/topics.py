"""Topics, their keys, event types, groups, retention and schema versions, declared once."""

from dataclasses import dataclass
from functools import cache
from zlib import crc32

RETENTION_DAYS = 7
MOST_BYTES = 1_048_588
"""The largest event that Kafka takes: what clients and brokers agree on by default."""
_PREFIX = "nl.vroegsignalering."
DELIVERED = _PREFIX + "signaal-aangeleverd"
SIGNAL_MATCHED = _PREFIX + "signaal-gekoppeld"
SIGNAL_CORRECTED = _PREFIX + "signaal-gecorrigeerd"
SIGNAL_WITHDRAWN = _PREFIX + "signaal-ingetrokken"
SIGNAL_RETURNED = _PREFIX + "signaal-teruggenomen"
CASE_WEIGHED = _PREFIX + "zaak-gewogen"
FEEDBACK_TOLD = _PREFIX + "signaal-teruggekoppeld"
EVENT_TYPES = (
    DELIVERED,
    SIGNAL_MATCHED,
    SIGNAL_CORRECTED,
    SIGNAL_WITHDRAWN,
    SIGNAL_RETURNED,
    CASE_WEIGHED,
    FEEDBACK_TOLD,
)
ADMISSION = "admission"
CASEWORK = "casework"
RELAY = "relay"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic. Events with one key stay in one partition, and so in order.

    `retention_days` is how long Kafka keeps an event (the log in SQL has its own term),
    `version` that of the schemas of its `events`, `consumers` the groups that read it.
    """

    name: str
    partitions: int
    key: str
    events: tuple[str, ...] = ()
    consumers: tuple[str, ...] = ()
    version: int = 1
    retention_days: int = RETENTION_DAYS

    def part(self, key: str) -> int:
        """The partition of a key."""
        return crc32(key.encode()) % self.partitions


SIGNALS = Topic(
    "signals", 4, "keyed hash of creditor and reference (or person)", (DELIVERED,), (ADMISSION,)
)
MATCHED = Topic(
    "matched",
    4,
    "household",
    (SIGNAL_MATCHED, SIGNAL_CORRECTED, SIGNAL_WITHDRAWN, SIGNAL_RETURNED),
    (CASEWORK,),
)
CASES = Topic("cases", 4, "household", (CASE_WEIGHED,))
FEEDBACK = Topic("feedback", 4, "creditor", (FEEDBACK_TOLD,))
TOPICS = (SIGNALS, MATCHED, CASES, FEEDBACK)


@cache
def schema_of(ce_type: str) -> str:
    """The URI of the schema of an event's data, with its version."""
    version = max((topic.version for topic in TOPICS if ce_type in topic.events), default=1)
    return f"urn:vroegsignaal:schema:{ce_type.removeprefix(_PREFIX)}:{version}"


def kafka_settings(topic: Topic, copies: int) -> dict[str, str]:
    """How Kafka keeps a topic of which it has so many copies: by age, and with three copies or
    more a write counts when two have it."""
    return {
        "cleanup.policy": "delete",
        "max.message.bytes": str(MOST_BYTES),
        "min.insync.replicas": "2" if copies >= 3 else "1",
        "retention.ms": str(topic.retention_days * 86_400_000),
    }
