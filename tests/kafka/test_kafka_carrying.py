"""A batch is handled or the process stops: never does a worker go on past what it did not do."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest

from protocols.errors import Refused
from store import log, outbox
from store.engine import Engine, StoreUnavailable, Tx, begin, open_engine, reading
from store.log import Entry, Record
from store.migrate import migrate
from streams.kafka.calm import Seldom
from streams.kafka.carrying import Carrier, Sweep
from streams.kafka.patience import Patience
from streams.kafka.records import Message, headers_of
from streams.processor import Processor
from streams.residents import NoRegister
from streams.topics import RELAY, Topic
from tests.support import made
from tests.support.cluster import SOURCE

ONE = Topic("one", 1, "test")
TIME = "2026-11-22T09:00:00.000Z"


class Stopped(BaseException):
    """The process ended."""


def _stop(why: str) -> NoReturn:
    raise Stopped(why)


class Step:
    """Fails with these errors, one at a time, and then works."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.handled: list[str] = []

    def __call__(self, _tx: Tx, records: Sequence[Record]) -> list[Entry]:
        """Keep the ids."""
        if self.errors:
            raise self.errors.pop(0)
        self.handled += [record.ce_id for record in records]
        return []


class Rig:
    """A log of ten events, and a carrier."""

    def __init__(self, path: Path, step: Step, tries: int = 5) -> None:
        self.engine: Engine = open_engine(f"sqlite:///{path / 'c.db'}")
        migrate(self.engine)
        with begin(self.engine) as tx:
            log.append(tx, [Entry("one", 0, "key", f"e{n}", "x", TIME, b"{}") for n in range(10)])
        with reading(self.engine) as tx:
            records = log.read(tx, "one", 0, 0, 10)
        self.messages = [
            Message("one", 0, one.off, 5, b"key", one.data, headers_of(one, SOURCE))
            for one in records
        ]
        self.waits: list[float] = []
        processor = Processor(self.engine, "g", step, lambda: made.AT)
        patience = Patience(lambda: 0.5, tries=tries)
        self.carrier = Carrier(ONE, processor, patience, self.waits.append, _stop)

    def published(self, off: int) -> None:
        """The relay came so far."""
        with begin(self.engine) as tx:
            log.move(tx, RELAY, "one", 0, off)

    def position(self) -> int:
        """What the group reads next."""
        with reading(self.engine) as tx:
            return outbox.positions(tx, "g").get(("one", 0), 0)


def test_a_failing_database_is_tried_again_in_place(tmp_path: Path) -> None:
    """Waiting longer each time; then the batch has its effect, once."""
    step = Step(StoreUnavailable("a"), StoreUnavailable("b"))
    rig = Rig(tmp_path, step)
    rig.carrier.carry(rig.messages)
    assert len(step.handled) == rig.position() == 10
    assert rig.waits == [0.1, 0.2]


@pytest.mark.parametrize(
    ("errors", "why"),
    [
        ([StoreUnavailable("gone")] * 3, "store-unavailable gone"),
        ([NoRegister("Laad eerst het register.")], "no-register"),
    ],
)
def test_who_cannot_go_on_stops_and_leaves_everything_as_it_was(
    tmp_path: Path, errors: list[Exception], why: str
) -> None:
    """Whoever watches over the process starts it anew, and the batch comes again."""
    rig = Rig(tmp_path, Step(*errors), tries=3)
    with pytest.raises(Stopped, match=why):
        rig.carrier.carry(rig.messages)
    assert rig.position() == 0


def test_a_bug_outside_the_steps_stops_the_process_too(tmp_path: Path) -> None:
    """Faust takes a batch that raised for a batch that was done."""
    rig = Rig(tmp_path, Step())
    with pytest.raises(Stopped, match="AttributeError"):
        rig.carrier.carry([object()])  # type: ignore[list-item]


def test_what_nobody_brings_is_swept_up(tmp_path: Path) -> None:
    """Kafka lost it, or it was acknowledged too soon and no later event follows."""
    step = Step()
    rig = Rig(tmp_path, step)
    rig.carrier.carry(rig.messages[:4])
    rig.published(8)
    sweep = Sweep(rig.carrier)
    assert sweep() == 0
    assert sweep() == 6
    assert step.handled == [f"e{n}" for n in range(10)]
    assert sweep() == 0


def test_what_is_on_its_way_is_left_to_kafka(tmp_path: Path) -> None:
    """A sweep looks twice; where something moved in between, somebody is at work."""
    rig = Rig(tmp_path, Step())
    rig.published(10)
    sweep = Sweep(rig.carrier)
    assert sweep() == 0
    rig.carrier.carry(rig.messages[:4])
    assert sweep() == 0
    assert rig.position() == 4


def test_a_sweep_that_meets_a_failing_database_waits_for_the_next(tmp_path: Path) -> None:
    """Nothing hangs on it."""
    rig = Rig(tmp_path, Step(StoreUnavailable("gone")))
    rig.published(10)
    sweep = Sweep(rig.carrier)
    assert [sweep() for _ in range(3)] == [0, 0, 10]


def test_a_sweep_that_is_refused_stops_the_process(tmp_path: Path) -> None:
    """As a batch that is refused does."""

    class Broken(Refused):
        code = "broken"

    rig = Rig(tmp_path, Step(Broken("Kapot.")))
    rig.published(10)
    sweep = Sweep(rig.carrier)
    sweep()
    with pytest.raises(Stopped, match="broken"):
        sweep()


def test_a_client_that_repeats_itself_is_written_down_seldom() -> None:
    """A broker that is away for a minute would fill the log; our own lines always stand in it."""
    now = [0.0]
    seldom = Seldom(lambda: now[0], seconds=30)

    def passes(name: str, text: str) -> bool:
        return seldom.filter(logging.LogRecord(name, logging.ERROR, "f", 1, text, None, None))

    assert [passes("aiokafka.conn", "gone %s") for _ in range(3)] == [True, False, False]
    assert passes("aiokafka.conn", "something else")
    assert [passes("streams", "gone") for _ in range(3)] == [True, True, True]
    now[0] = 31.0
    assert passes("aiokafka.conn", "gone %s")
