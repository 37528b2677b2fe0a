"""Makes one person of the population register: a valid record from a rough sketch."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from portal.synth.names import NameBook, Surname
from portal.synth.numbers import Numbers, initials_of
from portal.synth.spec import SynthSpec
from portal.synth.tables import Lottery, Row, happens, lottery_of, rows
from protocols.ids import ResidentId
from protocols.people import Address, Name, NameUse, PartialDate, Residency, Resident

USES = {
    "V": Lottery(("E", "P", "V", "N"), (45, 26, 24, 5)),
    "M": Lottery(("E", "P", "V", "N"), (96.5, 1, 1.5, 1)),
}
HOW_MANY_NAMES = Lottery((1, 2, 3, 4), (38, 34, 21, 7))
TRIES = 9
NEWCOMERS = frozenset({"turkish", "moroccan", "surinamese"})
"""Origins of which older people's birth dates were not always registered to the day."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is settled about a person before the record is written.

    `partner` is the surname of the spouse or registered partner, present or former.
    """

    origin: str
    sex: str
    born_on: date
    surname: Surname
    partner: Surname | None = None


class PersonMaker:
    """Writes records; every id and national number is given out once."""

    def __init__(self, rng: Random, spec: SynthSpec) -> None:
        self._rng = rng
        self._country = spec.country
        self._on = spec.first_month
        self._ids: set[int] = set()
        self.names = NameBook(rng)
        self.numbers = Numbers(rng, spec.country)
        mine = [row for row in rows("origins") if row["country"] == spec.country]
        self._origins = lottery_of(mine)
        self._by_origin: dict[str, Row] = {row["origin"]: row for row in mine}

    def origin(self) -> str:
        """Where a family's names come from, as often as in the country."""
        return self._origins.draw(self._rng)["origin"]

    def partners_origin(self, origin: str) -> str:
        """Where the partner's names come from: mostly the same."""
        mixed = happens(self._rng, float(self._by_origin[origin]["marries_other_percent"]))
        return self.origin() if mixed else origin

    def born(self, age: float) -> date:
        """A birth date for somebody of that age in years (0 or more)."""
        days = max(3, int(age * 365.25) + self._rng.randrange(-180, 180))
        return self._on - timedelta(days=days)

    def sketch(self, age: float) -> Sketch:
        """Somebody of that age without any family."""
        origin = self.origin()
        sex = self._rng.choice("MV")
        return Sketch(origin, sex, self.born(age), self.names.surname(origin))

    def record(
        self,
        sketch: Sketch,
        address: Address | None,
        earlier: tuple[Address, ...] = (),
        residency: Residency = Residency.RESIDENT,
        housemates: Sequence[Resident] = (),
    ) -> Resident:
        """The register's record of this person, who has another first name than housemates."""
        taken = {one.name.given.split(" ")[0] for one in housemates}
        name, born = self._name(sketch, taken), self._born(sketch)
        grown = (self._on - sketch.born_on).days > 18 * 365
        return Resident(
            resident_id=self._id(),
            name=name,
            born=born,
            sex=sketch.sex,
            address=address,
            earlier=earlier,
            residency=residency,
            secret=happens(self._rng, 0.8),
            under_investigation=happens(self._rng, 0.3),
            guardianship=grown and happens(self._rng, 1.3),
            mail_address=happens(self._rng, 0.4),
            phone=self.numbers.phone() if grown and happens(self._rng, 46) else "",
            email=self.numbers.email(name) if grown and happens(self._rng, 41) else "",
            national_id=self.numbers.national_id(born, sketch.sex),
        )

    def _id(self) -> ResidentId:
        number = self._rng.randrange(1_000_000, 10_000_000)
        while number in self._ids:
            number = self._rng.randrange(1_000_000, 10_000_000)
        self._ids.add(number)
        return ResidentId(f"R{number}")

    def _given(self, sketch: Sketch, taken: Collection[str]) -> tuple[str, ...]:
        most = int(self._by_origin[sketch.origin]["given_names_max"])
        count = min(most, HOW_MANY_NAMES.draw(self._rng))
        given = self.names.given(sketch.origin, sketch.sex, sketch.born_on.year, count)
        for _ in range(TRIES):
            if given[0] not in taken:
                break
            given = self.names.given(sketch.origin, sketch.sex, sketch.born_on.year, count)
        return given

    def _name(self, sketch: Sketch, taken: Collection[str]) -> Name:
        given = self._given(sketch, taken)
        own, partner = sketch.surname, sketch.partner
        name = Name(" ".join(given), initials_of(given), own.prefix, own.of(sketch.sex))
        if self._country == "BE":
            whole = f"{own.prefix} {name.surname}".strip().replace("' ", "'")
            return Name(name.given, name.initials, "", whole)
        if partner is None:
            return name
        use = NameUse(USES[sketch.sex].draw(self._rng))
        theirs = partner.of("M" if sketch.sex == "V" else "V")
        return Name(
            name.given, name.initials, own.prefix, name.surname, partner.prefix, theirs, use
        )

    def _born(self, sketch: Sketch) -> PartialDate | None:
        day = sketch.born_on
        if sketch.origin in NEWCOMERS and day.year < 1985 and happens(self._rng, 8):
            return self._rng.choice(
                (
                    PartialDate(day.year, 1, 1),
                    PartialDate(day.year, 7, 1),
                    PartialDate(day.year, day.month),
                    PartialDate(day.year),
                )
            )
        return None if happens(self._rng, 0.05) else PartialDate.of(day)
