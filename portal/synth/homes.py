"""Streets, houses and flats of an invented city, each street side with its own postcode."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from itertools import count, product
from random import Random

from portal.synth.spec import SynthSpec
from portal.synth.tables import Lottery, happens, rows
from protocols.people import Address

LETTERS = "ABCDEGHJKLMNPRSTVWXZ"
CODES = tuple(a + b for a, b in product(LETTERS, LETTERS) if a + b not in {"SA", "SD", "SS"})
VACANT_PERCENT = 3.0
LETTERED_PERCENT = 4.0
FLATS_PERCENT = {"NL": 1.4, "BE": 3.0}
HOMES_PER_CODE = 18
"""With more homes than this, streets grow longer; a code holds twice as many on average."""


class Dwelling(Enum):
    """A home of its own or a part of a building."""

    HOUSE = "house"
    FLAT = "flat"


@dataclass(frozen=True, slots=True)
class Home:
    """One inhabited address; `hardship` is how common arrears are in its street (mean near 1)."""

    address: Address
    dwelling: Dwelling
    hardship: float


class Town:
    """Hands out homes, street after street, without end.

    In the Netherlands a postcode (four digits, two letters) belongs to one side of one street;
    in Belgium it is the district itself. A district holds 397 Dutch postcodes.
    """

    def __init__(self, rng: Random, spec: SynthSpec) -> None:
        self._rng = rng
        self._spec = spec
        self._used = dict.fromkeys(spec.districts, 0)
        sizes = [1 / (1 + place / 4) for place in range(len(spec.districts))]
        self._districts = Lottery(spec.districts, sizes)
        room = len(spec.districts) * len(CODES) * HOMES_PER_CODE
        self._length = max(1.0, spec.residents / 2.2 / room)

    def homes(self) -> Iterator[Home]:
        """Every home of every street. The spec sees to it that the districts have room."""
        for name in street_names(self._rng, self._spec.country):
            district = self._district()
            hardship = self._rng.lognormvariate(-0.15, 0.55)
            houses = int(self._rng.triangular(8, 60, 18) * self._length)
            for side in (1, 2):
                street = Address(name, postcode=self._code(district), city=self._spec.city)
                yield from self._side(street, side, houses, hardship)

    def _district(self) -> str:
        district = self._districts.draw(self._rng)
        if self._used[district] + 2 > len(CODES):
            district = min(self._used, key=lambda one: self._used[one])
        return district

    def _code(self, district: str) -> str:
        if self._spec.country == "BE":
            return district
        self._used[district] += 1
        return district + CODES[self._used[district] - 1]

    def _side(self, street: Address, side: int, houses: int, hardship: float) -> Iterator[Home]:
        for number in range(side, side + 2 * houses, 2):
            if not happens(self._rng, VACANT_PERCENT):
                yield from self._lot(replace(street, house_number=number), hardship)

    def _lot(self, address: Address, hardship: float) -> Iterator[Home]:
        if happens(self._rng, FLATS_PERCENT[self._spec.country]):
            for addition in self._additions():
                flat = replace(address, house_addition=addition)
                yield Home(flat, Dwelling.FLAT, hardship * 1.5)
            return
        yield Home(address, Dwelling.HOUSE, hardship)
        if self._spec.country == "NL" and happens(self._rng, LETTERED_PERCENT):
            for letter in "AB"[: self._rng.choice((1, 1, 2))]:
                yield Home(replace(address, house_letter=letter), Dwelling.HOUSE, hardship)

    def _additions(self) -> tuple[str, ...]:
        doors = self._rng.choice((2, 3, 4, 6, 8, 12, 16, 24, 32))
        if self._spec.country == "NL" and doors < 4:
            return ("hs", "1", "2")[:doors]
        if self._rng.random() < 0.3:
            return tuple(f"{door // 4:d}{door % 4 + 1:02d}" for door in range(4, doors + 4))
        return tuple(str(door + 1) for door in range(doors))


def street_names(rng: Random, country: str) -> Iterator[str]:
    """Street names without repeats: well-known ones and composed ones mixed, then longer ones."""
    names = list(_parts(country, "name"))
    pairs = product(_parts(country, "stem"), dict.fromkeys(_parts(country, "tail")))
    composed = [_joined(stem, tail) for stem, tail in pairs]
    rng.shuffle(composed)
    start = names + composed[: 4 * len(names)]
    rng.shuffle(start)
    yield from start
    yield from composed[4 * len(names) :]
    for turn in count():
        for before, name in product(_parts(country, "before"), composed):
            yield f"{before} {name}" + (f" {turn + 1}" if turn else "")


def _joined(stem: str, tail: str) -> str:
    return f"{stem} {tail.capitalize()}" if " " in stem and tail == "hof" else stem + tail


@cache
def _parts(country: str, part: str) -> tuple[str, ...]:
    table = rows("streets")
    return tuple(row["text"] for row in table if (row["country"], row["part"]) == (country, part))
