"""What the clock ran: one row per job and scheduled instant, which is the truth about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
import sqlalchemy as sa

from store import sql
from store.engine import Tx
from store.tables import job_run, job_start

_encode = msgspec.json.Encoder(order="deterministic").encode
_counts = msgspec.json.Decoder(dict[str, int]).decode


class Outcome(StrEnum):
    """What became of a scheduled instant of a job."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


class ClaimLost(Exception):
    """Somebody else took the run over: what is about to be written must be given up."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A run that somebody wants: who asks (`ran_by`), and the process that does it (`holder`)."""

    job: str
    scheduled_for: datetime
    ran_by: str
    holder: str


@dataclass(frozen=True, slots=True)
class JobRun:
    """A row as it stands; `ended_at` is None while it runs, `code` tells why it failed."""

    job: str
    scheduled_for: datetime
    outcome: Outcome
    attempts: int
    started_at: datetime
    ended_at: datetime | None
    counts: Mapping[str, int]
    code: str
    ran_by: str
    holder: str


def known_since(tx: Tx, job: str) -> datetime | None:
    """Since when the clock knows a job: nothing before it is ever caught up with."""
    question = sa.select(job_start.c.known_since).where(job_start.c.job == job)
    found = sql.one(tx, question)
    return None if found is None else datetime.fromisoformat(found)


def get_to_know(tx: Tx, job: str, at: datetime) -> None:
    """Let the schedule of a job count from now on; one that is known already stays as it is."""
    sql.insert_or_keep(tx, job_start, [{"job": job, "known_since": sql.instant(at)}])


def runs(tx: Tx, job: str, since: datetime) -> Sequence[JobRun]:
    """The runs of a job scheduled from an instant on, oldest first."""
    question = (
        sa.select(job_run)
        .where(job_run.c.job == job, job_run.c.scheduled_for >= sql.instant(since))
        .order_by(job_run.c.scheduled_for)
    )
    return [_run(row) for row in sql.rows(tx, question)]


def claim(tx: Tx, wanted: Claim, at: datetime) -> int | None:
    """Take a run, also one that failed, was skipped, or whose process died; only who holds the
    lock of the job may ask. Returns which attempt it is, from 1; None when it was done already.
    """
    line = {**_key(wanted.job, wanted.scheduled_for), **_begun(wanted, at), "attempts": 0}
    sql.insert_or_keep(tx, job_run, [line])
    where = _at(wanted.job, wanted.scheduled_for)
    question = sa.select(job_run.c.outcome, job_run.c.attempts).where(*where)
    outcome, attempts = next(sql.rows(tx, sql.held(tx, question)))
    if outcome == Outcome.DONE.value:
        return None
    change = {**_begun(wanted, at), "attempts": attempts + 1}
    tx.connection.execute(sa.update(job_run).where(*where).values(change))
    return int(attempts) + 1


def finish(tx: Tx, claimed: Claim, counts: Mapping[str, int], at: datetime) -> None:
    """Write that a run is done, with what it counted. Raises ClaimLost."""
    _end(tx, claimed, Outcome.DONE, at, {"counts": _encode(dict(counts)).decode()})


def fail(tx: Tx, claimed: Claim, code: str, at: datetime) -> None:
    """Write that a run failed; `code` is a name of ours, never a text. Raises ClaimLost."""
    _end(tx, claimed, Outcome.FAILED, at, {"code": code})


def skip(tx: Tx, job: str, instants: Iterable[datetime], by: Claim, at: datetime) -> None:
    """Write that these instants passed and will not be run; one that has a row keeps it."""
    lines = [
        {
            **_key(job, one),
            **_begun(by, at),
            "outcome": Outcome.SKIPPED.value,
            "ended_at": sql.instant(at),
            "attempts": 0,
        }
        for one in instants
    ]
    sql.insert_or_keep(tx, job_run, lines)


def _end(tx: Tx, claimed: Claim, outcome: Outcome, at: datetime, more: Mapping[str, str]) -> None:
    mine = (job_run.c.holder == claimed.holder, job_run.c.outcome == Outcome.RUNNING.value)
    change = (
        sa.update(job_run)
        .where(*_at(claimed.job, claimed.scheduled_for), *mine)
        .values(outcome=outcome.value, ended_at=sql.instant(at), **more)
    )
    if not tx.connection.execute(change).rowcount:
        raise ClaimLost(claimed.job)


def _begun(wanted: Claim, at: datetime) -> dict[str, Any]:
    return {
        "outcome": Outcome.RUNNING.value,
        "started_at": sql.instant(at),
        "ended_at": "",
        "counts": "",
        "code": "",
        "ran_by": wanted.ran_by,
        "holder": wanted.holder,
    }


def _key(job: str, scheduled_for: datetime) -> dict[str, str]:
    return {"job": job, "scheduled_for": sql.instant(scheduled_for)}


def _at(job: str, scheduled_for: datetime) -> Sequence[sa.ColumnElement[bool]]:
    return (job_run.c.job == job, job_run.c.scheduled_for == sql.instant(scheduled_for))


def _run(row: Any) -> JobRun:
    return JobRun(
        job=row.job,
        scheduled_for=datetime.fromisoformat(row.scheduled_for),
        outcome=Outcome(row.outcome),
        attempts=row.attempts,
        started_at=datetime.fromisoformat(row.started_at),
        ended_at=datetime.fromisoformat(row.ended_at) if row.ended_at else None,
        counts=_counts(row.counts) if row.counts else {},
        code=row.code,
        ran_by=row.ran_by,
        holder=row.holder,
    )
