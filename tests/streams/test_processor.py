"""The processor: one poison event is parked, the others go on, and the database decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from store import log, status
from store.engine import Engine, StoreUnavailable, Tx, begin, open_engine, reading
from store.log import Entry
from store.migrate import migrate
from streams.embedded import EmbeddedLine, LogSource
from streams.processor import Processor, TooManyDeadLetters
from streams.topics import Topic
from tests.support import made

ONE = Topic("one", 1, "test")
SECRET = "Nergenshuizen"


def _entry(number: int) -> Entry:
    return Entry(ONE.name, 0, "key", f"e{number}", "t", "2026-11-22T09:00:00.000Z", b"{}")


class Recorder:
    """A step that writes one line per event and fails on the poison ones."""

    def __init__(self, poison: set[str], error: Exception | None = None) -> None:
        self.poison = poison
        self.error = error or ValueError(SECRET)
        self.seen: list[str] = []

    def __call__(self, tx: Tx, records: Sequence[log.Record]) -> list[Entry]:
        """Append an outgoing event per record."""
        if any(record.ce_id in self.poison for record in records):
            raise self.error
        self.seen += [record.ce_id for record in records]
        return [Entry("two", 0, "k", f"{r.ce_id}.out", "t", r.ce_time, b"{}") for r in records]


@dataclass(frozen=True, slots=True)
class Rig:
    """A line of one step."""

    engine: Engine
    line: EmbeddedLine
    processor: Processor


def _run(tmp_path: Path, step: Recorder, events: int = 10, most: int = 3) -> Rig:
    engine = open_engine(f"sqlite:///{tmp_path / 'p.db'}")
    migrate(engine)
    with begin(engine) as tx:
        log.append(tx, [_entry(number) for number in range(events)])
    processor = Processor(engine, "g", step, lambda: made.AT, most)
    return Rig(engine, EmbeddedLine(engine, ((ONE, processor),), 4), processor)


def test_a_poison_event_is_parked_and_the_others_have_their_effect(tmp_path: Path) -> None:
    """One bad event must not stop the line, nor be lost, nor tell what was in it."""
    step = Recorder({"e5"})
    rig = _run(tmp_path, step)
    assert rig.line.drain() == 10
    with reading(rig.engine) as tx:
        assert [r.ce_id for r in log.read(tx, "two", 0, 0, 99)] == [
            f"e{n}.out" for n in range(10) if n != 5
        ]
        (letter,) = status.dead_letters(tx)
    assert (letter.step, letter.code, letter.count) == ("g", "ValueError", 1)
    assert SECRET.encode() not in (tmp_path / "p.db").read_bytes()


def test_an_event_that_comes_twice_has_its_effect_once(tmp_path: Path) -> None:
    """Delivery is at least once; the inbox makes the effect exactly once."""
    step = Recorder(set())
    rig = _run(tmp_path, step)
    rig.line.drain()
    with begin(rig.engine) as tx:
        log.move(tx, "g", ONE.name, 0, 0)
    rig.line.drain()
    assert step.seen == [f"e{n}" for n in range(10)]
    with reading(rig.engine) as tx:
        assert len(log.read(tx, "two", 0, 0, 99)) == 10


def test_an_event_twice_in_one_batch_has_its_effect_once(tmp_path: Path) -> None:
    """A producer that retries may put the same event in twice in a row."""
    step = Recorder(set())
    rig = _run(tmp_path, step, events=1)
    with begin(rig.engine) as tx:
        log.append(tx, [_entry(0)])
    rig.line.drain()
    assert step.seen == ["e0"]


def test_too_many_dead_letters_stop_the_line_loudly(tmp_path: Path) -> None:
    """When everything is poison it is the line that is wrong; the events stay where they are."""
    rig = _run(tmp_path, Recorder({f"e{n}" for n in range(10)}))
    with pytest.raises(TooManyDeadLetters):
        rig.line.drain()
    with reading(rig.engine) as tx:
        assert log.lag(tx, "g", ONE.name) == 10
        assert status.dead_letters(tx) == []


def test_a_failing_database_parks_nothing(tmp_path: Path) -> None:
    """The event is not at fault: it is taken again when the database is back."""
    step = Recorder({"e0"}, StoreUnavailable("gone"))
    rig = _run(tmp_path, step)
    with pytest.raises(StoreUnavailable):
        rig.line.drain()
    with reading(rig.engine) as tx:
        assert status.dead_letters(tx) == []
        assert log.lag(tx, "g", ONE.name) == 10


def test_two_runners_of_one_group_share_the_work_and_repeat_none(tmp_path: Path) -> None:
    """Portal and command may both run the line on one database."""
    step = Recorder(set())
    rig = _run(tmp_path, step)
    source = LogSource("g", ONE, 0, 3)
    while rig.processor.run(source) or rig.line.poll():
        pass
    assert sorted(step.seen) == sorted({f"e{n}" for n in range(10)})
