"""Two transactions at the same time, on two connections, one of which comes first by a hair."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from store.engine import Engine, Tx, begin

First = TypeVar("First")
Second = TypeVar("Second")
_A_WHILE_SECONDS = 1.0
"""Who has not ended by then, on however busy a machine, waits for the other."""
_LONG_SECONDS = 15


def at_once(
    engine: Engine, first: Callable[[Tx], First], second: Callable[[Tx], Second]
) -> tuple[First, Second, bool]:
    """Do `first` and, before it is committed, begin with `second`.

    Returns both answers, and whether the second waited for the first to be committed.
    """

    def _later() -> Second:
        with begin(engine) as tx:
            return second(tx)

    with ThreadPoolExecutor(1) as pool:
        with begin(engine) as tx:
            one = first(tx)
            other = pool.submit(_later)
            wait([other], timeout=_A_WHILE_SECONDS)
            waited = not other.done()
        return one, other.result(_LONG_SECONDS), waited
