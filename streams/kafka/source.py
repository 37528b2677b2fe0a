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

    `more` tells whether the batch has to be run (again). A message that would be one dead letter
    too many stops the line as a poison event does: what came before it keeps its effect, and who
    then reads on gets TooManyDeadLetters.
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
        self._offered = self._look(tx, self.messages)
        new, room = self._new(tx)
        if len(new) > room:
            self._offered = self._before(tx, new[room], room)
        return self._offered

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
        new, room = self._new(tx)
        for ce_id in new[:room]:
            self._park(tx, ce_id)
        log.mark_seen(tx, group, sorted(new[:room]))
        self.more = self.more or len(new) > room

    def _look(self, tx: Tx, messages: Sequence[Message]) -> Sequence[Record]:
        """Tell what is next from what is no event of ours."""
        self.more, self._ends, self._strays = False, {}, {}
        carried: dict[Place, list[tuple[Record, Message]]] = defaultdict(list)
        for message in messages:
            record = read_message(message)
            if isinstance(record, Malformed):
                self._strays[message.ce_id] = (message, MALFORMED)
            else:
                carried[record.topic, record.part].append((record, message))
        heads = outbox.heads(tx)
        found: list[Record] = []
        for place, events in sorted(carried.items()):
            found += self._next(tx, place, heads.get(place, 0), events)
        return found

    def _new(self, tx: Tx) -> tuple[Sequence[str], int]:
        """What is no event of ours and was never parked, in the order in which it came, and how
        many dead letters more there may be."""
        if not self._strays:
            return (), 0
        processor = self.processor
        seen = log.seen(tx, processor.group, self._strays)
        came = dict.fromkeys(one.ce_id for one in self.messages if one.ce_id in self._strays)
        room = processor.most_dead_letters - log.parked(tx, processor.group)
        return [ce_id for ce_id in came if ce_id not in seen], max(0, room)

    def _before(self, tx: Tx, ce_id: str, room: int) -> Sequence[Record]:
        """What came before the dead letter that is one too many. Raises TooManyDeadLetters when
        nothing did."""
        stray = self._strays[ce_id]
        found = self._look(tx, self.messages[: self.messages.index(stray[0])])
        if not self._ends and not room:
            self._strays[ce_id] = stray
            self._park(tx, ce_id)
        self.more = True
        return found

    def _park(self, tx: Tx, ce_id: str) -> None:
        message, code = self._strays[ce_id]
        place = f"kafka {message.topic}/{message.part}/{message.offset}"
        self.processor.park(tx, ce_id, place, code)

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
