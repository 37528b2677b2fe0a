"""Reading the dossiers of a case: for its worker, and for the financial director."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from portal.access import Role, Visit
from portal.casework.file import not_yours, own_case
from portal.dossier import events, plans
from portal.dossier.acting import Acting
from portal.dossier.consenting import consents_of
from portal.dossier.debts import read_debts, suggested
from portal.dossier.means import read_means
from portal.dossier.moving import ROLES, Loaded, actor_of
from portal.dossier.offers import live
from portal.dossier.plans import Running
from portal.dossier.prospects import Prospect, prospect
from portal.dossier.views import DossierFile, ResidentFile, RunningPlan
from portal.wiring import Platform
from protocols.errors import Refused
from protocols.ids import ResidentId
from protocols.people import Resident
from protocols.plan.plan import Wish
from protocols.plan.rhythm import Term
from protocols.privacy.audit import Action
from protocols.privacy.consent import Purpose
from protocols.work.dossier_moves import FINAL, MOVES, Move, Stage, Who, allowed_to
from protocols.work.dossier_state import Dossier, entry_of, fold
from store import audit, cases, consents, dossiers, register, signals
from store.cases import Case
from store.dossiers import DossierRow
from store.engine import Tx, begin
from store.histories import Kind

_NEXT: Final = 3
_PLANNED: Final = frozenset(
    {Stage.CONSENTED, Stage.PROPOSED, Stage.ACTIVE, Stage.CHANGED, Stage.PAUSED}
)
"""The stages in which an amount may be proposed, or changed."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of one case."""

    tx: Tx
    platform: Platform
    by: Visit
    wish: Wish | None
    rows: Mapping[str, DossierRow]
    known: Mapping[ResidentId, Resident]


def read_dossier(
    platform: Platform, by: Visit, case_id: str, wish: Wish | None = None
) -> DossierFile:
    """Everything of a case that rests on consent, per resident; `wish` is for the outlook.

    Raises NotYourCase, which is audited as a denial.
    """
    with begin(platform.engine) as tx:
        case = _case(tx, platform, by, case_id)
        if case is not None:
            found = _read(tx, platform, by, case, wish)
            counts = {"residents": len(found.residents)}
            about, privacy = ("case", case_id), platform.city.privacy
            audit.record(tx, [by.note(privacy, Action.DOSSIER_READ, about, "read", counts)])
            return found
    raise not_yours()


def _case(tx: Tx, platform: Platform, by: Visit, case_id: str) -> Case | None:
    found = cases.find(tx, case_id) if by.account.role == Role.DIRECTOR else None
    return found or own_case(tx, platform, by, case_id)


def _read(tx: Tx, platform: Platform, by: Visit, case: Case, wish: Wish | None) -> DossierFile:
    kept = signals.of_case(tx, case.household_id, case.case_id)
    rows = _latest(tx, case.case_id)
    ids = list(dict.fromkeys([*(one.resident_id for one in kept if one.resident_id), *rows]))
    known = register.find(tx, platform.vault, ids)
    reading = _Reading(tx, platform, by, wish, rows, known)
    return DossierFile(case.case_id, tuple(_resident(reading, one) for one in ids))


def _latest(tx: Tx, case_id: str) -> Mapping[str, DossierRow]:
    """Per resident the dossier that is not over, or else the last that was."""
    ordered = sorted(
        dossiers.of_case(tx, case_id), key=lambda row: (row.over == "no", row.updated_at)
    )
    return {row.resident_id: row for row in ordered}


def _resident(reading: _Reading, resident_id: str) -> ResidentFile:
    tx, platform, row = reading.tx, reading.platform, reading.rows.get(resident_id)
    found, _ = consents_of(tx, platform, resident_id)
    resident = reading.known.get(ResidentId(resident_id))
    owed = consents.owed_to(tx, [resident_id])
    history = events.load(tx, platform.vault, Kind.DOSSIER, row.dossier_id) if row else []
    if row is None or not history:
        nothing = (None, (), False, (), None, (), (), None, "", None, None, None)
        return ResidentFile(resident_id, resident, found, *nothing, owed)
    now = Acting(tx, platform, reading.by, Loaded(fold(history), len(history)))
    consented = found.of(Purpose.DOSSIER).holds(reading.by.on)
    prospected, why_not = _prospect(now, reading.wish)
    return ResidentFile(
        resident_id=resident_id,
        resident=resident,
        consents=found,
        dossier=now.dossier,
        allowed=_allowed(reading.by, now.dossier.stage),
        may_confirm=_may_confirm(reading.by, now.dossier),
        timeline=tuple(entry_of(event) for event in history),
        means=read_means(tx, platform, row.dossier_id),
        debts=read_debts(tx, platform, row.dossier_id),
        suggested=suggested(now) if consented and now.dossier.stage not in FINAL else (),
        prospect=prospected,
        no_prospect=why_not,
        proposal=live(tx, platform, row.dossier_id, dossiers.OPEN),
        agreement=live(tx, platform, row.dossier_id, dossiers.AGREED),
        running=_running(now),
        aftermath=owed,
    )


def _allowed(by: Visit, stage: Stage) -> tuple[Move, ...]:
    """A worker also notes what the resident says."""
    who = ROLES.get(Role(by.account.role)) if by.account.role else None
    own = allowed_to(stage, who) if who else ()
    return (*own, *allowed_to(stage, Who.RESIDENT)) if who is Who.WORKER else own


def _may_confirm(by: Visit, dossier: Dossier) -> bool:
    waiting, actor = dossier.waiting, actor_of(by)
    if waiting is None or waiting.by.actor_id == actor.actor_id:
        return False
    return actor.who in MOVES[dossier.stage, waiting.move].confirmers


def _prospect(now: Acting, wish: Wish | None) -> tuple[Prospect | None, str]:
    if now.dossier.stage not in _PLANNED:
        return None, ""
    try:
        return prospect(now, wish), ""
    except Refused as refused:
        return None, str(refused)


def _running(now: Acting) -> RunningPlan | None:
    ref = now.dossier.plan
    found = plans.load(now.tx, now.platform, ref.plan_id) if ref else None
    return None if found is None else _shown(found, now)


def _shown(running: Running, now: Acting) -> RunningPlan:
    progress, on = running.progress, now.by.on
    unpaid = tuple(Term(term.due_on, missing) for term, missing in progress.unpaid())
    return RunningPlan(
        running.plan_id,
        progress,
        unpaid[:_NEXT],
        tuple(Term(term.due_on, missing) for term, missing in progress.overdue(on)),
        progress.behind_cents(on),
        progress.ahead_cents(on),
        progress.needs_talk(on),
    )
