"""Which contact attempt to make next, and why: a way and a part of day not tried yet. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from protocols.work.contact import ContactAttempt, Reached
from protocols.work.effort import PERSONAL, Effort, Moment, Slot, Way, lacks, slot_of, tried


class SuggestedFor(StrEnum):
    """Why this attempt is proposed."""

    NOTHING_TRIED = "nothing_tried"
    NEW_WAY_AND_MOMENT = "new_way_and_moment"
    NEW_MOMENT = "new_moment"
    NEW_WAY = "new_way"
    NEW_COMBINATION = "new_combination"
    LONGEST_AGO = "longest_ago"
    WORKED_BEFORE = "worked_before"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The next attempt with its reason; `for_effort` names what it helps to complete, if any."""

    slot: Slot
    why: SuggestedFor
    for_effort: str = ""


SENSIBLE: Mapping[Way, tuple[Moment, ...]] = {
    Way.VISIT: (Moment.EVENING, Moment.MORNING, Moment.WEEKEND, Moment.AFTERNOON),
    Way.PHONE: (Moment.EVENING, Moment.MORNING, Moment.WEEKEND, Moment.AFTERNOON),
    Way.TEXT: (Moment.EVENING, Moment.AFTERNOON, Moment.MORNING, Moment.WEEKEND),
    Way.EMAIL: (Moment.MORNING, Moment.EVENING, Moment.AFTERNOON),
    Way.LETTER: (Moment.MORNING, Moment.AFTERNOON),
}
"""The moments at which each way makes sense, best first: whoever works is home in the evening.
No letter is delivered in the evening, nobody reads the city's e-mail in the weekend."""

_GRADES = (
    SuggestedFor.NEW_WAY_AND_MOMENT,
    SuggestedFor.NEW_MOMENT,
    SuggestedFor.NEW_WAY,
    SuggestedFor.NEW_COMBINATION,
)


def suggest(
    attempts: Sequence[ContactAttempt], ways: Sequence[Way], effort: Effort | None
) -> Suggestion | None:
    """The next attempt. `ways` are those possible for this household (a phone number is known),
    the city's preference first; none possible gives None.

    Whoever was reached is sought again as it worked. Otherwise a part of day not tried goes
    before one that was, and a new way before an old one.
    """
    worked = [slot_of(one) for one in attempts if one.reached is Reached.YES]
    found = next((slot for slot in reversed(worked) if slot and slot.way in ways), None)
    if found is not None:
        return Suggestion(found, SuggestedFor.WORKED_BEFORE)
    slots = tried(attempts)
    missing = [one.what for one in lacks(effort, attempts)] if effort else []
    choices = [Slot(way, moment) for way in ways for moment in SENSIBLE[way]]
    fresh = [slot for slot in choices if slot not in slots]
    if not fresh:
        return _longest_ago(choices, slots)
    best = min(fresh, key=lambda slot: _rank(slot, slots, missing))
    why = _grade(best, slots) if slots else SuggestedFor.NOTHING_TRIED
    return Suggestion(best, why, _serves(best, missing))


def _rank(slot: Slot, slots: Collection[Slot], missing: Sequence[str]) -> tuple[bool, int, bool]:
    """A moment already tried ranks last of all; the order of the choices breaks what is equal.

    A new way follows the city's preference; what the effort asks for decides between old ones.
    """
    old_moment = slot.moment in {one.moment for one in slots}
    grade = _grade(slot, slots)
    decides = grade in {SuggestedFor.NEW_MOMENT, SuggestedFor.NEW_COMBINATION}
    return old_moment, _GRADES.index(grade), decides and not _serves(slot, missing)


def _grade(slot: Slot, slots: Collection[Slot]) -> SuggestedFor:
    new_way = slot.way not in {one.way for one in slots}
    new_moment = slot.moment not in {one.moment for one in slots}
    if new_way and new_moment:
        return SuggestedFor.NEW_WAY_AND_MOMENT
    if new_moment:
        return SuggestedFor.NEW_MOMENT
    return SuggestedFor.NEW_WAY if new_way else SuggestedFor.NEW_COMBINATION


def _serves(slot: Slot, missing: Sequence[str]) -> str:
    """What of the least effort only this kind of way completes: a visit, or else a call."""
    if "visits" in missing and slot.way is Way.VISIT:
        return "visits"
    if "visits" not in missing and "personal" in missing and slot.way in PERSONAL:
        return "personal"
    return ""


def _longest_ago(choices: Sequence[Slot], slots: Sequence[Slot]) -> Suggestion | None:
    if not choices:
        return None
    last = {slot: number for number, slot in enumerate(slots)}
    oldest = min(choices, key=lambda slot: last[slot])
    return Suggestion(oldest, SuggestedFor.LONGEST_AGO)
