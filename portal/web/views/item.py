"""One line of a timeline."""

from dataclasses import dataclass
from datetime import date

from portal.web.words import day


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One thing that happened; `iso` is its day for machines."""

    iso: str
    on: str
    what: str
    detail: str


def item(iso: str, what: str, detail: str) -> TimelineItem:
    """A line about a day in ISO text."""
    return TimelineItem(iso, day(date.fromisoformat(iso)), what, detail)
