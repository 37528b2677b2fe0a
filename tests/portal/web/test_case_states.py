"""A case in the states it can come to: closed by the line, its resident gone, claims in a band."""

from dataclasses import replace
from datetime import date

import pytest

from protocols.covenant.signal import MessageKind
from protocols.ids import DeliveryId, ResidentId, SignalId
from protocols.money import Cents
from protocols.people import Residency
from protocols.privacy.terms import Depth
from protocols.work.enrich import OpenClaim
from store.cases import caseload
from store.engine import begin, reading
from store.register import HouseholdClaim, replace_claims
from streams.registering import load_register
from streams.residents import Households
from tests.portal.web.world import World, open_world
from tests.support import made


def owe(world: World, *cents: int) -> None:
    """Let resident 1 owe the city something."""
    household = Households(world.platform.vault).at(made.address(1))
    claims = [
        OpenClaim(f"c-{number}", "Afvalstoffenheffing", Cents(one), Cents(one), date(2026, 8, 31))
        for number, one in enumerate(cents)
    ]
    with begin(world.platform.engine) as tx:
        replace_claims(tx, [HouseholdClaim(one, household, ResidentId("r-1")) for one in claims])


def withdraw(world: World) -> None:
    """The creditor takes its signal back."""
    world.send(
        [
            made.signal(
                1,
                signal_id=SignalId("d9-1"),
                delivery_id=DeliveryId("d9"),
                kind=MessageKind.WITHDRAW,
                amount_cents=Cents(0),
            )
        ]
    )


def page(world: World) -> str:
    """The page of the only case, whatever its state."""
    with reading(world.platform.engine) as tx:
        found = [*caseload(tx, "w-1"), *caseload(tx, "w-1", status="closed")]
    return world.browser("anja").get(f"/zaken/{found[0].case_id}").text


def test_a_case_whose_signals_were_all_withdrawn_says_so(world):
    """The line closed it; the worker sees why and can record nothing more."""
    world.send([made.signal(1)])
    withdraw(world)
    text = page(world)
    assert "Afgesloten op 22 november 2026: Alle signalen zijn ingetrokken." in text
    assert "Ingetrokken" in text
    assert "Contactpoging vastleggen" not in text


def test_contact_data_goes_with_a_withdrawn_signal(world):
    """Its data key was destroyed."""
    signal = made.signal(1)
    world.send([replace(signal, person=replace(signal.person, phone="0600000001"))])
    assert "0600000001" in page(world)
    withdraw(world)
    assert "0600000001" not in page(world)


@pytest.mark.parametrize(
    ("residency", "told"),
    [
        (Residency.DECEASED, "overleden"),
        (Residency.EMIGRATED, "naar het buitenland"),
        (Residency.ELSEWHERE, "naar een andere gemeente"),
        (Residency.SUSPENDED, "Inschrijving opgeschort"),
    ],
)
def test_what_the_register_says_now_is_shown(world, residency, told):
    """Nobody should ring the bell of somebody who died last week."""
    world.send([made.signal(1)])
    assert told not in page(world).partition("<form")[0].partition("Wie</h2>")[2]
    with begin(world.platform.engine) as tx:
        changed = [made.resident(1, residency=residency)]
        load_register(tx, world.platform.vault, changed, "later", actor="test", at=made.AT)
    assert told in page(world)


def test_a_resident_who_left_the_register_is_not_guessed_at(world):
    """The case stays, without a name."""
    world.send([made.signal(1)])
    with begin(world.platform.engine) as tx:
        load_register(
            tx, world.platform.vault, [made.resident(2)], "later", actor="test", at=made.AT
        )
    text = page(world)
    assert "staat niet meer in het register" in text
    assert made.surname(1) not in text


@pytest.mark.parametrize(
    ("depth", "cents", "told", "not_told"),
    [
        (Depth.NONE, (19_000,), "pas zien na toestemming", "190,00"),
        (Depth.SUMMARY, (19_000,), "€ 250,00", "190,00"),
        (Depth.SUMMARY, (190_000,), "€ 1.000,00", "1.900,00"),
        (Depth.ALL, (19_000, 1_000), "€ 200,00", "pas zien"),
        (Depth.ALL, (), "geen vorderingen", "Hoofdsom"),
    ],
)
def test_claims_of_the_city_are_told_no_deeper_than_allowed(tmp_path, depth, cents, told, not_told):
    """Wgs in the Netherlands: nothing; Flanders: a band; with consent: all."""
    world = open_world(tmp_path, city=made.city(depth))
    owe(world, *cents)
    world.send([made.signal(1)])
    text = page(world)
    assert told in text
    assert not_told not in text


def test_a_shared_address_tells_how_many_live_there(tmp_path):
    """Children count, and are told as a number only."""
    child = made.resident(2, address=made.address(1), born=None)
    minor = made.resident(3, address=made.address(1))
    young = replace(minor, born=replace(minor.born, year=2015))
    world = open_world(tmp_path, [made.resident(1), child, young])
    world.send([made.signal(1)])
    assert "3 inwoners, van wie 1 kind onder de 18 jaar" in page(world)


def test_the_same_contact_data_of_one_creditor_is_told_once(tmp_path):
    """However often it was sent."""
    world = open_world(tmp_path)
    signal = made.signal(1)
    told = replace(signal.person, phone="0600000001")
    world.send([replace(signal, person=told)])
    world.clock.forward(days=30)
    later = made.signal(
        1,
        signal_id=SignalId("d8-1"),
        delivery_id=DeliveryId("d8"),
        signal_on=date(2026, 12, 22),
        person=told,
    )
    world.send([later])
    text = page(world)
    assert text.count("0600000001") == 1
    assert "Opeenvolgend" in text
