"""One process under the supervisor: what it is, starting it, reading what it says, stopping it."""

import os
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path

Told = Callable[[str, str], None]
"""Called with the name of a process and a line that it said."""
Ready = Callable[[], bool]
"""Looks once whether a process is ready."""
KEPT_LINES = 20


def ready_at_once() -> bool:
    """For what nobody waits for."""
    return True


@dataclass(frozen=True, slots=True)
class Service:
    """What to run. `user` is whom it runs as, None for ourselves; seconds are upper limits."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)
    folder: Path
    is_ready: Ready = ready_at_once
    ready_seconds: float = 60.0
    stop_with: signal.Signals = signal.SIGTERM
    stop_seconds: float = 20.0
    user: str | None = None


class Process:
    """A service that runs, or did. It has a session of its own, so Ctrl-C is for us alone."""

    def __init__(self, service: Service, told: Told) -> None:
        self.service = service
        self.said: deque[str] = deque(maxlen=KEPT_LINES)
        self._told = told
        self._running: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None

    @property
    def pid(self) -> int:
        """Its process id; 0 before its start."""
        return self._running.pid if self._running else 0

    def start(self) -> None:
        """Start it, again when it has ended."""
        service = self.service
        self._running = subprocess.Popen(  # noqa: S603 - commands of our own plan, no shell
            service.command,
            env=dict(service.environment),
            cwd=service.folder,
            user=service.user,
            group=service.user,
            extra_groups=[] if service.user else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        self._reader = threading.Thread(target=self._read, args=[self._running], daemon=True)
        self._reader.start()

    def code(self) -> int | None:
        """The exit code, negative after a signal; None while it runs."""
        return self._running.poll() if self._running else None

    def stop(self) -> None:
        """Ask it to stop, wait, and kill it and all that it started when it does not."""
        running = self._running
        if running is None:
            return
        if running.poll() is None:
            with suppress(ProcessLookupError):
                running.send_signal(self.service.stop_with)
            with suppress(subprocess.TimeoutExpired):
                running.wait(self.service.stop_seconds)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        if self._reader is not None:
            self._reader.join(timeout=1.0)

    def _read(self, running: "subprocess.Popen[str]") -> None:
        with running.stdout or nullcontext(()) as lines:
            for line in lines:
                self.said.append(line.rstrip())
                self._told(self.service.name, line.rstrip())
