"""The line with workers of its own, fed by Kafka: processes as a city would start them."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from store import outbox
from store.engine import Engine, reading
from streams.topics import ADMISSION, CASEWORK, MATCHED, SIGNALS

REPOSITORY = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
READS = ((ADMISSION, SIGNALS.name), (CASEWORK, MATCHED.name))
LONGEST_SECONDS = 300.0


@dataclass(slots=True)
class Crowd:
    """Processes of one city. `environment` tells each which database and which broker."""

    environment: Mapping[str, str]
    logs: Path
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str, verb: str) -> None:
        """Start a command, and wait until it says that it is ready."""
        log = self.logs / f"{name}.log"
        with log.open("wb") as into:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "portal.cli", verb],
                cwd=REPOSITORY,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=into,
                stderr=into,
            )
        until = time.monotonic() + LONGEST_SECONDS
        while b"gereed" not in log.read_bytes():
            assert self.running[name].poll() is None, log.read_text()[-2000:]
            assert time.monotonic() < until, log.read_text()[-2000:]
            time.sleep(0.05)

    def end(self, name: str) -> None:
        """Ask one to stop, and wait for it."""
        process = self.running.pop(name)
        process.terminate()
        process.wait(60)

    def cpu(self, verb: str) -> float:
        """Seconds of the processor that the processes with this name's beginning have used."""
        return sum(_cpu(one.pid) for name, one in self.running.items() if name.startswith(verb))


@contextmanager
def crowd(environment: Mapping[str, str], logs: Path) -> Iterator[Crowd]:
    """Nobody yet; all of them are gone when this is left."""
    made = Crowd(environment, logs)
    try:
        yield made
    finally:
        for process in made.running.values():
            process.kill()
            process.wait()


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def waits(engine: Engine) -> int:
    """How many events wait before the steps."""
    with reading(engine) as tx:
        heads = outbox.heads(tx)
        at = {group: outbox.positions(tx, group) for group, _ in READS}
        return sum(
            head - at[group].get(place, 0)
            for place, head in heads.items()
            for group, topic in READS
            if place[0] == topic
        )


def wait_done(engine: Engine, pause: float = 0.02) -> None:
    """Wait until nothing waits."""
    until = time.monotonic() + LONGEST_SECONDS
    while waits(engine):
        assert time.monotonic() < until, f"{waits(engine)} events still wait"
        time.sleep(pause)
