"""Is it ready? Looking at a port, a page or PostgreSQL from outside, once and briefly."""

import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress

_SECONDS = 2.0


def port_answers(port: int) -> Callable[[], bool]:
    """Whether something takes connections on a port of 127.0.0.1."""

    def _look() -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), _SECONDS):
            return True
        return False

    return _look


def page_answers(url: str) -> Callable[[], bool]:
    """Whether a page is given with status 200."""

    def _look() -> bool:
        with (
            suppress(urllib.error.URLError, OSError),
            urllib.request.urlopen(url, timeout=_SECONDS) as answer,  # noqa: S310 - http, of ours
        ):
            return bool(answer.status == 200)
        return False

    return _look


def program_says(*command: str) -> Callable[[], bool]:
    """Whether a program that looks for itself ends with 0."""

    def _look() -> bool:
        with suppress(subprocess.TimeoutExpired):
            done = subprocess.run(  # noqa: S603 - commands of our own plan, no shell
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS * 5,
                check=False,
            )
            return done.returncode == 0
        return False

    return _look


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether a port of 127.0.0.1 can be had."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
