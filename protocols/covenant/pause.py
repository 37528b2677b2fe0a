"""A pause of collection: from accepted help to its last day, and what happens to it. Pure.

The city asks for it, the creditor agreed to it in the covenant (LCV: at most 30 days, no new
costs). Commands are decided into events; the events folded give the state, at any time again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from protocols.covenant.feedback import pause_until
from protocols.covenant.pause_words import (
    BROKEN_BY,
    Agreed,
    Broken,
    Command,
    Consequence,
    End,
    Ended,
    Event,
    Expired,
    Extend,
    Extended,
    Look,
    Report,
    Start,
    Started,
)
from protocols.covenant.terms import Term, Terms
from protocols.errors import Refused
from protocols.ids import CreditorId


class PauseStatus(StrEnum):
    """How it stands with a pause."""

    NONE = "none"
    RUNNING = "running"
    ENDED = "ended"
    EXPIRED = "expired"


class PauseRefused(Refused):
    """What was asked cannot be done with this pause."""

    code = "pause-refused"


@dataclass(frozen=True, slots=True)
class Pause:
    """How it stands with one pause. Without a history it is `NONE`."""

    status: PauseStatus = PauseStatus.NONE
    started: Started | None = None
    until_on: date = date.min
    broken: tuple[Broken, ...] = ()

    def runs(self, on: date) -> bool:
        """Whether collection is paused on a day, also when nobody noted yet that it expired."""
        start = self.started.on if self.started else date.max
        return self.status is PauseStatus.RUNNING and start <= on <= self.until_on


def agreed_on(terms: Terms, creditor_id: CreditorId, on: date) -> Agreed:
    """What a covenant says about a pause that begins on a day."""
    broken = tuple(map(Consequence, terms.words_of(Term.PAUSE_BROKEN)))
    return Agreed(
        creditor_id,
        terms.article(Term.PAUSE_DAYS),
        pause_until(terms, on),
        terms.number_of(Term.PAUSE_EXTENSION_DAYS) or 0,
        terms.words_of(Term.PAUSED),
        broken or (Consequence.NOTED,),
    )


def decide(pause: Pause, command: Command) -> tuple[Event, ...]:
    """What happens to a pause. Raises PauseRefused; no event means that nothing changes."""
    match command:
        case Start():
            return _start(pause, command)
        case Extend():
            return _extend(_running(pause, command.on), pause, command)
        case End():
            _running(pause, command.on)
            return (Ended(command.on, command.reason),)
        case Report():
            return _report(pause, command)
        case Look():
            past = pause.status is PauseStatus.RUNNING and command.on > pause.until_on
            return (Expired(command.on),) if past else ()


def evolve(pause: Pause, event: Event) -> Pause:
    """The state after an event."""
    match event:
        case Started():
            return Pause(PauseStatus.RUNNING, event, event.until_on)
        case Extended():
            return replace(pause, until_on=event.until_on)
        case Ended():
            return replace(pause, status=PauseStatus.ENDED, until_on=event.on)
        case Broken():
            return replace(pause, broken=(*pause.broken, event))
        case Expired():
            return replace(pause, status=PauseStatus.EXPIRED)


def fold(events: Iterable[Event]) -> Pause:
    """The state after a whole history."""
    pause = Pause()
    for event in events:
        pause = evolve(pause, event)
    return pause


def _start(pause: Pause, command: Start) -> tuple[Event, ...]:
    if pause.status is not PauseStatus.NONE:
        raise PauseRefused("Over dit signaal is al een pauze gevraagd. Verleng die zo nodig.")
    until_on = command.agreed.until_on
    if until_on is None:
        raise PauseRefused("Het convenant met deze schuldeiser kent op deze dag geen pauze.")
    return (Started(command.about, command.on, until_on, command.agreed),)


def _extend(started: Started, pause: Pause, command: Extend) -> tuple[Event, ...]:
    most = started.until_on + timedelta(days=started.agreed.extension_days)
    if not pause.until_on < command.until_on <= most:
        raise PauseRefused(
            "Kies een latere laatste dag, niet verder dan het convenant verlenging toestaat."
        )
    return (Extended(command.on, command.until_on),)


def _report(pause: Pause, command: Report) -> tuple[Event, ...]:
    """A step after the last day, or one that was not paused, breaks nothing; nor twice."""
    started = pause.started
    if started is None or not started.on <= command.on <= pause.until_on:
        return ()
    words = BROKEN_BY.get(command.breach)
    if words is not None and not words & set(started.agreed.paused):
        return ()
    event = Broken(command.on, command.breach, started.agreed.broken, command.about)
    return () if event in pause.broken else (event,)


def _running(pause: Pause, on: date) -> Started:
    if pause.started is None or not pause.runs(on):
        raise PauseRefused("Er loopt op deze dag geen pauze; er is niets veranderd.")
    return pause.started
