"""Processes of a cluster whose supervisor was killed: finding them by their tag, stopping them.

The tag is in the environment of each, so no file with pids can be out of date, and a process of
somebody else that got an old pid is never touched. Needs Linux (`/proc`).
"""

import os
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from portal.cluster.places import TAG

_PROC = Path("/proc")
_PATIENCE_SECONDS = 20.0
_STOPS_WITH = {"postgres": signal.SIGINT}


def orphans(home: Path) -> Mapping[int, str]:
    """The processes of the cluster in a folder, by pid with their name; never ourselves."""
    return {pid: name for pid, name in _tagged(f"{home}:") if pid != os.getpid()}


def stop_orphans(home: Path) -> list[str]:
    """Stop every process of a cluster that nobody watches over; returns their names.

    They are asked first and killed when they do not listen: the line survives that.
    """
    found = orphans(home)
    for pid, name in found.items():
        _signal(pid, _STOPS_WITH.get(name, signal.SIGTERM))
    _wait_gone(home)
    for pid in orphans(home):
        _signal(pid, signal.SIGKILL)
    _wait_gone(home)
    return sorted(set(found.values()))


def _wait_gone(home: Path) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while orphans(home) and time.monotonic() < until:
        time.sleep(0.1)


def _signal(pid: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, what)


def _tagged(start: str) -> Iterator[tuple[int, str]]:
    wanted = f"{TAG}={start}".encode()
    for folder in _PROC.glob("[0-9]*"):
        with suppress(OSError):
            for line in (folder / "environ").read_bytes().split(b"\0"):
                if line.startswith(wanted):
                    yield int(folder.name), line[len(wanted) :].decode(errors="replace")
