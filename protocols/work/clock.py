"""Legal clocks: by when somebody must have been reached out to. Pure.

Sources: Wgs (four weeks; three working days when a threat is near). Whether the four weeks run
from the receipt of the signal is not confirmed, so the start event is a row of the city's table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from protocols.rules import Rule, in_force
from protocols.work.points import Track

_SATURDAY = 5
_LOCAL = ZoneInfo("Europe/Amsterdam")


class DayKind(StrEnum):
    """Whether a term counts every day or working days only."""

    CALENDAR = "calendar_days"
    WORKING = "working_days"


@dataclass(frozen=True, slots=True)
class Term:
    """A legal term: so many days of a kind, from the start event of the case."""

    days: int
    kind: DayKind


@dataclass(frozen=True, slots=True)
class Calendar:
    """The public holidays of the city, as far as they are known."""

    holidays: frozenset[date] = frozenset()

    def add(self, start_on: date, term: Term) -> date:
        """The last day of a term; the start day itself does not count.

        A term in calendar days that ends on a weekend or holiday ends on the next working day
        (Algemene termijnenwet art. 1).
        """
        if term.kind is DayKind.CALENDAR:
            return self._working(start_on + timedelta(days=term.days))
        day = start_on
        for _ in range(term.days):
            day = self._working(day + timedelta(days=1))
        return day

    def _working(self, day: date) -> date:
        while day.weekday() >= _SATURDAY or day in self.holidays:
            day += timedelta(days=1)
        return day


@dataclass(frozen=True, slots=True)
class Clocks:
    """First-contact terms per track, and when to remind of their end, as dated rows."""

    first_contact: Mapping[Track, tuple[Rule[Term], ...]]
    calendar: Calendar
    remind_days: tuple[Rule[int], ...] = ()

    def first_contact_by(self, track: Track, start_on: date) -> date:
        """By when the first contact attempt must be made; a year when no row says so."""
        row = in_force(self.first_contact.get(track, ()), start_on)
        return self.calendar.add(start_on, row.value if row else Term(365, DayKind.CALENDAR))

    def remind_days_on(self, on: date) -> int:
        """How many days before a term ends its worker is reminded; 0 where no row says so."""
        row = in_force(self.remind_days, on)
        return row.value if row else 0


def local_day(at: datetime) -> date:
    """The day it is in Amsterdam and Brussels at an instant: legal days are local days."""
    return at.astimezone(_LOCAL).date()
