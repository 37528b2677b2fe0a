"""Topics on a real broker: made as declared, and every difference told."""

from dataclasses import replace

import pytest
from typer.testing import CliRunner

from portal.cli.main import app
from streams.kafka.connecting import Connection
from streams.kafka.provisioning import NoBroker, TopicsDiffer, apply, diff, need_topics
from streams.topics import CASES, FEEDBACK, MATCHED, SIGNALS, TOPICS, kafka_settings
from tests.support.broker import Broker, free_port


def test_topics_are_made_as_declared_and_then_nothing_differs(connection: Connection) -> None:
    """Applying again changes nothing."""
    assert [str(one) for one in diff(connection, TOPICS)] == [
        f"{connection.prefix}{name}: ontbreekt"
        for name in ("signals", "matched", "cases", "feedback")
    ]
    with pytest.raises(TopicsDiffer, match="topics apply"):
        need_topics(connection, TOPICS)
    assert len(apply(connection, TOPICS)) == len(TOPICS)
    assert diff(connection, TOPICS) == apply(connection, TOPICS) == []
    need_topics(connection, TOPICS)


def test_another_retention_is_told_and_put_right(connection: Connection) -> None:
    """Somebody changed it by hand, or the declaration changed."""
    apply(connection, [replace(SIGNALS, retention_days=2), MATCHED, CASES, FEEDBACK])
    (found,) = diff(connection, TOPICS)
    assert (found.name, found.found, found.declared) == ("retention.ms", "172800000", "604800000")
    need_topics(connection, TOPICS)
    apply(connection, TOPICS)
    assert diff(connection, TOPICS) == []


def test_another_number_of_partitions_is_refused_and_changes_nothing(
    connection: Connection,
) -> None:
    """Keys would move to other partitions and lose their order."""
    apply(connection, [replace(SIGNALS, partitions=2)])
    with pytest.raises(TopicsDiffer, match="is 2, moet 4 zijn"):
        apply(connection, TOPICS)
    assert [one.topic for one in diff(connection, [MATCHED])] == [f"{connection.prefix}matched"]


def test_with_three_copies_two_must_have_a_write() -> None:
    """One copy may fail without stopping the line, and no write that counted is lost."""
    assert [kafka_settings(SIGNALS, n)["min.insync.replicas"] for n in (1, 2, 3)] == ["1", "1", "2"]


def test_no_broker_is_told_with_what_to_look_at() -> None:
    """Instead of waiting for ever."""
    with pytest.raises(NoBroker, match="VROEGSIGNAAL_KAFKA"):
        diff(Connection(f"127.0.0.1:{free_port()}"), TOPICS)


def test_the_commands_say_what_differs_and_exit_with_one(
    connection: Connection, kafka: Broker
) -> None:
    """A deployment can ask before it goes on."""
    environment = {
        "VROEGSIGNAAL_KAFKA": kafka.bootstrap,
        "VROEGSIGNAAL_KAFKA_PREFIX": connection.prefix,
    }
    results = [
        CliRunner().invoke(app, ["topics", verb], env=environment)
        for verb in ("diff", "apply", "diff")
    ]
    assert [one.exit_code for one in results] == [1, 0, 0]
    assert f"{connection.prefix}signals: ontbreekt" in results[0].output
    assert "zoals afgesproken" in results[2].output
