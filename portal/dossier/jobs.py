"""What the clock does with consents, dossiers and plans, each a page of dossiers at a time.

Every dossier is a transaction of its own that looks again at what is to be done: a job that is
run twice, or is stopped halfway and begun again, does everything once.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Final

from portal.access import Visit
from portal.dossier import events, plans
from portal.dossier.acting import Acting, step
from portal.dossier.consenting import consents_of, terms_on
from portal.dossier.ending import finish
from portal.dossier.moving import load
from portal.dossier.plans import Running
from portal.wiring import Platform
from protocols.plan.decide import decide as decide_plan
from protocols.plan.events import Check
from protocols.privacy.audit import Action, Origin
from protocols.privacy.consent import ConsentExpired
from protocols.privacy.consent_commands import Expire
from protocols.privacy.consenting import decide
from protocols.work.clock import local_day
from protocols.work.dossier_commands import Take
from protocols.work.dossier_moves import Move, Stage
from store import audit, consents, dossiers
from store.access import Account
from store.dossiers import DossierRow
from store.engine import Tx, begin, reading
from store.histories import Kind

PAGE: Final = 200
CLOCK: Final = Account("clock", "", "", "")
RUNS: Final = (Stage.ACTIVE, Stage.CHANGED)


def clock_visit(wired: Platform, on: date) -> Visit:
    """The clock at work about a day: now, or noon of a day that is not today."""
    now = wired.clock()
    at = now if local_day(now) == on else datetime.combine(on, time(12), UTC)
    return Visit(CLOCK, at, Origin.CLOCK)


def expire_consents(wired: Platform, on: date) -> Mapping[str, int]:
    """End every consent whose last day lies before a day, with everything that hangs on it."""
    by, counts = clock_visit(wired, on), Counter({"expired": 0})
    while residents := _past(wired, on):
        done = sum(_expired(wired, by, resident_id, on) for resident_id in residents)
        if not done:
            break
        counts["expired"] += done
    return dict(counts)


def check_terms(wired: Platform, on: date) -> Mapping[str, int]:
    """Note the terms of running plans that are missed by now, past their days of grace; and count
    the plans that must be talked over. A plan that is paused is left alone."""
    by, counts = clock_visit(wired, on), Counter({"missed": 0, "talk": 0})
    for row in _pages(wired, RUNS):
        with reading(wired.engine) as tx:
            running = plans.load(tx, wired, row.plan_id)
        if running is None:
            continue
        counts["talk"] += running.progress.needs_talk(on)
        if decide_plan(running.progress, Check(on)):
            counts["missed"] += _missed(wired, by, row.dossier_id, on)
    return dict(counts)


def end_pauses(wired: Platform, on: date) -> Mapping[str, int]:
    """Let plans go on whose pause ended before a day."""
    ended = 0
    for row in _pages(wired, [Stage.PAUSED]):
        if row.paused_until < on.isoformat():
            ended += _taken(wired, on, row, (Stage.PAUSED, Move.RESUME))
    return {"resumed": ended}


def start_plans(wired: Platform, on: date) -> Mapping[str, int]:
    """Start the plans that were accepted and whose first term has come."""
    started = 0
    for row in _pages(wired, [Stage.ACCEPTED]):
        with reading(wired.engine) as tx:
            running = plans.load(tx, wired, row.plan_id)
        if running is not None and running.progress.terms[0].due_on <= on:
            started += _taken(wired, on, row, (Stage.ACCEPTED, Move.START))
    return {"started": started}


def dossiers_with_a_plan(wired: Platform) -> Iterator[tuple[DossierRow, Running]]:
    """Every plan that runs or rests, with its dossier, a page at a time."""
    for row in _pages(wired, [*RUNS, Stage.PAUSED]):
        with reading(wired.engine) as tx:
            running = plans.load(tx, wired, row.plan_id)
        if running is not None:
            yield row, running


def _past(wired: Platform, on: date) -> list[str]:
    with reading(wired.engine) as tx:
        return list(dict.fromkeys(one.resident_id for one in consents.past(tx, on, PAGE)))


def _expired(wired: Platform, by: Visit, resident_id: str, on: date) -> int:
    """Expire what one resident gave; returns how many consents that were."""
    with begin(wired.engine) as tx:
        dossiers.open_of_resident(tx, resident_id)
        before, number = consents_of(tx, wired, resident_id)
        happened = decide(before, Expire(on, by.at), terms_on(wired, by))
        events.append(tx, wired.vault, Kind.CONSENT, resident_id, number, happened, by.at)
        for event in happened:
            if isinstance(event, ConsentExpired):
                given = before.of(event.purpose).given
                _note_expired(tx, wired, by, resident_id, event)
                finish(tx, wired, by, resident_id, event, given.consent_id if given else "")
        return len(happened)


def _note_expired(
    tx: Tx, wired: Platform, by: Visit, resident_id: str, event: ConsentExpired
) -> None:
    about, detail = ("resident", resident_id), {"purpose": event.purpose.value}
    privacy = wired.city.privacy
    audit.record(tx, [by.note(privacy, Action.CONSENT_CHANGED, about, "expired", detail)])


def _missed(wired: Platform, by: Visit, dossier_id: str, on: date) -> int:
    """Note the missed terms of one plan, if it still runs; returns how many are new."""
    with begin(wired.engine) as tx:
        found = load(tx, wired, dossier_id)
        plan = found.dossier.plan if found and found.dossier.stage in RUNS else None
        running = plans.load(tx, wired, plan.plan_id) if plan else None
        if running is None:
            return 0
        after = plans.decide_plan(tx, wired, by, running, Check(on))
        return len(after.history) - len(running.history)


def _taken(wired: Platform, on: date, row: DossierRow, what: tuple[Stage, Move]) -> int:
    """Make a move of the clock, if the dossier still stands where it stood; 1 when it was made."""
    by, (stage, wanted) = clock_visit(wired, on), what
    with begin(wired.engine) as tx:
        found = load(tx, wired, row.dossier_id)
        if found is None or found.dossier.stage is not stage:
            return 0
        until = found.dossier.paused_until
        if found.dossier.waiting is not None or (until is not None and until >= on):
            return 0
        now = Acting(tx, wired, by, found)
        step(now, Take(wanted, now.clock, by.at))
        return 1


def _pages(wired: Platform, stages: list[Stage] | tuple[Stage, ...]) -> Iterator[DossierRow]:
    """The dossiers in some stages; nothing is held between one page and the next."""
    page = partial(_page, wired, [stage.value for stage in stages])
    rows = page("")
    while rows:
        yield from rows
        rows = page(rows[-1].dossier_id)


def _page(wired: Platform, stages: list[str], after: str) -> list[DossierRow]:
    with reading(wired.engine) as tx:
        return list(dossiers.in_stage(tx, stages, after, PAGE))
