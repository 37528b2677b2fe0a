"""The city's own open claims: parking, school, childcare, municipal tax and library."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from math import log, sqrt
from random import Random

from portal.synth.debts import NINETY_PERCENT, written
from portal.synth.families import Household, grown
from portal.synth.register import City
from portal.synth.spec import SynthSpec
from portal.synth.tables import Row, happens, lottery_of, rows

COLUMNS = ("claim_id", "register_id", "category", "principal", "balance", "due_on")
PERCENT_OF_HOMES = 4.0
PERCENT_OF_SIGNALLED_HOMES = 36.0
ANOTHER_PERCENT = 40
PARTLY_PAID_PERCENT = 22
OLDEST_DAYS = 540

Line = tuple[str, ...]


def claim_lines(
    rng: Random, spec: SynthSpec, city: City, signalled: Collection[int]
) -> Iterator[Line]:
    """The lines of `claims.csv` in the order of COLUMNS; `signalled` are households by index.

    Claims are about grown-ups; school and childcare only where children live. The balance is
    positive and at most the principal; the due date lies before the first month.
    """
    number = 0
    for index, household in enumerate(city.households):
        percent = PERCENT_OF_SIGNALLED_HOMES if index in signalled else PERCENT_OF_HOMES
        while happens(rng, percent):
            number += 1
            yield (f"V{spec.first_month.year}{number:06d}", *_claim(rng, spec, household))
            percent = ANOTHER_PERCENT


def _claim(rng: Random, spec: SynthSpec, household: Household) -> Line:
    children = any(not grown(one, spec.first_month) for one in household.members[1:])
    fits = [row for row in rows("claims") if children or row["needs"] == "adult"]
    row = lottery_of(fits).draw(rng)
    person = rng.choice(household.payers(spec.first_month))
    principal = _principal(rng, row)
    balance = principal
    if happens(rng, PARTLY_PAID_PERCENT):
        balance = max(1, round(principal * rng.uniform(0.1, 0.9)))
    due_on = spec.first_month - timedelta(days=rng.randint(15, OLDEST_DAYS))
    amounts = written(principal), written(balance)
    return (person.resident_id, row["category"], *amounts, due_on.isoformat())


def _principal(rng: Random, row: Row) -> int:
    low, high = float(row["from_euros"]), float(row["to_euros"])
    sigma = log(high / low) / (2 * NINETY_PERCENT)
    return max(100, round(rng.lognormvariate(log(sqrt(low * high)), sigma) * 100))
