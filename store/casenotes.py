"""What is kept with a case by itself: a safety warning, instruments used, a warm handover."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

import sqlalchemy as sa

from store import sql
from store.engine import Tx
from store.tables import handover, instrument_use, safety_warning


@dataclass(frozen=True, slots=True)
class UseRow:
    """An instrument that was used; `number` counts from 1 in its case, the reason is sealed."""

    case_id: str
    number: int
    instrument: str
    used_on: str
    used_by: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A warm handover of a case; what went along is sealed."""

    case_id: str
    resident_id: str
    made_on: str
    made_by: str
    sealed: bytes


def put_warning(tx: Tx, case_id: str, by: str, at: datetime, sealed: bytes) -> None:
    """Keep a safety warning, in place of the one before."""
    line = {
        "case_id": case_id,
        "recorded_at": sql.instant(at),
        "recorded_by": by,
        "sealed": sealed,
    }
    sql.put(tx, safety_warning, [line])


def find_warning(tx: Tx, case_id: str) -> bytes | None:
    """The safety warning of a case, sealed."""
    question = sa.select(safety_warning.c.sealed).where(safety_warning.c.case_id == case_id)
    found = sql.one(tx, question)
    return None if found is None else bytes(found)


def use(tx: Tx, one: UseRow) -> None:
    """Note that an instrument was used. A number that is taken raises ConstraintBroken."""
    sql.insert(tx, instrument_use, [asdict(one)])


def uses(tx: Tx, case_id: str) -> Sequence[UseRow]:
    """The instruments that were used in a case, oldest first."""
    question = sa.select(instrument_use).where(instrument_use.c.case_id == case_id)
    return [UseRow(*row) for row in sql.rows(tx, question.order_by(instrument_use.c.number))]


def hand_over(tx: Tx, case_id: str, resident_id: str, on: date, by: str, sealed: bytes) -> None:
    """Keep a handover; of one case there is one, and the last."""
    sql.put(tx, handover, [asdict(HandoverRow(case_id, resident_id, on.isoformat(), by, sealed))])


def find_handover(tx: Tx, case_id: str) -> HandoverRow | None:
    """The handover of a case."""
    question = sa.select(handover).where(handover.c.case_id == case_id)
    return next((HandoverRow(*row) for row in sql.rows(tx, question)), None)
