"""Signals about people who are no (longer) residents, some of them very like a resident."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from portal.synth.families import Household
from portal.synth.leavers import Leaver
from portal.synth.people import Sketch
from portal.synth.register import City
from portal.synth.subjects import Subject
from portal.synth.tables import Lottery, rows
from protocols.people import Name, Residency, Resident

NAMESAKE_TRIES = 12


class Strangers:
    """Invents or picks somebody of whom the city must say: not our resident (now)."""

    def __init__(self, rng: Random, city: City) -> None:
        self._rng = rng
        self._city = city
        table = rows("strangers")
        self._kinds = Lottery(
            [row["kind"] for row in table], [float(row["weight"]) for row in table]
        )
        self._makers: dict[str, Callable[[], Subject]] = {
            "moved_away": lambda: self._left(Residency.ELSEWHERE),
            "deceased": lambda: self._left(Residency.DECEASED),
            "emigrated": lambda: self._left(Residency.EMIGRATED),
            "moved_away_before": self._unknown,
            "never_lived_here": self._unknown,
            "other_municipality": self._neighbour,
            "relative_same_address": self._relative,
            "namesake": self._namesake,
        }
        self._leavers: dict[Residency, list[Leaver]] = {}
        for leaver in city.leavers:
            self._leavers.setdefault(leaver.person.residency, []).append(leaver)

    def draw(self) -> tuple[Subject, str, str]:
        """Somebody, the kind of stranger, and the register's id where the register knows them."""
        kind = self._kinds.draw(self._rng)
        subject = self._makers[kind]()
        known = kind in {"moved_away", "deceased", "emigrated"}
        return subject, kind, subject.person.resident_id if known else ""

    def _left(self, residency: Residency) -> Subject:
        leaver = self._rng.choice(self._leavers[residency])
        return Subject(leaver.person, leaver.household.home.address)

    def _household(self) -> Household:
        return self._rng.choice(self._city.households)

    def _unknown(self) -> Subject:
        return self._subject(self._invented(), self._household())

    def _neighbour(self) -> Subject:
        elsewhere = self._city.families.elsewhere()
        return Subject(self._city.maker.record(self._invented(), elsewhere), elsewhere)

    def _relative(self) -> Subject:
        """A different person with the surname of somebody at that very address."""
        household = self._household()
        head = household.members[0]
        subject = self._subject(self._invented(), household)
        return replace(subject, person=_named_after(subject.person, head))

    def _namesake(self) -> Subject:
        """Same surname and first initial as a resident, another birth date and another street."""
        like = self._rng.choice(self._household().members)
        sketch = self._invented()
        subject = self._subject(
            Sketch(sketch.origin, like.sex, sketch.born_on, sketch.surname), self._household()
        )
        person = _named_after(subject.person, like)
        for _ in range(NAMESAKE_TRIES):
            if person.name.given[:1] == like.name.given[:1]:
                break
            person = self._renamed(person, sketch)
        return replace(subject, person=person)

    def _renamed(self, person: Resident, sketch: Sketch) -> Resident:
        names = self._city.maker.names
        given = names.given(sketch.origin, person.sex, sketch.born_on.year, 1)[0]
        return replace(person, name=replace(person.name, given=given, initials=f"{given[0]}."))

    def _invented(self) -> Sketch:
        return self._city.maker.sketch(self._rng.triangular(19, 85, 36))

    def _subject(self, sketch: Sketch, household: Household) -> Subject:
        address = household.home.address
        return Subject(self._city.maker.record(sketch, address), address)


def _named_after(person: Resident, like: Resident) -> Resident:
    own = Name(person.name.given, person.name.initials, like.name.prefix, like.name.surname)
    return replace(person, name=own)
