"""A real broker, relay and worker: the state is that of the embedded line, whatever else lies on
the topics. Killing is in tests/faults."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from protocols.ids import DeliveryId, SignalId
from protocols.privacy.audit import Action
from store import deliveries, outbox, status
from store.engine import begin, reading
from streams.kafka.connecting import Connection
from streams.topics import ADMISSION
from tests.support import made
from tests.support.accounting import check_loads, everything, whatever_the_order
from tests.support.broker import Broker
from tests.support.line import Line, open_line, with_residents
from tests.support.published import check_topics
from tests.support.running import Cluster, cluster

from kafka import KafkaProducer  # isort: skip  # after tests.support.broker

PARKED = f"audit {Action.EVENT_PARKED.value}"
POISON = SignalId("d1-13")


@pytest.fixture
def city(tmp_path: Path, kafka: Broker) -> Iterator[Cluster]:
    """A cluster on a SQLite file."""
    with cluster(f"sqlite:///{tmp_path / 'city.db'}", kafka, tmp_path) as made_cluster:
        yield made_cluster


def _deliver(line: Line) -> None:
    """Two deliveries, of which one row cannot be opened any more: a poison event."""
    from tests.support import worker

    for number in (0, 1):
        rows = [*worker.rows_of(number)]
        if number == 0:
            rows.append(made.signal(999, 5, signal_id=POISON, delivery_id=DeliveryId("k0")))
        _take_in(line, rows)
    with begin(line.engine) as tx:
        deliveries.destroy_data_keys(tx, [POISON])


def _take_in(line: Line, rows: list[made.Delivered]) -> None:
    from protocols.privacy.audit import Origin
    from streams.intake import Batch, deliver

    delivery_id = rows[0].delivery_id
    batch = Batch(delivery_id, rows[0].creditor_id, delivery_id.encode(), rows, ())
    with begin(line.engine) as tx:
        deliver(tx, line.vault, batch, actor="t", origin=Origin.API, purpose="t", at=made.AT)


def _truth(path: Path) -> Line:
    line = open_line(f"sqlite:///{path / 'truth.db'}")
    with_residents(line, [made.resident(n) for n in range(300)])
    _deliver(line)
    line.embedded.drain()
    return line


def _junk(connection: Connection) -> int:
    """What has no business on the topic: no headers, wrong ones, and events nobody recorded."""
    producer = KafkaProducer(**connection.kafka_python())
    topic, at = connection.named("signals"), {"partition": 1}
    forged = [("ce_id", b"forged"), ("ce_type", b"x"), ("ce_time", b"2026-11-22T09:00:00.000Z")]
    sent = [
        producer.send(topic, value=b"Nergenshuizen", **at),
        producer.send(topic, value=None, key=b"k", **at),
        producer.send(topic, value=b"{}", key=b"k", headers=[("ce_sequence", b"\xff")], **at),
        producer.send(topic, b"{}", b"k", [*forged, ("ce_sequence", b"%018d" % 3)], **at),
        producer.send(topic, b"{}", b"k", [*forged, ("ce_sequence", b"9" * 18)], **at),
    ]
    producer.flush()
    producer.close()
    return len([future.get() for future in sent])


def test_relay_and_worker_come_to_what_the_embedded_line_comes_to(
    city: Cluster, tmp_path: Path
) -> None:
    """With a poison event and junk on the topic; and both stop in good order."""
    city.start("relay", "relay")
    junk = _junk(city.connection)
    _deliver(city.line)
    city.start("one", "work")
    city.wait_done()
    truth, line = _truth(tmp_path), city.line
    found, wanted = (whatever_the_order(everything(one)) for one in (line, truth))
    assert found.pop("dead letters") == wanted.pop("dead letters") + junk
    assert found.pop(PARKED) == wanted.pop(PARKED) + junk
    assert found == wanted
    check_loads(line)
    assert [city.end(name) for name in ("one", "relay")] == [0, 0]
    with reading(line.engine) as tx:
        codes = {(one.code, one.count) for one in status.dead_letters(tx)}
    assert codes == {("KeyDestroyed", 1), ("malformed-message", 3), ("unknown-event", 2)}
    assert b"Nergenshuizen" not in (tmp_path / "city.db").read_bytes()
    check_topics(city)
    truth.engine.dispose()


def test_a_worker_without_a_register_stops_loudly_with_75(kafka: Broker, tmp_path: Path) -> None:
    """What was delivered waits; a supervisor starts the worker again."""
    with cluster(f"sqlite:///{tmp_path / 'empty.db'}", kafka, tmp_path) as made_cluster:
        empty = open_line(f"sqlite:///{tmp_path / 'none.db'}")
        made_cluster.url = f"sqlite:///{tmp_path / 'none.db'}"
        _take_in(empty, [made.signal(1)])
        for name, mode in (("relay", "relay"), ("one", "work")):
            made_cluster.start(name, mode)
        try:
            assert made_cluster.processes["one"].wait(timeout=60) == 75
        except subprocess.TimeoutExpired:
            pytest.fail(made_cluster.told("one"))
        assert '"no-register"' in made_cluster.told("one")
        with reading(empty.engine) as tx:
            assert not any(outbox.positions(tx, ADMISSION).values())
        empty.engine.dispose()
