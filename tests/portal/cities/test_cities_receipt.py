"""privacy.yaml, the part for receipts: each slip is named with its place and its remedy."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from portal.cities.load import city_folder, load_city
from portal.faults import BadFile

TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A city to make slips in."""
    return Path(shutil.copytree(city_folder("gent"), tmp_path / "gent"))


@pytest.mark.parametrize("name", ["gent", "dronten"])
def test_a_city_says_what_stands_on_its_receipts(name: str) -> None:
    """How to withdraw is there in every language of the city (AVG art. 7(3))."""
    city = load_city(city_folder(name))
    terms = city.privacy.receipt_on(TODAY)
    assert terms is not None
    assert set(city.languages) <= set(terms.withdrawal)
    assert "niet bevestigd" in city.privacy.receipt[0].source
    assert city.privacy.receipt_on(date(2020, 1, 1)) is None


@pytest.mark.parametrize(
    ("before", "after", "field", "code"),
    [
        ('notice_url: "https://', 'notice_url: "ftp://', "receipt[0].notice_url", "bad-url"),
        ('      party_id: "VTC"\n', "", "receipt[0].authority.party_id", "missing"),
        ("    unit: receipt", "    unit: text", "receipt[0].unit", ""),
        ("      nl: >-", "      NL1: >-", "receipt[0].withdrawal", "bad-language"),
    ],
)
def test_a_slip_is_named_with_its_place(
    folder: Path, before: str, after: str, field: str, code: str
) -> None:
    """And nothing of what was written is repeated."""
    file = folder / "privacy.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(BadFile) as bad:
        load_city(folder)
    found = [fault for fault in bad.value.faults if fault.field.startswith(field)]
    assert found
    assert any(code in fault.code for fault in found)
