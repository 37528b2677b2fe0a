"""Held signals: the person as delivered beside each candidate, and what a choice leads to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from notifications.words import label
from portal.casework import Reviewed
from portal.web.ask import Ask
from portal.web.views.parts import Notice, creditor_name
from portal.web.words import UNKNOWN, address, born, called, counted, day, surnames
from protocols.covenant.signal import ArrearsType
from protocols.judgement import Agreement, Comparison, MatchKind
from protocols.money import euros
from protocols.people import Person, Resident
from store.signals import Review

NONE_OF_THEM = "geen"
_NOT_SHOWN = "wordt niet getoond"
_SAME = "Het signaal gaat door en komt bij het huishouden van deze inwoner in de werkvoorraad."
_NONE = (
    "Het signaal wordt gewist. Alleen een telling en uw besluit blijven bewaard. De "
    "signaalpartner hoort dit niet."
)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One held signal in the list; nothing of the person is opened for it."""

    path: str
    name: str
    received_on: str
    waited: str
    creditor: str
    kind: str


@dataclass(frozen=True, slots=True)
class ReviewsView:
    """Signals that wait for a human, oldest first."""

    summary: str
    rows: tuple[ReviewRow, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class ComparedField:
    """One field of signal and register side by side, with how they agree in words."""

    field: str
    delivered: str
    registered: str
    agreement: str
    tone: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One resident held beside the signal. `gone` says why the resident cannot be chosen."""

    number: int
    resident_id: str
    name: str
    fields: tuple[ComparedField, ...]
    gone: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that can be decided, and what it leads to."""

    value: str
    label: str
    consequence: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One held signal with its candidates and the consequences of each choice."""

    path: str
    summary: str
    kind: str
    compared: str
    candidates: tuple[Candidate, ...]
    choices: tuple[Verdict, ...]
    error: str


def reviews_view(ask: Ask, held: Sequence[Review]) -> ReviewsView:
    """Show what waits, and for how long."""
    rows = tuple(_row(ask, one) for one in held)
    waits = counted(len(rows), "signaal wacht", "signalen wachten")
    done = Notice("done", "Uw besluit is vastgelegd.")
    notices = (done,) if ask.query.get("gedaan") == "besluit" else ()
    return ReviewsView(f"{waits} op uw oordeel.", rows, notices)


def review_view(ask: Ask, reviewed: Reviewed, error: str = "") -> ReviewView:
    """Show one held signal; `error` tells what was forgotten."""
    row = reviewed.held.row
    summary = (
        f"{creditor_name(ask, row.creditor_id)}: {label(ArrearsType(row.arrears_type))}, "
        f"{euros(row.amount_cents)}, {day(row.signal_on)}"
    )
    candidates = tuple(
        _candidate(number, one, row.person, reviewed.residents.get(one.resident_id))
        for number, one in enumerate(reviewed.held.judgement.candidates, start=1)
    )
    return ReviewView(
        path=f"/beoordelen/{reviewed.signal_id}",
        summary=summary,
        kind=label(reviewed.held.judgement.kind),
        compared=counted(len(candidates), "inwoner", "inwoners"),
        candidates=candidates,
        choices=_verdicts(candidates),
        error=error,
    )


def _verdicts(candidates: Sequence[Candidate]) -> tuple[Verdict, ...]:
    """The residents that can be chosen, and always: none of them."""
    same = [
        Verdict(one.resident_id, f"Over inwoner {one.number}: {one.name}", _SAME)
        for one in candidates
        if not one.gone
    ]
    return (*same, Verdict(NONE_OF_THEM, "Over geen van deze inwoners", _NONE))


def _row(ask: Ask, one: Review) -> ReviewRow:
    received = date.fromisoformat(one.received_on)
    waited = (ask.visit.on - received).days
    return ReviewRow(
        path=f"/beoordelen/{one.signal_id}",
        name=f"Signaal {one.signal_id[-8:].upper()}",
        received_on=day(received),
        waited=counted(waited, "dag", "dagen"),
        creditor=creditor_name(ask, one.creditor_id),
        kind=label(MatchKind(one.kind)),
    )


def _candidate(
    number: int, compared: Comparison, person: Person, resident: Resident | None
) -> Candidate:
    if resident is None:
        gone = "Deze inwoner staat niet meer in het register."
        return Candidate(number, compared.resident_id, UNKNOWN, (), gone)
    gone = "" if resident.address else "Deze inwoner heeft geen adres in deze gemeente."
    sides = (
        ("surname", "Achternaam", _surname(person), surnames(resident.name)),
        ("given", "Voornamen of voorletters", _given(person), resident.name.given),
        ("born", "Geboren op", born(person.born), born(resident.born)),
        ("address", "Adres", address(person.address), address(resident.address)),
        ("national_id", "BSN of rijksregisternummer", _NOT_SHOWN, _NOT_SHOWN),
    )
    fields = tuple(
        _field(compared.fields.get(key, Agreement.MISSING), name, delivered, registered)
        for key, name, delivered, registered in sides
        if delivered != _NOT_SHOWN or compared.fields.get(key) not in {None, Agreement.MISSING}
    )
    return Candidate(number, resident.resident_id, called(resident.name), fields, gone)


def _field(agreement: Agreement, name: str, delivered: str, registered: str) -> ComparedField:
    return ComparedField(
        name, delivered or UNKNOWN, registered or UNKNOWN, label(agreement), agreement.value
    )


def _surname(person: Person) -> str:
    return person.company or surnames(person.name)


def _given(person: Person) -> str:
    return person.name.given or person.name.initials
