"""Pauses: their events in order, signed as they were told, and how each stands now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from protocols.covenant.feedback import Reference
from protocols.covenant.pause import Pause, fold
from protocols.covenant.pause_words import Broken, Ended, Event, Expired, Extended, Started
from store import sql
from store.engine import Tx
from store.tables import pause, pause_event, signal

MOST = 500
LOOK_BACK_DAYS = 31
_encode = msgspec.json.Encoder(order="deterministic", enc_hook=str).encode
_KINDS: Mapping[str, type[Any]] = {
    kind.__name__.lower(): kind for kind in (Started, Extended, Ended, Broken, Expired)
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A pause as it stands, with where it belongs. Days are ISO text."""

    signal_id: str
    creditor_id: str
    household_id: str
    case_id: str
    status: str
    started_on: str
    until_on: str
    breaches: int


@dataclass(frozen=True, slots=True)
class Signed:
    """Who recorded an event and when, and the statement about the pause that was signed then."""

    actor: str
    at: datetime
    statement: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """An event of a pause as it stands on record; `number` counts from 1."""

    number: int
    event: Event
    recorded_at: str
    statement: bytes
    signature: bytes


def history(tx: Tx, signal_id: str) -> list[Line]:
    """The events of a pause in order; empty when there is none. One writer at a time."""
    sql.alone(tx, "pause", signal_id)
    own = pause_event.c.signal_id == signal_id
    question = sa.select(pause_event).where(own).order_by(pause_event.c.number)
    return [
        Line(
            row.number, _read(row.kind, row.content), row.recorded_at, row.statement, row.signature
        )
        for row in sql.rows(tx, question)
    ]


def state(tx: Tx, signal_id: str) -> Pause:
    """How a pause stands, folded from its history."""
    return fold(line.event for line in history(tx, signal_id))


def append(tx: Tx, kept: Kept, event: Event, number: int, signed: Signed) -> None:
    """Record an event and how the pause stands after it."""
    line = {
        "signal_id": kept.signal_id,
        "number": number,
        "kind": type(event).__name__.lower(),
        "actor": signed.actor,
        "recorded_at": sql.instant(signed.at),
        "content": _encode(event),
        "statement": signed.statement,
        "signature": signed.signature,
    }
    sql.insert(tx, pause_event, [line])
    sql.put(tx, pause, [{name: getattr(kept, name) for name in _COLUMNS}])


def find(tx: Tx, signal_id: str) -> Kept | None:
    """One pause by the reference of its signal."""
    return next(_kept(tx, sa.select(pause).where(pause.c.signal_id == signal_id)), None)


def of_creditor(tx: Tx, creditor_id: str) -> list[Kept]:
    """A creditor's own pauses, the newest first, at most 500."""
    question = sa.select(pause).where(pause.c.creditor_id == creditor_id)
    newest = question.order_by(pause.c.started_on.desc(), pause.c.signal_id).limit(MOST)
    return list(_kept(tx, newest))


def of_household(tx: Tx, household_id: str) -> list[Kept]:
    """The pauses of a household, for its worker: a new case must know of those of the last."""
    own = pause.c.household_id == household_id
    return list(_kept(tx, sa.select(pause).where(own).order_by(pause.c.signal_id).limit(MOST)))


def of_household_with_history(tx: Tx, household_id: str) -> list[Pause]:
    """The same, each folded from its history: with the breaches, who broke it and when."""
    return [state(tx, kept.signal_id) for kept in of_household(tx, household_id)]


def past(tx: Tx, on: date) -> list[Kept]:
    """Pauses that run on record while their last day has passed, at most 500."""
    over = (pause.c.status == "running", pause.c.until_on < on.isoformat())
    return list(_kept(tx, sa.select(pause).where(*over).order_by(pause.c.signal_id).limit(MOST)))


def signalled_in(tx: Tx, on: date) -> list[tuple[Kept, str, date]]:
    """New signals that came in while the same creditor paused for the same household.

    Looks back 31 days; the same is found again, so who records it must know what it recorded.
    """
    since = (on - timedelta(days=LOOK_BACK_DAYS)).isoformat()
    during = (
        signal.c.household_id == pause.c.household_id,
        signal.c.creditor_id == pause.c.creditor_id,
        signal.c.case_id != "",
        signal.c.received_on > pause.c.started_on,
        signal.c.received_on <= pause.c.until_on,
        signal.c.status == "active",
    )
    question = (
        sa.select(pause, signal.c.signal_id, signal.c.received_on)
        .join(signal, sa.and_(*during))
        .where(pause.c.until_on >= since, signal.c.received_on >= since)
        .order_by(pause.c.signal_id, signal.c.signal_id)
    )
    width = len(_COLUMNS)
    return [
        (Kept(*row[:width]), row[width], date.fromisoformat(row[width + 1]))
        for row in sql.rows(tx, question)
    ]


_COLUMNS = tuple(column.name for column in pause.c)


def _kept(tx: Tx, question: sa.Select[Any]) -> Iterator[Kept]:
    return (Kept(*row) for row in sql.rows(tx, question))


def _read(kind: str, content: bytes) -> Event:
    event: Event = msgspec.json.decode(content, type=_KINDS[kind], dec_hook=_reference)
    return event


def _reference(kind: type[Any], text: Any) -> Any:
    return Reference(text) if kind is Reference else text


def numbers(lines: Sequence[Line]) -> int:
    """The number that the next event of a history gets."""
    return lines[-1].number + 1 if lines else 1
