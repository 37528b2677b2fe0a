"""Events as Kafka still has them, held against the log that says which there are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from store import replaying
from store.engine import Tx
from store.log import Record

Bring = Callable[[str, int], Iterator[Record]]
"""What Kafka has of a topic and partition, in its order; again and older after newer may be."""


@dataclass(slots=True)
class Carried:
    """How many events Kafka had as they were logged, had otherwise, or had not (any more)."""

    bring: Bring | None = None
    same: int = 0
    different: int = 0
    absent: int = 0

    def events(self, source: Tx, topic: str, part: int, end: int) -> Iterator[Record]:
        """The events of a partition up to offset `end`: those of Kafka where it has them."""
        logged = replaying.events(source, topic, part, end)
        if self.bring is None:
            return logged
        return self._held(logged, self.bring(topic, part))

    def _held(self, logged: Iterator[Record], brought: Iterator[Record]) -> Iterator[Record]:
        """In the order of the log. What Kafka has under another id is nobody's, and passed by."""
        head = next(brought, None)
        for one in logged:
            while head is not None and _passed(head, one):
                head = next(brought, None)
            if head is None or head.off > one.off:
                self.absent += 1
                yield one
                continue
            self.same, self.different = self.same + (head == one), self.different + (head != one)
            yield head


def _passed(head: Record, one: Record) -> bool:
    return head.off < one.off or (head.off == one.off and head.ce_id != one.ce_id)
