"""People of whom the city must say: not our resident. All are like somebody who is."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from portal.synth.families import Household
from portal.synth.names import Surname
from portal.synth.numbers import initials_of
from portal.synth.people import PersonMaker, Sketch
from portal.synth.register import City
from portal.synth.subjects import Subject
from portal.synth.tables import Lottery, happens
from protocols.people import Address, Resident

NAMED_AFTER_PERCENT = 12
"""How often a relative bears the first given name of the resident."""
FREQUENT_TRIES = 3


class Outsiders:
    """Draws hard cases: people who moved out, relatives of residents, namesakes nearby."""

    def __init__(self, rng: Random, city: City) -> None:
        self._rng = rng
        self._city = city
        self._maker: PersonMaker = city.maker
        makers: tuple[Callable[[], Subject], ...] = (
            *(self._moved_out, self._child, self._parent, self._sibling),
            *(self._nearby, self._namesake),
        )
        self._makers = Lottery(makers, (42, 12, 8, 6, 20, 12))
        self._streets: dict[str, list[Address]] = {}
        for household in city.households:
            home = household.home.address
            self._streets.setdefault(home.street, []).append(home)

    def draw(self) -> Subject:
        """Somebody who is not in the register, and the address the creditor knows."""
        return self._makers.draw(self._rng)()

    def _moved_out(self) -> Subject:
        """Lived there until lately; half of them left their family behind (`Leavers`)."""
        leaver = self._rng.choice(self._city.leavers)
        return Subject(leaver.person, leaver.household.home.address)

    def _child(self) -> Subject:
        return self._relative(-self._rng.uniform(19, 38))

    def _parent(self) -> Subject:
        return self._relative(self._rng.uniform(20, 38))

    def _sibling(self) -> Subject:
        return self._relative(self._rng.gauss(0, 5))

    def _relative(self, years_older: float) -> Subject:
        """The surname and the address of a resident's household, other given names and birth."""
        household = self._household()
        like = self._rng.choice(household.members[:2])
        age = min(96.0, max(18.5, self._age(like) + years_older))
        sketch = self._like(like, self._maker.sketch(age))
        person = self._maker.record(sketch, household.home.address, housemates=household.members)
        if person.sex == like.sex and happens(self._rng, NAMED_AFTER_PERCENT):
            person = _called_after(person, like)
        return Subject(person, household.home.address)

    def _nearby(self) -> Subject:
        """Another family in the street or a neighbouring postcode, with a frequent surname."""
        sketch = self._maker.sketch(self._rng.triangular(19, 85, 38))
        common = self._rng.choice(self._household().members)
        address = self._near(self._household().home.address)
        return Subject(self._maker.record(self._like(common, sketch), address), address)

    def _namesake(self) -> Subject:
        """The surname and the first given name of a resident of the same street."""
        household = self._household()
        like = self._rng.choice(household.members)
        sketch = self._maker.sketch(self._rng.triangular(19, 85, 38))
        alike = replace(self._like(like, sketch), sex=like.sex)
        address = self._near(household.home.address)
        return Subject(_called_after(self._maker.record(alike, address), like), address)

    def _near(self, home: Address) -> Address:
        """Another door in the same street."""
        return self._rng.choice(self._streets[home.street])

    def _household(self) -> Household:
        return self._rng.choice(self._city.households)

    def _age(self, person: Resident) -> float:
        year = person.born.year if person.born else None
        return float(2026 - year) if year else 45.0

    def _like(self, person: Resident, sketch: Sketch) -> Sketch:
        name = person.name
        return replace(sketch, surname=Surname(name.prefix, name.surname, name.surname))


def _called_after(person: Resident, like: Resident) -> Resident:
    first = like.name.given.split(" ")[0]
    given = (first, *person.name.given.split(" ")[1:])
    return replace(
        person, name=replace(person.name, given=" ".join(given), initials=initials_of(given))
    )
