"""A portal with something on every page: a crisis, warnings, claims, held signals, refusals."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from protocols.covenant.signal import ArrearsType, Circumstance, Delivered, MessageKind
from protocols.ids import CreditorId, DeliveryId, ResidentId, SignalId
from protocols.money import Cents
from protocols.people import Name, NameUse
from protocols.privacy.terms import Depth
from protocols.work.enrich import OpenClaim
from store.engine import begin
from store.register import HouseholdClaim, replace_claims
from streams.intake import Unreadable
from streams.residents import Households
from tests.portal.web.world import World, open_world
from tests.support import made


def fill(folder: Path) -> World:
    """Open a portal and let a month of signals come in."""
    married = Name("Anna Maria", "AM", "van der", "Zandweg", "de", "Boer", NameUse.PARTNER_OWN)
    residents = [
        made.resident(1, name=married, secret=True, phone="0612345678"),
        made.resident(2, guardianship=True, under_investigation=True),
        *(made.resident(number) for number in range(3, 41)),
    ]
    world = open_world(folder, residents, made.city(Depth.ALL))
    _owe(world)
    rows = [made.signal(number) for number in range(3, 31)]
    first = made.signal(1)
    reached = replace(first.person, phone="0687654321", email="anna@voorbeeld.example")
    person = replace(reached, name=replace(reached.name, prefix="van der", surname="Zandweg"))
    rows[:0] = [replace(first, person=person), made.signal(2)]
    doubtful = [
        made.signal(number, person=replace(made.signal(number).person, born=None))
        for number in range(31, 35)
    ]
    strangers = [
        replace(
            made.signal(number),
            person=replace(
                made.signal(number).person,
                name=Name(initials="B.", surname=made.surname(number + 500)),
                born=None,
            ),
        )
        for number in range(35, 38)
    ]
    refused = [made.signal(number, amount_cents=Cents(100)) for number in range(38, 41)]
    bad = [Unreadable(41, (("amount", "not-an-amount"), ("date_of_birth", "not-a-date")))]
    world.line.send([*rows, *doubtful, *strangers, *refused], at=world.clock.at, unreadable=bad)
    world.send([_energy(1, crisis=True), _energy(2), _energy(3)])
    world.send([_withdrawn(2)])
    return world


def _energy(number: int, *, crisis: bool = False) -> Delivered:
    return made.signal(
        number,
        signal_id=SignalId(f"e1-{number}"),
        delivery_id=DeliveryId("e1"),
        creditor_id=CreditorId("stroom"),
        arrears_type=ArrearsType.ELECTRICITY,
        amount_cents=Cents(112_345),
        circumstances=frozenset({Circumstance.CRISIS}) if crisis else frozenset(),
    )


def _withdrawn(number: int) -> Delivered:
    return made.signal(
        1,
        number,
        signal_id=SignalId("e2-1"),
        delivery_id=DeliveryId("e2"),
        creditor_id=CreditorId("stroom"),
        arrears_type=ArrearsType.ELECTRICITY,
        kind=MessageKind.WITHDRAW,
        amount_cents=Cents(0),
    )


def _owe(world: World) -> None:
    """The first resident owes the city itself two things."""
    household = Households(world.platform.vault).at(made.address(1))
    claims = [
        OpenClaim("c-1", "Afvalstoffenheffing", Cents(38_000), Cents(19_000), date(2026, 8, 31)),
        OpenClaim("c-2", "Parkeerbelasting", Cents(7_270), Cents(7_270), date(2026, 10, 15)),
    ]
    with begin(world.platform.engine) as tx:
        replace_claims(tx, [HouseholdClaim(one, household, ResidentId("r-1")) for one in claims])
