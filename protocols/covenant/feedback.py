"""Feedback (terugkoppeling): the few codes that a creditor may hear, and nothing beside them. Pure.

That an outcome goes back is agreed (NVVK); which codes may is not confirmed: since 2021 the law
limits it, and the list itself was not found. So the covenant says it row by row, and what it does
not say does not leave.

**The leak rule.** That a person is, or is not, a resident is told by nobody unless the covenant
allows `not_resident`. Silence tells too, so it is kept by construction:

1. `received`, `rejected`, `in_treatment` and `closed` follow from the receipt and a fixed number
   of days alone (`due_days`). The receipt is given before it is known whom a signal is about, so
   a signal of a resident and one of a stranger get the same codes on the same day.
2. `contact`, `no_contact` and `already_known` exist about residents only. Even when they are
   agreed they stay here while `not_resident` is not: then every outcome but accepted help gives
   the same answer as a signal that was never anybody's, namely none.
3. Accepted help is told because the resident lets it be told: the pause needs it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from protocols.covenant.terms import Term, Terms
from protocols.work.contact import Outcome


class Code(StrEnum):
    """All that feedback can say. The codes are stable: creditors program against them.

    The first five are the safe minimal set (not confirmed in law); the others are off unless a
    covenant names them.
    """

    RECEIVED = "received"
    REJECTED = "rejected"
    IN_TREATMENT = "in_treatment"
    HELP_ACCEPTED = "help_accepted"
    CLOSED = "closed"
    PAUSE_REQUESTED = "pause_requested"
    CONTACT = "contact"
    NO_CONTACT = "no_contact"
    ALREADY_KNOWN = "already_known"
    NOT_RESIDENT = "not_resident"


SAFE = frozenset({Code.RECEIVED, Code.REJECTED, Code.IN_TREATMENT, Code.HELP_ACCEPTED, Code.CLOSED})
"""The safe minimal set."""

OF_RESIDENTS = frozenset({Code.CONTACT, Code.NO_CONTACT, Code.ALREADY_KNOWN})
"""Codes that tell that somebody is a resident, without the resident having chosen it."""

WITH_PAUSE = frozenset({Code.HELP_ACCEPTED, Code.PAUSE_REQUESTED})
"""Codes that say until when collection is asked to be paused."""

_ACCEPTED = (Code.HELP_ACCEPTED, Code.PAUSE_REQUESTED, Code.CONTACT)
TOLD: Mapping[Outcome, tuple[Code, ...]] = {
    Outcome.ADVICE: _ACCEPTED,
    Outcome.FOLLOW_UP: _ACCEPTED,
    Outcome.FOLLOW_UP_FINANCIAL: _ACCEPTED,
    Outcome.FOLLOW_UP_OTHER: _ACCEPTED,
    Outcome.NEVER_REACHED: (Code.NO_CONTACT,),
    Outcome.NO_RESPONSE: (Code.CONTACT,),
    Outcome.MANAGES_ALONE: (Code.CONTACT,),
    Outcome.ALREADY_HELPED: (Code.ALREADY_KNOWN,),
    Outcome.NOT_RESIDENT: (Code.NOT_RESIDENT,),
}
"""What an outcome can be told as: the first code that the covenant allows. No row: nothing."""

FIXED_DAYS: Mapping[Code, int] = {Code.RECEIVED: 0, Code.REJECTED: 0, Code.IN_TREATMENT: 1}
"""Days after receipt on which codes are told whatever the signal turned out to be."""

_LONGEST_REFERENCE = 64


class BadFeedback(ValueError):
    """Feedback that says more than a code, or that holds together wrongly."""


class Reference(str):
    """An opaque reference of a signal: delivery and row, `d18a3f…-12`. Never free text.

    Small letters, digits and hyphens only, at most 64, ending in the number of a row. A name, an
    amount or a sentence is no reference: raises BadFeedback.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> "Reference":
        """Check the text and make it a reference."""
        delivery, hyphen, row = text.rpartition("-")
        whole = delivery.replace("-", "")
        opaque = whole.isascii() and whole.isalnum() and whole == whole.lower()
        numbered = bool(hyphen) and row.isascii() and row.isdigit()
        marked = any(sign.isdigit() for sign in whole)
        if not (opaque and numbered and marked) or len(text) > _LONGEST_REFERENCE:
            raise BadFeedback("a reference is a delivery and a row")
        return super().__new__(cls, text)

    @property
    def delivery_id(self) -> str:
        """The delivery that the signal came in with."""
        return self.rpartition("-")[0]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one creditor hears about one of its own signals: a code and a day, no more.

    There is no field in which a note, a name, an amount or another creditor could stand.
    `until_on` is the last day of the pause that is asked for; only codes of `WITH_PAUSE` have it.
    Raises BadFeedback when the reference is no `Reference`.
    """

    code: Code
    about: Reference
    told_on: date
    until_on: date | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.code, Code) or not isinstance(self.about, Reference):
            raise BadFeedback("feedback is a code about a reference")
        if self.until_on is not None and (
            self.code not in WITH_PAUSE or self.until_on < self.told_on
        ):
            raise BadFeedback("only a pause has a last day, and not one that is past")


def allowed(terms: Terms) -> frozenset[Code]:
    """The codes that may leave under a covenant: those it names, as far as the leak rule lets."""
    named = {Code(word) for word in terms.words_of(Term.FEEDBACK)}
    return frozenset(named if Code.NOT_RESIDENT in named else named - OF_RESIDENTS)


def feedback_for(outcome: Outcome, terms: Terms, about: Reference, on: date) -> Feedback | None:
    """What an outcome is told as on the day that it was recorded; None: nothing leaves."""
    may = allowed(terms)
    code = next((code for code in TOLD.get(outcome, ()) if code in may), None)
    if code is None:
        return None
    return Feedback(code, about, on, pause_until(terms, on) if code in WITH_PAUSE else None)


def pause_until(terms: Terms, on: date) -> date | None:
    """The last day of a pause that begins with help accepted on a day; None: none was agreed.

    The day of acceptance is not counted (LCV: at most 30 days after acceptance).
    """
    days = terms.number_of(Term.PAUSE_DAYS)
    return on + timedelta(days=days) if days else None


def due_days(terms: Terms) -> Mapping[Code, int]:
    """The codes that are told a fixed number of days after receipt, each with that number.

    It depends on the covenant alone: never on whom a signal turned out to be about.
    """
    closed = terms.number_of(Term.FEEDBACK_CLOSED_DAYS)
    days = {**FIXED_DAYS, **({Code.CLOSED: closed} if closed is not None else {})}
    may = allowed(terms)
    return {code: after for code, after in days.items() if code in may}
