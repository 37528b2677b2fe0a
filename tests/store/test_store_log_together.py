"""Several processes and threads at one log: nothing lost, nothing double, nothing out of order."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from threading import Barrier

from store import log
from store.engine import Engine, begin, open_engine, reading
from store.log import Entry, Record

WRITERS = 2
ROUNDS = 40
PARTS = 2
KEYS = 6
TIME = "2026-11-22T09:00:00.000Z"


def _entries(writer: int, turn: int) -> list[Entry]:
    """One event per key and turn; the key decides on the partition, as on the line."""
    return [
        Entry("signals", key % PARTS, f"{writer}/{key}", f"{writer}-{turn}-{key}", "t", TIME, b"")
        for key in range(KEYS)
    ]


def write(url: str, writer: int) -> None:
    """What one process does: append round after round, and undo each third round first."""
    engine = open_engine(url)
    for turn in range(ROUNDS):
        if turn % 3 == 0:
            with suppress(InterruptedError):
                _fail(engine, writer, turn)
        with begin(engine) as tx:
            log.append(tx, _entries(writer, turn))
    engine.dispose()


def _fail(engine: Engine, writer: int, turn: int) -> None:
    with begin(engine) as tx:
        log.append(tx, _entries(writer, turn))
        raise InterruptedError


def _log(engine: Engine, part: int) -> list[Record]:
    with reading(engine) as tx:
        return log.read(tx, "signals", part, 0, 1_000_000)


def _check(engine: Engine) -> None:
    turns: dict[str, list[int]] = defaultdict(list)
    for part in range(PARTS):
        records = _log(engine, part)
        assert [one.off for one in records] == list(range(WRITERS * ROUNDS * KEYS // PARTS))
        for one in records:
            turns[one.key].append(int(one.ce_id.split("-")[1]))
    assert len(turns) == WRITERS * KEYS
    assert all(found == list(range(ROUNDS)) for found in turns.values())


def test_two_processes_leave_no_gap_and_keep_the_order_of_each_key(
    engine: Engine, url: str
) -> None:
    """The count is exact, and a reader that goes by offsets meets every event."""
    spawn = get_context("spawn")
    writers = [spawn.Process(target=write, args=(url, n)) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    _check(engine)


def test_two_threads_leave_no_gap_and_keep_the_order_of_each_key(engine: Engine, url: str) -> None:
    """The portal delivers from threads."""
    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(write, url, n) for n in range(WRITERS)]:
            done.result()
    _check(engine)


def test_a_reader_never_meets_a_gap_while_others_write(engine: Engine, url: str) -> None:
    """Otherwise it would move its position past an event that is yet to appear."""
    with ThreadPoolExecutor(WRITERS) as pool:
        writing = [pool.submit(write, url, n) for n in range(WRITERS)]
        while not all(one.done() for one in writing):
            for part in range(PARTS):
                offsets = [one.off for one in _log(engine, part)]
                assert offsets == list(range(len(offsets)))
        for one in writing:
            one.result()


def _consume(url: str, together: Barrier) -> list[str]:
    """Take batches as the line does: read from the position, have an effect, move on."""
    engine, taken = open_engine(url), []
    together.wait()
    while True:
        with begin(engine) as tx:
            start = log.position(tx, "g", "signals", 0)
            records = log.read(tx, "signals", 0, start, 7)
            if not records:
                break
            taken += [one.ce_id for one in records]
            log.move(tx, "g", "signals", 0, records[-1].off + 1)
    engine.dispose()
    return taken


def test_two_consumers_of_one_group_share_the_events(engine: Engine, url: str) -> None:
    """Each event goes to exactly one of them."""
    write(url, 0)
    together = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(_consume, url, together) for _ in range(2)]
        taken = [ce_id for one in both for ce_id in one.result()]
    assert sorted(taken) == sorted(one.ce_id for one in _log(engine, 0))
    with reading(engine) as tx:
        assert log.lag(tx, "g", "signals") == ROUNDS * KEYS // PARTS
