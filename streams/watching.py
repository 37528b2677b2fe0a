"""Whoever wants to hear what a processor does: counting it, telling a creditor."""

from typing import Protocol

from store.engine import Tx
from store.log import Record


class Watch(Protocol):
    """Whoever counts what goes on; it must not fail."""

    def handled(self, group: str, events: int, seconds: float) -> None:
        """A batch of so many events was handled, and committed."""
        ...

    def parked(self, group: str) -> None:
        """An event was put aside."""
        ...


class Unwatched:
    """Nobody counts."""

    def handled(self, group: str, events: int, seconds: float) -> None:
        """Let it pass."""

    def parked(self, group: str) -> None:
        """Let it pass."""


UNWATCHED = Unwatched()


def tell_nobody(_tx: Tx, _record: Record) -> None:
    """Nobody has to hear that an event was parked."""
