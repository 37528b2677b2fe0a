"""Publishing with kafka-python: idempotent, acknowledged by all, a whole batch at a time."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import structlog
from kafka import KafkaProducer
from kafka.errors import KafkaError, MessageSizeTooLargeError

from store.log import Record
from streams.kafka.connecting import Connection
from streams.kafka.records import headers_of
from streams.kafka.relay import Outcome

FLUSH_SECONDS = 45.0
CLOSE_SECONDS = 5.0
_OPTIONS: dict[str, Any] = {
    "acks": "all",
    "enable_idempotence": True,
    "linger_ms": 10,
    "batch_size": 131_072,
    "max_block_ms": 10_000,
    "request_timeout_ms": 10_000,
    "delivery_timeout_ms": 30_000,
    "bootstrap_timeout_ms": 10_000,
    "reconnect_backoff_max_ms": 2_000,
    "allow_auto_create_topics": False,
}
_log = structlog.get_logger("streams")


class KafkaPublisher:
    """Brings events to the broker under the CloudEvents source of the city.

    After a failure the producer is thrown away: a new one begins with nothing under way.
    """

    def __init__(self, connection: Connection, source: str) -> None:
        self._connection = connection
        self._source = source
        self._producer: KafkaProducer | None = None

    def publish(self, records: Sequence[Record]) -> Sequence[Outcome]:
        """Send all, flush, and look at every answer; never raises for the broker."""
        try:
            if self._producer is None:
                self._producer = KafkaProducer(**_OPTIONS, **self._connection.kafka_python())
            outcomes = self._publish(self._producer, records)
        except KafkaError as error:
            _log.warning("relay.broker-unavailable", error=type(error).__name__)
            outcomes = [Outcome.FAILED] * len(records)
        if Outcome.FAILED in outcomes:
            self.close()
        return outcomes

    def close(self) -> None:
        """Let go of the broker."""
        if self._producer is not None:
            try:
                self._producer.close(timeout=CLOSE_SECONDS)
            except KafkaError:
                # with events still under way it gives up before it has stopped its thread
                self._producer._sender.force_close()
            self._producer = None

    def _publish(self, producer: KafkaProducer, records: Sequence[Record]) -> list[Outcome]:
        sent = [self._send(producer, record) for record in records]
        with suppress(KafkaError):
            producer.flush(timeout=FLUSH_SECONDS)
        for kind in {_kind(one) for one in sent} - {""}:
            _log.warning("relay.not-published", error=kind)
        return [_outcome(one) for one in sent]

    def _send(self, producer: KafkaProducer, record: Record) -> Any:
        """The future of an event, or why it was not even sent."""
        try:
            return producer.send(
                self._connection.named(record.topic),
                value=record.data,
                key=record.key.encode(),
                headers=headers_of(record, self._source),
                partition=record.part,
            )
        except MessageSizeTooLargeError as error:
            return error


def _outcome(sent: Any) -> Outcome:
    """Too large is only what was too large to send: what the broker finds too large may be the
    batch, or a limit that somebody set on the topic, which `topics apply` takes away."""
    if isinstance(sent, KafkaError):
        return Outcome.TOO_LARGE
    return Outcome.PUBLISHED if sent.succeeded() else Outcome.FAILED


def _kind(sent: Any) -> str:
    """The kind of error only: what a broker tells may repeat what was sent."""
    error = sent if isinstance(sent, KafkaError) else getattr(sent, "exception", None)
    return type(error).__name__ if error else ""
