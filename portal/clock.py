"""The clock (APScheduler): runs the line while the portal is up, and erases what is due.

Jobs live in memory and are declared here: a stored job is a pickle, and renaming its function
would delete it. Each job only runs idempotent work, so missing or repeating one does no harm.
"""

from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler

from portal.erasure import erase
from portal.wiring import Platform

LINE_SECONDS = 2
ERASE_AT_HOUR = 3
LINE_JOB = "line"
ZONE = "Europe/Amsterdam"


def make_clock(wired: Platform) -> BackgroundScheduler:
    """A scheduler that is not started yet; the caller starts it and shuts it down."""
    clock = BackgroundScheduler(
        timezone=ZONE,
        job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": 3600},
    )
    clock.add_job(wired.line.drain, "interval", seconds=LINE_SECONDS, id=LINE_JOB)
    clock.add_job(erase, "cron", hour=ERASE_AT_HOUR, args=[wired], id="erase")
    return clock


def wake_line(clock: BackgroundScheduler) -> None:
    """Let the line run now instead of at its next turn: something was delivered."""
    clock.modify_job(LINE_JOB, next_run_time=datetime.now(UTC))
