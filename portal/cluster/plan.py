"""What a cluster consists of, in the order in which it starts."""

import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.cluster import postgres
from portal.cluster.looking import page_answers, port_answers, program_says
from portal.cluster.needs import LIBS, REPOSITORY, START, Programs
from portal.cluster.places import KEPT, Places, Ports, environment_of
from portal.cluster.process import Ready, Service, ready_at_once

FETCH_SECONDS = 900.0
BROKER_SECONDS = 120.0
WORKERS = 2
WORKING = tuple(f"worker-{number}" for number in range(1, WORKERS + 1))
PARTS = ("relay", "gateway", "clock", *WORKING)
"""The parts of ours that keep running: each is watched on a port of its own."""


@dataclass(frozen=True, slots=True)
class Demo:
    """The made-up city for a cluster that is empty; 0 residents means none."""

    residents: int
    months: int
    seed: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The services of one cluster. `around` is the environment that we were started in."""

    places: Places
    programs: Programs
    ports: Ports
    around: Mapping[str, str]

    @property
    def url(self) -> str:
        """The address of the portal."""
        return f"http://127.0.0.1:{self.ports.portal}"

    @property
    def settings(self) -> dict[str, str]:
        """The settings of every process of ours, with the city that we were started for."""
        kept = {name: value for name, value in self.around.items() if name in KEPT}
        return {**kept, **self.places.settings(self.ports)}

    @property
    def metrics(self) -> dict[str, str]:
        """Where the metrics of each part are."""
        ports = self.ports.watching.items()
        return {name: f"http://{_local(port)}/metrics" for name, port in ports}

    def database(self) -> Service:
        """PostgreSQL; SIGINT is its fast shutdown, SIGTERM would wait for clients."""
        command = postgres.command_of(self.programs, self.places, self.ports.database)
        return Service(
            "postgres",
            command,
            postgres.bare(environment_of(self.places, "postgres", {}, self.around)),
            self.places.postgres,
            program_says(*postgres.asking(self.programs, self.ports.database)),
            stop_with=signal.SIGINT,
            user=self.programs.owner,
        )

    def broker(self) -> Service:
        """Apache Kafka; the first time Maven fetches it."""
        ports = (str(self.ports.broker), str(self.ports.controller))
        fetched = (LIBS / ".complete").exists()
        return Service(
            "broker",
            (str(START), str(self.places.kafka), *ports),
            {**environment_of(self.places, "broker", {}, self.around), "KAFKA_LIBS": str(LIBS)},
            REPOSITORY,
            port_answers(self.ports.broker),
            ready_seconds=BROKER_SECONDS if fetched else FETCH_SECONDS,
        )

    def topics(self) -> Service:
        """Makes the topics, once."""
        return self._ours("topics", _command("topics", "apply"))

    def migrate(self) -> Service:
        """Brings the database up to date, once."""
        return self._ours("migrate", _part("migrate"))

    def gateway(self) -> Service:
        """Portal and API."""
        return self._ours("gateway", _part("gateway"), page_answers(f"{self.url}/healthz"))

    def relay(self) -> Service:
        """Brings what the log holds to Kafka."""
        return self._ours("relay", _command("relay"))

    def clock(self) -> Service:
        """Erases what is due."""
        return self._ours("clock", _part("clock"))

    def workers(self) -> tuple[Service, ...]:
        """Those that do the work."""
        return tuple(self._ours(name, _command("worker")) for name in WORKING)

    def load(self, demo: Demo) -> Service:
        """Loads the demo city when there is none, once."""
        numbers = ("--residents", "--months", "--seed")
        given = zip(numbers, (demo.residents, demo.months, demo.seed), strict=True)
        options = [text for name, value in given for text in (name, str(value))]
        return self._ours("load", _part("load", *options))

    def _ours(self, name: str, command: tuple[str, ...], ready: Ready = ready_at_once) -> Service:
        settings = {**self.settings, "VROEGSIGNAAL_KAFKA_CLIENT": name}
        if name in self.ports.watching:
            settings["VROEGSIGNAAL_METRICS"] = _local(self.ports.watching[name])
        environment = environment_of(self.places, name, settings, self.around)
        return Service(name, command, environment, Path.cwd(), ready)


def _local(port: int) -> str:
    return f"127.0.0.1:{port}"


def _command(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "portal.cli", *words)


def _part(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "portal.cluster", *words)
