"""A cluster under test: its processes, what it comes to, and what can happen to it."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.broker import Broker  # isort: skip  # first: it imports kafka quietly
from store import outbox
from store.engine import StoreUnavailable, reading
from streams.kafka import provisioning
from streams.kafka.connecting import Connection
from streams.topics import ADMISSION, CASEWORK, RELAY, TOPICS
from tests.support import made, worker
from tests.support.line import Line, open_line, with_residents

REPOSITORY = Path(__file__).resolve().parents[2]
DONE_SECONDS = 150.0
GROUPS = ((ADMISSION, "signals"), (CASEWORK, "matched"), (RELAY, ""))


@dataclass(slots=True)
class Cluster:
    """Topics of its own on a broker, a database, and the processes between them."""

    url: str
    connection: Connection
    line: Line
    logs: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    kills: int = 0

    def start(self, name: str, mode: str, stdout: int = subprocess.DEVNULL) -> None:
        """Start a process under a name; one of that name that ended is replaced."""
        arguments = [self.url, self.connection.bootstrap, self.connection.prefix, mode]
        with (self.logs / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "tests.support.cluster", *arguments],
                cwd=REPOSITORY,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=log,
            )

    def kill(self, name: str) -> None:
        """SIGKILL."""
        process = self.processes[name]
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            self.kills += 1
        process.wait()

    def end(self, name: str) -> int:
        """SIGTERM, and the exit code."""
        self.processes[name].terminate()
        return self.processes[name].wait(timeout=60)

    def told(self, name: str) -> str:
        """What a process wrote on stderr."""
        return (self.logs / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def read(self) -> int:
        """How many events the steps have handled together: grows while they are at work."""
        with reading(self.line.engine) as tx:
            return sum(sum(outbox.positions(tx, group).values()) for group in (ADMISSION, CASEWORK))

    def waits(self) -> int:
        """How many events wait before steps or relay."""
        with reading(self.line.engine) as tx:
            heads = outbox.heads(tx)
            total = 0
            for group, only in GROUPS:
                at = outbox.positions(tx, group)
                total += sum(
                    head - at.get(place, 0)
                    for place, head in heads.items()
                    if only in ("", place[0])
                )
        return total

    def wait_done(self, seconds: float = DONE_SECONDS) -> None:
        """Wait until nothing waits any more."""
        self.wait_until(lambda: self.waits() == 0, seconds)

    def wait_progress(self, events: int, seconds: float = 60.0) -> None:
        """Wait until so many more events were handled, or nothing waits."""
        start: list[int] = []

        def holds() -> bool:
            start.append(self.read())
            return start[-1] >= start[0] + events or self.waits() == 0

        self.wait_until(holds, seconds)

    def wait_until(self, holds: Callable[[], bool], seconds: float) -> None:
        """Wait until something holds; a process that gave up is started again, as it would be."""
        until = time.monotonic() + seconds
        while True:
            try:
                if holds():
                    return
            except StoreUnavailable:
                pass
            assert time.monotonic() < until, self._why()
            time.sleep(0.05)

    def _why(self) -> str:
        ends = {name: self.told(name)[-500:] for name in self.processes}
        return f"{self.waits()} events still wait; {ends}"


@contextmanager
def cluster(url: str, broker: Broker, logs: Path) -> Iterator[Cluster]:
    """A cluster with a register and no signals; its processes are gone when this is left."""
    connection = Connection(broker.bootstrap, prefix=f"test-{secrets.token_hex(4)}.")
    provisioning.apply(connection, TOPICS)
    line = with_residents(open_line(url), [made.resident(n) for n in range(worker.RESIDENTS)])
    made_cluster = Cluster(url, connection, line, logs)
    try:
        yield made_cluster
    finally:
        for process in made_cluster.processes.values():
            process.kill()
            process.wait()
        line.engine.dispose()


def seed_of_environment() -> int:
    """The seed of chance: KILL_SEED, or a new one, which is printed."""
    seed = int(os.environ.get("KILL_SEED", secrets.randbelow(10**6)))
    print(f"KILL_SEED={seed}")
    return seed
