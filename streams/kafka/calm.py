"""Keeping a broker that is away from filling the log: its clients say so hundreds of times a
second."""

import logging
from collections.abc import Callable

SECONDS = 30.0


class Seldom(logging.Filter):
    """Lets a line of a Kafka client through once in so many seconds, told by its text before the
    values are filled in; lines of others always."""

    def __init__(self, clock: Callable[[], float], seconds: float = SECONDS) -> None:
        super().__init__()
        self._clock = clock
        self._seconds = seconds
        self._told: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is to be written."""
        if record.name.partition(".")[0] not in ("kafka", "aiokafka", "faust", "mode"):
            return True
        line, now = (record.name, str(record.msg)[:200]), self._clock()
        if now - self._told.get(line, -self._seconds) < self._seconds:
            return False
        if len(self._told) > 1_000:
            self._told.clear()
        self._told[line] = now
        return True


def calm_clients(clock: Callable[[], float]) -> None:
    """Let every line of the log that a Kafka client repeats be written seldom."""
    for handler in logging.getLogger().handlers:
        handler.addFilter(Seldom(clock))
