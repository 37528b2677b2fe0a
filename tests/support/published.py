"""What lies on the topics, seen from outside, against what the log in SQL holds."""

from tests.support.broker import Broker  # isort: skip  # noqa: F401 - it imports kafka quietly
from kafka import KafkaConsumer

from store import outbox
from store.engine import reading
from store.log import Record
from store.outbox import Place
from streams.kafka.records import Malformed, Message, headers_of, read_message
from streams.topics import TOPICS
from tests.support.cluster import SOURCE
from tests.support.running import Cluster

IDLE_MS = 2_000


def check_topics(city: Cluster) -> None:
    """Every event of the log is on its topic, in its partition, first seen in its order."""
    with reading(city.line.engine) as tx:
        heads = outbox.heads(tx).items()
        logged = {place: list(outbox.between(tx, place, 0, head)) for place, head in heads}
    assert {place: list(events.values()) for place, events in _first_seen(city).items()} == logged


def _first_seen(city: Cluster) -> dict[Place, dict[int, Record]]:
    """The events that the relay published, each where it came first."""
    consumer = KafkaConsumer(
        *(city.connection.named(topic.name) for topic in TOPICS),
        auto_offset_reset="earliest",
        consumer_timeout_ms=IDLE_MS,
        **city.connection.kafka_python(),
    )
    found: dict[Place, dict[int, Record]] = {}
    for one in consumer:
        name = city.connection.ours(one.topic)
        message = Message(name, one.partition, 0, 0, one.key, one.value, one.headers)
        record = read_message(message)
        if isinstance(record, Malformed) or list(one.headers) != headers_of(record, SOURCE):
            continue
        found.setdefault((name, one.partition), {}).setdefault(record.off, record)
    consumer.close()
    return found
