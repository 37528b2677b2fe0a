"""Consents as they stand now, and what is still to be done after one ended."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

import sqlalchemy as sa

from store import sql
from store.engine import Tx
from store.tables import aftermath, consent

GIVEN = "given"


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One consent. Days are ISO text; `state` is given, withdrawn or expired."""

    consent_id: str
    resident_id: str
    purpose: str
    state: str
    from_on: str
    until_on: str


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that follows on the end of a consent; `done_at` is empty until it was done."""

    resident_id: str
    purpose: str
    ended_at: str
    consequence: str
    done_at: str = ""
    done_by: str = ""
    reference: str = ""


def give(tx: Tx, one: ConsentRow) -> None:
    """Note a consent that was given."""
    sql.insert(tx, consent, [asdict(one)])


def end(tx: Tx, consent_id: str, state: str) -> None:
    """Note that a consent was withdrawn or expired.

    Raises ConstraintBroken (from `begin`) while a proposal still hangs on it.
    """
    tx.connection.execute(
        sa.update(consent).where(consent.c.consent_id == consent_id).values(state=state)
    )


def past(tx: Tx, on: date, most: int) -> Sequence[ConsentRow]:
    """Consents that are given and whose last day lies before a day, the oldest first."""
    question = (
        sa.select(consent)
        .where(consent.c.state == GIVEN, consent.c.until_on < on.isoformat())
        .order_by(consent.c.until_on, consent.c.consent_id)
        .limit(most)
    )
    return [ConsentRow(*row) for row in sql.rows(tx, question)]


def of_resident(tx: Tx, resident_id: str) -> Sequence[ConsentRow]:
    """Every consent that a resident ever gave, by id."""
    question = sa.select(consent).where(consent.c.resident_id == resident_id)
    return [ConsentRow(*row) for row in sql.rows(tx, question.order_by(consent.c.consent_id))]


def owe(tx: Tx, owed: Sequence[Owed]) -> None:
    """Note what must be done because a consent ended, done or not."""
    sql.insert(tx, aftermath, [asdict(one) for one in owed])


def count_off(tx: Tx, one: Owed, by: str, at: datetime, reference: str) -> None:
    """Note that one thing was done; what was done already stays as it is."""
    theirs = (
        aftermath.c.resident_id == one.resident_id,
        aftermath.c.purpose == one.purpose,
        aftermath.c.ended_at == one.ended_at,
        aftermath.c.consequence == one.consequence,
        aftermath.c.done_at == "",
    )
    done = {"done_at": sql.instant(at), "done_by": by, "reference": reference}
    tx.connection.execute(sa.update(aftermath).where(*theirs).values(done))


def owed_to(tx: Tx, resident_ids: Iterable[str]) -> Sequence[Owed]:
    """Everything that followed on consents of these residents that ended, done or not."""
    found: list[Owed] = []
    for theirs in sql.among(tx, aftermath.c.resident_id, resident_ids):
        question = sa.select(aftermath).where(theirs)
        ordered = question.order_by(aftermath.c.resident_id, aftermath.c.ended_at)
        found += (Owed(*row) for row in sql.rows(tx, ordered))
    return found


def open_items(tx: Tx, most: int) -> Sequence[Owed]:
    """What is still to be done after consents ended, the oldest first."""
    question = sa.select(aftermath).where(aftermath.c.done_at == "").order_by(aftermath.c.ended_at)
    return [Owed(*row) for row in sql.rows(tx, question.limit(most))]
