"""The processor: one poison event is parked, the others go on, and the database decides."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from store import dead_letters, log, status
from store.engine import Engine, StoreBusy, StoreUnavailable, Tx, begin, reading
from store.log import Entry
from store.migrate import migrate
from streams.embedded import EmbeddedLine, LogSource
from streams.processor import Processor, TooManyDeadLetters
from streams.topics import Topic
from tests.support import made
from tests.support.databases import opened

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


class _Hindered(Recorder):
    """A step that others are in the way of, the first times."""

    def __init__(self, times: int) -> None:
        super().__init__(set())
        self.times = times

    def __call__(self, tx: Tx, records: Sequence[log.Record]) -> list[Entry]:
        """Do what a step does, once nobody is in the way."""
        outgoing = super().__call__(tx, records)
        self.times -= 1
        if self.times >= 0:
            raise StoreBusy("deadlock")
        return outgoing


@dataclass(frozen=True, slots=True)
class Rig:
    """A line of one step."""

    engine: Engine
    line: EmbeddedLine
    processor: Processor


def _run(url: str, step: Recorder, events: int = 10, most: int = 3) -> Rig:
    engine = opened(url)
    migrate(engine)
    with begin(engine) as tx:
        log.append(tx, [_entry(number) for number in range(events)])
    processor = Processor(engine, "g", step, lambda: made.AT, most)
    return Rig(engine, EmbeddedLine(engine, ((ONE, processor),), 4), processor)


def test_a_poison_event_is_parked_and_the_others_have_their_effect(url: str) -> None:
    """One bad event must not stop the line, nor be lost, nor tell what was in it."""
    step = Recorder({"e5"})
    rig = _run(url, step)
    assert rig.line.drain() == 10
    with reading(rig.engine) as tx:
        assert [r.ce_id for r in log.read(tx, "two", 0, 0, 99)] == [
            f"e{n}.out" for n in range(10) if n != 5
        ]
        (letter,) = status.dead_letters(tx)
    assert (letter.step, letter.code, letter.count) == ("g", "ValueError", 1)


def test_a_parked_event_leaves_nothing_of_itself_in_the_file(url: str, database: Path) -> None:
    """Not what was in it, nor what the error told of it."""
    _run(url, Recorder({"e5"})).line.drain()
    assert SECRET.encode() not in database.read_bytes()


def test_an_event_that_comes_twice_has_its_effect_once(url: str) -> None:
    """Delivery is at least once; the inbox makes the effect exactly once."""
    step = Recorder(set())
    rig = _run(url, step)
    rig.line.drain()
    with begin(rig.engine) as tx:
        log.move(tx, "g", ONE.name, 0, 0)
    rig.line.drain()
    assert step.seen == [f"e{n}" for n in range(10)]
    with reading(rig.engine) as tx:
        assert len(log.read(tx, "two", 0, 0, 99)) == 10


def test_an_event_twice_in_one_batch_has_its_effect_once(url: str) -> None:
    """A producer that retries may put the same event in twice in a row."""
    step = Recorder(set())
    rig = _run(url, step, events=1)
    with begin(rig.engine) as tx:
        log.append(tx, [_entry(0)])
    rig.line.drain()
    assert step.seen == ["e0"]


def test_too_many_dead_letters_stop_the_line_loudly(url: str) -> None:
    """When everything is poison it is the line that is wrong: what is beyond the limit stays where
    it is, and every process can see before which event the step stands still."""
    rig = _run(url, Recorder({f"e{n}" for n in range(10)}))
    for _ in range(2):
        with pytest.raises(TooManyDeadLetters, match="one/0/3"):
            rig.line.drain()
    with reading(rig.engine) as tx:
        assert log.lag(tx, "g", ONE.name) == 7
        assert sum(one.count for one in status.dead_letters(tx)) == 3
        (stop,) = dead_letters.stopped(tx)
    assert (stop.step, stop.ce_id, stop.place) == ("g", "e3", "one/0/3")


def test_what_came_before_one_dead_letter_too_many_has_its_effect_once(url: str) -> None:
    """The good ones in front of the poison are not undone with it."""
    step = Recorder({"e1", "e3"})
    rig = _run(url, step, most=1)
    for _ in range(2):
        with pytest.raises(TooManyDeadLetters):
            rig.line.drain()
    with reading(rig.engine) as tx:
        assert [r.ce_id for r in log.read(tx, "two", 0, 0, 99)] == ["e0.out", "e2.out"]


def test_a_line_that_goes_on_is_not_called_stopped(url: str) -> None:
    """The cause was mended: what the step stood still before has its effect after all."""
    step = Recorder({"e0", "e1", "e2", "e3"})
    rig = _run(url, step)
    with pytest.raises(TooManyDeadLetters):
        rig.line.drain()
    step.poison.clear()
    assert rig.line.drain() == 7
    with reading(rig.engine) as tx:
        assert dead_letters.stopped(tx) == []


class _Counted:
    """Keeps what a processor tells."""

    def __init__(self) -> None:
        self.batches: list[tuple[str, int]] = []
        self.aside: list[str] = []

    def handled(self, group: str, events: int, seconds: float) -> None:
        """Keep how many."""
        assert seconds >= 0
        self.batches.append((group, events))

    def parked(self, group: str) -> None:
        """Keep whose."""
        self.aside.append(group)


def test_whoever_watches_hears_of_every_batch_and_of_what_was_put_aside(url: str) -> None:
    """An empty batch is no news."""
    rig, watch, told = _run(url, Recorder({"e5"})), _Counted(), list[str]()
    watched = replace(
        rig.processor, watch=watch, on_parked=lambda _tx, record: told.append(record.ce_id)
    )
    while watched.run(LogSource("g", ONE, 0, 4)):
        pass
    assert watch.batches == [("g", 4), ("g", 4), ("g", 2)]
    assert watch.aside == ["g"]
    assert told == ["e5"]


def test_a_failing_database_parks_nothing(url: str) -> None:
    """The event is not at fault: it is taken again when the database is back."""
    step = Recorder({"e0"}, StoreUnavailable("gone"))
    rig = _run(url, step)
    with pytest.raises(StoreUnavailable):
        rig.line.drain()
    with reading(rig.engine) as tx:
        assert status.dead_letters(tx) == []
        assert log.lag(tx, "g", ONE.name) == 10


@pytest.mark.parametrize(("times", "handled"), [(1, True), (3, True), (4, False)])
def test_a_batch_that_others_were_in_the_way_of_is_taken_again_three_times(
    url: str, times: int, handled: bool
) -> None:
    """A deadlock is nobody's fault and gone the next moment; what lasts is told."""
    step = _Hindered(times)
    rig = _run(url, step, events=3)
    with nullcontext() if handled else pytest.raises(StoreBusy):
        assert rig.line.drain() == 3
    with reading(rig.engine) as tx:
        assert len(log.read(tx, "two", 0, 0, 99)) == (3 if handled else 0)
        assert status.dead_letters(tx) == []


def test_two_runners_of_one_group_share_the_work_and_repeat_none(url: str) -> None:
    """Portal and command may both run the line on one database."""
    step = Recorder(set())
    rig = _run(url, step)
    source = LogSource("g", ONE, 0, 3)
    while rig.processor.run(source) or rig.line.poll():
        pass
    assert sorted(step.seen) == sorted({f"e{n}" for n in range(10)})
