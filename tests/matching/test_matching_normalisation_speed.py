"""Normalisation v1 is part of every comparison, so it must cost next to nothing.

Measured as processor time and as the best of some runs. The budget is 15 microseconds for a record
of which every cell was seen before and 40 for a new one, on a quiet core; a busy neighbour takes
half of the caches of the processor, so the tests allow twice as much.
"""

import string
from random import Random
from time import process_time

import pytest

from matching.normal import normalise

pytestmark = pytest.mark.speed

RECORDS = 1_000
WARM_SECONDS = 2 * 15e-6
COLD_SECONDS = 2 * 40e-6


def people(seed: int) -> list[dict[str, str]]:
    """Records of a made-up town: names, streets and towns recur, contact details do not."""
    rng = Random(seed)

    def word(letters: int) -> str:
        return "".join(rng.choices(string.ascii_lowercase, k=letters)).capitalize()

    surnames, given = [word(8) for _ in range(600)], [word(6) for _ in range(200)]
    streets, towns = [f"{word(7)}straat" for _ in range(300)], [word(8) for _ in range(30)]
    return [
        {
            "given_names": f"{rng.choice(given)} {rng.choice(given)}",
            "initials": f"{word(1)}.{word(1)}.",
            "prefix": rng.choice(["", "", "van", "van der"]),
            "surname": rng.choice(surnames),
            "partner_surname": rng.choice(["", rng.choice(surnames)]),
            "date_of_birth": f"{rng.randint(1930, 2008)}-{rng.randint(1, 12):02d}-01",
            "sex": rng.choice("MV"),
            "street": rng.choice(streets),
            "house_number": str(rng.randint(1, 250)),
            "postcode": f"{rng.randint(1000, 9999)} {word(1)}{word(1)}",
            "city": rng.choice(towns),
            "phone": f"06-{rng.randint(10**7, 10**8 - 1)}",
            "email": f"{word(8)}@{word(6)}.nl",
        }
        for _ in range(RECORDS)
    ]


def seconds_each(records: list[dict[str, str]]) -> float:
    """Processor time for one record."""
    start = process_time()
    for record in records:
        normalise(record)
    return (process_time() - start) / len(records)


def test_a_record_that_was_seen_before_costs_a_few_look_ups() -> None:
    """Caches hold what recurs: names, streets, postcodes."""
    records = people(seed=1)
    seconds_each(records)
    assert min(seconds_each(records) for _ in range(5)) <= WARM_SECONDS


def test_a_record_of_a_new_town_is_normalised_within_budget() -> None:
    """Each run has other people in another town: nothing of it is in a cache."""
    assert min(seconds_each(people(seed)) for seed in range(2, 9)) <= COLD_SECONDS
