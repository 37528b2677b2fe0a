"""Signals of residents, signals that wait for a human judgement, and counts of the rest."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from protocols.covenant.signal import ArrearsType
from protocols.ids import CreditorId, ResidentId, SignalId
from protocols.money import Cents
from protocols.work.combine import Known
from store import sql
from store.engine import Tx
from store.tables import review, signal, tally


@dataclass(frozen=True, slots=True)
class KeptSignal:
    """A signal with the case and the resident it belongs to; `sealed` holds contact data."""

    known: Known
    household_id: str
    case_id: str
    resident_id: str
    received_on: date
    match_kind: str
    sealed: bytes
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Review:
    """A signal that waits for a human; `judgement` is the matcher's answer as JSON.

    `turn` counts how often it came back because a decision was taken back.
    """

    signal_id: str
    creditor_id: str
    received_on: str
    kind: str
    sealed: bytes
    judgement: str
    turn: int = 0


def put(tx: Tx, kept: Sequence[KeptSignal]) -> None:
    """Store signals; one that is there already is replaced."""
    sql.put(tx, signal, [_line(one) for one in kept])


def of_households(tx: Tx, household_ids: Iterable[str], since: date) -> list[KeptSignal]:
    """The active signals of households from a day on, held where the database locks rows."""
    found = []
    for theirs in sql.among(tx, signal.c.household_id, household_ids):
        recent = (signal.c.signal_on >= since.isoformat(), signal.c.status == "active")
        question = sa.select(signal).where(theirs, *recent).order_by(signal.c.signal_id)
        found += [_kept(row) for row in sql.rows(tx, sql.held(tx, question))]
    return found


def forget(tx: Tx, signal_ids: Iterable[str]) -> None:
    """Take signals away as if they had never been of a resident."""
    for theirs in sql.among(tx, signal.c.signal_id, signal_ids):
        tx.connection.execute(sa.delete(signal).where(theirs))


def find(tx: Tx, signal_id: str) -> KeptSignal | None:
    """One signal of a resident, whatever its status; held where the database locks rows."""
    question = sa.select(signal).where(signal.c.signal_id == signal_id)
    return next((_kept(row) for row in sql.rows(tx, sql.held(tx, question))), None)


def of_case(tx: Tx, household_id: str, case_id: str) -> list[KeptSignal]:
    """All signals of a case, oldest first."""
    question = (
        sa.select(signal)
        .where(signal.c.household_id == household_id, signal.c.case_id == case_id)
        .order_by(signal.c.signal_on, signal.c.signal_id)
    )
    return [_kept(row) for row in sql.rows(tx, question)]


def count(tx: Tx, outcomes: Iterable[tuple[str, date, str]]) -> None:
    """Add to the counts of signals by creditor, month and outcome."""
    counts = Counter((creditor_id, f"{on:%Y-%m}", outcome) for creditor_id, on, outcome in outcomes)
    lines = [
        {"creditor_id": creditor_id, "month": month, "outcome": outcome, "signals": n}
        for (creditor_id, month, outcome), n in counts.items()
    ]
    sql.add(tx, tally, lines)


def tallies(tx: Tx) -> Mapping[str, int]:
    """Signals per outcome, over all creditors and months."""
    tx.settle()
    question = sa.select(tally.c.outcome, sa.func.sum(tally.c.signals)).group_by(tally.c.outcome)
    return {row[0]: int(row[1]) for row in sql.rows(tx, question)}


def hold(tx: Tx, held: Sequence[Review]) -> None:
    """Put signals before a human; one that is held already is replaced."""
    lines = [
        {
            "signal_id": one.signal_id,
            "creditor_id": one.creditor_id,
            "received_on": one.received_on,
            "kind": one.kind,
            "sealed": one.sealed,
            "judgement": one.judgement,
            "turn": one.turn,
        }
        for one in held
    ]
    sql.put(tx, review, lines)


def held(tx: Tx, *, most: int = 200) -> list[Review]:
    """Signals that wait for a human, oldest first."""
    question = sa.select(review).order_by(review.c.received_on, review.c.signal_id).limit(most)
    return [Review(*row) for row in sql.rows(tx, question)]


def held_before(
    tx: Tx, day: date, returned_day: date | None = None, *, most: int = 500
) -> list[Review]:
    """Signals that have waited since before a day; what came back has a day of its own.

    One that somebody decides about at this very moment is left out, where rows are locked.
    """
    old = review.c.received_on < sa.case(
        (review.c.turn > 0, (returned_day or day).isoformat()), else_=day.isoformat()
    )
    question = sa.select(review).where(old).order_by(review.c.received_on, review.c.signal_id)
    return [Review(*row) for row in sql.rows(tx, sql.held_free(tx, question.limit(most)))]


def judging(tx: Tx, signal_id: str) -> None:
    """Be the only one that judges a signal, takes that back or changes it: for who then looks
    where it stands, which may be on the review list, among the decisions, or in a household."""
    sql.alone(tx, "judging", signal_id)


def find_held(tx: Tx, signal_id: str) -> Review | None:
    """One signal that waits for a human; where the database locks rows, it is held."""
    question = sa.select(review).where(review.c.signal_id == signal_id)
    return next((Review(*row) for row in sql.rows(tx, sql.held(tx, question))), None)


def release(tx: Tx, signal_ids: Iterable[str]) -> None:
    """Take signals out of the review list."""
    for theirs in sql.among(tx, review.c.signal_id, signal_ids):
        tx.connection.execute(sa.delete(review).where(theirs))


def _line(one: KeptSignal) -> dict[str, Any]:
    known = one.known
    return {
        "signal_id": known.signal_id,
        "household_id": one.household_id,
        "case_id": one.case_id,
        "resident_id": one.resident_id,
        "creditor_id": known.creditor_id,
        "partner_type": known.partner_type,
        "arrears_type": known.arrears_type.value,
        "amount_cents": known.amount_cents,
        "signal_on": known.signal_on.isoformat(),
        "received_on": one.received_on.isoformat(),
        "crisis": int(known.crisis),
        "match_kind": one.match_kind,
        "status": one.status,
        "sealed": one.sealed,
    }


def _kept(row: Any) -> KeptSignal:
    known = Known(
        SignalId(row.signal_id),
        CreditorId(row.creditor_id),
        row.partner_type,
        ArrearsType(row.arrears_type),
        Cents(row.amount_cents),
        date.fromisoformat(row.signal_on),
        bool(row.crisis),
        ResidentId(row.resident_id),
    )
    received_on = date.fromisoformat(row.received_on)
    return KeptSignal(
        known,
        row.household_id,
        row.case_id,
        row.resident_id,
        received_on,
        row.match_kind,
        row.sealed,
        row.status,
    )
