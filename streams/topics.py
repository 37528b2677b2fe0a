"""Topics, event types and consumer groups, declared once."""

from dataclasses import dataclass
from zlib import crc32


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic. Events with one key stay in one partition, and so in order."""

    name: str
    partitions: int
    key: str

    def part(self, key: str) -> int:
        """The partition of a key."""
        return crc32(key.encode()) % self.partitions


SIGNALS = Topic("signals", 4, "keyed hash of creditor and reference (or person)")
MATCHED = Topic("matched", 4, "household")
CASES = Topic("cases", 4, "household")
TOPICS = (SIGNALS, MATCHED, CASES)

ADMISSION = "admission"
CASEWORK = "casework"

_PREFIX = "nl.vroegsignalering."
DELIVERED = _PREFIX + "signaal-aangeleverd"
SIGNAL_MATCHED = _PREFIX + "signaal-gekoppeld"
SIGNAL_CORRECTED = _PREFIX + "signaal-gecorrigeerd"
SIGNAL_WITHDRAWN = _PREFIX + "signaal-ingetrokken"
SIGNAL_RETURNED = _PREFIX + "signaal-teruggenomen"
CASE_WEIGHED = _PREFIX + "zaak-gewogen"
EVENT_TYPES = (
    DELIVERED,
    SIGNAL_MATCHED,
    SIGNAL_CORRECTED,
    SIGNAL_WITHDRAWN,
    SIGNAL_RETURNED,
    CASE_WEIGHED,
)
