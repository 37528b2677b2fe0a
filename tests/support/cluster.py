"""Processes of a cluster: `python -m tests.support.cluster DATABASE BOOTSTRAP PREFIX MODE`.

DATABASE is a SQLAlchemy URL, PREFIX goes before the names of topics. MODE `deliver` takes in the
deliveries that are not there yet, `relay` publishes, `work` is a worker, `sweep` one that soon
looks for what Kafka does not bring, and `faulty` is a worker as none should ever be: it commits
offsets, and only then works.
"""

import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from portal.halting import halt_on_signals
from portal.logs import set_up_logs
from store import log
from store.engine import Tx
from store.log import Record
from streams.kafka.calm import calm_clients
from streams.kafka.connecting import Connection
from streams.kafka.patience import Patience
from streams.kafka.records import Message, read_message
from tests.support import made, worker
from tests.support.line import Line, open_line

SOURCE = f"urn:nld:oin:{made.city().oin}:systeem:vroegsignaal"
BATCH = 50
DELIVERIES = 16
PAUSE_SECONDS = 0.7
COMMITTED = "committed"
"""What the faulty worker prints when offsets are committed and nothing was done yet."""
GAP_SECONDS = 3.0
IDLE_SECONDS = 4.0
SWEEP_SECONDS = 4.0


def patient() -> Patience:
    """The patience of a worker, but shorter."""
    return Patience(random.SystemRandom().random, most=2.0)


def deliver_month(line: Line, pause: float = 0.0) -> None:
    """Take in the deliveries of a month, `pause` seconds apart; again changes nothing."""
    worker.deliver_all(line, DELIVERIES, pause)


def relay(line: Line, connection: Connection) -> None:
    """Publish until SIGTERM."""
    from streams.kafka.publishing import KafkaPublisher
    from streams.kafka.relay import Relay, keep_relaying

    halt = halt_on_signals()
    publisher = KafkaPublisher(connection, SOURCE)
    relaying = Relay(line.engine, publisher, lambda: made.AT, batch=100)
    relaying.begin()
    keep_relaying(relaying, halt, patient(), standby=1.0)


def work(line: Line, connection: Connection, sweep: float = 60.0) -> NoReturn:
    """Work until SIGTERM; what Kafka does not bring is looked for after so many seconds."""
    from streams.kafka.worker import Pace, make_crew
    from streams.kafka.worker import work as run

    pace = Pace(batch=BATCH, within=0.05, session=6.0, sweep=sweep)
    run(make_crew(connection, line.embedded.stages, pace, patient()))


@dataclass(frozen=True, slots=True)
class Trusting:
    """A source that takes Kafka at its word: what it brings is what there is."""

    group: str
    records: Sequence[Record]

    def read(self, _tx: Tx) -> Sequence[Record]:
        """What Kafka brought."""
        return self.records

    def settle(self, tx: Tx, records: Sequence[Record]) -> None:
        """Move the positions to the last that came."""
        for record in records:
            log.move(tx, self.group, record.topic, record.part, record.off + 1)


def run_faulty(line: Line, connection: Connection) -> None:
    """The negative control: whoever is killed between commit and work loses what he held."""
    from kafka import KafkaConsumer
    from kafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor

    stages = {topic.name: processor for topic, processor in line.embedded.stages}
    consumer = KafkaConsumer(
        *(connection.named(name) for name in stages),
        group_id=connection.named("vroegsignaal"),
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        partition_assignment_strategy=[RoundRobinPartitionAssignor],
        session_timeout_ms=6_000,
        max_poll_records=BATCH,
        **connection.kafka_python(),
    )
    gap, idle_since = GAP_SECONDS, time.monotonic()
    while time.monotonic() < idle_since + IDLE_SECONDS:
        for place, batch in consumer.poll(timeout_ms=200).items():
            consumer.commit()
            print(COMMITTED, flush=True)
            time.sleep(gap)
            gap = 0.0
            name = connection.ours(place.topic)
            messages = [_message(name, one) for one in batch]
            records = [one for one in map(read_message, messages) if isinstance(one, Record)]
            stages[name].run(Trusting(stages[name].group, records))
            idle_since = time.monotonic()
        if not consumer.assignment():
            idle_since = time.monotonic()
    consumer.close()


def _message(topic: str, one: object) -> Message:
    values = (getattr(one, name) for name in ("partition", "offset", "timestamp", "key", "value"))
    return Message(topic, *values, getattr(one, "headers"))  # type: ignore[call-arg] # noqa: B009


if __name__ == "__main__":
    set_up_logs()
    calm_clients(time.monotonic)
    opened, broker = (
        open_line(sys.argv[1], batch=BATCH),
        Connection(sys.argv[2], prefix=sys.argv[3]),
    )
    match sys.argv[4]:
        case "deliver":
            deliver_month(opened, PAUSE_SECONDS)
        case "relay":
            relay(opened, broker)
        case "work":
            work(opened, broker)
        case "sweep":
            work(opened, broker, SWEEP_SECONDS)
        case "faulty":
            run_faulty(opened, broker)
