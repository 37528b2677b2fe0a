"""A safety warning about a visit, for the assigned worker's eyes only. Pure.

A warning ("niet alleen gaan") protects a worker and marks a household; the more people read it,
the longer it follows somebody (AVG art. 5(1)(c)). So it is sealed: its text comes out together
with the entry that says who looked, and for one reader only. Assignment is the only key: no role,
no rank and no privacy officer opens it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from protocols.errors import Refused
from protocols.ids import CaseId, WorkerId
from protocols.privacy.audit import Action, AuditEntry, Origin
from protocols.work.clock import local_day

MOST_WARNING = 200
"""Characters: what to do at the door, no story about the people behind it."""


class BadWarning(Refused):
    """A warning without text, too long, or without an end."""

    code = "bad-warning"


@dataclass(frozen=True, slots=True)
class SafetyWarning:
    """A sealed warning. Who prints it, logs it or shows it in an error sees no text.

    It ends by itself after `until_on`: a warning nobody looks at again is a label for life.
    """

    case_id: CaseId
    noted_on: date
    until_on: date
    _text: str = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks to see a warning, through which door, for which purpose."""

    worker_id: WorkerId
    origin: Origin
    purpose: str
    basis: str


@dataclass(frozen=True, slots=True)
class Look:
    """What a reader sees, and the audit entry that goes with it; empty text is nothing to see."""

    text: str
    entry: AuditEntry


def seal(case_id: CaseId, text: str, noted_on: date, until_on: date) -> SafetyWarning:
    """Make a warning. Raises BadWarning, which never repeats the text."""
    if not text.strip() or len(text) > MOST_WARNING:
        raise BadWarning(f"Schrijf een waarschuwing van 1 tot en met {MOST_WARNING} tekens.")
    if until_on < noted_on:
        raise BadWarning("Kies een einddag vanaf vandaag.")
    return SafetyWarning(case_id, noted_on, until_on, text)


def may_see(assigned: WorkerId, reader: WorkerId) -> bool:
    """Whether a reader is the worker the case is assigned to; nobody is while nobody is."""
    return bool(assigned) and reader == assigned


def look(warning: SafetyWarning, assigned: WorkerId, reader: Reader, at: datetime) -> Look:
    """Open a warning for whoever may see it. The only way to its text brings the audit entry.

    Everybody else sees nothing, not even whether it is still in force, and that is audited too.
    """
    allowed = may_see(assigned, reader.worker_id)
    shown = allowed and warning.noted_on <= local_day(at) <= warning.until_on
    entry = AuditEntry(
        at=at,
        actor=reader.worker_id,
        origin=reader.origin,
        action=Action.CASE_READ if allowed else Action.ACCESS_DENIED,
        object_type="safety-warning",
        object_id=warning.case_id,
        result=("shown" if shown else "ended") if allowed else "denied",
        purpose=reader.purpose,
        basis=reader.basis,
    )
    return Look(warning._text if shown else "", entry)
