"""What the covenant can answer to a delivered row: admitted, or refused with an article."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from protocols.covenant.signal import ArrearsType, Delivered
from protocols.covenant.terms import Rows, Term, Terms


class Refusal(StrEnum):
    """Why a row may not come in. The codes are stable: creditors program against them.

    PARKED is no refusal yet: the row waits apart until an operator puts it back or drops it.
    """

    NO_COVENANT = "no-covenant"
    ARREARS_TYPE_NOT_AGREED = "arrears-type-not-agreed"
    NO_LEGAL_BASIS = "no-legal-basis"
    OUTSIDE_WINDOW = "outside-window"
    SIGNAL_DATE = "signal-date"
    TOO_RECENT = "too-recent"
    TOO_OLD = "too-old"
    AMOUNT_TOO_LOW = "amount-too-low"
    AMOUNT_TOO_HIGH = "amount-too-high"
    RUNNING_ARRANGEMENT = "running-arrangement"
    OBJECTION = "objection"
    STEPS_MISSING = "steps-missing"
    DUPLICATE = "duplicate"
    UNKNOWN_SIGNAL = "unknown-signal"
    TOO_LATE_TO_CHANGE = "too-late-to-change"
    UNREADABLE = "unreadable"
    PARKED = "parked"
    NOT_PROCESSED = "not-processed"


class Remark(StrEnum):
    """What was noted about a row that did come in."""

    OUTSIDE_WINDOW = "outside-window-noted"
    ARRANGEMENT = "arrangement-noted"
    OBJECTION = "objection-noted"
    NATIONAL_ID_DROPPED = "national-id-dropped"
    NATIONAL_ID_INVALID = "national-id-invalid"


WITHDRAWN = "-"
"""Stands in the place of a household when a signal was withdrawn."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier signal under the same reference; `household_id` is empty if it was not matched."""

    signal_id: str
    signal_on: date
    household_id: str = ""

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back: then there is nothing left to change or to repeat."""
        return self.household_id == WITHDRAWN


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything the question "may this come in?" depends on.

    `terms` is the covenant on the day of receipt. For a new signal `earlier` is one already
    admitted for the same period; for a withdrawal or a correction it is the latest one under
    the reference. None: there is none.
    """

    row: Delivered
    terms: Terms
    bases: Mapping[ArrearsType, Rows]
    received_on: date
    earlier: Earlier | None = None

    def refuse(self, code: Refusal, term: Term) -> "NotAdmitted":
        """Refuse, naming where the covenant says so."""
        return NotAdmitted(code, self.terms.article(term))


@dataclass(frozen=True, slots=True)
class NotAdmitted:
    """Refused, with the article that says so."""

    code: Refusal
    article: str


@dataclass(frozen=True, slots=True)
class Admitted:
    """A row that may come in. `about` is the earlier signal that it withdraws or corrects."""

    delivered: Delivered
    article: str
    legal_basis: str
    remarks: tuple[Remark, ...] = ()
    about: Earlier | None = None

    @property
    def keeps_national_id(self) -> bool:
        """Whether this creditor may let us see the BSN or INSZ it sent."""
        return Remark.NATIONAL_ID_DROPPED not in self.remarks
