"""Asking something that may hang, without hanging: whoever asks gets an answer in time."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Bounded(Generic[T]):
    """Calls `read` in a thread of its own, one at a time, and waits so many seconds at most.

    An answer is given again for `fresh` seconds. When it is late the answer is `late`; what comes
    out afterwards serves whoever asks next.
    """

    def __init__(
        self, read: Callable[[], T], late: T, limit: float = 2.0, fresh: float = 1.0
    ) -> None:
        self._read = read
        self._late = late
        self._limit = limit
        self._fresh = fresh
        self._lock = threading.Lock()
        self._asking: threading.Thread | None = None
        self._answer: tuple[T, float] | None = None

    def __call__(self) -> T:
        """The answer, or `late`."""
        with self._lock:
            if self._answer is not None and time.monotonic() - self._answer[1] <= self._fresh:
                return self._answer[0]
            asking = self._asking
            if asking is None or not asking.is_alive():
                self._answer = None
                asking = threading.Thread(target=self._ask, daemon=True)
                self._asking = asking
                asking.start()
        asking.join(self._limit)
        with self._lock:
            return self._late if self._answer is None else self._answer[0]

    def _ask(self) -> None:
        answer = self._read()
        with self._lock:
            self._answer = (answer, time.monotonic())
