"""What the clock does: one row per job. Another part adds a row here, and nothing else.

Exactly what each kind of work guarantees (see docs/operations.md):

- `Pieces`: claim, work, finish. Whoever is killed in between is taken over and the work is done
  once more from its start, so it must be made of transactions that each find what is left to do.
- `Whole`: the effect, the finished row and the audit entry are one transaction: all or nothing.

In both, a turn that is finished is never begun again, and no two processes run a job at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from portal.clock.planning import CatchUp
from portal.clock.schedule import Schedule
from portal.dossier.jobs import check_terms, end_pauses, expire_consents, start_plans
from portal.dossier.monthly import send_statements
from portal.erasure import erase
from portal.feedback.delivering import feedback_job
from portal.reminding import remind
from portal.wiring import Platform
from protocols.errors import Refused
from store.engine import Tx

Counts = Mapping[str, int]
"""What a job did, in counts by a word. A word with a `/` in it (`over/w-1`) is a breakdown: it is
kept with the run and shown, and left out of the audit log."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Work in transactions of its own, about a local day; doing it twice equals doing it once."""

    run: Callable[[Platform, date], Counts]


@dataclass(frozen=True, slots=True)
class Whole:
    """Work in the transaction of the run itself, about a local day; must be short."""

    run: Callable[[Tx, Platform, date], Counts]


@dataclass(frozen=True, slots=True)
class Job:
    """A job of the clock. `name` is what operators call it, and stands in the database: a job
    that gets another name is a new one."""

    name: str
    schedule: Schedule
    catch_up: CatchUp
    work: Pieces | Whole


class UnknownJob(Refused):
    """The clock has no job of this name."""

    code = "unknown-job"


def _erase(wired: Platform, _on: date) -> Counts:
    """Erase all that is due at this moment: what was due on an earlier day is among it."""
    return erase(wired)


_STATEMENTS: Final = Pieces(send_statements)
FIRST: Final = frozenset({1})
WORKDAYS: Final = frozenset(range(5))
JOBS: Final[tuple[Job, ...]] = (
    Job("erase", Schedule(time(3, 0)), CatchUp.LATEST, Pieces(_erase)),
    Job("consents", Schedule(time(1, 0)), CatchUp.LATEST, Pieces(expire_consents)),
    Job("plan-pauses", Schedule(time(1, 30)), CatchUp.LATEST, Pieces(end_pauses)),
    Job("plans", Schedule(time(2, 0)), CatchUp.LATEST, Pieces(start_plans)),
    Job("terms", Schedule(time(4, 0)), CatchUp.LATEST, Pieces(check_terms)),
    Job(
        "statements",
        Schedule(time(5, 0), month_days=frozenset({1})),
        CatchUp.LATEST,
        Pieces(send_statements),
    ),
    Job("reminders", Schedule(time(7, 0), weekdays=WORKDAYS), CatchUp.LATEST, Pieces(remind)),
    Job("feedback", Schedule(time(6, 0)), CatchUp.LATEST, Pieces(feedback_job)),
)


def job_of(name: str, jobs: tuple[Job, ...] = JOBS) -> Job:
    """The job of a name; raises UnknownJob naming those there are."""
    for job in jobs:
        if job.name == name:
            return job
    known = ", ".join(job.name for job in jobs)
    raise UnknownJob(f"Deze taak is er niet. Kies uit: {known}.")
