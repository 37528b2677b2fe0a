"""When a job is due: a local time on some days. Pure.

Every day has each local time exactly once. On the day that summer begins, a time in the hour that
is left out is taken as far after midnight as on any other day (02:30 becomes 03:30); on the day
that winter begins, the first of two equal times counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from protocols.work.clock import local_day

ZONE = "Europe/Amsterdam"
"""Brussels has the same time all year."""
_LOCAL = ZoneInfo(ZONE)
_DAY = timedelta(days=1)
_WEEK = ("ma", "di", "wo", "do", "vr", "za", "zo")


@dataclass(frozen=True, slots=True)
class Turn:
    """One time that a job is due: the instant (UTC), and the local day that it is about."""

    at: datetime
    on: date


@dataclass(frozen=True, slots=True)
class Schedule:
    """A local time: every day, or on some days of the week (Monday is 0) or of the month."""

    at: time
    weekdays: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Raise ValueError for a schedule that some month or week would never come to."""
        if self.at.tzinfo is not None or (self.weekdays and self.month_days):
            raise ValueError("a schedule has a local time, on days of the week or of the month")
        if not self.weekdays <= set(range(7)) or not self.month_days <= set(range(1, 29)):
            raise ValueError("days of the week are 0 to 6, days of the month 1 to 28")

    def turn(self, on: date) -> Turn:
        """The turn of a day, also of a day that is not on the schedule: for who asks by hand."""
        local = datetime.combine(on, self.at, _LOCAL)
        return Turn(local.astimezone(UTC), on)

    def falls_on(self, day: date) -> bool:
        """Whether a day is on the schedule."""
        if self.weekdays:
            return day.weekday() in self.weekdays
        return not self.month_days or day.day in self.month_days

    def between(self, after: datetime, until: datetime) -> Iterator[Turn]:
        """The turns after an instant up to and including another, in order."""
        day, last = local_day(after), local_day(until)
        while day <= last:
            turn = self.turn(day)
            if self.falls_on(day) and after < turn.at <= until:
                yield turn
            day += _DAY

    def next_after(self, at: datetime) -> Turn:
        """The first turn after an instant."""
        return next(self.between(at, at + timedelta(days=62)))

    def __str__(self) -> str:
        """The schedule in Dutch: `elke dag 03:00`, `ma, di 07:30`, `dag 1 van de maand 06:00`."""
        days = "elke dag"
        if self.weekdays:
            days = ", ".join(_WEEK[one] for one in sorted(self.weekdays))
        elif self.month_days:
            days = f"dag {', '.join(map(str, sorted(self.month_days)))} van de maand"
        return f"{days} {self.at:%H:%M}"
