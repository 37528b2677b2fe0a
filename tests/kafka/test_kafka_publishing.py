"""Publishing to a real broker: every answer is looked at."""

from dataclasses import replace

import pytest

from store.log import Record
from streams.kafka.connecting import Connection
from streams.kafka.provisioning import apply
from streams.kafka.publishing import KafkaPublisher
from streams.kafka.relay import Outcome
from streams.topics import DELIVERED, TOPICS
from tests.support.cluster import SOURCE

RECORD = Record("signals", 1, 0, "k", "d1-1", DELIVERED, "2026-11-22T09:00:00.000Z", b"{}")


@pytest.fixture
def publisher(connection: Connection) -> KafkaPublisher:
    """A publisher to topics that are there."""
    apply(connection, TOPICS)
    return KafkaPublisher(connection, SOURCE)


def test_an_event_that_is_too_large_is_told_and_the_others_go(publisher: KafkaPublisher) -> None:
    """It would be refused for ever; offering it again would hold up the partition."""
    large = replace(RECORD, off=1, data=b"x" * 2_000_000)
    last = replace(RECORD, off=2)
    assert publisher.publish([RECORD, large, last]) == [
        Outcome.PUBLISHED,
        Outcome.TOO_LARGE,
        Outcome.PUBLISHED,
    ]
    publisher.close()


def test_who_published_nothing_can_be_let_go(publisher: KafkaPublisher) -> None:
    """And again."""
    publisher.close()
    publisher.close()
