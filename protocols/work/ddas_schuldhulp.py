"""A warm handover in the words of DDAS schuldhulp v1.0 (VNG), ready for JSON. Pure.

Only what was agreed goes along: no names of residents, no note. Amounts are whole euros.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias, assert_never

from protocols.money import Cents
from protocols.work.handover import (
    Client,
    ClientByAddress,
    ClientByNumber,
    Crisis,
    Debt,
    Envelope,
    Handover,
    Receiver,
)

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json]"


def ddas_schuldhulp(envelope: Envelope, to: Receiver, handovers: Iterable[Handover]) -> Json:
    """One delivery to one organisation, as the exchange model describes it."""
    return {
        "startdatumLevering": envelope.first_on.isoformat(),
        "einddatumLevering": envelope.last_on.isoformat(),
        "aanleverdatumEnTijd": envelope.sent_at,
        "codeGegevensleverancier": envelope.supplier,
        "leveringen": [
            {
                "teller": 1,
                "aanleverende_organisatie": _organisation(to),
                "schuldhulptrajecten": [_trajectory(to, one) for one in handovers],
            }
        ],
    }


def ddas_instant(at: datetime) -> str:
    """An instant (UTC) as DDAS writes it: `2026-11-22T09:30:00Z`."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def whole_euros(amount: Cents) -> int:
    """Cents as whole euros, to the nearest; half a euro goes up."""
    return (amount + 50) // 100


def _organisation(to: Receiver) -> Json:
    return {
        "(Statutaire) Naam": to.name,
        "KvK-nummer": to.registration,
        "postcode": to.postcode,
        "gemeentecode": to.code,
        "contactpersonen": [{"naam": to.contact_name, "email": to.contact_email}],
    }


def _trajectory(to: Receiver, handover: Handover) -> Json:
    """The debts are rounded one by one, so their sum is the sum of what is written."""
    spoken = handover.spoken_on.isoformat()
    return {
        "gemeentecode": to.code,
        "startdatum": spoken,
        "omschrijving": handover.question,
        "totaalSchuldbedragBijAanvangSchuld": sum(
            whole_euros(debt.amount_cents) for debt in handover.debts
        ),
        "aanmelding": {
            "startdatum": spoken,
            "crisisinterventie": handover.crisis is Crisis.YES,
        },
        "client": [_client(client) for client in handover.clients],
        "schulden": [_debt(debt) for debt in handover.debts],
    }


def _client(client: Client) -> Json:
    match client:
        case ClientByNumber(national_id=number):
            return {"Burgerservicenummer": number}
        case ClientByAddress():
            known = {
                "Postcode": client.postcode,
                "Huisnummer": client.house_number,
                "Huisnummertoevoeging": client.house_addition,
                "Geboortedatum": client.born_on.isoformat() if client.born_on else "",
                "Geslachtsaanduiding": client.sex,
            }
            return {name: value for name, value in known.items() if value}
        case _:
            assert_never(client)


def _debt(debt: Debt) -> Json:
    return {
        "bedrag": whole_euros(debt.amount_cents),
        "peildatum": debt.as_of.isoformat(),
        "schuldsoort": debt.kind.value,
        "zakelijkeSchuld": False,
        "schuldeiser": {"naam": debt.creditor_name, "privepersoon": False},
    }
