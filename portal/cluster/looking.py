"""Is it ready? Looking at a port, a page or PostgreSQL from outside, once and briefly."""

import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Collection
from contextlib import ExitStack, suppress

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
    return free_ports(1)[0]


def free_ports(count: int, without: Collection[int] = ()) -> list[int]:
    """So many different ports of 127.0.0.1 that nobody listens on now, and none of `without`."""
    with ExitStack() as held:
        tried = [held.enter_context(socket.socket()) for _ in range(count + len(without))]
        for one in tried:
            one.bind(("127.0.0.1", 0))
        found = [int(one.getsockname()[1]) for one in tried]
    return [port for port in found if port not in without][:count]


def is_free(port: int) -> bool:
    """Whether a port of 127.0.0.1 can be had."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
