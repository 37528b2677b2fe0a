"""What the tables mean for a delivered signal, on the days around a change of rules."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.cities.load import city_folder, load_city
from protocols.city import City
from protocols.covenant.admit import admit
from protocols.covenant.answer import Admitted, Asked, NotAdmitted, Refusal, Remark
from protocols.covenant.signal import (
    ArrearsType,
    Circumstance,
    CollectionStep,
    Delivered,
    MessageKind,
)
from protocols.ids import CreditorId, DeliveryId, SignalId
from protocols.money import Cents
from protocols.people import Name, Person


@pytest.fixture(scope="module")
def dronten() -> City:
    """The Dutch example."""
    return load_city(city_folder("dronten"))


def ask(
    city: City,
    creditor: str,
    kind: ArrearsType,
    on: date,
    age_days: int = 45,
    cents: int = 30_000,
    steps: frozenset[CollectionStep] = frozenset(),
    circumstances: frozenset[Circumstance] = frozenset(),
    national_id: str = "",
) -> Admitted | NotAdmitted:
    """Deliver one invented signal on a day and hear what the covenant says."""
    row = Delivered(
        signal_id=SignalId("s-1"),
        delivery_id=DeliveryId("d-1"),
        row=1,
        creditor_id=CreditorId(creditor),
        kind=MessageKind.SIGNAL,
        reference="R-1",
        arrears_type=kind,
        amount_cents=Cents(cents),
        signal_on=on,
        person=Person(name=Name(surname="Verzonnen"), national_id=national_id),
        arrears_since_on=on - timedelta(days=age_days),
        steps=steps,
        circumstances=circumstances,
    )
    terms = city.covenants[CreditorId(creditor)].on(on)
    return admit(Asked(row, terms, city.arrears_types, on))


def code(answer: Admitted | NotAdmitted) -> Refusal | None:
    """The refusal, or None when it came in."""
    return answer.code if isinstance(answer, NotAdmitted) else None


def test_municipal_tax_comes_in_until_14_may_2025_and_not_after(tmp_path: Path) -> None:
    """Tijdelijke regeling art. 2.1, repealed from 15-5-2025 (Stcrt. 2025, 17636)."""
    folder = tmp_path / "dronten"
    shutil.copytree(city_folder("dronten"), folder)
    path = folder / "covenants" / "flevohoven.yaml"
    text = path.read_text("utf-8")
    assert text.count("value: [rent]") == 1
    path.write_text(text.replace("value: [rent]", "value: [rent, municipal_tax]"), "utf-8")
    city, kind = load_city(folder), ArrearsType.MUNICIPAL_TAX
    admitted = ask(city, "flevohoven", kind, date(2025, 5, 14))
    assert isinstance(admitted, Admitted)
    assert "art. 2.1" in admitted.legal_basis
    assert code(ask(city, "flevohoven", kind, date(2025, 5, 15))) is Refusal.NO_LEGAL_BASIS
    assert code(ask(city, "flevohoven", kind, date(2021, 12, 31))) is Refusal.NO_LEGAL_BASIS


@pytest.mark.parametrize(
    ("on", "age_days", "expected"),
    [
        (date(2022, 11, 29), 49, Refusal.TOO_RECENT),
        (date(2022, 11, 29), 50, None),
        (date(2022, 11, 29), 100, None),
        (date(2022, 11, 29), 101, Refusal.TOO_OLD),
        (date(2022, 11, 30), 29, Refusal.TOO_RECENT),
        (date(2022, 11, 30), 30, None),
        (date(2022, 11, 30), 400, None),
    ],
)
def test_the_age_of_energy_arrears_changed_on_30_november_2022(
    dronten: City, on: date, age_days: int, expected: Refusal | None
) -> None:
    """LCV: 50 to 100 days before, from 30 days without a maximum since."""
    answer = ask(dronten, "polderstroom", ArrearsType.GAS, on, age_days)
    assert code(answer) is expected


@pytest.mark.parametrize(
    ("on", "age_days", "expected"),
    [
        (date(2022, 11, 29), 29, Refusal.TOO_RECENT),
        (date(2022, 11, 29), 30, None),
        (date(2022, 11, 29), 101, Refusal.TOO_OLD),
        (date(2022, 11, 30), 101, None),
    ],
)
def test_water_lost_its_maximum_age_on_the_same_day(
    dronten: City, on: date, age_days: int, expected: Refusal | None
) -> None:
    """LCV: 30 to 100 days before, from 30 days since."""
    answer = ask(dronten, "zuiderwater", ArrearsType.WATER, on, age_days, 4_000)
    assert code(answer) is expected


def test_nothing_comes_in_before_the_covenants_began(dronten: City) -> None:
    """No row, no rule: absence means forbidden."""
    before, after = date(2020, 12, 21), date(2021, 1, 21)
    kind = ArrearsType.RENT
    assert code(ask(dronten, "flevohoven", kind, before)) is Refusal.NO_COVENANT
    assert code(ask(dronten, "flevohoven", kind, after)) is None


def test_a_day_outside_the_window_is_noted_by_all_but_one(dronten: City) -> None:
    """Meerkring agreed on the days strictly; the 20th and 25th are inside."""
    early, first, last = date(2026, 10, 19), date(2026, 10, 20), date(2026, 10, 25)
    steps = frozenset(CollectionStep)
    for creditor, kind in (
        ("flevohoven", ArrearsType.RENT),
        ("polderstroom", ArrearsType.HEAT),
        ("zuiderwater", ArrearsType.WATER),
        ("zorgzeker", ArrearsType.HEALTH),
    ):
        noted = ask(dronten, creditor, kind, early)
        assert isinstance(noted, Admitted)
        assert Remark.OUTSIDE_WINDOW in noted.remarks
    meerkring = (dronten, "meerkring", ArrearsType.RENT)
    assert code(ask(*meerkring, early, steps=steps)) is Refusal.OUTSIDE_WINDOW
    assert code(ask(*meerkring, first, steps=steps)) is None
    assert code(ask(*meerkring, last, steps=steps)) is None


def test_steps_that_are_not_mentioned_count_as_declared_except_for_one(dronten: City) -> None:
    """The private landlord must name each step."""
    on = date(2026, 10, 21)
    assert code(ask(dronten, "flevohoven", ArrearsType.RENT, on)) is None
    assert code(ask(dronten, "zorgzeker", ArrearsType.HEALTH, on)) is None
    refused = ask(dronten, "meerkring", ArrearsType.RENT, on)
    assert refused == NotAdmitted(Refusal.STEPS_MISSING, "DR-2021-05 art. 5.1")


def test_a_running_arrangement_is_noted_by_the_association_and_refused_by_the_rest(
    dronten: City,
) -> None:
    """NVVK May 2022; one housing association deviates in practice. Objection: always refused."""
    on, running = date(2026, 10, 21), frozenset({Circumstance.ARRANGEMENT})
    noted = ask(dronten, "flevohoven", ArrearsType.RENT, on, circumstances=running)
    assert isinstance(noted, Admitted)
    assert Remark.ARRANGEMENT in noted.remarks
    refused = ask(dronten, "zuiderwater", ArrearsType.WATER, on, circumstances=running)
    assert code(refused) is Refusal.RUNNING_ARRANGEMENT
    objection = frozenset({Circumstance.OBJECTION})
    refused = ask(dronten, "flevohoven", ArrearsType.RENT, on, circumstances=objection)
    assert code(refused) is Refusal.OBJECTION


def test_only_the_health_insurer_may_let_us_see_a_national_id(dronten: City) -> None:
    """Elsewhere the number is dropped and that is noted."""
    on = date(2026, 10, 21)
    health = ask(dronten, "zorgzeker", ArrearsType.HEALTH, on, national_id="000000000")
    rent = ask(dronten, "flevohoven", ArrearsType.RENT, on, national_id="000000000")
    assert isinstance(health, Admitted)
    assert health.keeps_national_id
    assert isinstance(rent, Admitted)
    assert not rent.keeps_national_id


@pytest.mark.parametrize(
    ("creditor", "kind", "cents"),
    [
        ("flevohoven", ArrearsType.RENT, 10_000),
        ("polderstroom", ArrearsType.ELECTRICITY, 5_000),
        ("zuiderwater", ArrearsType.WATER, 2_500),
        ("zorgzeker", ArrearsType.HEALTH, 5_000),
    ],
)
def test_a_cent_under_the_minimum_is_too_low(
    dronten: City, creditor: str, kind: ArrearsType, cents: int
) -> None:
    """Amounts differ per kind: EUR 100 is little for rent and much for water."""
    on = date(2026, 10, 21)
    assert code(ask(dronten, creditor, kind, on, cents=cents)) is None
    assert code(ask(dronten, creditor, kind, on, cents=cents - 1)) is Refusal.AMOUNT_TOO_LOW
    assert code(ask(dronten, creditor, kind, on, cents=10_000_001)) is Refusal.AMOUNT_TOO_HIGH


def test_gent_receives_no_signal_about_heat() -> None:
    """The local decision names five kinds; what is not named is not allowed."""
    gent, on = load_city(city_folder("gent")), date(2026, 10, 21)
    assert code(ask(gent, "scheldestroom", ArrearsType.GAS, on)) is None
    refused = ask(gent, "scheldestroom", ArrearsType.HEAT, on)
    assert code(refused) is Refusal.ARREARS_TYPE_NOT_AGREED
