"""What follows on the end of a consent: each consequence is carried out here, or stays to be done.

All of it happens in the transaction of the withdrawal. What only a human can do (speaking to
whom a case was handed over) stays on the list that the worker sees until it is counted off.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from portal.access import Visit
from portal.dossier import plans
from portal.dossier.moving import Loaded, load, move
from portal.wiring import Platform
from protocols.ids import WorkerId
from protocols.plan.events import PlanReason, Stop
from protocols.privacy.aftermath import Consequence, aftermath_of
from protocols.privacy.audit import Action
from protocols.privacy.consent import ConsentExpired, ConsentWithdrawn
from protocols.work.dossier_commands import Actor, Take
from protocols.work.dossier_moves import MOVES, Move, Who
from store import audit, consents, dossiers
from store.consents import Owed
from store.engine import Tx
from store.sql import instant

Ended = ConsentWithdrawn | ConsentExpired
_NOTHING: Final = "er was niets"
_TO_DO: Final = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """One consent that ends. `dossier` is the resident's dossier that is not over, if any."""

    tx: Tx
    platform: Platform
    by: Visit
    resident_id: str
    event: Ended
    dossier: Loaded | None

    @property
    def dossier_id(self) -> str:
        """The id of the dossier, empty without one."""
        return self.dossier.dossier.dossier_id if self.dossier else ""


Doing = Callable[[Ending], str]
"""Carries a consequence out and returns what shows it; empty when it is still to be done."""


def finish(
    tx: Tx, platform: Platform, by: Visit, resident_id: str, event: Ended, consent_id: str
) -> None:
    """End a consent and everything that hangs on it.

    The database refuses to end the consent while a proposal hangs on it: all of it, or nothing.
    """
    row = dossiers.open_of_resident(tx, resident_id)
    found = load(tx, platform, row.dossier_id) if row else None
    ending = Ending(tx, platform, by, resident_id, event, found)
    after = aftermath_of(event)
    at = instant(event.at)
    owed = [Owed(resident_id, event.purpose.value, at, one.value) for one in after.due]
    consents.owe(tx, owed)
    for consequence, one in zip(after.due, owed, strict=True):
        reference = DOING.get(consequence, _left)(ending)
        if reference:
            count_off(tx, platform, by, one, reference)
    state = "withdrawn" if isinstance(event, ConsentWithdrawn) else "expired"
    consents.end(tx, consent_id, state)


def count_off(tx: Tx, platform: Platform, by: Visit, one: Owed, reference: str) -> None:
    """Note that a consequence was carried out, with what shows it."""
    consents.count_off(tx, one, by.account.account_id, by.at, reference)
    about, detail = ("resident", one.resident_id), {"consequence": one.consequence}
    privacy = platform.city.privacy
    audit.record(tx, [by.note(privacy, Action.AFTERMATH_DONE, about, "done", detail)])


def _left(_ending: Ending) -> str:
    return _TO_DO


def _stop_dossier(ending: Ending) -> str:
    """By the resident's word, or by the clock when consent ran out."""
    loaded = ending.dossier
    withdrawn = isinstance(ending.event, ConsentWithdrawn)
    what = Move.WITHDRAW if withdrawn else Move.EXPIRE
    if loaded is None or (loaded.dossier.stage, what) not in MOVES:
        return _NOTHING
    resident = Actor(ending.resident_id, Who.RESIDENT)
    who = resident if withdrawn else Actor(ending.by.account.account_id, Who.CLOCK)
    move(ending.tx, ending.platform, ending.by, loaded, Take(what, who, ending.by.at))
    return f"dossier {ending.dossier_id}"


def _withdraw_proposals(ending: Ending) -> str:
    gone = dossiers.withdraw(ending.tx, ending.dossier_id)
    return f"voorstellen: {gone}" if gone else _NOTHING


def _withdraw_open_proposal(ending: Ending) -> str:
    gone = dossiers.withdraw(ending.tx, ending.dossier_id, dossiers.OPEN)
    return f"voorstellen: {gone}" if gone else _NOTHING


def _end_plan(ending: Ending) -> str:
    """What is still open of each claim goes on by itself; nothing is given up."""
    plan = ending.dossier.dossier.plan if ending.dossier else None
    running = plans.load(ending.tx, ending.platform, plan.plan_id) if plan else None
    if running is None or running.progress.ended is not None:
        return _NOTHING
    by = WorkerId(ending.by.account.account_id)
    stop = Stop(ending.by.on, PlanReason.RESIDENT_ASKED, by)
    plans.decide_plan(ending.tx, ending.platform, ending.by, running, stop)
    return f"regeling {running.plan_id}"


def _erase_bundle(ending: Ending) -> str:
    gone = dossiers.erase_debts(ending.tx, ending.dossier_id)
    gone += dossiers.erase_means(ending.tx, ending.dossier_id)
    return f"gewist: {gone}" if gone else _NOTHING


def _erase_means(ending: Ending) -> str:
    gone = dossiers.erase_means(ending.tx, ending.dossier_id)
    return f"gewist: {gone}" if gone else _NOTHING


DOING: Final[Mapping[Consequence, Doing]] = {
    Consequence.DOSSIER_STOPPED: _stop_dossier,
    Consequence.PROPOSAL_WITHDRAWN: _withdraw_proposals,
    Consequence.PLAN_ENDED: _end_plan,
    Consequence.BUNDLE_ERASED: _erase_bundle,
    Consequence.INCOME_ERASED: _erase_means,
    Consequence.CEILING_ERASED: _withdraw_open_proposal,
}
"""What carries each consequence out; without a row it is for a human."""
