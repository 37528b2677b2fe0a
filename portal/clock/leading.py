"""The clock of one process: it leads or stands by, and the leader runs what is due."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

import structlog

from portal.clock.jobs import JOBS, Job
from portal.clock.planning import HORIZON, Plan, plan
from portal.clock.running import Runner
from portal.wiring import Platform, now
from protocols.errors import Refused
from protocols.privacy.audit import Origin
from store import job_runs
from store.engine import ConstraintBroken, StoreUnavailable, begin, reading
from store.holding import open_hold
from store.job_runs import ClaimLost

ACTOR = "clock"
_LEADER = "leader"
_log = structlog.get_logger("clock")


@dataclass(frozen=True, slots=True)
class Pace:
    """How often the clock looks for work, and holds on to leading; on SQLite a leader that says
    nothing for `lease_seconds` is relieved."""

    look_seconds: float = 1.0
    lead_seconds: float = 3.0
    lease_seconds: float = 10.0


USUAL = Pace()


class Leading:
    """One process among those that may be the clock. `real` is the clock that leases go by."""

    def __init__(
        self,
        wired: Platform,
        jobs: tuple[Job, ...] = JOBS,
        pace: Pace = USUAL,
        real: Callable[[], datetime] = now,
    ) -> None:
        self.pace = pace
        self._wired = wired
        self._jobs = jobs
        holder = secrets.token_hex(8)
        self._hold = open_hold(wired.engine, holder, real, pace.lease_seconds)
        self._runner = Runner(wired, self._hold, holder, ACTOR, Origin.CLOCK)
        self._leads = False
        self._look_at: dict[str, datetime] = {}
        self._at_work = Lock()

    @property
    def leads(self) -> bool:
        """Whether this process is the clock now, as far as it knows."""
        return self._leads

    def lead(self) -> None:
        """Be the clock if nobody is, or go on being it.

        Who loses the connection or the lease gives up the role at once; what it still runs cannot
        be finished any more, see ClaimLost. It stands by from then on, and may lead again.
        """
        try:
            led, self._leads = self._leads, self._kept_or_taken()
        except StoreUnavailable as error:
            led, self._leads = self._leads, False
            _log.warning("clock.no-database", reason=str(error))
        if led and not self._leads:
            _log.warning("clock.relieved")
            self._hold.close()
        if not self._leads:
            self._look_at.clear()

    def tick(self) -> None:
        """Run what is due, one turn of each job, in the order of the jobs; one tick at a time.

        Raises what a job raises that is no refusal and no failing database: that is a bug.
        """
        if not self._at_work.acquire(blocking=False):
            return
        try:
            for job in self._jobs:
                if self._leads:
                    self._attend(job)
        finally:
            self._at_work.release()

    def close(self) -> None:
        """Leave the role to others."""
        self._leads = False
        self._hold.close()

    def _kept_or_taken(self) -> bool:
        return self._hold.keep() if self._leads else self._hold.take(_LEADER)

    def _attend(self, job: Job) -> None:
        at = self._wired.clock()
        if job.name in self._look_at and at < self._look_at[job.name]:
            return
        try:
            todo = self._plan(job, at)
            if todo.skip:
                self._runner.skip(job, todo.skip)
            if todo.run is None:
                self._look_at[job.name] = todo.look_at
            else:
                self._runner.run(job, todo.run)
        except (Refused, StoreUnavailable, ConstraintBroken, ClaimLost) as error:
            _log.warning("clock.failed", job=job.name, reason=type(error).__name__)

    def _plan(self, job: Job, at: datetime) -> Plan:
        with reading(self._wired.engine) as tx:
            since = job_runs.known_since(tx, job.name)
            known = job_runs.runs(tx, job.name, at - HORIZON)
        if since is None:
            since = at
            with begin(self._wired.engine) as tx:
                job_runs.get_to_know(tx, job.name, at)
        return plan(job.schedule, job.catch_up, since, known, at)
