"""When the weights of the linker overrule the table of rules, and when they hold it back."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from matching.ages import is_adult
from matching.compare import DIFFERENT, EARLIER, HERE, MISSING, NEAR, SAME, Fields, compare
from matching.described import Described, Known
from matching.index import Shortlist
from matching.rivals import Fit, fit_of, is_clearer
from matching.rules import MINOR, PARTNER, SEVERAL_FIT
from protocols.judgement import Judgement, MatchKind

ASKED_OF: Final = frozenset({MatchKind.PROBABLE, MatchKind.ADDRESS_ONLY, MatchKind.NOT_RESIDENT})
"""The kinds that the weights may turn into an answer, unless somebody died or left."""
LEFT_ALONE: Final = frozenset({SEVERAL_FIT, MINOR, PARTNER})
"""Doubts of the table about who else it may be: those stay, however probable somebody is."""


@dataclass(frozen=True, slots=True)
class Bars:
    """From which probability on (0 to 1) the weights count.

    Whom the table finds must have `least`; whom it does not find is found from `enough` on,
    when the runner-up is at least `ahead` behind.
    """

    least: float = 0.5
    enough: float = 0.98
    ahead: float = 0.9


BARS: Final = Bars()


def holds_back(bars: Bars, person: Described, best: Fit, told: Shortlist) -> bool:
    """Whether the weights do not back the record that the table found; an id needs no backing.

    Nor does who lived there and agrees more in person than the most probable record: a rare slip
    may weigh more than a common name that is spelt right, but not when both are there.
    """
    if told.probability is None or best.fields.national_id is SAME:
        return False
    if not told.records:
        return True
    first = told.records[0]
    if first.resident_id == best.known.resident_id:
        return told.probability < bars.least
    return not is_clearer(best, fit_of(best.rank, first, compare(person, first)))


def overrules(
    bars: Bars, person: Described, told: Shortlist, judgement: Judgement, on: date
) -> Fields | None:
    """How the most probable resident agrees, when that is enough to be found; else None."""
    if told.probability is None or told.margin is None or not told.records:
        return None
    if told.probability < bars.enough or told.margin < bars.ahead or person.is_business:
        return None
    if judgement.kind not in ASKED_OF or judgement.rule in LEFT_ALONE or ":" in judgement.rule:
        return None
    first = told.records[0]
    fields = compare(person, first)
    return fields if first.lives_here and _may_be_named(fields, first, on) else None


def _may_be_named(fields: Fields, known: Known, on: date) -> bool:
    """The name and a home agree, and nothing of the person itself speaks against it.

    Without a home it takes the table: the same names and birth dates occur twice. Where the given
    name is not there in full, a slip in the rest is passed over at the very home only.
    """
    if fields.surname not in HERE or fields.address not in HERE | {EARLIER}:
        return False
    if DIFFERENT in {fields.national_id, fields.given, fields.born}:
        return False
    if NEAR in {fields.surname, fields.born} and SAME not in {fields.given, fields.address}:
        return False
    return fields.born is not MISSING or is_adult(known.born, on)


def kind_of(fields: Fields) -> MatchKind:
    """A resident at the delivered address, or at another."""
    elsewhere = fields.address in {EARLIER, DIFFERENT}
    return MatchKind.OTHER_ADDRESS if elsewhere else MatchKind.RESIDENT


def weighed(judgement: Judgement, told: Shortlist) -> Judgement:
    """With the probability of its first candidate, if the linker put that one first too.

    Six decimals: the last bits of a sum depend on the order in which words were met, and the same
    signal must get the same judgement whenever it is asked again.
    """
    shown = judgement.candidates
    if not shown or not told.records or shown[0].resident_id != told.records[0].resident_id:
        return judgement
    probability, margin = told.probability, told.margin
    if probability is None or margin is None:
        return judgement
    return replace(judgement, probability=round(probability, 6), margin=round(margin, 6))
