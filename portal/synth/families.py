"""Who lives together: singles, couples, families, sharers, and one shelter."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from portal.synth.homes import Dwelling, Home, Town
from portal.synth.people import PersonMaker, Sketch
from portal.synth.spec import Progress, SynthSpec
from portal.synth.tables import Lottery, Row, happens, lottery_of, rows
from protocols.people import Address, Resident

SHELTER_BEDS = 25
SHELTER_FROM = 500
"""Cities smaller than this have no shelter."""


@dataclass(frozen=True, slots=True)
class Household:
    """The people of one address; the first is the head, the second the partner if there is one.

    `kind` is a row of `households.csv` or `shelter`. `weight` is how often its bills stay unpaid.
    """

    kind: str
    home: Home
    members: tuple[Resident, ...]
    weight: float

    def adults(self, on: date) -> tuple[Resident, ...]:
        """The members of 18 and older; never nobody (a head counts as grown)."""
        return self.members[:1] + tuple(one for one in self.members[1:] if grown(one, on))

    def payers(self, on: date) -> tuple[Resident, ...]:
        """In whose name bills may be: head and partner; everybody grown where all are single."""
        adults = self.adults(on)
        return adults if self.kind in {"shelter", "sharers"} else adults[:2]

    @property
    def coupled(self) -> bool:
        """Whether the first two members are partners."""
        couples = {"couple", "family", "three_generations"}
        return self.kind in couples and len(self.members) > 1


def grown(person: Resident, on: date) -> bool:
    """Whether this person is 18 or older on that day; unknown birth dates count as grown."""
    if person.born is None or person.born.year is None:
        return True
    born = person.born
    return (on.year - 18, on.month, on.day) >= (person.born.year, born.month or 1, born.day or 1)


class Families:
    """Fills the town until everybody has a home."""

    def __init__(self, rng: Random, spec: SynthSpec, maker: PersonMaker) -> None:
        self._rng = rng
        self._spec = spec
        self._maker = maker
        table = rows("households")
        self._kinds = lottery_of(table)
        self._children = {row["kind"]: _children(row) for row in table}
        self._streets = [row for row in rows("elsewhere") if row["country"] == spec.country]
        self._made: list[Household] = []

    def everybody(self, progress: Progress) -> tuple[Household, ...]:
        """Households of exactly `residents` people together."""
        homes, total = Town(self._rng, self._spec).homes(), self._spec.residents
        left = total
        if total >= SHELTER_FROM:
            self._made.append(self._shelter(next(homes)))
            left -= SHELTER_BEDS
        while left:
            household = self._household(next(homes), left)
            self._made.append(household)
            left -= len(household.members)
            if len(self._made) % 500 == 0:
                progress("inwoners", total - left, total)
        progress("inwoners", total, total)
        return tuple(self._made)

    def elsewhere(self) -> Address:
        """An address in another municipality of the country."""
        row = self._rng.choice(self._streets)
        letters = "".join(self._rng.choice("ABCDEGHJKLMNPRTVWXZ") for _ in range(2))
        code = row["postcode"] + (letters if self._spec.country == "NL" else "")
        number = self._rng.randrange(1, 180)
        return Address(row["street"], number, postcode=code, city=row["city"])

    def earlier(self, home: Home) -> tuple[Address, ...]:
        """Where people lived before: mostly nowhere known, else in this city or another one."""
        if not happens(self._rng, 32):
            return ()
        if self._made and happens(self._rng, 55):
            other = self._rng.choice(self._made).home.address
            return () if other == home.address else (other,)
        return (self.elsewhere(),)

    def _shelter(self, home: Home) -> Household:
        people = (self._maker.sketch(self._rng.triangular(18, 75, 36)) for _ in range(SHELTER_BEDS))
        members = tuple(self._maker.record(one, home.address, self.earlier(home)) for one in people)
        return Household("shelter", home, members, 6.0)

    def _household(self, home: Home, most: int) -> Household:
        row = self._kinds.draw(self._rng)
        if home.dwelling is Dwelling.FLAT and row["kind"] == "family":
            row = self._kinds.draw(self._rng)
        age = self._rng.triangular(*(float(row[f"age_{part}"]) for part in ("low", "high", "mode")))
        earlier = self.earlier(home)
        people = list(self._sketches(row["kind"], age))[:most]
        members: list[Resident] = []
        for one in people:
            members.append(self._maker.record(one, home.address, earlier, housemates=members))
        weight = home.hardship * float(row["arrears_weight"]) * _age_weight(age)
        return Household(row["kind"], home, tuple(members), weight)

    def _sketches(self, kind: str, age: float) -> Iterator[Sketch]:
        head = self._maker.sketch(age)
        if kind == "sharers":
            yield head
            for _ in range(self._rng.choice((1, 2, 2, 3))):
                yield self._maker.sketch(max(18.0, age + self._rng.uniform(-6, 6)))
            return
        couple = (head,) if kind in {"single", "single_parent"} else self._couple(head, age)
        yield from couple
        if kind not in {"single", "couple"}:
            yield from self._offspring(couple, min(age, 60), self._children[kind].draw(self._rng))
        if kind == "three_generations":
            parent = self._maker.born(age + self._rng.uniform(22, 34))
            yield Sketch(head.origin, self._rng.choice("MV"), parent, head.surname)

    def _couple(self, head: Sketch, age: float) -> tuple[Sketch, Sketch]:
        origin = self._maker.partners_origin(head.origin)
        other = "V" if head.sex == "M" else "M"
        sex = head.sex if happens(self._rng, 2.5) else other
        born = self._maker.born(max(18.5, age + self._rng.gauss(-0.5, 3)))
        mate = Sketch(origin, sex, born, self._maker.names.surname(origin))
        if not happens(self._rng, 45 if age < 35 else 78):
            return head, mate
        return (
            Sketch(head.origin, head.sex, head.born_on, head.surname, mate.surname),
            Sketch(mate.origin, mate.sex, mate.born_on, mate.surname, head.surname),
        )

    def _offspring(
        self, parents: tuple[Sketch, ...], parent_age: float, count: int
    ) -> Iterator[Sketch]:
        giver = next((one for one in parents if one.sex == "M"), parents[0])
        if happens(self._rng, 9):
            giver = parents[-1]
        born = self._maker.born(min(26.0, max(0.1, parent_age - self._rng.triangular(19, 40, 30))))
        for _ in range(count):
            if born < self._spec.first_month:
                yield Sketch(giver.origin, self._rng.choice("MV"), born, giver.surname)
            if not happens(self._rng, 1.6):
                born += timedelta(days=self._rng.randrange(480, 1600))


def _children(row: Row) -> Lottery[int]:
    weights = [float(row[f"children_{count}"]) for count in (1, 2, 3, 4)]
    return Lottery((1, 2, 3, 4), weights) if sum(weights) else Lottery((0,), (1,))


def _age_weight(age: float) -> float:
    return 1.5 if age < 26 else 1.1 if age < 45 else 0.9 if age < 66 else 0.35
