"""A month of signals through the embedded line, and through so many workers."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.kafka.cluster import Crowd, crowd, wait_done, waits
from bench.line import deliver_month, months_of, run_month
from portal.settings import Settings
from portal.wiring import Platform, open_platform
from streams.kafka.connecting import Connection
from tests.support.postgres import Server


@dataclass(frozen=True, slots=True)
class Embedded:
    """The same month embedded on PostgreSQL; `cpu` is ours, without that of the server."""

    signals: int
    events: int
    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Round:
    """A month through so many workers; seconds of processor time of the workers and the relay."""

    workers: int
    signals: int
    events: int
    wall: float
    cpu: float
    relay_cpu: float

    @property
    def rate(self) -> float:
        """Signals per second of the wall clock."""
        return self.signals / self.wall

    @property
    def cpu_per_1000(self) -> float:
        """Seconds of the workers' processors per 1,000 signals."""
        return self.cpu / self.signals * 1000


def embedded(home: Path, postgres: Server, base: str) -> Embedded:
    """The second month, after the first has warmed up, embedded."""
    settings = Settings(
        "dronten", home, postgres.url(postgres.create_database(base)), 0, "", bytes(32)
    )
    wired = open_platform(settings)
    first, second, _ = months_of(home)
    run_month(wired, first)
    found = run_month(wired, second)
    wired.engine.dispose()
    return Embedded(found.signals, found.events, found.line, found.line_cpu)


@contextmanager
def round_of(
    home: Path, url: str, connection: Connection, many: int
) -> Iterator[tuple[Round, Platform]]:
    """The second month through so many workers; they and the relay run on until this is left."""
    settings = Settings("dronten", home, url, 0, "", bytes(32))
    wired = open_platform(settings)
    first, second, _ = months_of(home)
    with crowd(_environment(home, url, connection), home) as processes:
        deliver_month(wired, first)
        for number in range(many):
            processes.start(f"worker-{number}", "worker")
        processes.start("relay", "relay")
        wait_done(wired.engine)
        processes.end("relay")
        yield _measured(wired, processes, second, many), wired
    wired.engine.dispose()


def _measured(wired: Platform, processes: Crowd, month: Path, many: int) -> Round:
    signals = deliver_month(wired, month)
    waiting = waits(wired.engine)
    processes.start("relay", "relay")
    wall, cpu, relay = time.perf_counter(), processes.cpu("worker"), processes.cpu("relay")
    wait_done(wired.engine)
    return Round(
        many,
        signals,
        waiting,
        time.perf_counter() - wall,
        processes.cpu("worker") - cpu,
        processes.cpu("relay") - relay,
    )


def _environment(home: Path, url: str, connection: Connection) -> dict[str, str]:
    return {
        "VROEGSIGNAAL_CITY": "dronten",
        "VROEGSIGNAAL_HOME": str(home),
        "VROEGSIGNAAL_KEY_FILE": str(home / "key"),
        "VROEGSIGNAAL_DATABASE": url,
        "VROEGSIGNAAL_INDEX": str(home / "index"),
        "VROEGSIGNAAL_KAFKA": connection.bootstrap,
        "VROEGSIGNAAL_KAFKA_PREFIX": connection.prefix,
    }
