"""How long to wait before trying again, and when to give up."""

from collections.abc import Callable
from dataclasses import dataclass

GIVE_UP = 75
"""The exit code of who gives up (EX_TEMPFAIL): whoever watches over the process starts it anew."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Waits twice as long after every failure in a row, give or take half of it.

    Seconds: `first` after the first failure, never more than `most`; `tries` failures in a row
    are enough. `chance` gives a number from 0 up to 1: it keeps workers that failed together
    from trying together.
    """

    chance: Callable[[], float]
    first: float = 0.1
    most: float = 10.0
    tries: int = 20

    def seconds(self, failed: int) -> float:
        """How long to wait after so many failures in a row, counted from 1."""
        whole = min(self.most, self.first * 2.0 ** min(failed - 1, 30))
        return whole * (0.5 + self.chance())

    def is_over(self, failed: int) -> bool:
        """Whether so many failures in a row are enough."""
        return failed >= self.tries
