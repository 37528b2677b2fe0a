"""The relay: everything in order, whoever dies in between, however often."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Timer

import pytest

from portal.halting import Halt
from protocols.privacy.terms import Kept
from store import log, outbox, retention, status
from store.engine import Engine, StoreUnavailable, begin, open_engine, reading
from store.log import Entry, Record
from store.migrate import migrate
from streams.kafka.patience import Patience
from streams.kafka.relay import TOO_LARGE, Outcome, Relay, Turn, keep_relaying, relay_all
from streams.topics import ADMISSION, RELAY, SIGNALS, TOPICS
from tests.support import made

TIME = "2026-11-22T09:00:00.000Z"


class Wire:
    """A broker that keeps what it gets. It takes at most `most` of a batch; `dies` is raised when
    it has it all, as by a process that is killed; `large` it never takes."""

    def __init__(self) -> None:
        self.kept: list[Record] = []
        self.most = 10**9
        self.dies: Exception | None = None
        self.large: set[str] = set()

    def publish(self, records: Sequence[Record]) -> list[Outcome]:
        """Keep what is taken."""
        taken = [one for one in records[: self.most] if one.ce_id not in self.large]
        self.kept += taken
        if self.dies is not None:
            raise self.dies
        return [self._outcome(one, taken) for one in records]

    def _outcome(self, record: Record, taken: list[Record]) -> Outcome:
        if record.ce_id in self.large:
            return Outcome.TOO_LARGE
        return Outcome.PUBLISHED if record in taken else Outcome.FAILED

    def first_seen(self) -> list[str]:
        """Ids in the order in which each came first."""
        return list(dict.fromkeys(one.ce_id for one in self.kept))


def _engine(path: Path, events: int = 20) -> Engine:
    engine = open_engine(f"sqlite:///{path / 'r.db'}")
    migrate(engine)
    _append(engine, range(events))
    return engine


def _append(engine: Engine, numbers: range) -> None:
    with begin(engine) as tx:
        log.append(tx, [Entry(SIGNALS.name, 1, "k", f"e{n}", "x", TIME, b"{}") for n in numbers])


def _relay(engine: Engine, wire: Wire, batch: int = 7) -> Relay:
    return Relay(engine, wire, lambda: made.AT, TOPICS, batch)


def test_all_that_is_in_the_log_is_published_in_order(tmp_path: Path) -> None:
    """And then nothing waits."""
    engine, wire = _engine(tmp_path), Wire()
    assert relay_all(_relay(engine, wire)) == 20
    assert [one.ce_id for one in wire.kept] == [f"e{n}" for n in range(20)]
    assert _relay(engine, wire).turn() == (Turn.IDLE, 0)


def test_a_relay_that_dies_before_it_moves_on_publishes_again(tmp_path: Path) -> None:
    """Nothing is lost, and each event comes first in its place."""
    engine, wire = _engine(tmp_path), Wire()
    relay = _relay(engine, wire)
    relay.turn()
    wire.dies = KeyboardInterrupt()  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        relay.turn()
    wire.dies = None
    relay_all(_relay(engine, wire))
    assert len(wire.kept) == 27
    assert wire.first_seen() == [f"e{n}" for n in range(20)]


def test_what_the_broker_did_not_take_is_offered_again(tmp_path: Path) -> None:
    """The position moves to the first that failed, not past it."""
    engine, wire = _engine(tmp_path), Wire()
    relay, wire.most = _relay(engine, wire), 3
    assert relay.turn() == (Turn.FAILED, 3)
    with reading(engine) as tx:
        assert outbox.positions(tx, RELAY) == {(SIGNALS.name, 1): 3}
    wire.most = 10**9
    relay_all(relay)
    assert wire.first_seen() == [f"e{n}" for n in range(20)]


def test_an_event_too_large_for_kafka_holds_nobody_up(tmp_path: Path) -> None:
    """It is told as a dead letter; whoever reads behind Kafka finds it in the log."""
    engine, wire = _engine(tmp_path), Wire()
    wire.large = {"e4"}
    relay_all(_relay(engine, wire))
    assert len(wire.kept) == 19
    with reading(engine) as tx:
        (letter,) = status.dead_letters(tx)
    assert (letter.step, letter.code) == (RELAY, TOO_LARGE)


def test_a_relay_that_another_overtook_moves_nothing(tmp_path: Path) -> None:
    """Two at once publish twice; the position never goes back."""
    engine, wire = _engine(tmp_path), Wire()
    other = _relay(engine, Wire())

    class Slow(Wire):
        """Publishes while the other gets ahead."""

        def publish(self, records: Sequence[Record]) -> list[Outcome]:
            """Be overtaken first."""
            other.turn()
            return super().publish(records)

    assert _relay(engine, Slow(), batch=3).turn()[0] is Turn.ANOTHER
    with reading(engine) as tx:
        assert outbox.positions(tx, RELAY) == {(SIGNALS.name, 1): 7}
    relay_all(_relay(engine, wire))
    assert wire.first_seen() == [f"e{n}" for n in range(7, 20)]


def test_what_was_erased_before_it_was_published_is_passed_over(tmp_path: Path) -> None:
    """The line ran without Kafka for a long time, when nothing has to wait for the relay: it must
    not look for ever for what is there no more, nor be told to be behind."""
    engine, wire = _engine(tmp_path), Wire()
    with begin(engine) as tx:
        retention.erase(tx, Kept.EVENT_LOG, [f"e{n}" for n in range(20)])
    assert relay_all(_relay(engine, wire)) == 0
    with reading(engine) as tx:
        assert log.lag(tx, RELAY, SIGNALS.name) == 0
    _append(engine, range(20, 23))
    with begin(engine) as tx:
        retention.erase(tx, Kept.EVENT_LOG, ["e20", "e21"])
    assert relay_all(_relay(engine, wire)) == 1
    assert [(one.off, one.ce_id) for one in wire.kept] == [(22, "e22")]


def test_the_groups_that_read_begin_with_the_relay(tmp_path: Path) -> None:
    """Retention erases what every group has read: one that has not begun must be among them."""
    engine = _engine(tmp_path)
    _relay(engine, Wire()).begin()
    _relay(engine, Wire()).begin()
    with reading(engine) as tx:
        assert set(outbox.positions(tx, ADMISSION)) == {(SIGNALS.name, n) for n in range(4)}
        assert len(outbox.positions(tx, RELAY)) == sum(one.partitions for one in TOPICS)
        assert log.lag(tx, RELAY, SIGNALS.name) == 20


def test_a_relay_goes_on_after_broker_and_database_failed(tmp_path: Path) -> None:
    """What waits is in the log: it has endless patience."""
    engine, wire, halt = _engine(tmp_path), Wire(), Halt()

    class Failing(Wire):
        """Fails as the database does, then as the broker does, and then works."""

        turns = 0

        def publish(self, records: Sequence[Record]) -> list[Outcome]:
            """Stop the relay when all was published."""
            self.turns += 1
            if self.turns == 1:
                raise StoreUnavailable("gone")
            self.most = 0 if self.turns < 4 else 10**9
            if self.turns == 6:
                halt.ask()
            return super().publish(records)

    wire = Failing()
    total = keep_relaying(_relay(engine, wire), halt, Patience(lambda: 0.5, first=0.001))
    assert total == 20
    assert wire.first_seen() == [f"e{n}" for n in range(20)]


def test_a_relay_that_rests_for_long_stops_at_once_when_asked(tmp_path: Path) -> None:
    """Whoever stops it gives it some ten seconds, and kills it then."""
    engine, wire, halt = _engine(tmp_path), Wire(), Halt()
    wire.most, began = 0, time.monotonic()
    Timer(0.2, halt.ask).start()
    keep_relaying(_relay(engine, wire), halt, Patience(lambda: 0.5, first=60.0))
    assert time.monotonic() - began < 10


def test_a_relay_stops_at_a_signal_whenever_it_comes() -> None:
    """A handler that takes a lock hangs when the relay holds it: so two thousand signals. The
    command installs its handler so, and rests so."""
    code = (
        "import os, signal, threading, time\n"
        "from types import SimpleNamespace\n"
        "from portal.halting import halt_on_signals\n"
        "from streams.kafka.patience import Patience\n"
        "from streams.kafka.relay import Turn, keep_relaying\n"
        "halt = halt_on_signals()\n"
        "def storm():\n"
        "    for _ in range(2000):\n"
        "        os.kill(os.getpid(), signal.SIGTERM); time.sleep(0.0001)\n"
        "thread = threading.Thread(target=storm); thread.start()\n"
        "idle = SimpleNamespace(turn=lambda: (Turn.PUBLISHED, 0))\n"
        "while thread.is_alive():\n"
        "    keep_relaying(idle, halt, Patience(lambda: 0.5))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], timeout=60, check=False)
    assert done.returncode == 0


def test_patience_grows_is_bounded_and_ends() -> None:
    """Workers that failed together do not try together: half of it is chance."""
    patience = Patience(lambda: 0.0, first=1.0, most=8.0, tries=5)
    assert [patience.seconds(n) for n in range(1, 7)] == [0.5, 1.0, 2.0, 4.0, 4.0, 4.0]
    assert Patience(lambda: 1.0, first=1.0).seconds(1) == 1.5
    assert patience.seconds(10**6) == 4.0
    assert [patience.is_over(n) for n in (4, 5)] == [False, True]
