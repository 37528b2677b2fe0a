"""The embedded runner: steps over the event log in SQL. No broker, no extra service."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from store import log
from store.engine import Engine, Tx, reading
from store.log import Record
from streams.processor import Processor
from streams.topics import TOPICS, Topic

BATCH = 500


@dataclass(frozen=True, slots=True)
class LogSource:
    """One partition of a topic, read by one group."""

    group: str
    topic: Topic
    part: int
    batch: int

    def read(self, tx: Tx) -> Sequence[Record]:
        """The next batch; the group's position row is locked first."""
        start = log.position(tx, self.group, self.topic.name, self.part)
        return log.read(tx, self.topic.name, self.part, start, self.batch)

    def settle(self, tx: Tx, records: Sequence[Record]) -> None:
        """Move the group's position past what was handled."""
        if records:
            log.move(tx, self.group, self.topic.name, self.part, records[-1].off + 1)


@dataclass(frozen=True, slots=True)
class EmbeddedLine:
    """Every step of the line in one process; several processes may run it at the same time."""

    engine: Engine
    stages: Sequence[tuple[Topic, Processor]]
    batch: int = BATCH

    @property
    def readers(self) -> Mapping[str, Sequence[str]]:
        """For every topic the groups of the steps that read it; nobody reads the last."""
        return {
            topic.name: [one.group for read, one in self.stages if read.name == topic.name]
            for topic in TOPICS
        }

    def poll(self) -> int:
        """Handle one batch per partition of every topic; returns how many events that were."""
        handled = 0
        for topic, processor in self.stages:
            if not self._waiting(topic, processor):
                continue
            for part in range(topic.partitions):
                source = LogSource(processor.group, topic, part, self.batch)
                handled += processor.run(source)
        return handled

    def drain(self, progress: Callable[[int], None] = lambda _handled: None) -> int:
        """Poll until nothing waits; `progress` hears how many events each round handled."""
        total = 0
        while handled := self.poll():
            total += handled
            progress(handled)
        return total

    def waiting(self) -> int:
        """How many events wait before all steps together."""
        return sum(self._waiting(topic, processor) for topic, processor in self.stages)

    def _waiting(self, topic: Topic, processor: Processor) -> int:
        with reading(self.engine) as tx:
            return log.lag(tx, processor.group, topic.name)
