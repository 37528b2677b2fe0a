"""Running one turn of one job: claim it, do it, and finish it with its audit entry."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from threading import Event, Thread

from portal.clock.jobs import Counts, Job, Pieces, Whole
from portal.clock.planning import MOST_ATTEMPTS
from portal.clock.schedule import Turn
from portal.wiring import Platform
from protocols.privacy.audit import Action, AuditEntry, Origin
from store import audit, job_runs
from store.engine import StoreUnavailable, Tx, begin
from store.holding import Hold
from store.job_runs import Claim, ClaimLost, Outcome
from store.sql import instant

CRASHED = "crashed"
"""Why a turn failed whose process died each time that it was tried."""


class Ran(Enum):
    """What came of asking for a turn."""

    DONE = "done"
    ALREADY = "it was done before"
    BUSY = "another process runs this job"
    GIVEN_UP = "tried too often"


@dataclass(frozen=True, slots=True)
class Runner:
    """Who runs turns: the process by a name of its own (`holder`), and who asks for it."""

    wired: Platform
    hold: Hold
    holder: str
    actor: str
    origin: Origin

    def run(self, job: Job, turn: Turn) -> tuple[Ran, Counts]:
        """Run a turn, unless it was done; what it counted.

        What the job raises is raised, after the run was written down as failed. Raises
        StoreUnavailable, and ClaimLost when another process took the run over meanwhile: then
        that one finishes it.
        """
        if not self.hold.take(f"job {job.name}"):
            return Ran.BUSY, {}
        try:
            return self._run(job, turn)
        finally:
            self.hold.release(f"job {job.name}")

    def skip(self, job: Job, turns: tuple[Turn, ...]) -> None:
        """Write down that turns are passed over, and how many in the audit log."""
        claim, at = self._claim(job, turns[-1]), self.wired.clock()
        with begin(self.wired.engine) as tx:
            job_runs.skip(tx, job.name, [one.at for one in turns], claim, at)
            self._note(tx, claim, Outcome.SKIPPED, {"turns": len(turns)})
        for _ in turns:
            self.wired.counters.ran(job.name, "missed")

    def _run(self, job: Job, turn: Turn) -> tuple[Ran, Counts]:
        claim = self._claim(job, turn)
        with begin(self.wired.engine) as tx:
            attempt = job_runs.claim(tx, claim, self.wired.clock())
        if attempt is None:
            return Ran.ALREADY, {}
        if attempt > MOST_ATTEMPTS and self.origin is Origin.CLOCK:
            self._fail(claim, CRASHED)
            return Ran.GIVEN_UP, {}
        try:
            counts = self._do(job, turn, claim)
        except BaseException as error:
            with suppress(StoreUnavailable, ClaimLost):
                self._fail(claim, type(error).__name__)
            raise
        self.wired.counters.ran(job.name, "done")
        return Ran.DONE, counts

    def _do(self, job: Job, turn: Turn, claim: Claim) -> Counts:
        match job.work:
            case Pieces(run):
                counts = run(self.wired, turn.on)
                with begin(self.wired.engine) as tx:
                    self._finish(tx, claim, counts)
            case Whole(run_whole):
                with begin(self.wired.engine) as tx:
                    counts = run_whole(tx, self.wired, turn.on)
                    self._finish(tx, claim, counts)
        return counts

    def _finish(self, tx: Tx, claim: Claim, counts: Counts) -> None:
        job_runs.finish(tx, claim, counts, self.wired.clock())
        totals = {word: count for word, count in counts.items() if "/" not in word}
        self._note(tx, claim, Outcome.DONE, totals)

    def _fail(self, claim: Claim, code: str) -> None:
        with begin(self.wired.engine) as tx:
            job_runs.fail(tx, claim, code, self.wired.clock())
            self._note(tx, claim, Outcome.FAILED, {"code": code})
        self.wired.counters.ran(claim.job, "failed")

    def _note(
        self, tx: Tx, claim: Claim, outcome: Outcome, detail: dict[str, int] | dict[str, str]
    ) -> None:
        privacy = self.wired.city.privacy
        entry = AuditEntry(
            self.wired.clock(),
            self.actor,
            self.origin,
            Action.JOB_RAN,
            "job",
            claim.job,
            outcome.value,
            privacy.purpose,
            privacy.basis.value,
            {**detail, "scheduled_for": instant(claim.scheduled_for)},
        )
        audit.record(tx, [entry])

    def _claim(self, job: Job, turn: Turn) -> Claim:
        return Claim(job.name, turn.at, self.actor, self.holder)


@contextmanager
def keeping(hold: Hold, seconds: float) -> Iterator[None]:
    """Go on holding for as long as this lasts, and let go of everything after it.

    What is lost all the same is seen when a run is finished: see ClaimLost.
    """
    ended = Event()
    thread = Thread(target=_keep, args=(hold, seconds, ended), name="hold", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        hold.close()


def _keep(hold: Hold, seconds: float, ended: Event) -> None:
    while not ended.wait(seconds):
        with suppress(StoreUnavailable):
            hold.keep()
