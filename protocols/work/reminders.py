"""Reminding a worker of the legal clock: which cases are nearly late, and which are. Pure.

The term itself is law or the city's own (`clock.Clocks.first_contact`); how many days before it a
worker is reminded is a row of the city's `clocks.yaml`.
"""

from datetime import date, timedelta
from enum import StrEnum


class Reminder(StrEnum):
    """Why a case is on the list of its worker."""

    SOON = "soon"
    OVER = "over"


def remind_until(on: date, days: int) -> date:
    """The last day of a term that a worker is reminded of on a day; `days` is 0 or more."""
    return on + timedelta(days=days)


def reminder_of(first_contact_by: date, on: date, days: int) -> Reminder | None:
    """Whether to remind of a case that nobody has tried to reach yet; None: not yet.

    On the last day of the term it is still in time.
    """
    if first_contact_by < on:
        return Reminder.OVER
    return Reminder.SOON if first_contact_by <= remind_until(on, days) else None
