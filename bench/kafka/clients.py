"""What kafka-python and Faust do with the same events when nobody asks anything of them."""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.broker import REPOSITORY  # isort: skip  # first: it imports kafka quietly
from kafka import KafkaConsumer, KafkaProducer

from store.engine import Engine
from store.log import Record
from streams.kafka.connecting import Connection
from streams.kafka.publishing import _OPTIONS, KafkaPublisher
from streams.kafka.records import headers_of
from streams.kafka.relay import BATCH, Relay, relay_all

SOURCE = "urn:nld:oin:00000000000000000000:systeem:bench"


@dataclass(frozen=True, slots=True)
class Rate:
    """Events, and what they took: seconds of the wall clock, and of the processor."""

    events: int
    wall: float
    cpu: float

    @property
    def per_second(self) -> float:
        """Events per second of the wall clock."""
        return self.events / self.wall


def relayed(engine: Engine, connection: Connection, clock: object) -> Rate:
    """Publish what waits in the log, by the relay."""
    publisher = KafkaPublisher(connection, SOURCE)
    relay = Relay(engine, publisher, clock)  # type: ignore[arg-type]
    wall, cpu = time.perf_counter(), time.process_time()
    events = relay_all(relay)
    rate = Rate(events, time.perf_counter() - wall, time.process_time() - cpu)
    publisher.close()
    return rate


def produced(connection: Connection, records: Sequence[Record]) -> Rate:
    """Publish the same events by kafka-python alone, pipelined, flushed as often as the relay."""
    producer = KafkaProducer(**_OPTIONS, **connection.kafka_python())
    wall, cpu = time.perf_counter(), time.process_time()
    for start in range(0, len(records), BATCH):
        sent = [
            producer.send(
                connection.named(one.topic),
                value=one.data,
                key=one.key.encode(),
                headers=headers_of(one, SOURCE),
                partition=one.part,
            )
            for one in records[start : start + BATCH]
        ]
        producer.flush()
        assert all(future.succeeded() for future in sent)
    rate = Rate(len(records), time.perf_counter() - wall, time.process_time() - cpu)
    producer.close()
    return rate


def consumed(connection: Connection, topic: str, events: int) -> Rate:
    """Read them by kafka-python alone."""
    consumer = KafkaConsumer(
        connection.named(topic), auto_offset_reset="earliest", **connection.kafka_python()
    )
    seen = sum(map(len, consumer.poll(10_000).values()))
    first, wall, cpu = seen, time.perf_counter(), time.process_time()
    while seen < events:
        seen += sum(map(len, consumer.poll(1_000).values()))
    rate = Rate(seen - first, time.perf_counter() - wall, time.process_time() - cpu)
    consumer.close()
    return rate


def carried(connection: Connection, topics: Sequence[str], events: int) -> Rate:
    """Read them by an empty Faust agent, in a process of its own."""
    names = ",".join(connection.named(topic) for topic in topics)
    told = subprocess.run(
        [sys.executable, "-m", "bench.kafka.empty_agent", connection.bootstrap, names, str(events)],
        cwd=Path(REPOSITORY),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    seen, wall, cpu = told.stdout.split()[-3:]
    return Rate(int(seen), float(wall), float(cpu))
