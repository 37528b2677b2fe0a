"""Reading a topic again from its beginning, as far as the broker still has it; commits nothing."""

from collections.abc import Iterator
from contextlib import closing
from typing import Final

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from store.log import Record
from streams.kafka.connecting import Connection
from streams.kafka.knocking import knock
from streams.kafka.records import Malformed, Message, read_message
from streams.kafka.refusing import NoBroker

_POLL_MS: Final = 1_000
_SILENT: Final = 20
"""So many questions without an answer, and the broker does not work."""
_OPTIONS: Final = {
    "group_id": None,
    "enable_auto_commit": False,
    "auto_offset_reset": "earliest",
    "max_poll_records": 500,
}


def events(connection: Connection, topic: str, part: int) -> Iterator[Record]:
    """The events of a partition in the order of the broker, up to what it had when this began.

    Some may come twice, older after newer; what is no event of ours is left out. Raises NoBroker.
    """
    knock(connection)
    try:
        with closing(KafkaConsumer(**_OPTIONS, **connection.kafka_python())) as consumer:
            yield from _read(consumer, connection, TopicPartition(connection.named(topic), part))
    except KafkaError as error:
        raise _silent(type(error).__name__) from error


def _read(consumer: KafkaConsumer, connection: Connection, at: TopicPartition) -> Iterator[Record]:
    consumer.assign([at])
    consumer.seek_to_beginning(at)
    end, silent = consumer.end_offsets([at])[at], 0
    while consumer.position(at) < end:
        found = consumer.poll(timeout_ms=_POLL_MS).get(at, ())
        silent = 0 if found else silent + 1
        if silent > _SILENT:
            raise _silent("geen berichten")
        for one in found:
            name, headers = connection.ours(one.topic), one.headers
            stamp, key, value = one.timestamp, one.key, one.value
            message = Message(name, one.partition, one.offset, stamp, key, value, headers)
            record = read_message(message)
            if not isinstance(record, Malformed):
                yield record


def _silent(why: str) -> NoBroker:
    return NoBroker(
        f"De broker antwoordt niet meer ({why}). Draait hij nog? Doe het daarna nog eens."
    )
