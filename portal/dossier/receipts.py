"""The receipt of a consent, for the resident: JSON-LD in the shape of ISO/IEC TS 27560."""

import uuid
from collections.abc import Sequence
from typing import Final

from portal.access import Visit
from portal.casework.file import not_yours
from portal.dossier import events
from portal.dossier.consenting import Person, own_person
from portal.wiring import Platform
from protocols.errors import Refused
from protocols.privacy.audit import Action
from protocols.privacy.consent import ConsentAsked, ConsentEvent, ConsentGiven, Purpose
from protocols.privacy.receipt import Json, NothingToReceive, receipt
from protocols.privacy.receipt_facts import Notice, Party, ReceiptFacts, ReceiptTerms
from protocols.privacy.terms import Kept
from store import audit, cases, signals
from store.engine import Tx, begin
from store.histories import Kind

_NOT_GIVEN: Final = (
    "Voor dit doel is geen toestemming gegeven. Leg die eerst vast; dan is er een bewijs."
)


class ReceiptUndecided(Refused):
    """The city did not write down what stands on a receipt, or how long data is kept."""

    code = "receipt-undecided"


def consent_receipt(
    platform: Platform, by: Visit, person: Person, purpose: Purpose
) -> dict[str, Json]:
    """The receipt of consent to one purpose with everything that happened to it up to now.

    Raises NotYourCase, NothingToReceive and ReceiptUndecided.
    """
    with begin(platform.engine) as tx:
        if own_person(tx, platform, by, person):
            made = receipt(_facts(tx, platform, by, person, purpose))
            about, privacy = ("resident", person.resident_id), platform.city.privacy
            detail = {"purpose": purpose.value}
            audit.record(tx, [by.note(privacy, Action.DOSSIER_READ, about, "receipt", detail)])
            return made
    raise not_yours()


def _facts(tx: Tx, platform: Platform, by: Visit, person: Person, purpose: Purpose) -> ReceiptFacts:
    history = _history(tx, platform, person, purpose)
    asked = [event for event in history if isinstance(event, ConsentAsked)]
    given = [event for event in history if isinstance(event, ConsentGiven)]
    if not asked or not given:
        raise NothingToReceive(_NOT_GIVEN)
    city, terms, days = platform.city, *_decided(platform, by)
    return ReceiptFacts(
        receipt_id=str(uuid.uuid4()),
        record_id=given[-1].consent_id,
        subject=person.resident_id,
        issued_at=by.at,
        country=city.country,
        controller=Party(city.oin, city.name, terms.address, terms.contact),
        authority=terms.authority,
        notice=Notice(asked[-1].notice, terms.notice_url),
        withdrawal=_withdrawal(platform, terms, asked[-1].language),
        retention_days=days,
        recipients=tuple(_recipients(tx, platform, person, purpose, terms)),
        events=tuple(history),
    )


def _history(
    tx: Tx, platform: Platform, person: Person, purpose: Purpose
) -> Sequence[ConsentEvent]:
    found: list[ConsentEvent] = events.load(tx, platform.vault, Kind.CONSENT, person.resident_id)
    return [event for event in found if event.purpose is purpose]


def _decided(platform: Platform, by: Visit) -> tuple[ReceiptTerms, int]:
    privacy = platform.city.privacy
    terms, days = privacy.receipt_on(by.on), privacy.retention_on(Kept.CLOSED_CASE, by.on)
    if terms is None or days is None:
        raise ReceiptUndecided(
            "De stad legde niet vast wat er op een bewijs staat, of hoe lang gegevens blijven. "
            "Vul privacy.yaml aan (receipt en retention_days.closed_case)."
        )
    return terms, days


def _withdrawal(platform: Platform, terms: ReceiptTerms, language: str) -> str:
    """In the language in which consent was asked, else in the first of the city that there is."""
    wanted = (language, *platform.city.languages, *terms.withdrawal)
    return next(terms.withdrawal[one] for one in wanted if one in terms.withdrawal)


def _recipients(
    tx: Tx, platform: Platform, person: Person, purpose: Purpose, terms: ReceiptTerms
) -> Sequence[str]:
    """Who gets data under this purpose: nobody for a dossier or an income."""
    if purpose is Purpose.HANDOVER:
        return terms.receivers
    case = cases.find(tx, person.case_id) if purpose is Purpose.CREDITORS else None
    if case is None:
        return ()
    kept = signals.of_case(tx, case.household_id, case.case_id)
    theirs = [one.known.creditor_id for one in kept if one.resident_id == person.resident_id]
    covenants = platform.city.covenants
    names = (covenants[one].creditor.name if one in covenants else str(one) for one in theirs)
    return list(dict.fromkeys(names))
