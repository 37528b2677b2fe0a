"""A covenant: dated terms, each with its article, that a jurist can read row by row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from protocols.covenant.signal import ArrearsType, CollectionStep
from protocols.ids import CreditorId
from protocols.rules import Rule, in_force

Rows = tuple[Rule[object], ...]


class Term(StrEnum):
    """The closed list of what a covenant can agree; the value's shape stands behind each."""

    IN_FORCE = "in_force"  # true
    ARREARS_TYPES = "arrears_types"  # list of ArrearsType
    MINIMUM_AGE_DAYS = "minimum_age_days"  # days
    MAXIMUM_AGE_DAYS = "maximum_age_days"  # days
    MINIMUM_AMOUNT = "minimum_amount"  # cents
    MAXIMUM_AMOUNT = "maximum_amount"  # cents; above it a typing error is likelier than a debt
    REQUIRED_STEPS = "required_steps"  # list of CollectionStep
    STEPS_NOT_MENTIONED = "steps_not_mentioned"  # "declared" (by delivering) or "refused"
    ARRANGEMENT = "arrangement"  # "refused" or "noted"
    OBJECTION = "objection"  # "refused" or "noted"
    DELIVERY_WINDOW = "delivery_window"  # [first day, last day] of the month
    OUTSIDE_WINDOW = "outside_window"  # "refused" or "noted"
    FREQUENCY = "frequency"  # "month", "quarter" or "year": at most one signal per period
    NATIONAL_ID = "national_id"  # "accepted" or "dropped"
    WITHDRAWAL_DAYS = "withdrawal_days"  # days after the signal
    PAUSE_DAYS = "pause_days"  # days that collection is paused once help is accepted
    PAUSED = "paused"  # list of words: what is paused
    PAUSE_EXTENSION_DAYS = "pause_extension_days"  # days that a pause can be made longer, in all
    PAUSE_BROKEN = "pause_broken"  # list of words: what follows when the pause is broken
    FEEDBACK = "feedback"  # list of codes the creditor may hear
    FEEDBACK_CLOSED_DAYS = "feedback_closed_days"  # days after receipt that a signal is closed


OPTIONAL_TERMS = frozenset(
    {
        Term.MAXIMUM_AGE_DAYS,
        Term.MAXIMUM_AMOUNT,
        Term.PAUSE_EXTENSION_DAYS,
        Term.PAUSE_BROKEN,
        Term.FEEDBACK_CLOSED_DAYS,
    }
)
REQUIRED_TERMS = frozenset(Term) - OPTIONAL_TERMS


@dataclass(frozen=True, slots=True)
class Creditor:
    """A signal partner. `partner_type` is the DDAS word; `columns` maps its headings to ours."""

    creditor_id: CreditorId
    name: str
    partner_type: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Covenant:
    """What one city agreed with one creditor. A term without a row on a day is not agreed."""

    number: str
    creditor: Creditor
    terms: Mapping[Term, Rows]

    def on(self, day: date) -> "Terms":
        """The terms as they stand on one day."""
        rows = {term: in_force(rules, day) for term, rules in self.terms.items()}
        return Terms(self.number, {term: row for term, row in rows.items() if row is not None})


@dataclass(frozen=True, slots=True)
class Terms:
    """A covenant on one day. The lists are read once, as every row is held against them.

    `arrears_in_order` are the kinds this creditor may signal, the first meant when a row names
    none; `required_steps` the steps of social collection that come first; `window` the first
    and last day of the month for deliveries, both included.
    """

    number: str
    rows: Mapping[Term, Rule[object]]
    arrears_in_order: tuple[ArrearsType, ...] = field(init=False)
    required_steps: tuple[CollectionStep, ...] = field(init=False)
    window: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        first, last = self._words(Term.DELIVERY_WINDOW) or ("1", "31")
        read = {
            "arrears_in_order": tuple(map(ArrearsType, self._words(Term.ARREARS_TYPES))),
            "required_steps": tuple(map(CollectionStep, self._words(Term.REQUIRED_STEPS))),
            "window": (int(first), int(last)),
        }
        for name, value in read.items():
            object.__setattr__(self, name, value)

    def article(self, term: Term) -> str:
        """Where the term stands, for a receipt: covenant number and article."""
        row = self.rows.get(term)
        return f"{self.number} art. {row.article}" if row and row.article else self.number

    def number_of(self, term: Term) -> int | None:
        """The value of a term counted in days or cents; None when nothing was agreed."""
        row = self.rows.get(term)
        return row.value if row and isinstance(row.value, int) else None

    def word_of(self, term: Term) -> str:
        """The value of a term that is one word; empty when nothing was agreed."""
        row = self.rows.get(term)
        return row.value if row and isinstance(row.value, str) else ""

    def words_of(self, term: Term) -> tuple[str, ...]:
        """The value of a term that is a list; empty when nothing was agreed."""
        return self._words(term)

    def _words(self, term: Term) -> tuple[str, ...]:
        row = self.rows.get(term)
        return tuple(map(str, row.value)) if row and isinstance(row.value, tuple) else ()
