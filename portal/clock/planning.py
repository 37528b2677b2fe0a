"""What to do now about one job, given its schedule and what became of it before. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from portal.clock.schedule import Schedule, Turn
from protocols.work.clock import local_day
from store.job_runs import JobRun, Outcome

HORIZON = timedelta(days=400)
"""Nothing longer ago is caught up with."""
GRACE = timedelta(hours=1)
"""A job that is never caught up with may still be so late."""
RETRY_AFTER = tuple(timedelta(minutes=one) for one in (1, 5, 15, 60))
MOST_ATTEMPTS = len(RETRY_AFTER) + 1
"""What failed so often waits for a human: `vroegsignaal clock --run`."""


class CatchUp(Enum):
    """What happens to turns that passed while no clock ran."""

    EVERY = "elke gemiste keer"
    LATEST = "alleen de laatste"
    NONE = "niets"


@dataclass(frozen=True, slots=True)
class Plan:
    """At most one turn to run now, turns to pass over, and when to look again at the latest."""

    run: Turn | None
    skip: tuple[Turn, ...]
    look_at: datetime


def plan(
    schedule: Schedule,
    catch_up: CatchUp,
    since: datetime,
    known: Iterable[JobRun],
    now: datetime,
) -> Plan:
    """Decide what to do; `since` is the instant from which the job counts.

    A run that began and did not end comes first, whatever its age: its process died.
    """
    rows = {row.scheduled_for: row for row in known}
    died = [row for row in rows.values() if row.outcome is Outcome.RUNNING]
    turns = tuple(schedule.between(max(since, now - HORIZON), now))
    open_turns = [one for one in turns if _is_open(rows.get(one.at))]
    skip = _passed_over(catch_up, turns, rows, now)
    wanted = [one for one in open_turns if one not in skip]
    if catch_up is CatchUp.LATEST:
        wanted = [one for one in wanted if one == turns[-1]]
    ready = [one for one in wanted if _ready_at(rows.get(one.at)) <= now]
    run = ready[0] if ready else None
    if died:
        first = min(row.scheduled_for for row in died)
        run = Turn(first, local_day(first))
    later = [_ready_at(rows.get(one.at)) for one in wanted if one not in ready]
    return Plan(run, skip, min([schedule.next_after(now).at, *later]))


def missed(turns: Sequence[Turn], known: Mapping[datetime, JobRun]) -> int:
    """How many turns passed without ever being done: passed over, failed, or not begun."""
    ended = {Outcome.DONE, Outcome.RUNNING}
    return sum(1 for one in turns if one.at not in known or known[one.at].outcome not in ended)


def _is_open(row: JobRun | None) -> bool:
    """Whether a turn may still be run by itself."""
    if row is None:
        return True
    return row.outcome is Outcome.FAILED and row.attempts < MOST_ATTEMPTS


def _ready_at(row: JobRun | None) -> datetime:
    """When an open turn may be tried (again)."""
    if row is None or row.ended_at is None:
        return datetime.min.replace(tzinfo=UTC)
    return row.ended_at + RETRY_AFTER[max(row.attempts, 1) - 1]


def _passed_over(
    catch_up: CatchUp, turns: Sequence[Turn], rows: Mapping[datetime, JobRun], now: datetime
) -> tuple[Turn, ...]:
    """The turns without a row that the policy does not want any more."""
    unknown = [one for one in turns if one.at not in rows]
    match catch_up:
        case CatchUp.EVERY:
            return ()
        case CatchUp.LATEST:
            return tuple(one for one in unknown if one != turns[-1])
        case CatchUp.NONE:
            return tuple(one for one in unknown if one.at < now - GRACE)
