"""Synthetic cities of any size as data sets: residents, and signals with 22 % non-residents."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from pathlib import Path
from random import Random

from bench.linkage.files import DataSet, Row, write_set
from bench.linkage.outsiders import Outsiders
from bench.linkage.spoiling import Clerk
from portal.synth.families import Household
from portal.synth.order import CANONICAL
from portal.synth.picks import partner_of
from portal.synth.register import COLUMNS, City, populate, register_rows
from portal.synth.spec import SynthCreditor, SynthSpec, silent
from portal.synth.subjects import Subject

ON = date(2026, 10, 1)
OUTSIDERS_PERCENT = 22
WITHHELD = frozenset({"phone", "email", "national_id", "residency"})
"""What creditors hardly ever send; left out of the register too."""
DUTCH = ("Waterstad", ("8201", "8202", "8203", "8211", "8212", "8221", "8222", "8223", "8231"))
FLEMISH = ("Rivierstad", ("9000", "9030", "9031", "9032", "9040", "9041", "9050", "9051", "9052"))


@dataclass(frozen=True, slots=True)
class Plan:
    """What to make: `residents` 100 to 500,000; `noise` multiplies the chances of mistakes."""

    residents: int
    signals: int
    noise: float = 1.0
    country: str = "NL"
    seed: int = 20261001


PLANS = {
    "nl20k": Plan(20_000, 2_000),
    "be20k": Plan(20_000, 2_000, country="BE"),
    "nl270k": Plan(270_000, 10_000),
    "nl270k_x3": Plan(270_000, 10_000, noise=3.0),
}


def make_city(plan: Plan, folder: Path) -> DataSet:
    """Write the data set; equal plans give byte-identical files."""
    rng = Random(plan.seed)
    city = populate(rng, _spec(plan), silent)
    signals, truth = [], []
    for number, (row, resident) in enumerate(_signals(rng, plan, city), start=1):
        signals.append({**row, "id": f"S{number:06d}"})
        if resident:
            truth.append((f"S{number:06d}", resident))
    return write_set(folder, _register(city), signals, truth)


def _register(city: City) -> Iterator[Row]:
    for cells in register_rows(City(city.households, (), city.maker, city.families)):
        row = dict(zip(COLUMNS, cells, strict=True))
        yield {name: text for name, text in row.items() if name not in WITHHELD}


def _signals(rng: Random, plan: Plan, city: City) -> Iterator[tuple[Row, str]]:
    """Each signal with the id of the resident it is about, or empty."""
    clerk = Clerk(rng, tuple(one.home.address for one in city.households), plan.noise)
    outsiders = Outsiders(rng, city)
    marks = list(accumulate(one.weight for one in city.households))
    foreign = set(rng.sample(range(plan.signals), plan.signals * OUTSIDERS_PERCENT // 100))
    for number in range(plan.signals):
        if number in foreign:
            yield clerk.writes(outsiders.draw()), ""
        else:
            household = city.households[bisect_right(marks, rng.random() * marks[-1])]
            subject = _payer(rng, household)
            yield clerk.writes(subject), subject.person.resident_id


def _payer(rng: Random, household: Household) -> Subject:
    person = rng.choice(household.adults(ON))
    return Subject(person, household.home.address, partner_of(household, person))


def _spec(plan: Plan) -> SynthSpec:
    name, districts = DUTCH if plan.country == "NL" else FLEMISH
    creditor = SynthCreditor("bench", "rent", 1.0, CANONICAL, ";", "utf-8")
    return SynthSpec(
        *(name, plan.residents, 1, plan.seed, (creditor,), districts, ON), country=plan.country
    )
