"""Cases: one open case per household, its caseload, contact attempts and light offers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from operator import attrgetter

import sqlalchemy as sa

from protocols.work.contact import ContactAttempt, Outcome
from store import sql
from store.engine import Tx
from store.tables import cases, contact_attempt, light_offer, worker_load

MOST_CASES = 500


@dataclass(frozen=True, slots=True)
class Case:
    """A household's case. `explanation` and `surroundings` are JSON; the rest as in the types
    of `protocols.work`. Days are ISO text, `closed_on` and `outcome` are empty while open."""

    case_id: str
    household_id: str
    opened_on: str
    status: str
    track: str
    points: int
    pattern: str
    signals_count: int
    partner_types: int
    total_cents: int
    first_contact_by: str
    district: str
    team_id: str
    worker_id: str
    why: str
    surroundings: str
    explanation: str
    updated_at: str
    closed_on: str = ""
    outcome: str = ""


_COLUMNS = tuple(field.name for field in fields(Case))
_values = attrgetter(*_COLUMNS)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A recorded contact attempt; `number` counts from 1 within its case."""

    case_id: str
    number: int
    made_on: str
    channel: str
    day_part: str
    reached: str
    outcome: str
    worker_id: str
    recorded_at: str


def open_of_households(tx: Tx, household_ids: Iterable[str]) -> Mapping[str, Case]:
    """The open case of each household that has one, held where the database locks rows."""
    found: dict[str, Case] = {}
    for theirs in sql.among(tx, cases.c.household_id, household_ids):
        question = (
            sa.select(cases).where(theirs, cases.c.status == "open").order_by(cases.c.case_id)
        )
        found.update((row[1], Case(*row)) for row in sql.rows(tx, sql.held(tx, question)))
    return found


def put(tx: Tx, changed: Sequence[Case]) -> None:
    """Store cases; one that is there already is replaced."""
    sql.put(tx, cases, [dict(zip(_COLUMNS, _values(case), strict=True)) for case in changed])


def find(tx: Tx, case_id: str) -> Case | None:
    """One case; where the database locks rows, it is held until the transaction ends."""
    question = sa.select(cases).where(cases.c.case_id == case_id)
    return next((Case(*row) for row in sql.rows(tx, sql.held(tx, question))), None)


def caseload(tx: Tx, worker_id: str, *, status: str = "open") -> list[Case]:
    """A worker's cases, the most urgent first: crisis, then points, then the legal clock."""
    crisis_first = sa.case((cases.c.track == "crisis", 0), else_=1)
    question = (
        sa.select(cases)
        .where(cases.c.worker_id == worker_id, cases.c.status == status)
        .order_by(crisis_first, cases.c.points.desc(), cases.c.first_contact_by, cases.c.case_id)
        .limit(MOST_CASES)
    )
    return [Case(*row) for row in sql.rows(tx, question)]


def loads(tx: Tx) -> dict[str, int]:
    """Open cases per worker."""
    tx.settle()
    return {row[0]: int(row[1]) for row in sql.rows(tx, sa.select(worker_load))}


def balance(tx: Tx) -> dict[str, int]:
    """Open cases per worker, for who is about to give them more: one at a time does that."""
    sql.alone(tx, "caseload")
    return loads(tx)


def change_loads(tx: Tx, differences: Mapping[str, int]) -> None:
    """Add to the number of open cases per worker."""
    lines = [
        {"worker_id": worker_id, "open_cases": by}
        for worker_id, by in differences.items()
        if worker_id and by
    ]
    sql.add(tx, worker_load, lines)


def offer_lightly(tx: Tx, offers: Iterable[tuple[str, date, str]]) -> None:
    """Record light offers: (case, day, template and version); one per case and month is kept."""
    lines = [
        {
            "case_id": case_id,
            "month": f"{on:%Y-%m}",
            "offered_on": on.isoformat(),
            "template": template,
        }
        for case_id, on, template in offers
    ]
    sql.insert_or_keep(tx, light_offer, lines)


def light_offers(tx: Tx, case_id: str) -> list[tuple[str, str]]:
    """The light offers of a case: (day, template and version), oldest first."""
    question = (
        sa.select(light_offer.c.offered_on, light_offer.c.template)
        .where(light_offer.c.case_id == case_id)
        .order_by(light_offer.c.offered_on)
    )
    return [(row[0], row[1]) for row in sql.rows(tx, question)]


def attempts(tx: Tx, case_id: str) -> list[Attempt]:
    """The contact attempts of a case, oldest first."""
    question = (
        sa.select(contact_attempt)
        .where(contact_attempt.c.case_id == case_id)
        .order_by(contact_attempt.c.number)
    )
    return [Attempt(*row) for row in sql.rows(tx, question)]


def record_attempt(
    tx: Tx, case_id: str, attempt: ContactAttempt, worker_id: str, at: datetime
) -> int:
    """Append a contact attempt and return its number."""
    touched = sa.update(cases).where(cases.c.case_id == case_id)
    tx.connection.execute(touched.values(updated_at=sql.instant(at)))
    last = sa.select(sa.func.max(contact_attempt.c.number)).where(
        contact_attempt.c.case_id == case_id
    )
    number = int(sql.one(tx, last) or 0) + 1
    line = {
        "case_id": case_id,
        "number": number,
        "made_on": attempt.made_on.isoformat(),
        "channel": attempt.channel.value,
        "day_part": attempt.day_part.value,
        "reached": attempt.reached.value,
        "outcome": attempt.outcome.value if attempt.outcome else "",
        "worker_id": worker_id,
        "recorded_at": sql.instant(at),
    }
    sql.insert(tx, contact_attempt, [line])
    return number


def close(tx: Tx, case: Case, outcome: Outcome, on: date, at: datetime) -> None:
    """Close an open case with its outcome and give the worker room again."""
    change = (
        sa.update(cases)
        .where(cases.c.case_id == case.case_id, cases.c.status == "open")
        .values(
            status="closed",
            closed_on=on.isoformat(),
            outcome=outcome.value,
            updated_at=sql.instant(at),
        )
    )
    if tx.connection.execute(change).rowcount:
        change_loads(tx, {case.worker_id: -1})
