"""Being asked to stop by a signal."""

import signal
import time


class Halt:
    """A flag that a signal handler may raise at any moment.

    Not a `threading.Event`: its `set` takes a lock that its own `wait` holds for a moment, and a
    handler that comes just then hangs the process for ever. It is rare; it was seen here once.
    """

    def __init__(self) -> None:
        self._asked = False

    def ask(self) -> None:
        """Ask to stop."""
        self._asked = True

    def wait(self, seconds: float) -> bool:
        """Sleep so long, unless already asked to stop; returns whether that was asked."""
        if not self._asked:
            time.sleep(seconds)
        return self._asked


def halt_on_signals() -> Halt:
    """A flag that goes up at SIGINT, SIGTERM and SIGHUP."""
    halt = Halt()
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, lambda *_: halt.ask())
    return halt
