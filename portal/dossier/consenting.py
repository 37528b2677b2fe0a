"""Asking, giving, refusing and withdrawing consent, and what follows on it for the dossier."""

import secrets
from dataclasses import dataclass
from functools import reduce

from notifications.languages import languages
from portal.access import Visit
from portal.casework.file import not_yours, own_case
from portal.dossier import events
from portal.dossier.ending import finish
from portal.dossier.moving import Loaded, actor_of, load, move, open_dossier
from portal.wiring import Platform
from protocols.ids import ResidentId
from protocols.privacy.audit import Action
from protocols.privacy.consent import (
    ConsentEvent,
    ConsentGiven,
    Consents,
    ConsentWithdrawn,
    Purpose,
    require,
)
from protocols.privacy.consent_commands import Ask, Command, Give, Refuse
from protocols.privacy.consenting import ConsentTerms, decide, evolve, fold
from protocols.work.dossier_commands import Actor, NoteConsent, Take
from protocols.work.dossier_moves import Move, Stage, Who
from store import audit, consents, dossiers, signals
from store.consents import GIVEN, ConsentRow
from store.engine import Tx, begin
from store.histories import Kind

_WAITS_FOR_OFFER = frozenset({Stage.DETECTED, Stage.DECLINED})
_ASKED_AGAIN = "opnieuw gevraagd"


def _token() -> str:
    return secrets.token_hex(10)


@dataclass(frozen=True, slots=True)
class Person:
    """Whom consent is about: a resident in a case. Consent is personal: a household has none."""

    case_id: str
    resident_id: str


def consents_of(tx: Tx, platform: Platform, resident_id: str) -> tuple[Consents, int]:
    """How it stands with the consents of a resident, and the number of the last event."""
    history: list[ConsentEvent] = events.load(tx, platform.vault, Kind.CONSENT, resident_id)
    return fold(ResidentId(resident_id), history), len(history)


def terms_on(platform: Platform, by: Visit) -> ConsentTerms:
    """What the city decided about consent, on the day of a visit."""
    return ConsentTerms(tuple(languages()), platform.city.privacy.consent_days_on(by.on))


def consent(platform: Platform, by: Visit, person: Person, command: Command) -> Consents:
    """Note a question, an answer or a withdrawal; returns how it stands then.

    Asking for a dossier offers it, giving and refusing move it, and withdrawing ends what hangs
    on it, all in the same transaction. Raises NotYourCase, ConsentForbidden, BadConsent, and what
    moving a dossier raises; then nothing was noted.
    """
    with begin(platform.engine) as tx:
        if own_person(tx, platform, by, person):
            return _consent(tx, platform, by, person, command)
    raise not_yours()


def own_person(tx: Tx, platform: Platform, by: Visit, person: Person) -> bool:
    """Whether this is a resident whom a case of this worker is about: through it nobody else's
    consent is noted or read. A denial stands in the audit log."""
    case = own_case(tx, platform, by, person.case_id)
    if case is None:
        return False
    kept = signals.of_case(tx, case.household_id, case.case_id)
    if any(one.resident_id == person.resident_id for one in kept):
        return True
    about = ("case", person.case_id)
    denied = by.note(platform.city.privacy, Action.ACCESS_DENIED, about, "not-in-case")
    audit.record(tx, [denied])
    return False


def _consent(tx: Tx, platform: Platform, by: Visit, person: Person, command: Command) -> Consents:
    before, number = consents_of(tx, platform, person.resident_id)
    happened = decide(before, command, terms_on(platform, by))
    after = reduce(evolve, happened, before)
    history = (Kind.CONSENT, person.resident_id, number)
    events.append(tx, platform.vault, *history, happened, by.at)
    _note(tx, platform, by, person, happened)
    if isinstance(command, Ask | Give | Refuse) and command.purpose is Purpose.DOSSIER:
        _follow(tx, platform, by, person, command, after)
    for event in happened:
        if isinstance(event, ConsentWithdrawn):
            given = before.of(event.purpose).given
            consent_id = given.consent_id if given else ""
            finish(tx, platform, by, person.resident_id, event, consent_id, person.case_id)
    return after


def _note(
    tx: Tx, platform: Platform, by: Visit, person: Person, happened: tuple[ConsentEvent, ...]
) -> None:
    about, privacy = ("resident", person.resident_id), platform.city.privacy
    for event in happened:
        if isinstance(event, ConsentGiven):
            row = ConsentRow(
                event.consent_id,
                person.resident_id,
                event.purpose.value,
                GIVEN,
                event.from_on.isoformat(),
                event.until_on.isoformat(),
            )
            consents.give(tx, row)
        detail = {"purpose": event.purpose.value}
        result = events.name_of(event)
        audit.record(tx, [by.note(privacy, Action.CONSENT_CHANGED, about, result, detail)])


def _follow(
    tx: Tx,
    platform: Platform,
    by: Visit,
    person: Person,
    command: Ask | Give | Refuse,
    after: Consents,
) -> None:
    """Asked is offered, given is consented, refused is declined."""
    loaded = _dossier(tx, platform, by, person)
    resident = Actor(person.resident_id, Who.RESIDENT)
    match command:
        case Ask():
            if loaded.dossier.stage in _WAITS_FOR_OFFER:
                again = _ASKED_AGAIN if loaded.dossier.stage is Stage.DECLINED else ""
                offer = Take(Move.OFFER, actor_of(by), by.at, again)
                move(tx, platform, by, loaded, offer)
        case Give():
            proof = require(after, Purpose.DOSSIER, by.on)
            move(tx, platform, by, loaded, NoteConsent(resident, by.at, proof))
        case Refuse():
            move(tx, platform, by, loaded, Take(Move.DECLINE, resident, by.at))


def _dossier(tx: Tx, platform: Platform, by: Visit, person: Person) -> Loaded:
    """The resident's dossier that is not over, or a new one."""
    row = dossiers.open_of_resident(tx, person.resident_id)
    found = load(tx, platform, row.dossier_id) if row else None
    if found is not None:
        return found
    return open_dossier(tx, platform, by, person.case_id, person.resident_id, f"d-{_token()}")
