"""Starting processes in order, watching over them, and stopping them the other way round."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from portal.cluster.process import Process, Service, Told
from portal.halting import Halt
from protocols.errors import Refused

GIVEN_UP = 75
"""With this exit code (EX_TEMPFAIL) a worker asks to be started anew."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How a supervisor watches. Seconds: `look` between two looks, `longest_wait` before a start,
    `healthy` after which a process starts with a clean slate. So many errors in a row are enough:
    exit codes that are no giving up and no signal."""

    look: float = 0.2
    longest_wait: float = 10.0
    healthy: float = 30.0
    most_errors: int = 6


USUAL = Pace()


class Stopped(Exception):
    """Somebody asked to stop in the middle of starting."""


class DidNotStart(Refused):
    """A process ended, or was not ready in time; the message has the last that it said."""

    code = "did-not-start"


class KeepsFailing(Refused):
    """A process ends with an error again and again: starting it anew does not help."""

    code = "keeps-failing"


@dataclass(slots=True)
class _Watched:
    """A process with how often in a row it fell, and when it may start again."""

    process: Process
    started: float
    falls: int = 0
    errors: int = 0
    due: float | None = None


class Supervisor:
    """Watches over processes. `changed` gets the pids by name when one was started anew."""

    def __init__(
        self,
        told: Told,
        halt: Halt,
        changed: Callable[[dict[str, int]], None],
        pace: Pace = USUAL,
    ) -> None:
        self._told = told
        self._halt = halt
        self._changed = changed
        self._pace = pace
        self._watched: list[_Watched] = []

    def tell(self) -> None:
        """Tell which processes run."""
        self._changed({one.process.service.name: one.process.pid for one in self._watched})

    def start(self, *services: Service) -> None:
        """Start processes together, and wait until all are ready. Raises DidNotStart, Stopped."""
        processes = [Process(service, self._told) for service in services]
        for process in processes:
            self._watched.append(_Watched(process, time.monotonic()))
            process.start()
        for process in processes:
            self._await(process)

    def run(self, *services: Service) -> None:
        """Run processes together to their ends. Raises DidNotStart for an error, and Stopped."""
        processes = [Process(service, self._told) for service in services]
        try:
            for process in processes:
                process.start()
            while any(process.code() is None for process in processes):
                self._look_away()
        finally:
            for process in processes:
                process.stop()
        for process in processes:
            if process.code() != 0:
                raise _did_not_start(process)

    def watch(self) -> None:
        """Start anew what ends, until asked to stop. Raises KeepsFailing."""
        while not self._halt.wait(self._pace.look):
            for one in self._watched:
                self._look(one)

    def stop(self) -> None:
        """Stop everything, what was started last first."""
        for one in reversed(self._watched):
            if one.process.code() is None:
                self._told("cluster", f"{one.process.service.name} stopt")
            one.process.stop()
        self._watched.clear()

    def _look(self, one: _Watched) -> None:
        code, at = one.process.code(), time.monotonic()
        if code is None:
            return
        if one.due is None:
            one.due = at + _wait_after(one, code, at, self._pace)
            name = one.process.service.name
            self._told("cluster", f"{name} eindigde met {code} en wordt opnieuw gestart")
        if one.errors >= self._pace.most_errors:
            raise KeepsFailing(_last_words(one.process))
        if at >= one.due:
            one.process.start()
            one.started, one.due = at, None
            self.tell()

    def _await(self, process: Process) -> None:
        service = process.service
        until = time.monotonic() + service.ready_seconds
        while not service.is_ready():
            if process.code() is not None or time.monotonic() > until:
                raise _did_not_start(process)
            self._look_away()

    def _look_away(self) -> None:
        if self._halt.wait(self._pace.look):
            raise Stopped


def _wait_after(one: _Watched, code: int, at: float, pace: Pace) -> float:
    """How many seconds to wait: none after the first fall, then twice as long each time."""
    if at - one.started > pace.healthy:
        one.falls = one.errors = 0
    if code > 0 and code != GIVEN_UP:
        one.errors += 1
    one.falls += 1
    return min(pace.longest_wait, 2.0 ** (one.falls - 2)) if one.falls > 1 else 0.0


def _did_not_start(process: Process) -> DidNotStart:
    process.stop()
    return DidNotStart(_last_words(process))


def _last_words(process: Process) -> str:
    said = "\n".join(process.said) or "(er werd niets gezegd)"
    return f"{process.service.name} start niet (code {process.code()}). Het laatste:\n{said}"
