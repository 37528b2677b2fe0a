"""Which orders for a city are refused, and how."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portal.synth.city import BadSpec, NotEmpty, SynthSpec, make_city

Order = Callable[..., SynthSpec]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"city": " "}, "city"),
        ({"residents": 99}, "residents"),
        ({"residents": 500_001}, "residents"),
        ({"months": 0}, "months"),
        ({"months": 121}, "months"),
        ({"signals_per_1000": 0.0}, "signals_per_1000"),
        ({"signals_per_1000": 1001.0}, "signals_per_1000"),
        ({"signals_per_1000": float("nan")}, "signals_per_1000"),
        ({"country": "DE"}, "country"),
        ({"first_month": date(2026, 1, 2)}, "first_month"),
        ({"districts": ()}, "districts"),
        ({"districts": ("8251", "8251")}, "districts"),
        ({"districts": ("0251",)}, "districts"),
        ({"districts": ("825",)}, "districts"),
        ({"creditors": ()}, "creditors"),
    ],
)
def test_an_order_outside_the_bounds_is_refused(
    order_of: Order, changes: dict[str, object], field: str
) -> None:
    """Each bound is named, so that the one who orders can put it right."""
    with pytest.raises(BadSpec) as refusal:
        order_of(**changes)
    assert any(fault.startswith(field) for fault in refusal.value.faults)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"creditor_id": "../elders"}, "creditor_id"),
        ({"creditor_id": ""}, "creditor_id"),
        ({"arrears_type": "phone"}, "arrears_type"),
        ({"share": 0.0}, "share"),
        ({"share": float("inf")}, "share"),
        ({"columns": {"Naam": "surname"}}, "columns"),
        (
            {
                "columns": {
                    "Naam": "surname",
                    "Naam 2": "surname",
                    "Nr": "reference",
                    "Bedrag": "amount",
                }
            },
            "columns",
        ),
        ({"delimiter": ""}, "delimiter"),
        ({"delimiter": '"'}, "delimiter"),
        ({"encoding": "klinkklaar"}, "encoding"),
    ],
)
def test_a_creditor_whose_files_cannot_be_written_is_refused(
    order_of: Order, changes: dict[str, object], field: str
) -> None:
    """The creditor's place in the order and the field are named."""
    good = order_of().creditors
    bad = replace(good[1], **changes)  # type: ignore[arg-type]
    with pytest.raises(BadSpec) as refusal:
        order_of(creditors=(good[0], bad))
    assert any(fault.startswith(f"creditors[2].{field}") for fault in refusal.value.faults)


def test_headings_that_the_encoding_cannot_write_are_refused(order_of: Order) -> None:
    """Otherwise the refusal would come halfway, as a bug."""
    good = order_of().creditors[0]
    columns = {**good.columns, "Fouten ☂": "objection"}
    columns.pop("huurhuis objection")
    with pytest.raises(BadSpec) as refusal:
        order_of(creditors=(replace(good, columns=columns, encoding="ascii"),))
    assert any("encoding" in fault for fault in refusal.value.faults)


def test_all_faults_of_an_order_are_told_at_once(order_of: Order) -> None:
    """Nobody should have to try three times."""
    with pytest.raises(BadSpec) as refusal:
        order_of(residents=1, months=0, country="FR", city="")
    assert len(refusal.value.faults) >= 4
    assert str(refusal.value).count("\n") >= 3


def test_a_refusal_does_not_repeat_what_was_given(order_of: Order) -> None:
    """Messages name the field and the remedy, never the value (house rule)."""
    with pytest.raises(BadSpec) as refusal:
        order_of(country="Atlantis", city="", districts=("Verweggistan",))
    assert "Atlantis" not in str(refusal.value)
    assert "Verweggistan" not in str(refusal.value)


def test_two_creditors_may_not_share_a_name(order_of: Order) -> None:
    """Their files would overwrite each other."""
    one = order_of().creditors[0]
    with pytest.raises(BadSpec):
        order_of(creditors=(one, one))


def test_more_people_than_there_are_test_numbers_are_refused(order_of: Order) -> None:
    """There are 909,090 valid BSNs from 99 on; drawing more would never end."""
    with pytest.raises(BadSpec):
        order_of(residents=500_000, months=120, signals_per_1000=100.0)


def test_a_folder_with_a_city_is_left_alone(order_of: Order, tmp_path: Path) -> None:
    """Signals of another order would stay behind among the new ones."""
    (tmp_path / "register.csv").write_text("van een ander", encoding="utf-8")
    with pytest.raises(NotEmpty):
        make_city(order_of(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["register.csv"]
    assert (tmp_path / "register.csv").read_text(encoding="utf-8") == "van een ander"


def test_a_folder_with_other_things_may_hold_a_city(order_of: Order, tmp_path: Path) -> None:
    """Only a city is in the way; settings of the same demo are not."""
    (tmp_path / "settings.yaml").write_text("a: 1", encoding="utf-8")
    make_city(order_of(residents=100, months=1), tmp_path)
    assert (tmp_path / "register.csv").exists()


def test_a_district_has_room_for_60000_residents(order_of: Order, tmp_path: Path) -> None:
    """One district has 397 postcodes; streets grow longer to fit everybody."""
    spec = order_of(residents=60_000, months=1, signals_per_1000=0.5, districts=("8251",))
    assert make_city(spec, tmp_path).residents == 60_000


def test_a_district_has_no_room_for_more_residents(order_of: Order) -> None:
    """House numbers would become absurd."""
    with pytest.raises(BadSpec) as refusal:
        order_of(residents=60_001, districts=("8251",))
    assert refusal.value.faults[0].startswith("districts")
