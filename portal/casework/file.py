"""Reading one case: only for the worker it is assigned to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.access import Visit
from portal.wiring import Platform
from protocols.covenant.pause import Pause
from protocols.errors import Refused
from protocols.ids import ResidentId
from protocols.people import Resident
from protocols.privacy.audit import Action
from store import audit, cases, deliveries, pauses, register, signals
from store.cases import Attempt, Case
from store.engine import Tx, begin
from store.signals import KeptSignal
from streams.wire import read_contact


class NotYourCase(Refused):
    """There is no such case on this worker's caseload; it never tells if there is elsewhere."""

    code = "not-your-case"


@dataclass(frozen=True, slots=True)
class Contact:
    """How a creditor says the resident can be reached; empty where it did not say."""

    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything about one case, opened for its worker.

    `residents` are the persons that signals are about, as the register has them now; `contacts`
    holds contact data per signal as long as its data key has not been destroyed.
    """

    case: Case
    signals: Sequence[KeptSignal]
    residents: Mapping[ResidentId, Resident]
    contacts: Mapping[str, Contact]
    attempts: Sequence[Attempt]
    light_offers: Sequence[tuple[str, str]]
    pauses: Sequence[Pause] = ()

    @property
    def next_attempt(self) -> int:
        """The number that the next contact attempt gets."""
        return next_number(self.attempts)


def next_number(attempts: Sequence[Attempt]) -> int:
    """The number after the last attempt; 1 for the first."""
    return attempts[-1].number + 1 if attempts else 1


def read_case(platform: Platform, by: Visit, case_id: str) -> CaseFile:
    """Everything about one case. Raises NotYourCase, which is audited as a denial."""
    with begin(platform.engine) as tx:
        case = own_case(tx, platform, by, case_id)
        if case is not None:
            read = by.note(platform.city.privacy, Action.CASE_READ, ("case", case_id), "read")
            audit.record(tx, [read])
            return _opened(tx, platform, case)
    raise not_yours()


def own_case(tx: Tx, platform: Platform, by: Visit, case_id: str) -> Case | None:
    """The case if it is this worker's; else None, and the denial stands in the audit log."""
    case = cases.find(tx, case_id)
    if case is not None and by.account.subject and case.worker_id == by.account.subject:
        return case
    about = ("case", case.case_id if case else "")
    denied = by.note(platform.city.privacy, Action.ACCESS_DENIED, about, "not-assigned")
    audit.record(tx, [denied])
    return None


def not_yours() -> NotYourCase:
    """The refusal for a case that is not this worker's."""
    return NotYourCase("Deze zaak staat niet in uw werkvoorraad.")


def _opened(tx: Tx, platform: Platform, case: Case) -> CaseFile:
    kept = signals.of_case(tx, case.household_id, case.case_id)
    return CaseFile(
        case,
        kept,
        register.find(tx, platform.vault, (one.resident_id for one in kept)),
        _contacts(tx, platform, kept),
        cases.attempts(tx, case.case_id),
        cases.light_offers(tx, case.case_id),
        pauses.of_household_with_history(tx, case.household_id),
    )


def _contacts(tx: Tx, platform: Platform, kept: Sequence[KeptSignal]) -> Mapping[str, Contact]:
    keys = deliveries.data_keys(tx, (one.known.signal_id for one in kept))
    contacts: dict[str, Contact] = {}
    for one in kept:
        signal_id = one.known.signal_id
        if signal_id in keys:
            seal = platform.vault.data_key(keys[signal_id], signal_id)
            told = read_contact(seal.open(one.sealed, f"signal|{signal_id}"))
            contacts[signal_id] = Contact(told.get("phone", ""), told.get("email", ""))
    return contacts
