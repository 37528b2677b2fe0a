"""Invented names: given names by origin, sex and birth year; surnames listed or put together."""

from dataclasses import dataclass
from functools import cache
from random import Random

from portal.synth.tables import Lottery, Row, happens, lottery_of, rows

COMPOSED_PERCENT = 45


@dataclass(frozen=True, slots=True)
class Surname:
    """A family's name; `woman` differs from `man` in Polish names only."""

    prefix: str
    man: str
    woman: str

    def of(self, sex: str) -> str:
        """The surname without its prefix, as somebody of this sex bears it."""
        return self.woman if sex == "V" else self.man


@cache
def called() -> dict[str, tuple[str, ...]]:
    """By which names somebody with this first given name may be called (Johannes: Jan, Hans)."""
    names: dict[str, dict[str, None]] = {}
    for row in rows("given_names"):
        if row["called"]:
            names.setdefault(row["name"], {}).update(dict.fromkeys(row["called"].split("/")))
    return {name: tuple(known) for name, known in names.items()}


class NameBook:
    """Draws names; the same `rng` state gives the same names."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def surname(self, origin: str) -> Surname:
        """A surname as families of this origin bear it."""
        if happens(self._rng, COMPOSED_PERCENT):
            return self._composed(origin)
        row = _surnames(origin).draw(self._rng)
        return Surname(row["prefix"], row["surname"], row["surname_woman"])

    def _composed(self, origin: str) -> Surname:
        prefix, stem, tail = (
            self._rng.choice(_parts(origin, part)) for part in ("prefix", "stem", "tail")
        )
        man, _, woman = tail.partition("/")
        return Surname(prefix.strip("-"), stem + man, stem + (woman or man))

    def given(self, origin: str, sex: str, year: int, count: int) -> tuple[str, ...]:
        """One to `count` given names that were usual in that birth year, all different."""
        lottery = _given(origin, sex, year)
        names = [lottery.draw(self._rng)["name"] for _ in range(count)]
        return tuple(dict.fromkeys(names))


@cache
def _given(origin: str, sex: str, year: int) -> Lottery[Row]:
    mine = [row for row in rows("given_names") if (row["origin"], row["sex"]) == (origin, sex)]
    first = min(int(row["born_from"]) for row in mine)
    year = min(max(year, first), max(int(row["born_to"]) for row in mine))
    fits = [row for row in mine if int(row["born_from"]) <= year <= int(row["born_to"])]
    return lottery_of(fits)


@cache
def _surnames(origin: str) -> Lottery[Row]:
    return lottery_of([row for row in rows("surnames") if row["origin"] == origin])


@cache
def _parts(origin: str, part: str) -> tuple[str, ...]:
    table = rows("surname_parts")
    return tuple(row["text"] for row in table if (row["origin"], row["part"]) == (origin, part))
