"""The lines of an explanation: which rule took or left how much, from which source."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from protocols.plan.terms import ONZEKER


class LineCode(StrEnum):
    """What a line of the explanation is about."""

    BAND = "band"
    CHILDREN = "children"
    EXEMPT = "exempt"
    MAINTENANCE = "maintenance"
    INCOME = "income"
    SHARE = "share"
    RENT = "rent"
    HEALTH = "health"
    CAP = "cap"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Line:
    """One line; the amounts of all lines add up to what may be asked each month.

    `base_cents` is what the rule was applied to, `rate_bp` the share of it in basis points
    (0 where none). A band lies between `from_cents` and `to_cents`; `to_cents` None has no end.
    """

    code: LineCode
    amount_cents: int
    source: str
    article: str = ""
    base_cents: int = 0
    rate_bp: int = 0
    from_cents: int = 0
    to_cents: int | None = None
    count: int = 1
    doubt: str = ""

    @property
    def mark(self) -> str:
        """`onzeker` where the figure is not confirmed, else empty."""
        return ONZEKER if self.doubt else ""


def doubts_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """Everything that is not confirmed, each thing once, in the order met."""
    return tuple(dict.fromkeys(line.doubt for line in lines if line.doubt))


def both(*doubts: str) -> str:
    """Two doubts on one line, as one text."""
    return "; ".join(dict.fromkeys(doubt for doubt in doubts if doubt))
