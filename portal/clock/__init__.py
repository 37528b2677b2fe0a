"""The clock (APScheduler): runs the line while the portal is up, and every job at its hour.

APScheduler only wakes up. Its jobs live in memory and are declared here: a stored job is a pickle,
and renaming its function would delete it. What was run stands in the table `job_run`, which is the
truth for every process: see `portal.clock.leading`.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_EXECUTED,
    EVENT_JOB_MISSED,
    EVENT_SCHEDULER_SHUTDOWN,
)
from apscheduler.schedulers.background import BackgroundScheduler

from portal.clock.leading import Leading
from portal.clock.schedule import ZONE
from portal.halting import halt_on_signals
from portal.wiring import Platform

LINE_SECONDS = 2
LINE_JOB = "line"
OUTCOMES = {EVENT_JOB_EXECUTED: "done", EVENT_JOB_ERROR: "failed", EVENT_JOB_MISSED: "missed"}
_LOOK_SECONDS = 1.0
_GRACE_SECONDS = 3600


def make_clock(wired: Platform) -> BackgroundScheduler:
    """A clock with the line that is not started yet; the caller starts it and shuts it down."""
    clock = make_timer(Leading(wired))
    clock.add_job(wired.line.drain, "interval", seconds=LINE_SECONDS, id=LINE_JOB)
    for event, outcome in OUTCOMES.items():
        clock.add_listener(_counting(wired, outcome), event)
    return clock


def make_timer(leading: Leading) -> BackgroundScheduler:
    """A clock with the jobs alone, not started yet; shutting it down leaves the role to others.

    A tick may find another at work and then ends at once: so two may run.
    """
    clock = BackgroundScheduler(
        timezone=ZONE,
        job_defaults={
            "max_instances": 1,
            "coalesce": True,
            "misfire_grace_time": _GRACE_SECONDS,
        },
    )
    pace, first = leading.pace, datetime.now(UTC)
    often = {"seconds": pace.lead_seconds, "next_run_time": first}
    clock.add_job(leading.lead, "interval", id="lead", **often)
    clock.add_job(leading.tick, "interval", seconds=pace.look_seconds, id="tick", max_instances=2)
    clock.add_listener(lambda _event: leading.close(), EVENT_SCHEDULER_SHUTDOWN)
    return clock


def run_until_halted(leading: Leading) -> None:
    """Be the clock, or stand by, until SIGINT, SIGTERM or SIGHUP; a job under way is finished."""
    halt = halt_on_signals()
    clock = make_timer(leading)
    clock.start()
    try:
        while not halt.wait(_LOOK_SECONDS):
            pass
    finally:
        clock.shutdown()


def wake_line(clock: BackgroundScheduler) -> None:
    """Let the line run now instead of at its next turn: something was delivered."""
    clock.modify_job(LINE_JOB, next_run_time=datetime.now(UTC))


def _counting(wired: Platform, outcome: str) -> Callable[[Any], None]:
    def _count(event: Any) -> None:
        if event.job_id == LINE_JOB:
            wired.counters.ran(LINE_JOB, outcome)

    return _count
