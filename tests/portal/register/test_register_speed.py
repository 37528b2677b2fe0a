"""A register of a large city is read while somebody waits."""

import time

import pytest

from portal.register.reading import RegisterFormat, read_register
from protocols.ids import ResidentId

pytestmark = pytest.mark.speed

HEADER = (
    "id;given_names;prefix;surname;partner_surname;name_use;date_of_birth;sex;street;"
    "house_number;house_letter;postcode;city;national_id;residency;secret\n"
)
LINE = (
    "R{n:07d};Anna Élise;van der;Zilvervos{n};Roodborst;V;19{y:02d}-{m:02d}-17;V;Merellaan;"
    "{y};A;8251AB;Dronten;999990019;resident;nee\n"
)


@pytest.mark.slow
def test_twenty_thousand_lines_take_seconds_not_minutes(tmp_path):
    """Under a second on a free core; the bound is wide because cores are shared."""
    path = tmp_path / "city.csv"
    lines = (LINE.format(n=n, y=n % 100, m=n % 13) for n in range(20_000))
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    began = time.process_time()
    found = read_register(path, format=RegisterFormat.CSV, pseudonym=ResidentId)
    assert time.process_time() - began < 5
    assert len(found.residents) == 20_000
