"""A batch that Kafka carried, held against the log in SQL: the log says what is next.

Kafka brings an event once or more, and older ones after newer when a relay published again. So the
position in SQL decides: what is before it was handled, what the log does not know is no event of
ours, and what is missing in between is read from the log. Order and completeness hang on SQL
alone, and the position never goes back.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from store import log, outbox
from store.engine import Tx
from store.log import Record
from store.outbox import Place
from streams.kafka.records import MALFORMED, Malformed, Message, read_message
from streams.processor import Processor

MOST = 2_000
UNKNOWN = "unknown-event"
_log = structlog.get_logger("streams")


@dataclass(slots=True)
class Carried:
    """A batch for the group of a processor; at most `most` events of a partition at a time.

    `more` tells whether the batch has to be run (again).
    """

    processor: Processor
    messages: Sequence[Message]
    most: int = MOST
    more: bool = True
    _ends: dict[Place, int] = field(default_factory=dict)
    _strays: dict[str, tuple[Message, str]] = field(default_factory=dict)
    _offered: Sequence[Record] = ()

    def read(self, tx: Tx) -> Sequence[Record]:
        """What is to be handled now, in order; the positions are held from here on."""
        self.more, self._ends, self._strays = False, {}, {}
        carried: dict[Place, list[tuple[Record, Message]]] = defaultdict(list)
        for message in self.messages:
            record = read_message(message)
            if isinstance(record, Malformed):
                self._strays[message.ce_id] = (message, MALFORMED)
            else:
                carried[record.topic, record.part].append((record, message))
        heads = outbox.heads(tx)
        found: list[Record] = []
        for place, events in sorted(carried.items()):
            found += self._next(tx, place, heads.get(place, 0), events)
        self._offered = found
        return found

    def settle(self, tx: Tx, records: Sequence[Record]) -> None:
        """Move the positions past what was handled, and park what is no event of ours, once.

        When the line stops halfway these are the first of the batch.
        """
        group, left = self.processor.group, self._offered[len(records) :]
        for record in reversed(left):
            self._ends[record.topic, record.part] = record.off
        for place, end in self._ends.items():
            log.move(tx, group, *place, end)
        if left:
            return
        new = sorted(self._strays.keys() - log.seen(tx, group, self._strays))
        for ce_id in new:
            message, code = self._strays[ce_id]
            place_in_kafka = f"kafka {message.topic}/{message.part}/{message.offset}"
            self.processor.park(tx, ce_id, place_in_kafka, code)
        log.mark_seen(tx, group, new)

    def _next(
        self, tx: Tx, place: Place, head: int, events: Sequence[tuple[Record, Message]]
    ) -> Sequence[Record]:
        """What of a partition is next: carried and vouched for, and what is missing in between."""
        start = log.position(tx, self.processor.group, *place)
        furthest = max((one.off for one, _ in events if one.off < head), default=-1) + 1
        end = min(furthest, start + self.most)
        vouched = outbox.ids(tx, place, start, end) if end > start else {}
        good: dict[int, Record] = {}
        for record, message in events:
            if vouched.get(record.off) == record.ce_id:
                good[record.off] = record
            elif start <= record.off < end or record.off >= head:
                self._strays[message.ce_id] = (message, UNKNOWN)
        if end <= start:
            return ()
        self._ends[place] = end
        self.more = self.more or end < furthest
        return self._whole(tx, place, good, vouched)

    def _whole(
        self, tx: Tx, place: Place, good: dict[int, Record], vouched: Mapping[int, str]
    ) -> Sequence[Record]:
        """In order, with what Kafka did not bring."""
        missing = [off for off in vouched if off not in good]
        if missing:
            _log.warning("gap-filled", group=self.processor.group, place=place, events=len(missing))
            for record in outbox.between(tx, place, min(missing), max(missing) + 1):
                good.setdefault(record.off, record)
        return [good[off] for off in sorted(good)]
