"""What a city decided about contact: the effort per track, what counts as acceptance, quick fixes.

The words of the outcomes are those of DDAS v1.2 (`contact.Outcome`); whether one counts as
acceptance of help is the city's own dated row, because cities count differently (Divosa 2024).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from protocols.errors import Refused
from protocols.rules import Rule, in_force
from protocols.work.contact import Outcome
from protocols.work.effort import Effort, Way
from protocols.work.points import Track

MOST_QUICK_FIX_DAYS = 30
"""Divosa Monitor: solved within 30 days of acceptance, without referral. A city may ask for less
and never for more: then it would count something else under the same name."""


class NotAQuickFix(Refused):
    """What was done took longer, or was passed on, and may not be booked as a quick fix."""

    code = "not-a-quick-fix"


@dataclass(frozen=True, slots=True)
class ContactTerms:
    """The city's rows about contact work. Without a row nothing counts and nothing may close."""

    effort: Mapping[Track, tuple[Rule[Effort], ...]] = field(default_factory=dict)
    ways: Mapping[Track, tuple[Rule[tuple[Way, ...]], ...]] = field(default_factory=dict)
    acceptance: Mapping[Outcome, tuple[Rule[bool], ...]] = field(default_factory=dict)
    quick_fix_days: tuple[Rule[int], ...] = ()

    def effort_on(self, track: Track, on: date) -> Rule[Effort] | None:
        """The least effort on a track, with its source; None where nothing was decided."""
        return in_force(self.effort.get(track, ()), on)

    def ways_on(self, track: Track, on: date) -> tuple[Way, ...]:
        """The ways to reach out on a track, the city's preference first."""
        row = in_force(self.ways.get(track, ()), on)
        return row.value if row else ()

    def counts_as_acceptance(self, outcome: Outcome, on: date) -> bool:
        """Whether an outcome counts as acceptance of help on that day."""
        row = in_force(self.acceptance.get(outcome, ()), on)
        return row is not None and row.value

    def quick_fix_days_on(self, on: date) -> int:
        """Within how many days of acceptance something must be solved; 0 where nothing says so."""
        row = in_force(self.quick_fix_days, on)
        return min(row.value, MOST_QUICK_FIX_DAYS) if row else 0


@dataclass(frozen=True, slots=True)
class QuickFix:
    """Help that solved it at once. Made by `quick_fix`, which holds it to the term."""

    accepted_on: date
    solved_on: date
    days: int

    def __post_init__(self) -> None:
        """Raise ValueError for a fix outside its term: such a one cannot exist."""
        late = self.solved_on > quick_fix_until(self.accepted_on, self.days)
        if late or self.solved_on < self.accepted_on or self.days > MOST_QUICK_FIX_DAYS:
            raise ValueError("a quick fix is solved within its term")


def quick_fix_until(accepted_on: date, days: int) -> date:
    """The last day on which it still is a quick fix; the day of acceptance does not count."""
    return accepted_on + timedelta(days=days)


def quick_fix(
    accepted_on: date, solved_on: date, referred_on: date | None, terms: ContactTerms
) -> QuickFix:
    """Book help as a quick fix; the term is the one in force on the day of acceptance.

    Raises NotAQuickFix when it took too long, came before acceptance, or was referred.
    """
    days = terms.quick_fix_days_on(accepted_on)
    if referred_on is not None:
        raise NotAQuickFix("Er is doorverwezen. Kies een resultaat met vervolghulp.")
    if solved_on < accepted_on:
        raise NotAQuickFix("De oplossing ligt voor de aanvaarding. Verbeter een van de dagen.")
    if not days or solved_on > quick_fix_until(accepted_on, days):
        raise NotAQuickFix(
            f"Een quick fix is binnen {days} dagen na aanvaarding opgelost. Kies een ander "
            "resultaat, of draag warm over."
        )
    return QuickFix(accepted_on, solved_on, days)
