"""Faust is set up by the rules that were measured: each of these broken lost or doubled events."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.broker import Broker  # isort: skip  # noqa: F401 - it imports kafka quietly
from streams.kafka.connecting import Connection, Login
from streams.kafka.patience import Patience
from streams.kafka.worker import Pace, make_crew
from streams.processor import Processor
from streams.topics import MATCHED, SIGNALS

PATIENCE = Patience(lambda: 0.5)


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop of our own: Faust asks for one."""
    made = asyncio.new_event_loop()
    asyncio.set_event_loop(made)
    yield made
    asyncio.set_event_loop(None)
    made.close()


def _app(connection: Connection) -> Any:
    nobody: Any = Processor(None, "g", None, None)  # type: ignore[arg-type]
    return make_crew(connection, ((SIGNALS, nobody), (MATCHED, nobody)), Pace(), PATIENCE).app


@pytest.mark.usefixtures("loop")
def test_faust_is_set_up_by_the_rules() -> None:
    """No web server, no topics of its own, and acknowledging only what was done."""
    conf = _app(Connection("a:9092,b:9092", prefix="gent.")).conf
    assert conf.id == "gent.vroegsignaal"
    assert [str(one) for one in conf.broker] == ["kafka://a:9092", "kafka://b:9092"]
    assert (conf.web_enabled, conf.topic_disable_leader, conf.topic_allow_declare) == (
        False,
        True,
        False,
    )
    assert (conf.stream_wait_empty, conf.broker_commit_interval) == (True, 0.5)
    assert conf.processing_guarantee.name == "AT_LEAST_ONCE"
    assert conf.consumer_auto_offset_reset == "earliest"


@pytest.mark.usefixtures("loop")
def test_every_topic_has_one_agent_that_takes_one_batch_at_a_time() -> None:
    """More at once acknowledge past an event that is still handled; tables count wrong."""
    app = _app(Connection("a:9092", prefix="gent."))
    agents = {name.rpartition(".")[2]: agent for name, agent in app.agents.items()}
    assert sorted(agents) == ["matched", "signals"]
    assert [agent.concurrency for agent in agents.values()] == [1, 1]
    assert {one for agent in agents.values() for one in agent.channel.topics} == {
        "gent.signals",
        "gent.matched",
    }
    assert not app.tables


@pytest.mark.usefixtures("loop")
def test_a_login_is_given_to_faust_too() -> None:
    """By the same rules as to kafka-python."""
    found = _app(Connection("a:9092", login=Login("lijn", "geheim"))).conf.broker_credentials
    assert (found.username, found.mechanism.value) == ("lijn", "SCRAM-SHA-512")
    assert found.protocol.value == "SASL_PLAINTEXT"
    assert _app(Connection("a:9092")).conf.broker_credentials is None
