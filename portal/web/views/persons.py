"""The persons of a case, how to reach them, and what a worker must know first."""

from dataclasses import dataclass

import msgspec

from notifications.words import label
from portal.casework import CaseFile
from portal.web.ask import Ask
from portal.web.views.parts import Fact, creditor_name
from portal.web.words import address, born, called, counted, full_name
from protocols.judgement import Surroundings
from protocols.judgement import Warning as Caution
from protocols.people import Residency, Resident

_read = msgspec.json.Decoder(Surroundings).decode
_ADVICE = {
    Caution.SECRECY: "Geef het adres en andere gegevens aan niemand door.",
    Caution.UNDER_INVESTIGATION: "Controleer bij het contact of naam en adres kloppen.",
    Caution.GUARDIANSHIP: "Neem contact op met de curator of bewindvoerder.",
    Caution.MAIL_ADDRESS: "De inwoner woont hier niet; ga niet op huisbezoek.",
    Caution.MANY_RESIDENTS: "Dit kan een instelling zijn; vraag naar deze inwoner zelf.",
}
_RESIDENCY = {
    Residency.DECEASED: "Volgens het register overleden.",
    Residency.EMIGRATED: "Volgens het register vertrokken naar het buitenland.",
    Residency.ELSEWHERE: "Volgens het register verhuisd naar een andere gemeente.",
    Residency.SUSPENDED: "Inschrijving opgeschort.",
}


@dataclass(frozen=True, slots=True)
class PersonCard:
    """One person as the register knows them now; `cautions` belong to this person alone."""

    name: str
    facts: tuple[Fact, ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContactRow:
    """How one creditor says the resident can be reached."""

    creditor: str
    phone: str
    email: str


def warnings(file: CaseFile) -> tuple[str, ...]:
    """Everything a worker must know before acting, each once, with what to do about it."""
    around = _read(file.case.surroundings)
    found = {*around.warnings, *(one for r in file.residents.values() for one in _flags(r))}
    return tuple(f"{label(one)}. {_ADVICE[one]}" for one in Caution if one in found)


def person_cards(file: CaseFile) -> tuple[PersonCard, ...]:
    """The persons that the signals are about; one that left the register is not guessed at."""
    return tuple(_card(one, file) for one in file.residents.values())


def contact_rows(ask: Ask, file: CaseFile) -> tuple[ContactRow, ...]:
    """Contact data as delivered, the newest signal first, each combination once."""
    rows: dict[ContactRow, None] = {}
    for kept in sorted(file.signals, key=lambda one: one.known.signal_on, reverse=True):
        told = file.contacts.get(kept.known.signal_id)
        if told is not None and (told.phone or told.email):
            creditor = creditor_name(ask, kept.known.creditor_id)
            rows[ContactRow(creditor, told.phone or "-", told.email or "-")] = None
    return tuple(rows)


def _flags(resident: Resident) -> tuple[Caution, ...]:
    flags = (
        (resident.secret, Caution.SECRECY),
        (resident.under_investigation, Caution.UNDER_INVESTIGATION),
        (resident.guardianship, Caution.GUARDIANSHIP),
        (resident.mail_address, Caution.MAIL_ADDRESS),
    )
    return tuple(caution for holds, caution in flags if holds)


def _card(resident: Resident, file: CaseFile) -> PersonCard:
    around = _read(file.case.surroundings)
    facts = [
        ("Naam in het register", full_name(resident.name)),
        ("Geboren op", born(resident.born)),
        ("Adres", address(resident.address)),
        ("Telefoon in het register", resident.phone),
        ("E-mail in het register", resident.email),
        ("Taal", around.language),
        ("Op dit adres", _household(around)),
    ]
    cautions = [label(one) for one in _flags(resident)]
    gone = _RESIDENCY.get(resident.residency)
    return PersonCard(
        called(resident.name),
        tuple(Fact(name, text) for name, text in facts if text),
        (*cautions, gone) if gone else tuple(cautions),
    )


def _household(around: Surroundings) -> str:
    if not around.residents:
        return ""
    people = counted(around.residents, "inwoner", "inwoners")
    children = counted(around.minors, "kind", "kinderen") if around.minors else ""
    return f"{people}, van wie {children} onder de 18 jaar" if children else people
