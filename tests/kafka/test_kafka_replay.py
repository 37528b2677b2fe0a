"""Replaying what the broker still has, held against the log in SQL."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from portal.cli.main import app
from portal.settings import BadSettings
from store import log
from store.engine import reading
from store.log import Record
from streams.kafka.connecting import Connection
from streams.kafka.provisioning import apply
from streams.kafka.publishing import KafkaPublisher
from streams.kafka.reading import events
from streams.kafka.relay import Relay, relay_all
from streams.topics import SIGNALS, TOPICS
from tests.support import made
from tests.support.broker import Broker
from tests.support.cluster import SOURCE
from tests.support.line import Line, open_line, with_residents
from tests.support.replayed import replayed, unequal


@pytest.fixture
def published(tmp_path: Path, connection: Connection) -> Line:
    """A line whose events lie on topics of its own."""
    residents = [made.resident(n) for n in range(1, 101)]
    line = with_residents(open_line(tmp_path / "line.db"), residents)
    line.send([made.signal(n) for n in range(1, 41)])
    apply(connection, TOPICS)
    publisher = KafkaPublisher(connection, SOURCE)
    relay = Relay(line.engine, publisher, lambda: made.AT)
    relay.begin()
    relay_all(relay)
    publisher.close()
    return line


def _logged(line: Line) -> list[Record]:
    with reading(line.engine) as tx:
        parts = range(SIGNALS.partitions)
        return [one for part in parts for one in log.read(tx, SIGNALS.name, part, 0, 1_000)]


def test_what_the_broker_has_comes_to_the_same(
    published: Line, connection: Connection, tmp_path: Path
) -> None:
    """From its beginning; what was published twice counts once."""
    publisher = KafkaPublisher(connection, SOURCE)
    publisher.publish(_logged(published)[:25])
    publisher.close()
    bring = partial(events, connection)
    report, other = replayed(published, f"sqlite:///{tmp_path / 'new.db'}", bring=bring)
    assert report.differences == 0, report
    assert unequal(published, other) == []
    assert (report.carried_by.same, report.carried_by.absent) == (40, 0)


def test_what_the_broker_has_no_more_comes_from_the_log(
    published: Line, connection: Connection, tmp_path: Path
) -> None:
    """It keeps a week; the log in SQL keeps its own term."""

    def _later_part(topic: str, part: int) -> Iterator[Record]:
        return (one for one in events(connection, topic, part) if one.off >= 5)

    report, other = replayed(published, f"sqlite:///{tmp_path / 'new.db'}", bring=_later_part)
    assert report.differences == 0, report
    assert unequal(published, other) == []
    assert (report.carried_by.same, report.carried_by.absent) == (20, 20)


def test_what_the_broker_tells_otherwise_is_told(
    published: Line, connection: Connection, tmp_path: Path
) -> None:
    """Content that was replaced on the topic does not open, and is a difference."""

    def _spoiled(topic: str, part: int) -> Iterator[Record]:
        for one in events(connection, topic, part):
            yield replace(one, data=one.data[:-9] + b"AAAA" + one.data[-5:])

    report, _ = replayed(published, f"sqlite:///{tmp_path / 'new.db'}", bring=_spoiled)
    assert report.carried_by.different == 40
    assert report.differences > 40


def test_the_command_reads_the_broker_of_the_settings(
    connection: Connection, kafka: Broker, tmp_path: Path
) -> None:
    """And says which setting is missing without one."""
    environment = {"VROEGSIGNAAL_HOME": str(tmp_path), "VROEGSIGNAAL_KAFKA": ""}
    wanted = ["replay", "--from", "kafka", "--into", str(tmp_path / "new.db")]
    assert CliRunner().invoke(app, ["init"], env=environment).exit_code == 0
    with pytest.raises(BadSettings, match="VROEGSIGNAAL_KAFKA:"):
        CliRunner().invoke(app, wanted, env=environment, catch_exceptions=False)
    environment["VROEGSIGNAAL_KAFKA"] = kafka.bootstrap
    environment["VROEGSIGNAAL_KAFKA_PREFIX"] = connection.prefix
    apply(connection, TOPICS)
    done = CliRunner().invoke(app, wanted, env=environment, catch_exceptions=False)
    assert done.exit_code == 0
    assert "Van de broker: 0 zoals in het logboek, 0 anders" in done.output
