"""Starting the processes of tests.faults.processes in a cluster, and again when they give up."""

import os
import subprocess
import sys
from collections.abc import Mapping

from streams.kafka.patience import GIVE_UP
from tests.support.running import REPOSITORY, Cluster

MODES = {"relay": "relay", "one": "work", "two": "work"}


def start(
    city: Cluster,
    name: str,
    mode: str,
    environment: Mapping[str, str] | None = None,
    stdout: int = subprocess.DEVNULL,
) -> None:
    """Start a process under a name, with more in its environment."""
    arguments = [city.url, city.connection.bootstrap, city.connection.prefix, mode]
    with (city.logs / f"{name}.log").open("ab") as log:
        city.processes[name] = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.processes", *arguments],
            cwd=REPOSITORY,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=log,
        )


def revive(city: Cluster) -> None:
    """Start who gave up (75) again, as whoever watches over them does; nobody else may end."""
    for name, mode in MODES.items():
        ended = city.processes[name].poll() if name in city.processes else None
        assert ended in {None, GIVE_UP}, f"{name} ended with {ended}: {city.told(name)[-2000:]}"
        if ended == GIVE_UP:
            start(city, name, mode)


def wait_done(city: Cluster, seconds: float = 90.0) -> None:
    """Wait until nothing waits any more, with whoever gives up started again."""

    def is_done() -> bool:
        revive(city)
        return city.waits() == 0

    city.wait_until(is_done, seconds)
