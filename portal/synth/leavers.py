"""People the register still knows but who are no residents now: moved, died, emigrated."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from portal.synth.families import Families, Household
from portal.synth.names import Surname
from portal.synth.people import PersonMaker, Sketch
from portal.synth.spec import SynthSpec
from portal.synth.tables import happens
from protocols.people import Residency, Resident

PER_1000 = {
    Residency.ELSEWHERE: 30,
    Residency.DECEASED: 11,
    Residency.EMIGRATED: 5,
    Residency.SUSPENDED: 1,
}


@dataclass(frozen=True, slots=True)
class Leaver:
    """A former resident and the household that lives at the address of then."""

    person: Resident
    household: Household


class Leavers:
    """Makes former residents, all grown up; half are relatives of those who stayed behind."""

    def __init__(
        self,
        rng: Random,
        spec: SynthSpec,
        maker: PersonMaker,
        families: Families,
        households: tuple[Household, ...],
    ) -> None:
        self._rng = rng
        self._spec = spec
        self._maker = maker
        self._families = families
        self._households = [one for one in households if one.kind != "shelter"]
        self._widowed = [one for one in self._households if _widowed(one, spec)]

    def everybody(self) -> Iterator[Leaver]:
        """All of them, at the rates of `PER_1000` residents (at least one of each kind)."""
        for residency, per_1000 in PER_1000.items():
            for _ in range(max(1, self._spec.residents * per_1000 // 1000)):
                yield self._leaver(residency)

    def _leaver(self, residency: Residency) -> Leaver:
        if residency is Residency.DECEASED:
            return self._deceased()
        household = self._rng.choice(self._households)
        sketch = self._former(household)
        then = household.home.address
        now = self._families.elsewhere() if residency is Residency.ELSEWHERE else None
        earlier = () if residency is Residency.SUSPENDED else (then,)
        return Leaver(self._maker.record(sketch, now, earlier, residency), household)

    def _deceased(self) -> Leaver:
        if self._widowed and happens(self._rng, 55):
            household = self._rng.choice(self._widowed)
            sketch = self._late_partner(household.members[0])
        else:
            household = self._rng.choice(self._households)
            sketch = self._maker.sketch(self._rng.triangular(45, 98, 82))
        address = household.home.address
        return Leaver(self._maker.record(sketch, address, (), Residency.DECEASED), household)

    def _former(self, household: Household) -> Sketch:
        """A grown-up child or a former partner of those who stayed, or an earlier tenant."""
        sketch = self._maker.sketch(self._rng.triangular(19, 80, 31))
        if happens(self._rng, 50):
            return sketch
        head = household.members[0]
        mine = Surname(head.name.prefix, head.name.surname, head.name.surname)
        if happens(self._rng, 60):
            return Sketch(sketch.origin, sketch.sex, sketch.born_on, mine)
        return Sketch(sketch.origin, sketch.sex, sketch.born_on, sketch.surname, mine)

    def _late_partner(self, head: Resident) -> Sketch:
        sketch = self._maker.sketch(self._rng.triangular(64, 96, 80))
        name = head.name
        theirs = Surname(name.prefix, name.surname, name.surname)
        own = sketch.surname
        if name.partner_surname:
            own = Surname(name.partner_prefix, name.partner_surname, name.partner_surname)
        sex = "M" if head.sex == "V" else "V"
        return Sketch(sketch.origin, sex, sketch.born_on, own, theirs)


def _widowed(household: Household, spec: SynthSpec) -> bool:
    born = household.members[0].born
    old = born is not None and (born.year or 0) < spec.first_month.year - 62
    return household.kind == "single" and old
