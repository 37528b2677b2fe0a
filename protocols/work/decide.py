"""Deciding whom an unsure signal is about, and taking that back: the words and the bounds. Pure.

A decision has a reason from a closed list (AVG art. 5(2): who decides can account for it). It can
be taken back for as long as the city's term runs and nobody acted on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST_NOTE = 200
"""Characters of a note: enough to explain, too little for a file."""


class Verdict(StrEnum):
    """What a human can say of a held signal."""

    SAME = "same"
    DIFFERENT = "different"


class DecisionReason(StrEnum):
    """Why a human decided so."""

    FITS = "fits"
    SPELLING = "spelling"
    NAME_CHANGED = "name_changed"
    MOVED = "moved"
    HOUSEMATE = "housemate"
    NAMESAKE = "namesake"
    CONTRADICTED = "contradicted"
    TOO_LITTLE = "too_little"
    OTHER = "other"


_R = DecisionReason
REASONS: Mapping[Verdict, tuple[DecisionReason, ...]] = {
    Verdict.SAME: (_R.FITS, _R.SPELLING, _R.NAME_CHANGED, _R.MOVED, _R.OTHER),
    Verdict.DIFFERENT: (_R.HOUSEMATE, _R.NAMESAKE, _R.CONTRADICTED, _R.TOO_LITTLE, _R.OTHER),
}
"""Which reasons go with which verdict; another reason needs a note."""


class ReasonFault(StrEnum):
    """What can be wrong with the reason of a decision."""

    NOT_A_REASON = "not_a_reason"
    NOTE_MISSING = "note_missing"
    NOTE_TOO_LONG = "note_too_long"


def faults_of(verdict: Verdict, reason: str, note: str) -> tuple[ReasonFault, ...]:
    """Everything that is wrong with a reason and its note; nothing for a good one."""
    found = (
        (reason not in REASONS[verdict], ReasonFault.NOT_A_REASON),
        (reason == DecisionReason.OTHER and not note.strip(), ReasonFault.NOTE_MISSING),
        (len(note) > MOST_NOTE, ReasonFault.NOTE_TOO_LONG),
    )
    return tuple(fault for holds, fault in found if holds)


class Trace(StrEnum):
    """Where the signal is that a decision was about."""

    SET_ASIDE = "set_aside"
    UNDER_WAY = "under_way"
    IN_CASE = "in_case"
    IN_CLOSED_CASE = "in_closed_case"
    ASTRAY = "astray"
    GONE = "gone"


class Hindrance(StrEnum):
    """Why a decision cannot be taken back."""

    TERM_PAST = "term_past"
    CONTACT_MADE = "contact_made"
    CASE_CLOSED = "case_closed"
    UNDER_WAY = "under_way"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a decision stands. `attempts` counts the contact attempts on the case since it was
    made; `undo_until` is the last day on which it can be taken back."""

    trace: Trace
    attempts: int
    undo_until: date


_HINDERS: Mapping[Trace, Hindrance] = {
    Trace.GONE: Hindrance.GONE,
    Trace.UNDER_WAY: Hindrance.UNDER_WAY,
    Trace.IN_CLOSED_CASE: Hindrance.CASE_CLOSED,
}
"""The traces that stand in the way; a signal that was set aside or went astray is still here."""


def hindrance(standing: Standing, on: date) -> Hindrance | None:
    """Why a decision cannot be taken back on a day; None when it can.

    Once somebody sought contact the resident may know: then a correction is work for people.
    """
    if on > standing.undo_until:
        return Hindrance.TERM_PAST
    if standing.attempts and standing.trace is not Trace.GONE:
        return Hindrance.CONTACT_MADE
    return _HINDERS.get(standing.trace)
