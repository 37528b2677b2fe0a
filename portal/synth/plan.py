"""Which addresses fall behind in which month: single, multiple and consecutive as in the country.

Measured per address and month over admissible signals about residents (Divosa monitor 2023):
50 % single, 11 % multiple (two or more that month), 40 % consecutive (another one in the six
months before); an address can be both. Files hold nothing from before the first month, so the
consecutive part grows from 0 to 40 % over the first six months.
"""

from dataclasses import dataclass
from random import Random

from portal.synth.families import Household
from portal.synth.tables import Lottery, happens, rows

CONSECUTIVE_PERCENT = 40.0
MULTIPLE_PERCENT_FIRST = 16.7
MULTIPLE_PERCENT_AGAIN = 3.0
LOOK_BACK_MONTHS = 6
TRIES = 100
SIZES = Lottery((2, 3), (9, 1))


@dataclass(frozen=True, slots=True)
class Trouble:
    """One address (index of its household) with `size` signals in one month."""

    household: int
    size: int


class Plan:
    """Decides month after month; remembers which addresses had signals when."""

    def __init__(self, rng: Random, households: tuple[Household, ...]) -> None:
        self._rng = rng
        self._count = len(households)
        self._by_weight = Lottery(range(self._count), [one.weight for one in households])
        table = rows("repeats")
        months = [int(row["months_ago"]) for row in table]
        self._months_ago = Lottery(months, [float(row["weight"]) for row in table])
        self._last: dict[int, int] = {}
        self._in_month: list[list[int]] = []
        self._reserve: list[int] | None = None

    def begin_month(self) -> None:
        """Go on to the next month; the first call begins the first one."""
        self._in_month.append([])
        self._reserve = None

    def trouble(self) -> Trouble | None:
        """One more address in trouble this month; None when every address has been already."""
        again = happens(self._rng, CONSECUTIVE_PERCENT)
        household = self._again() if again else None
        if household is None:
            household = self.fresh()
        if household is None:
            return None
        self._last[household] = len(self._in_month) - 1
        self._in_month[-1].append(household)
        multiple = MULTIPLE_PERCENT_AGAIN if again else MULTIPLE_PERCENT_FIRST
        return Trouble(household, SIZES.draw(self._rng) if happens(self._rng, multiple) else 1)

    def fresh(self) -> int | None:
        """An address without any signal in the last half year, which is now taken.

        Where there is none left, one without a signal this month; None where all have had one.
        """
        month = len(self._in_month) - 1
        for _ in range(TRIES if self._reserve is None else 0):
            household = self._by_weight.draw(self._rng)
            if self._free(household, month):
                self._last[household] = month
                return household
        return self._from_reserve(month)

    def _from_reserve(self, month: int) -> int | None:
        """What drawing could not find: made once a month, the fresh addresses at its end."""
        if self._reserve is None:
            self._reserve = [*range(self._count)]
            self._rng.shuffle(self._reserve)
            self._reserve.sort(key=lambda one: self._free(one, month))
        while self._reserve:
            household = self._reserve.pop()
            if self._last.get(household, -1) < month:
                self._last[household] = month
                return household
        return None

    def _free(self, household: int, month: int) -> bool:
        return self._last.get(household, -99) < month - LOOK_BACK_MONTHS

    def _again(self) -> int | None:
        """An address that had its signal some months ago; None when that was before the files."""
        month = len(self._in_month) - 1
        then = month - self._months_ago.draw(self._rng)
        for _ in range(20 if then >= 0 and self._in_month[then] else 0):
            household = self._rng.choice(self._in_month[then])
            if self._last[household] < month:
                return household
        return None
