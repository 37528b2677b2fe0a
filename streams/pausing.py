"""Pauses at work: started with accepted help, looked after by the clock, each change signed."""

from collections.abc import Container
from dataclasses import dataclass

from protocols.covenant.feedback import Reference
from protocols.covenant.pause import Pause, PauseRefused, agreed_on, decide, evolve, fold
from protocols.covenant.pause_words import (
    Breach,
    Broken,
    Command,
    End,
    EndReason,
    Event,
    Look,
    Report,
    Start,
)
from protocols.covenant.statement import canonical, statement
from protocols.ids import CreditorId
from protocols.privacy.audit import Action
from store import audit, pauses
from store.engine import Engine, Tx, begin, reading
from store.pauses import Kept, Signed
from streams.telling import Teller, reference_of


@dataclass(frozen=True, slots=True)
class Belongs:
    """Whose pause it is: a creditor, and the household and case that it is about."""

    creditor_id: str
    household_id: str
    case_id: str


def start(tx: Tx, by: Teller, belongs: Belongs, about: Reference) -> Pause:
    """Ask a creditor to pause for one signal; where that was asked before it stays as it is."""
    before = pauses.state(tx, about)
    terms = by.terms(belongs.creditor_id)
    if before.started is not None or terms is None:
        return before
    agreed = agreed_on(terms, CreditorId(belongs.creditor_id), by.on)
    return _apply(tx, by, belongs, about, Start(about, by.on, agreed))


def change(tx: Tx, by: Teller, signal_id: str, command: Command) -> Pause:
    """Extend or end a pause, report a breach, or see whether it is over.

    Raises PauseRefused; then nothing was recorded.
    """
    kept = pauses.find(tx, signal_id)
    if kept is None:
        raise PauseRefused("Over dit signaal is geen pauze gevraagd.")
    belongs = Belongs(kept.creditor_id, kept.household_id, kept.case_id)
    return _apply(tx, by, belongs, Reference(signal_id), command)


def end_all(
    tx: Tx,
    by: Teller,
    household_id: str,
    reason: EndReason,
    only: Container[str | None] | None = None,
) -> int:
    """End every pause that runs for a household (`only`: about these signals), for example when
    consent is withdrawn; returns how many. One that is over is left alone, noted or not. The
    reason stays here: creditors are told the new last day alone."""
    running = [
        one
        for one in pauses.of_household(tx, household_id)
        if one.status == "running" and (only is None or one.signal_id in only)
    ]
    ended = 0
    for kept in running:
        if pauses.state(tx, kept.signal_id).runs(by.on):
            change(tx, by, kept.signal_id, End(by.on, reason))
            ended += 1
    return ended


def expire(engine: Engine, by: Teller) -> int:
    """Note of every pause of which the last day has passed that it is over; returns how many."""
    total = 0
    while True:
        with begin(engine) as tx:
            over = pauses.past(tx, by.on)
            for kept in over:
                change(tx, by, kept.signal_id, Look(by.on))
        total += len(over)
        if len(over) < pauses.MOST:
            return total


def find_broken(engine: Engine, by: Teller) -> int:
    """Note of every new signal during a pause, of the same creditor about the same household, that
    it breaks that pause; returns how many were noted now."""
    with reading(engine) as tx:
        found = pauses.signalled_in(tx, by.on)
    noted = 0
    for kept, signal_id, received_on in found:
        with begin(engine) as tx:
            about = reference_of(tx, kept.creditor_id, signal_id)
            before = pauses.state(tx, kept.signal_id)
            report = Report(received_on, Breach.NEW_SIGNAL, about)
            after = change(tx, by, kept.signal_id, report)
            noted += len(after.broken) - len(before.broken)
    return noted


def _apply(tx: Tx, by: Teller, belongs: Belongs, about: Reference, command: Command) -> Pause:
    lines = pauses.history(tx, about)
    pause = fold(line.event for line in lines)
    number = pauses.numbers(lines)
    for place, event in enumerate(decide(pause, command), start=number):
        pause = evolve(pause, event)
        pauses.append(tx, _kept(belongs, pause), event, place, _signed(by, pause))
        audit.record(tx, [by.note(_action(event), ("pause", about), type(event).__name__.lower())])
    return pause


def _action(event: Event) -> Action:
    return Action.PAUSE_BROKEN if isinstance(event, Broken) else Action.PAUSE_CHANGED


def _signed(by: Teller, pause: Pause) -> Signed:
    """The statement about the pause as it stands after this event, signed by the city."""
    content = canonical(statement(by.city.city_id, pause))
    return Signed(by.actor, by.at, content, by.vault.signer.sign(content))


def _kept(belongs: Belongs, pause: Pause) -> Kept:
    started = pause.started
    if started is None:
        raise ValueError("a pause that never began is not kept")
    return Kept(
        str(started.about),
        belongs.creditor_id,
        belongs.household_id,
        belongs.case_id,
        pause.status.value,
        started.on.isoformat(),
        pause.until_on.isoformat(),
        len(pause.broken),
    )
