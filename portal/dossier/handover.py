"""A warm handover to debt help: the file for the receiver, with the proof of consent to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from portal.access import Visit
from portal.casework.file import not_yours, own_case
from portal.dossier.consenting import Person, consents_of
from portal.dossier.debts import Debt as KeptDebt
from portal.dossier.debts import DebtSource, read_debts
from portal.wiring import Platform
from protocols.covenant.signal import ArrearsType
from protocols.people import Resident
from protocols.privacy.audit import Action
from protocols.privacy.consent import Purpose, require
from protocols.work.ddas_schuldhulp import ddas_instant, ddas_schuldhulp
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
from store import audit, casenotes, dossiers, register
from store.engine import Tx, begin

MOST_QUESTION: Final = 500
_ARREARS: Final = frozenset(kind.value for kind in ArrearsType)


@dataclass(frozen=True, slots=True)
class Handing:
    """To whom, after speaking with whom, and with which question for help."""

    receiver: Receiver
    spoken_with: str
    crisis: Crisis
    question: str


def hand_over(platform: Platform, by: Visit, person: Person, handing: Handing) -> bytes:
    """Make the file (DDAS schuldhulp, JSON) for the receiver and note that it was handed over.

    The debts of the resident's dossier go along. Raises NotYourCase, ConsentMissing (for
    handover, today) and HandoverBarred; then nothing was noted.
    """
    with begin(platform.engine) as tx:
        if own_case(tx, platform, by, person.case_id) is not None:
            return _handed(tx, platform, by, person, handing)
    raise not_yours()


def _handed(tx: Tx, platform: Platform, by: Visit, person: Person, handing: Handing) -> bytes:
    found, _ = consents_of(tx, platform, person.resident_id)
    consent = require(found, Purpose.HANDOVER, by.on)
    if not 0 < len(handing.question.strip()) <= MOST_QUESTION:
        raise HandoverBarred(f"Schrijf de hulpvraag in 1 tot en met {MOST_QUESTION} tekens.")
    one = Handover(
        consent,
        by.on,
        handing.spoken_with,
        (_client(tx, platform, person.resident_id),),
        tuple(_debts(tx, platform, person)),
        handing.crisis,
        handing.question,
    )
    envelope = Envelope(by.on, by.on, ddas_instant(by.at), platform.city.oin)
    file = msgspec.json.encode(ddas_schuldhulp(envelope, handing.receiver, [one]))
    sealed = platform.vault.dossier.close(file, f"handover|{person.case_id}")
    account = by.account.account_id
    casenotes.hand_over(tx, person.case_id, person.resident_id, by.on, account, sealed)
    about, privacy = ("case", person.case_id), platform.city.privacy
    detail = {"debts": len(one.debts)}
    audit.record(tx, [by.note(privacy, Action.HANDED_OVER, about, "handed-over", detail)])
    return file


def _client(tx: Tx, platform: Platform, resident_id: str) -> Client:
    """By number alone where there is one; else by where they live (data minimisation)."""
    known = list(register.find(tx, platform.vault, [resident_id]).values())
    if not known:
        raise HandoverBarred("Deze inwoner staat niet meer in het register. Draag zelf over.")
    resident: Resident = known[0]
    if resident.national_id:
        return ClientByNumber(resident.national_id)
    home = resident.address
    if home is None or home.house_number is None:
        raise HandoverBarred("Van deze inwoner is geen adres bekend. Draag zelf over.")
    born = resident.born.exact if resident.born else None
    addition = f"{home.house_letter}{home.house_addition}"
    return ClientByAddress(home.postcode, str(home.house_number), addition, born, resident.sex)


def _debts(tx: Tx, platform: Platform, person: Person) -> Sequence[Debt]:
    """Only with a dossier that runs there is a bundle: without consent to it nothing goes along."""
    row = dossiers.open_of_resident(tx, person.resident_id)
    kept = read_debts(tx, platform, row.dossier_id) if row else ()
    covenants = platform.city.covenants.values()
    names = {str(one.creditor.creditor_id): one.creditor.name for one in covenants}
    return [
        Debt(_kind(one), one.claim.balance_cents, one.as_of, names.get(one.creditor, one.creditor))
        for one in kept
    ]


def _kind(one: KeptDebt) -> DebtKind:
    if one.origin is DebtSource.CITY:
        return DebtKind.PUBLIC
    return KINDS[ArrearsType(one.kind)] if one.kind in _ARREARS else DebtKind.OTHER
