"""The clock (APScheduler): runs the line while the portal is up, and erases what is due.

Jobs live in memory and are declared here: a stored job is a pickle, and renaming its function
would delete it. Each job only runs idempotent work, so missing or repeating one does no harm.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, EVENT_JOB_MISSED
from apscheduler.schedulers.background import BackgroundScheduler

from portal.erasure import erase
from portal.wiring import Platform

LINE_SECONDS = 2
ERASE_AT_HOUR = 3
LINE_JOB = "line"
ZONE = "Europe/Amsterdam"
OUTCOMES = {EVENT_JOB_EXECUTED: "done", EVENT_JOB_ERROR: "failed", EVENT_JOB_MISSED: "missed"}


def make_clock(wired: Platform) -> BackgroundScheduler:
    """A scheduler that is not started yet; the caller starts it and shuts it down."""
    clock = BackgroundScheduler(
        timezone=ZONE,
        job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": 3600},
    )
    clock.add_job(wired.line.drain, "interval", seconds=LINE_SECONDS, id=LINE_JOB)
    clock.add_job(erase, "cron", hour=ERASE_AT_HOUR, args=[wired], id="erase")
    for event, outcome in OUTCOMES.items():
        clock.add_listener(_counting(wired, outcome), event)
    return clock


def _counting(wired: Platform, outcome: str) -> Callable[[Any], None]:
    return lambda event: wired.counters.ran(event.job_id, outcome)


def wake_line(clock: BackgroundScheduler) -> None:
    """Let the line run now instead of at its next turn: something was delivered."""
    clock.modify_job(LINE_JOB, next_run_time=datetime.now(UTC))
