"""Remind workers of cases that nobody has tried to reach while the term ends: counted per worker.

Cases are read a page at a time, so a city of any size takes the same memory.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from portal.wiring import Platform
from protocols.work.reminders import Reminder, remind_until, reminder_of
from store.due_cases import unreached

NOBODY = "-"
"""Stands for the worker of a case that nobody has."""


def remind(wired: Platform, on: date) -> Mapping[str, int]:
    """How many open cases are nearly late (`soon`) and late (`over`), and that per worker
    (`over/w-1`). How many days before the term ends comes from the city's `clocks.yaml`."""
    days = wired.city.clocks.remind_days_on(on)
    counts = Counter({one.value: 0 for one in Reminder})
    for case in unreached(wired.engine, remind_until(on, days)):
        reminder = reminder_of(case.first_contact_by, on, days)
        if reminder is not None:
            counts[reminder.value] += 1
            counts[f"{reminder.value}/{case.worker_id or NOBODY}"] += 1
    return dict(sorted(counts.items()))
