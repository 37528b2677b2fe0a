"""The ceiling: the most that the law lets anyone ask of a household each month."""

from dataclasses import InitVar, dataclass
from datetime import date

from protocols.money import Cents
from protocols.plan.protected import DutchHousehold, protected_lines
from protocols.plan.seizable import BelgianIncome, seizable_lines
from protocols.plan.terms import ONZEKER, PlanTerms
from protocols.plan.trace import Line, doubts_of

Situation = BelgianIncome | DutchHousehold
_DECIDED = object()


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What may be asked of an income on a day. Only `ceiling` makes one.

    `lines` explain it: their amounts add up to `cents`, which is never negative and never more
    than `income_cents`.
    """

    on: date
    income_cents: Cents
    lines: tuple[Line, ...]
    decided: InitVar[object]

    def __post_init__(self, decided: object) -> None:
        if decided is not _DECIDED:
            raise TypeError("a ceiling is made by protocols.plan.ceiling.ceiling alone")

    @property
    def cents(self) -> Cents:
        """The most per month."""
        return Cents(sum(line.amount_cents for line in self.lines))

    @property
    def doubts(self) -> tuple[str, ...]:
        """What of it is not confirmed, in Dutch; empty when everything is."""
        return doubts_of(self.lines)

    @property
    def mark(self) -> str:
        """`onzeker` when any figure in it is not confirmed, else empty."""
        return ONZEKER if self.doubts else ""


def ceiling(terms: PlanTerms, situation: Situation, on: date) -> Ceiling:
    """The ceiling of a situation on a day, by the law of its country.

    Raises NoFigures when a table has no row for that day: nothing is extrapolated.
    """
    match situation:
        case BelgianIncome():
            lines = seizable_lines(terms.seizable, situation, on)
        case DutchHousehold():
            lines = protected_lines(terms.protected, situation, on)
    return Ceiling(on, situation.income_cents, lines, _DECIDED)
