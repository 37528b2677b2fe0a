"""Being asked to stop by a signal."""

import signal
import time

LOOK_SECONDS = 0.1


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
        """Sleep so long, or until asked to stop (seen within a tenth of a second); returns whether
        that was asked."""
        until = time.monotonic() + seconds
        while not self._asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, LOOK_SECONDS))
        return self._asked


def halt_on_signals() -> Halt:
    """A flag that goes up at SIGINT, SIGTERM and SIGHUP."""
    halt = Halt()
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, lambda *_: halt.ask())
    return halt
