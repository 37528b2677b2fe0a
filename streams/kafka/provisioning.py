"""Topics on the broker: how they differ from what is declared, and making them so."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType, NewTopic
from kafka.errors import (
    AuthorizationError,
    KafkaError,
    TopicAlreadyExistsError,
    TopicAuthorizationFailedError,
)

from protocols.errors import Refused
from streams.kafka.connecting import Connection
from streams.kafka.knocking import knock
from streams.kafka.refusing import NO_RIGHTS, NoBroker
from streams.topics import Topic, kafka_settings

MOST_COPIES = 3
SETTLE_SECONDS = 15.0
_OPTIONS = {"bootstrap_timeout_ms": 10_000, "request_timeout_ms": 15_000}


class TopicsDiffer(Refused):
    """The topics on the broker are not as declared; `differences` has every one."""

    code = "topics-differ"


class Kind(Enum):
    """What is different about a topic."""

    MISSING = "ontbreekt"
    PARTITIONS = "partities"
    SETTING = "instelling"


@dataclass(frozen=True, slots=True)
class Difference:
    """What a topic has (`found`) and should have (`declared`)."""

    topic: str
    kind: Kind
    name: str
    found: str
    declared: str

    def __str__(self) -> str:
        if self.kind is Kind.MISSING:
            return f"{self.topic}: {self.kind.value}"
        return f"{self.topic}: {self.name} is {self.found}, moet {self.declared} zijn"


def diff(connection: Connection, topics: Sequence[Topic]) -> list[Difference]:
    """Every difference between the broker and the declarations. Raises NoBroker."""
    with _admin(connection) as admin:
        return _diff(admin, _named(connection, topics))


def apply(connection: Connection, topics: Sequence[Topic]) -> list[Difference]:
    """Make the topics as declared, and return what was different. A topic that exists never gets
    another number of partitions: keys would move and lose their order.

    Raises NoBroker, or TopicsDiffer when partitions differ (then nothing was changed) or when the
    broker does not take a change.
    """
    topics = _named(connection, topics)
    with _admin(connection) as admin:
        found = _diff(admin, topics)
        wrong = [one for one in found if one.kind is Kind.PARTITIONS]
        if wrong:
            raise TopicsDiffer(
                "\n".join(map(str, wrong)) + "\nEr is niets veranderd. Een ander aantal partities "
                "kan niet zonder de volgorde te verliezen: maak een nieuwe topic."
            )
        copies = _copies(admin)
        _create(admin, [one for one in topics if _is_missing(one, found)], copies)
        _configure(admin, topics, found)
        if found:
            _wait_same(admin, topics)
    return found


def _wait_same(admin: KafkaAdminClient, topics: Sequence[Topic]) -> None:
    """A broker answers with what was before until it has heard of a change itself."""
    until = time.monotonic() + SETTLE_SECONDS
    while left := _diff(admin, topics):
        if time.monotonic() > until:
            raise TopicsDiffer(
                "\n".join(map(str, left)) + "\nDe broker nam dit niet over. Doe het nog eens."
            )
        time.sleep(0.1)


def need_topics(connection: Connection, topics: Sequence[Topic]) -> None:
    """Raises TopicsDiffer where a topic is missing or has other partitions, and NoBroker."""
    wrong = [one for one in diff(connection, topics) if one.kind is not Kind.SETTING]
    if wrong:
        raise TopicsDiffer("\n".join(map(str, wrong)) + "\nDoe eerst `vroegsignaal topics apply`.")


@contextmanager
def _admin(connection: Connection) -> Iterator[KafkaAdminClient]:
    knock(connection)
    try:
        with closing(KafkaAdminClient(**_OPTIONS, **connection.kafka_python())) as admin:
            yield admin
    except AuthorizationError as error:
        raise NoBroker(NO_RIGHTS) from error
    except KafkaError as error:
        raise NoBroker(
            f"De broker antwoordt niet meer ({type(error).__name__}). Draait hij nog? Doe het "
            "daarna nog eens."
        ) from error


def _named(connection: Connection, topics: Sequence[Topic]) -> list[Topic]:
    return [replace(topic, name=connection.named(topic.name)) for topic in topics]


def _diff(admin: KafkaAdminClient, topics: Sequence[Topic]) -> list[Difference]:
    told = {one["name"]: one for one in admin.describe_topics([topic.name for topic in topics])}
    if any(one["error_code"] == TopicAuthorizationFailedError.errno for one in told.values()):
        raise TopicAuthorizationFailedError
    there = [topic for topic in topics if told[topic.name]["error_code"] == 0]
    settings = _settings(admin, there)
    found: list[Difference] = []
    for topic in topics:
        if topic not in there:
            found.append(Difference(topic.name, Kind.MISSING, "", "", ""))
            continue
        found += _compared(topic, told[topic.name]["partitions"], settings[topic.name])
    return found


def _settings(admin: KafkaAdminClient, topics: Sequence[Topic]) -> dict[str, dict[str, Any]]:
    if not topics:
        return {}
    asked = [ConfigResource(ConfigResourceType.TOPIC, topic.name) for topic in topics]
    found: dict[str, dict[str, Any]] = admin.describe_configs(asked, config_filter="all")["topic"]
    return found


def _compared(topic: Topic, parts: list[Any], settings: dict[str, Any]) -> Iterator[Difference]:
    if len(parts) != topic.partitions:
        found, declared = str(len(parts)), str(topic.partitions)
        yield Difference(topic.name, Kind.PARTITIONS, "aantal partities", found, declared)
    copies = min(len(part["replica_nodes"]) for part in parts)
    for name, declared in kafka_settings(topic, copies).items():
        value = str(settings[name]["value"])
        if value != declared:
            yield Difference(topic.name, Kind.SETTING, name, value, declared)


def _is_missing(topic: Topic, found: Sequence[Difference]) -> bool:
    return any(one.topic == topic.name and one.kind is Kind.MISSING for one in found)


def _copies(admin: KafkaAdminClient) -> int:
    """As many copies as there are brokers, at most three."""
    return min(MOST_COPIES, len(admin.describe_cluster()["brokers"]))


def _create(admin: KafkaAdminClient, topics: Sequence[Topic], copies: int) -> None:
    new = [
        NewTopic(one.name, one.partitions, copies, topic_configs=kafka_settings(one, copies))
        for one in topics
    ]
    if not new:
        return
    with suppress(TopicAlreadyExistsError):
        admin.create_topics(new, wait_for_metadata=True)


def _configure(
    admin: KafkaAdminClient, topics: Sequence[Topic], found: Sequence[Difference]
) -> None:
    for topic in topics:
        wanted = {
            one.name: one.declared
            for one in found
            if one.topic == topic.name and one.kind is Kind.SETTING
        }
        if wanted:
            admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic.name, wanted)])
