"""How much effort was made to reach a household, and whether it was enough to give up. Pure.

Divosa Monitor 2022-2023: four attempts or more reach 37%, one or two 18%; letters alone 6%. So a
case closes as unreached only after the effort that the city decided for its track.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from protocols.errors import Refused
from protocols.rules import Rule
from protocols.work.contact import Channel, ContactAttempt, DayPart, Outcome

_SATURDAY = 5


class Way(StrEnum):
    """A way to reach somebody. Several kinds of contact of DDAS can be one way."""

    LETTER = "letter"
    EMAIL = "email"
    TEXT = "text"
    PHONE = "phone"
    VISIT = "visit"


class Moment(StrEnum):
    """When somebody was sought. DDAS knows three parts of a day; a weekend is told by the date."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    WEEKEND = "weekend"


WAYS: Mapping[Channel, Way] = {
    Channel.LETTER: Way.LETTER,
    Channel.CARD: Way.LETTER,
    Channel.EMAIL: Way.EMAIL,
    Channel.TEXT_MESSAGE: Way.TEXT,
    Channel.PHONE: Way.PHONE,
    Channel.VISIT: Way.VISIT,
    Channel.APPOINTMENT: Way.VISIT,
}
"""The way that each kind of contact is. What is not here (administrative, other, unknown) sought
nobody and counts for no effort."""

CHANNELS: Mapping[Way, Channel] = {
    Way.LETTER: Channel.LETTER,
    Way.EMAIL: Channel.EMAIL,
    Way.TEXT: Channel.TEXT_MESSAGE,
    Way.PHONE: Channel.PHONE,
    Way.VISIT: Channel.VISIT,
}
"""As what an attempt by each way is recorded."""

PERSONAL = frozenset({Way.PHONE, Way.VISIT})
"""The ways in which two people can speak; a personal contact attempt is one of these."""

_MOMENTS: Mapping[DayPart, Moment] = {
    DayPart.MORNING: Moment.MORNING,
    DayPart.AFTERNOON: Moment.AFTERNOON,
    DayPart.EVENING: Moment.EVENING,
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A way at a moment: what an attempt tries."""

    way: Way
    moment: Moment


@dataclass(frozen=True, slots=True)
class Effort:
    """The least effort on a track before a case may close as unreached; all are counts.

    `ways` and `moments` count different ones; `personal` is phone and visit together.
    """

    attempts: int
    ways: int
    moments: int
    personal: int
    visits: int


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing of which there was too little: `needed` at least, `made` so far."""

    what: str
    needed: int
    made: int


class EffortMissing(Refused):
    """The case may not close as unreached yet; `lacks` names what is still to be done."""

    code = "effort-missing"

    def __init__(self, lacks: Sequence[Lack], source: str) -> None:
        self.lacks = tuple(lacks)
        self.source = source
        told = "; ".join(f"{_TOLD[one.what]}: {one.made} van {one.needed}" for one in lacks)
        super().__init__(
            f"Deze zaak kan nog niet dicht als niet bereikt. Doe eerst nog wat ontbreekt ({told})."
        )


class EffortUndecided(Refused):
    """The city decided nothing for this track on this day, and what is not decided is forbidden."""

    code = "effort-undecided"


_TOLD: Mapping[str, str] = {
    "attempts": "contactpogingen",
    "ways": "verschillende manieren",
    "moments": "verschillende dagdelen",
    "personal": "persoonlijke pogingen (bellen of bezoek)",
    "visits": "huisbezoeken",
}
UNREACHED = frozenset({Outcome.NEVER_REACHED})
"""The outcomes that say that nobody was reached."""


def slot_of(attempt: ContactAttempt) -> Slot | None:
    """What an attempt tried; None when it sought nobody. Every hour of a weekend is weekend."""
    way = WAYS.get(attempt.channel)
    if way is None:
        return None
    weekend = attempt.made_on.weekday() >= _SATURDAY
    return Slot(way, Moment.WEEKEND if weekend else _MOMENTS[attempt.day_part])


def tried(attempts: Sequence[ContactAttempt]) -> tuple[Slot, ...]:
    """What was tried, in the order of the attempts."""
    found = (slot_of(attempt) for attempt in attempts)
    return tuple(slot for slot in found if slot is not None)


def personal_attempts(attempts: Sequence[ContactAttempt]) -> int:
    """How often somebody called or came by; reached or not."""
    return sum(slot.way in PERSONAL for slot in tried(attempts))


def lacks(effort: Effort, attempts: Sequence[ContactAttempt]) -> tuple[Lack, ...]:
    """Everything that is missing of an effort; nothing when it was made."""
    return tuple(one for one in _measured(effort, tried(attempts)) if one.made < one.needed)


def _measured(effort: Effort, slots: Sequence[Slot]) -> Iterator[Lack]:
    yield Lack("attempts", effort.attempts, len(slots))
    yield Lack("ways", effort.ways, len({slot.way for slot in slots}))
    yield Lack("moments", effort.moments, len({slot.moment for slot in slots}))
    yield Lack("personal", effort.personal, sum(slot.way in PERSONAL for slot in slots))
    yield Lack("visits", effort.visits, sum(slot.way is Way.VISIT for slot in slots))


def check_outcome(
    outcome: Outcome, attempts: Sequence[ContactAttempt], rule: Rule[Effort] | None, on: date
) -> None:
    """Whether a case may close with this outcome. Attempts after `on` do not count.

    `rule` is the city's row for the track on that day (`ContactTerms.effort_on`). Raises
    EffortMissing or EffortUndecided; outcomes other than unreached ask for no effort.
    """
    if outcome not in UNREACHED:
        return
    if rule is None:
        raise EffortUndecided(
            "De stad heeft voor deze route niet vastgelegd hoeveel moeite genoeg is. Vul "
            "contact.yaml aan voordat een zaak als niet bereikt dicht kan."
        )
    missing = lacks(rule.value, [one for one in attempts if one.made_on <= on])
    if missing:
        raise EffortMissing(missing, rule.source)
