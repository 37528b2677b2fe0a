"""Old events go once those have read them that read now: with Kafka, without, and back again."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from portal.erasure import erase
from portal.wiring import Platform
from protocols.privacy.terms import Kept
from store import log, outbox
from store.engine import begin, reading
from streams.cluster import ClusterLine
from streams.topics import RELAY, TOPICS
from tests.support import made
from tests.support.line import Line, open_line, with_residents

LATER = made.AT + timedelta(days=400)


@pytest.fixture
def line(tmp_path: Path) -> Line:
    """A line with three residents, that handled a signal of one of them."""
    opened = with_residents(open_line(tmp_path / "line.db"), [made.resident(n) for n in (1, 2, 3)])
    opened.send([made.signal(1)])
    return opened


def _embedded(line: Line) -> Platform:
    parts = (line.city, line.engine, line.vault, line.residents, line.embedded)
    return Platform(*parts, lambda: LATER)


def _clustered(line: Line) -> Platform:
    return replace(_embedded(line), line=ClusterLine(line.embedded))


def _topics(line: Line) -> list[str]:
    """The topics of which an event is left."""
    with reading(line.engine) as tx:
        found = {
            topic.name
            for topic in TOPICS
            for part in range(topic.partitions)
            if log.read(tx, topic.name, part, 0, 1)
        }
    return sorted(found)


def _erased(wired: Platform) -> int:
    return erase(wired)[Kept.EVENT_LOG.value]


def _relay(line: Line, *topics: str) -> None:
    """Have the relay publish all that there is of these topics."""
    with begin(line.engine) as tx:
        for place, head in outbox.heads(tx).items():
            if place[0] in topics:
                log.move(tx, RELAY, *place, head)


def test_without_kafka_nobody_waits_for_a_relay(line: Line) -> None:
    """Neither one that never was, nor one that stopped halfway when the city left Kafka."""
    _relay(line, "signals")
    with begin(line.engine) as tx:
        outbox.begin_at_zero(tx, RELAY, [(one.name, n) for one in TOPICS for n in range(4)])
    assert _topics(line) == ["cases", "matched", "signals"]
    assert _erased(_embedded(line)) == 3
    assert _topics(line) == []


def test_with_kafka_what_was_not_published_stays_of_the_last_topic_too(line: Line) -> None:
    """Nobody of ours reads `cases`; whoever follows it on the broker would miss events."""
    assert _erased(_clustered(line)) == 0
    _relay(line, "signals", "matched")
    assert _erased(_clustered(line)) == 2
    assert _topics(line) == ["cases"]
    _relay(line, "cases")
    assert _erased(_clustered(line)) == 1


def test_to_kafka_and_back_and_again_each_time_those_count_that_read_then(line: Line) -> None:
    """Embedded, Kafka, embedded, Kafka: no event is kept for ever, and none goes unread."""
    assert _erased(_embedded(line)) == 3
    line.send([made.signal(2)])
    assert _erased(_clustered(line)) == 0
    _relay(line, "signals", "matched", "cases")
    assert _erased(_clustered(line)) == 3
    line.send([made.signal(3)])
    assert _erased(_clustered(line)) == 0
    assert _erased(_embedded(line)) == 3
    assert _topics(line) == []


@pytest.mark.parametrize("mode", [_embedded, _clustered])
def test_what_a_step_has_not_read_stays_in_either_mode(line: Line, mode: object) -> None:
    """A line that stood still for a year loses no signal."""
    assert callable(mode)
    with begin(line.engine) as tx:
        log.append(
            tx, [log.Entry("signals", 0, "k", "unread", "x", "2026-01-01T00:00:00.000Z", b"{}")]
        )
    _relay(line, "signals", "matched", "cases")
    assert _erased(mode(line)) == 3
    assert _topics(line) == ["signals"]
