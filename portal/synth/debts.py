"""What people owe: amounts and first days of arrears, by the kind of bill."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import log, sqrt
from random import Random

from portal.synth.tables import Row, happens, rows
from protocols.money import Cents

NINETY_PERCENT = 1.645
"""Standard deviations from the median to either end of the middle nine in ten."""


@dataclass(frozen=True, slots=True)
class Debt:
    """The arrears of one customer as a creditor states them."""

    amount_cents: Cents
    since_on: date


class Terms:
    """One row of `arrears_types.csv`.

    `from_euros` and `to_euros` hold the middle nine in ten of the amounts (lognormal);
    `since_min_days` to `since_max_days` is how old new arrears are, at least two months apart so
    that a first of the month lies between. `window_days` is after how many days a signal may no
    longer be given (0: no such limit).
    """

    def __init__(self, row: Row) -> None:
        low, high = float(row["from_euros"]), float(row["to_euros"])
        self._mu, self._sigma = log(sqrt(low * high)), log(high / low) / (2 * NINETY_PERCENT)
        self._floor, self._ceiling = float(row["floor_euros"]), float(row["ceiling_euros"])
        self._days = int(row["since_min_days"]), int(row["since_max_days"])
        self._window = int(row["window_days"])
        self._on_first = row["due_on_first"] == "1"
        self._growth = float(row["growth_percent"]) / 100
        self._crisis = float(row["crisis_percent"])
        self.letters = row["letters"]

    def first(self, rng: Random, on: date) -> Debt:
        """New arrears, stated on that day."""
        fewest, most = self._days
        days = [on - timedelta(days=ago) for ago in range(fewest, most + 1)]
        since = rng.choice([day for day in days if day.day == 1] if self._on_first else days)
        return Debt(self._cents(rng.lognormvariate(self._mu, self._sigma)), since)

    def grown(self, rng: Random, debt: Debt, on: date) -> Debt:
        """The same arrears a month or more later; new ones where the old are out of the window."""
        if self._window and (on - debt.since_on).days > self._window:
            return self.first(rng, on)
        growth = 1 + self._growth * rng.uniform(0.2, 1.6)
        return Debt(self._cents(debt.amount_cents / 100 * growth), debt.since_on)

    def crisis(self, rng: Random) -> bool:
        """Whether the supply is about to end (energy: the *eindeleveringssignaal*)."""
        return happens(rng, self._crisis)

    def _cents(self, euros: float) -> Cents:
        return Cents(round(min(max(euros, self._floor), self._ceiling) * 100))


@cache
def terms_of(arrears_type: str) -> Terms:
    """The terms of one kind of bill; which kinds there are, the spec has checked."""
    return Terms(next(row for row in rows("arrears_types") if row["arrears_type"] == arrears_type))


def written(amount_cents: int) -> str:
    """An amount as creditors write it: `written(123456) == "1234,56"`."""
    return f"{amount_cents // 100},{amount_cents % 100:02d}"
