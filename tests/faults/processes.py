"""Processes for faults alone: `python -m tests.faults.processes DATABASE BOOTSTRAP PREFIX MODE`.

MODE `relay` and `work` are as in tests.support.cluster, by the clock of the machine. `misdated` is
a worker that takes the clock of the machine for the time of an event, and `careless` one that
takes a batch for done when the database failed: as none should ever be.
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from portal.logs import set_up_logs
from store.engine import StoreUnavailable, Tx
from store.log import Entry, Record
from store.postgres import Bounds
from streams.kafka.calm import calm_clients
from streams.kafka.connecting import Connection
from streams.kafka.records import read_message
from streams.processor import Processor, Step
from tests.support import cluster
from tests.support.cluster import Trusting
from tests.support.line import Line, open_line

HASTY = Bounds(3, statement_seconds=3, lock_seconds=2, connect_seconds=2, grace_seconds=1)
IDLE_SECONDS = 4.0
LOST = "lost"
"""What the careless worker prints when it has lost a batch."""


def now() -> datetime:
    """The clock of this machine, whatever it says."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Misdated:
    """A step that believes that everything happens now."""

    step: Step

    def __call__(self, tx: Tx, records: Sequence[Record]) -> Sequence[Entry]:
        """Do what the step does, with the time of this machine."""
        stamp = now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
        return self.step(tx, [replace(record, ce_time=stamp) for record in records])


def clocked(line: Line, mode: str) -> Line:
    """The line by the clock of this machine; misdated, its steps believe it too."""

    def by_the_clock(one: Processor) -> Processor:
        step = Misdated(one.step) if mode == "misdated" else one.step
        return replace(one, clock=now, step=step)

    stages = tuple((topic, by_the_clock(one)) for topic, one in line.embedded.stages)
    return replace(line, embedded=replace(line.embedded, stages=stages))


def run_careless(line: Line, connection: Connection) -> None:
    """The negative control: what the database did not take is forgotten."""
    from kafka import KafkaConsumer

    stages = {topic.name: processor for topic, processor in line.embedded.stages}
    consumer = KafkaConsumer(
        *(connection.named(name) for name in stages),
        group_id=connection.named("careless"),
        auto_offset_reset="earliest",
        max_poll_records=cluster.BATCH,
        **connection.kafka_python(),
    )
    gap, idle_since = 0.1, time.monotonic()
    while time.monotonic() < idle_since + IDLE_SECONDS:
        for place, batch in consumer.poll(timeout_ms=200).items():
            name = connection.ours(place.topic)
            read = (read_message(cluster._message(name, one)) for one in batch)
            records = [one for one in read if isinstance(one, Record)]
            try:
                stages[name].run(Trusting(stages[name].group, records))
            except StoreUnavailable:
                print(LOST, flush=True)
                gap = 0.0
            time.sleep(gap)
            idle_since = time.monotonic()
    consumer.close()


if __name__ == "__main__":
    set_up_logs()
    calm_clients(time.monotonic)
    url, bootstrap, prefix, wanted = sys.argv[1:5]
    opened = clocked(open_line(url, batch=cluster.BATCH, bounds=HASTY), wanted)
    broker = Connection(bootstrap, prefix=prefix)
    match wanted:
        case "relay":
            cluster.relay(opened, broker)
        case "careless":
            run_careless(opened, broker)
        case _:
            cluster.work(opened, broker)
