"""Warm handover: only with consent, and in the words of DDAS schuldhulp v1.0."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.covenant.signal import ArrearsType
from protocols.money import Cents
from protocols.privacy.consent import Purpose
from protocols.work.ddas_schuldhulp import ddas_instant, ddas_schuldhulp, whole_euros
from protocols.work.handover import (
    KINDS,
    Client,
    ClientByAddress,
    ClientByNumber,
    Crisis,
    Debt,
    DebtKind,
    Envelope,
    Handover,
    HandoverBarred,
    Receiver,
)
from tests.support.dossiers import proof

FOLDER = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "ddas-schuldhulp"
SCHEMA = FOLDER / "v1.0_json_schema_Uitwisselmodel.json"
ON = date(2026, 11, 22)
NUMBER = "123456789"
BY_ADDRESS = ClientByAddress("8251AB", "12", "A", date(1980, 5, 1), "Vrouw")
RECEIVER = Receiver(
    "Schuldhulp Verzonnen", "00000000", "8251AA", "0303", "Balie", "balie@voorbeeld.example"
)
ENVELOPE = Envelope(ON, ON, ddas_instant(datetime(2026, 11, 22, 9, 30, tzinfo=UTC)), "vs-1.0")
MADE = Handover(
    consent=proof(ON, Purpose.HANDOVER),
    spoken_on=ON,
    spoken_with="balie schuldhulp",
    clients=(BY_ADDRESS,),
    debts=(
        Debt(DebtKind.UTILITIES, Cents(24_950), ON, "Stroom"),
        Debt(DebtKind.HEALTH, Cents(30_049), ON, "Zorg"),
    ),
    crisis=Crisis.NO,
    question="regeling voor energie en zorg",
)


def written(handover: Handover = MADE) -> Any:
    """The delivery after a trip through JSON."""
    return json.loads(json.dumps(ddas_schuldhulp(ENVELOPE, RECEIVER, [handover])))


def trajectory(handover: Handover = MADE) -> Any:
    """The one trajectory in it."""
    return written(handover)["leveringen"][0]["schuldhulptrajecten"][0]


@pytest.mark.parametrize(
    "clients", [(BY_ADDRESS,), (ClientByNumber(NUMBER),), (BY_ADDRESS, ClientByNumber(NUMBER))]
)
@pytest.mark.parametrize("crisis", Crisis)
def test_a_handover_has_the_shape_of_the_published_schema(
    clients: tuple[Client, ...], crisis: Crisis
) -> None:
    """VNG's own schema where it is at hand; it is not copied into this project."""
    if not SCHEMA.exists():
        pytest.skip("the DDAS schuldhulp schema is not beside the repository")
    jsonschema = pytest.importorskip("jsonschema", reason="no JSON Schema validator is installed")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(
        written(replace(MADE, clients=clients, crisis=crisis))
    )


def test_every_field_is_one_that_the_published_model_has() -> None:
    """Their schema lets strange fields through deeper down; ours uses none."""
    if not SCHEMA.exists():
        pytest.skip("the DDAS schuldhulp schema is not beside the repository")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    item = schema["properties"]["leveringen"]["items"]["properties"]["schuldhulptrajecten"]["items"]
    for field, value in trajectory().items():
        known = item["properties"][field]
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                assert set(inner) <= set(known.get("items", known)["properties"])
    kinds = set(schema["$defs"]["EnumSchuldensoort"]["enum"])
    assert {kind.value for kind in DebtKind} == kinds


def test_a_handover_says_what_debt_help_needs() -> None:
    """The question, the crisis, the debts with their day; and no name of a resident."""
    made = trajectory()
    assert made["gemeentecode"] == "0303"
    assert made["startdatum"] == "2026-11-22"
    assert made["aanmelding"] == {"startdatum": "2026-11-22", "crisisinterventie": False}
    assert made["totaalSchuldbedragBijAanvangSchuld"] == 550
    assert [debt["bedrag"] for debt in made["schulden"]] == [250, 300]
    assert made["schulden"][0]["schuldsoort"] == "Nuts"


def test_somebody_with_a_number_is_handed_over_by_number_alone() -> None:
    """DDAS: a citizen number, or an address; never both (data minimisation)."""
    assert trajectory(replace(MADE, clients=(ClientByNumber(NUMBER),)))["client"] == [
        {"Burgerservicenummer": NUMBER}
    ]
    assert NUMBER not in repr(ClientByNumber(NUMBER))


def test_what_is_not_known_is_left_out() -> None:
    """An empty field is no date."""
    assert trajectory(replace(MADE, clients=(ClientByAddress("8251AB", "12"),)))["client"] == [
        {"Postcode": "8251AB", "Huisnummer": "12"}
    ]


@pytest.mark.parametrize("purpose", sorted(set(Purpose) - {Purpose.HANDOVER}))
def test_consent_to_something_else_hands_nothing_over(purpose: Purpose) -> None:
    """A dossier at the city is not a dossier at another organisation."""
    with pytest.raises(HandoverBarred, match="toestemming"):
        replace(MADE, consent=proof(ON, purpose))


def test_consent_of_another_day_hands_nothing_over() -> None:
    """It may have been withdrawn since."""
    with pytest.raises(HandoverBarred):
        replace(MADE, consent=proof(ON - timedelta(days=1), Purpose.HANDOVER))


@pytest.mark.parametrize("clients", [(), (BY_ADDRESS,) * 3])
def test_a_trajectory_is_of_one_or_two_people(clients: tuple[Client, ...]) -> None:
    """DDAS: one client, or two together."""
    with pytest.raises(HandoverBarred, match="inwoner"):
        replace(MADE, clients=clients)


def test_a_handover_that_nobody_spoke_about_is_cold() -> None:
    """Warm is not a flag on a form."""
    with pytest.raises(HandoverBarred, match="sprak"):
        replace(MADE, spoken_with=" ")


@pytest.mark.parametrize("kind", ArrearsType)
def test_every_kind_of_arrears_has_a_word_in_debt_help(kind: ArrearsType) -> None:
    """Else a claim would fall off the list on the way."""
    assert KINDS[kind] in DebtKind


@given(st.integers(0, 10**9))
def test_cents_become_the_nearest_whole_euro(cents: int) -> None:
    """DDAS: whole euros; half a euro at most is lost or won."""
    assert -50 <= whole_euros(Cents(cents)) * 100 - cents <= 50


@pytest.mark.parametrize(("cents", "euros"), [(0, 0), (49, 0), (50, 1), (149, 1), (150, 2)])
def test_half_a_euro_goes_up(cents: int, euros: int) -> None:
    """Not to even, as Python's round would."""
    assert whole_euros(Cents(cents)) == euros


@given(st.lists(st.integers(0, 10**7), max_size=10))
def test_the_total_is_the_sum_of_what_is_written(amounts: list[int]) -> None:
    """Who adds up the list finds the total."""
    debts = tuple(Debt(DebtKind.OTHER, Cents(one), ON, "Verzonnen") for one in amounts)
    made = trajectory(replace(MADE, debts=debts))
    assert made["totaalSchuldbedragBijAanvangSchuld"] == sum(d["bedrag"] for d in made["schulden"])
