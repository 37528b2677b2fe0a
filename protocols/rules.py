"""Rules are dated rows. A rule that is not in a table is not a rule: absence means forbidden."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

V = TypeVar("V", covariant=True)


@dataclass(frozen=True, slots=True)
class Rule(Generic[V]):
    """One row of a rule table.

    `valid_from` and `valid_to` are both included; `valid_to` None means until further notice.
    `source` names the law, covenant or decision that the value comes from.
    """

    value: V
    unit: str
    source: str
    valid_from: date
    valid_to: date | None = None
    article: str = ""

    def covers(self, on: date) -> bool:
        """Tell whether the row is in force on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def in_force(rows: Iterable[Rule[V]], on: date) -> Rule[V] | None:
    """The first row in force on that day, or None."""
    for row in rows:
        if row.covers(on):
            return row
    return None
