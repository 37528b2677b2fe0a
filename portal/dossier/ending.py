"""What follows on the end of a consent: each consequence is carried out here, or stays to be done.

All of it happens in the transaction of the withdrawal. What only a human can do (speaking to
whom a case was handed over) stays on the list that the worker sees until it is counted off.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from portal.access import Visit
from portal.casework.ending_pauses import end_pauses_of
from portal.dossier import plans
from portal.dossier.mailing import (
    ABOUT_A_PLAN,
    NOBODY,
    PROPOSALS,
    To,
    cancel,
    language_of,
    queue,
    withdrawal,
)
from portal.dossier.moving import Loaded, load, move
from portal.wiring import Platform
from protocols.ids import WorkerId
from protocols.plan.events import PlanReason, Stop
from protocols.privacy.aftermath import Consequence, aftermath_of
from protocols.privacy.audit import Action
from protocols.privacy.consent import ConsentExpired, ConsentWithdrawn, Purpose
from protocols.work.dossier_commands import Actor, Take
from protocols.work.dossier_moves import MOVES, Move, Stage, Who
from store import audit, consents, dossiers
from store.consents import Owed
from store.engine import Tx
from store.sql import instant

Ended = ConsentWithdrawn | ConsentExpired
_NOTHING: Final = "er was niets"
_NO_INCOME: Final = "de toestemming voor inkomen eindigde"
_TO_DO: Final = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """One consent that ends. `dossier` is the resident's dossier that is not over, if any;
    `carried` is what was carried out so far."""

    tx: Tx
    platform: Platform
    by: Visit
    resident_id: str
    event: Ended
    dossier: Loaded | None
    case_id: str
    carried: list[Consequence] = field(default_factory=list)

    @property
    def dossier_id(self) -> str:
        """The id of the dossier, empty without one."""
        return self.dossier.dossier.dossier_id if self.dossier else ""


Doing = Callable[[Ending], str]
"""Carries a consequence out and returns what shows it; empty when it is still to be done."""


def finish(
    tx: Tx,
    platform: Platform,
    by: Visit,
    resident_id: str,
    event: Ended,
    consent_id: str,
    case_id: str = "",
) -> None:
    """End a consent and everything that hangs on it. `case_id` is the case it was withdrawn in.

    The database refuses to end the consent while a proposal hangs on it: all of it, or nothing.
    """
    row = dossiers.open_of_resident(tx, resident_id)
    found = load(tx, platform, row.dossier_id) if row else None
    where = case_id or (found.dossier.case_id if found else "")
    after, at = aftermath_of(event), instant(event.at)
    owed = [Owed(resident_id, event.purpose.value, at, one.value) for one in after.due]
    consents.owe(tx, owed)
    ending = Ending(tx, platform, by, resident_id, event, found, where)
    if event.purpose is Purpose.DOSSIER:
        cancel(tx, by, resident_id, ABOUT_A_PLAN)
    elif event.purpose is Purpose.INCOME:
        cancel(tx, by, resident_id, PROPOSALS)
    for consequence, one in zip(after.due, owed, strict=True):
        reference = DOING.get(consequence, _left)(ending)
        if reference:
            count_off(tx, platform, by, one, reference)
            ending.carried.append(consequence)
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
    """What rested on the income is off the table, and the dossier is where it was before."""
    loaded, by = ending.dossier, ending.by
    if loaded is not None and loaded.dossier.stage is Stage.PROPOSED:
        itself = Actor(by.account.account_id, Who.CLOCK)
        move(ending.tx, ending.platform, by, loaded, Take(Move.REJECT, itself, by.at, _NO_INCOME))
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


def _end_pauses(ending: Ending) -> str:
    own = (ending.case_id, ending.resident_id)
    ended = end_pauses_of(ending.tx, ending.platform, ending.by, *own)
    return f"pauzes: {ended}" if ended else _NOTHING


def _tell_resident(ending: Ending) -> str:
    """A confirmation of the withdrawal; that consent ran out is told by who speaks with them."""
    withdrawn = isinstance(ending.event, ConsentWithdrawn)
    if not withdrawn or not ending.case_id or not ending.carried:
        return _TO_DO
    language = language_of(ending.tx, ending.platform, ending.resident_id)
    to = To(ending.case_id, ending.resident_id, language)
    occasion = f"{ending.event.purpose.value} {instant(ending.event.at)}"
    letter = withdrawal(ending.by.on, ending.event.purpose, ending.carried)
    told = queue(ending.tx, ending.platform, ending.by, to, occasion, letter)
    return _TO_DO if told == NOBODY else told


def _minimal(_ending: Ending) -> str:
    """A creditor hears of help by the end of a pause only: no word more was ever sent."""
    return "alleen het einde van een pauze"


DOING: Final[Mapping[Consequence, Doing]] = {
    Consequence.DOSSIER_STOPPED: _stop_dossier,
    Consequence.PROPOSAL_WITHDRAWN: _withdraw_proposals,
    Consequence.PLAN_ENDED: _end_plan,
    Consequence.PAUSES_ENDED: _end_pauses,
    Consequence.CREDITORS_TOLD: _minimal,
    Consequence.FEEDBACK_STOPPED: _minimal,
    Consequence.BUNDLE_ERASED: _erase_bundle,
    Consequence.INCOME_ERASED: _erase_means,
    Consequence.CEILING_ERASED: _withdraw_open_proposal,
    Consequence.RESIDENT_TOLD: _tell_resident,
}
"""What carries each consequence out; without a row it is for a human."""
