"""Moving a dossier: its history is loaded, the move decided, and all of it written at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

from portal.access import Role, Visit
from portal.casework.file import own_case
from portal.dossier import events
from portal.wiring import Platform
from protocols.ids import CaseId, ResidentId
from protocols.privacy.audit import Action
from protocols.work.dossier import decide
from protocols.work.dossier_commands import Actor, Command
from protocols.work.dossier_moves import FINAL, Who
from protocols.work.dossier_state import Dossier, DossierEvent, DossierOpened, Moved, evolve, fold
from store import audit, dossiers
from store.dossiers import DossierRow
from store.engine import Tx
from store.histories import Kind
from store.sql import instant

ROLES: Final = {Role.WORKER: Who.WORKER, Role.DIRECTOR: Who.FINANCIAL_DIRECTOR}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A dossier and the number of its last event: what is appended must follow on it."""

    dossier: Dossier
    number: int


def actor_of(by: Visit) -> Actor:
    """Who acts at this door: a worker, the financial director, or else the clock."""
    role = ROLES.get(Role(by.account.role)) if by.account.role else None
    return Actor(by.account.account_id, role or Who.CLOCK)


def open_dossier(
    tx: Tx, platform: Platform, by: Visit, case_id: str, resident_id: str, dossier_id: str
) -> Loaded:
    """Begin a dossier of one resident; ConstraintBroken (from `begin`) if there is one already."""
    event = DossierOpened(dossier_id, ResidentId(resident_id), CaseId(case_id), by.at)
    _write(tx, platform, by, Loaded(fold([event]), 0), [event])
    return Loaded(fold([event]), 1)


def load(tx: Tx, platform: Platform, dossier_id: str) -> Loaded | None:
    """A dossier with its number, held where the database locks rows; None for an unknown id."""
    if dossiers.find(tx, dossier_id) is None:
        return None
    history = events.load(tx, platform.vault, Kind.DOSSIER, dossier_id)
    return Loaded(fold(history), len(history))


def reach(tx: Tx, platform: Platform, by: Visit, dossier_id: str) -> Loaded | None:
    """The dossier if it is on this worker's case, or for the financial director; else None.

    A denial stands in the audit log. The caller raises `not_yours()` after the transaction.
    """
    found = load(tx, platform, dossier_id)
    if by.account.role == Role.DIRECTOR:
        return found
    case_id = found.dossier.case_id if found else ""
    return found if own_case(tx, platform, by, case_id) is not None else None


def move(tx: Tx, platform: Platform, by: Visit, loaded: Loaded, command: Command) -> Loaded:
    """Decide over a dossier and write what happened. Raises what `decide` raises.

    ConstraintBroken (from `begin`) when somebody else moved it meanwhile.
    """
    happened = decide(loaded.dossier, command)
    after = Loaded(reduce(evolve, happened, loaded.dossier), loaded.number + len(happened))
    _write(tx, platform, by, Loaded(after.dossier, loaded.number), happened)
    return after


def _write(
    tx: Tx, platform: Platform, by: Visit, after: Loaded, happened: Sequence[DossierEvent]
) -> None:
    dossier = after.dossier
    dossiers.put(tx, row_of(dossier, instant(by.at)))
    history = (Kind.DOSSIER, dossier.dossier_id, after.number)
    events.append(tx, platform.vault, *history, happened, by.at)
    about, privacy = ("dossier", dossier.dossier_id), platform.city.privacy
    noted = [by.note(privacy, Action.DOSSIER_MOVED, about, _result(one)) for one in happened]
    audit.record(tx, noted)


def _result(event: DossierEvent) -> str:
    return event.move.value if isinstance(event, Moved) else events.name_of(event)


def row_of(dossier: Dossier, at: str) -> DossierRow:
    """How a dossier stands, as a row; `at` is an instant as text."""
    until, waiting = dossier.paused_until, dossier.waiting
    return DossierRow(
        dossier.dossier_id,
        dossier.case_id,
        dossier.resident_id,
        dossier.stage.value,
        "yes" if dossier.stage in FINAL else "no",
        dossier.plan.plan_id if dossier.plan else "",
        until.isoformat() if until else "",
        waiting.move.value if waiting else "",
        at,
    )
