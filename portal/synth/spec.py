"""What a synthetic city should be like; checked as a whole before anything is made."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from portal.synth.tables import rows
from protocols.errors import Refused

Progress = Callable[[str, int, int], None]
"""Told what is being made: (phase, done, total); `done` runs from 0 to `total`."""

MOST_RESIDENTS = 500_000
MOST_PER_DISTRICT = 60_000
MOST_PEOPLE = 850_000
"""Residents, former residents and strangers together; there are 909,090 BSNs from 99 on."""
NEEDED = frozenset({"reference", "surname", "amount"})
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
DISTRICT = re.compile(r"[1-9][0-9]{3}")


def silent(_phase: str, _done: int, _total: int) -> None:
    """Tell nobody."""


class BadSpec(Refused):
    """A city that cannot be made like this; `faults` (Dutch) holds every reason."""

    code = "bad-spec"

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True, slots=True)
class SynthCreditor:
    """One creditor and the shape of its files.

    `arrears_type` is rent, water, electricity, gas, heat or health. `share` is its part of all
    signals, in any unit: shares are compared with each other. `columns` maps the creditor's own
    column names to ours, in the order of its file; what it does not map, it does not deliver.
    """

    creditor_id: str
    arrears_type: str
    share: float
    columns: Mapping[str, str]
    delimiter: str
    encoding: str


@dataclass(frozen=True, slots=True)
class SynthSpec:
    """The whole order for a city; equal orders give byte-identical files.

    `residents` 100 to 500,000 live there now (people who left or died come on top). `districts`
    are postcode areas of four digits, each for 60,000 residents at most. `signals_per_1000` is a
    month's mean per 1,000 residents (2024: 4.4, Divosa monitor), at most 1,000; the months of a
    year differ. Above 100 there are too few addresses: more of them are consecutive and in the
    end there are fewer signals. `country` is NL or BE. Raises BadSpec with every fault at once.
    """

    city: str
    residents: int
    months: int
    seed: int
    creditors: tuple[SynthCreditor, ...]
    districts: tuple[str, ...]
    first_month: date
    signals_per_1000: float = 4.4
    country: str = "NL"

    def __post_init__(self) -> None:
        faults = (*_city_faults(self), *_district_faults(self), *_creditor_faults(self))
        if faults:
            raise BadSpec(faults)


def _city_faults(spec: SynthSpec) -> Iterator[str]:
    if not spec.city.strip():
        yield "city: geef de naam van de gemeente."
    if not 100 <= spec.residents <= MOST_RESIDENTS:
        yield f"residents: kies een aantal van 100 tot en met {MOST_RESIDENTS}."
    if not 1 <= spec.months <= 120:
        yield "months: kies 1 tot en met 120 maanden."
    if not 0 < spec.signals_per_1000 <= 1000:
        yield "signals_per_1000: kies meer dan 0 en ten hoogste 1.000 signalen per 1.000 inwoners."
    if spec.residents * (1.05 + 0.2 * spec.months * spec.signals_per_1000 / 1000) > MOST_PEOPLE:
        yield "residents, months, signals_per_1000: samen te veel; er zijn te weinig testnummers."
    if spec.country not in {"NL", "BE"}:
        yield "country: kies NL of BE."
    if spec.first_month.day != 1:
        yield "first_month: geef de eerste dag van een maand."


def _district_faults(spec: SynthSpec) -> Iterator[str]:
    if not spec.districts or len(set(spec.districts)) < len(spec.districts):
        yield "districts: geef ten minste een postcodegebied, elk maar een keer."
    if spec.residents > MOST_PER_DISTRICT * len(spec.districts):
        yield f"districts: een postcodegebied is er voor ten hoogste {MOST_PER_DISTRICT} inwoners."
    if not all(DISTRICT.fullmatch(district) for district in spec.districts):
        yield "districts: een postcodegebied is vier cijfers, zonder nul vooraan."


def _creditor_faults(spec: SynthSpec) -> Iterator[str]:
    if not spec.creditors:
        yield "creditors: geef ten minste een schuldeiser."
    if len({one.creditor_id for one in spec.creditors}) < len(spec.creditors):
        yield "creditors: elke schuldeiser heeft een eigen creditor_id."
    for place, creditor in enumerate(spec.creditors, start=1):
        for fault in (*_kind_faults(creditor), *_file_faults(creditor)):
            yield f"creditors[{place}].{fault}"


def _kind_faults(creditor: SynthCreditor) -> Iterator[str]:
    known = [row["arrears_type"] for row in rows("arrears_types")]
    if not FILE_NAME.fullmatch(creditor.creditor_id):
        yield "creditor_id: gebruik letters, cijfers, punt, streepje en liggend streepje."
    if creditor.arrears_type not in known:
        yield f"arrears_type: kies uit {', '.join(known)}."
    if not 0 < creditor.share < float("inf"):
        yield "share: geef een aandeel groter dan 0."


def _file_faults(creditor: SynthCreditor) -> Iterator[str]:
    ours = list(creditor.columns.values())
    if missing := sorted(NEEDED.difference(ours)):
        yield f"columns: er is geen kolom voor {', '.join(missing)}."
    if len(set(ours)) < len(ours):
        yield "columns: elke kolom van ons hoort bij een kolom van de schuldeiser."
    if len(creditor.delimiter) != 1 or creditor.delimiter in '"\r\n':
        yield "delimiter: geef een enkel teken, geen aanhalingsteken of regeleinde."
    try:
        "".join(creditor.columns).encode(creditor.encoding)
    except LookupError:
        yield "encoding: deze tekenset bestaat niet; kies bijvoorbeeld utf-8 of cp1252."
    except UnicodeEncodeError:
        yield "encoding: de kolomnamen passen niet in deze tekenset; kies bijvoorbeeld utf-8."
