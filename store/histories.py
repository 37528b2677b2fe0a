"""Histories of sealed events: of a resident's consents, of a dossier, of a plan.

An event is appended with the number that its writer expects. Who was too late breaks the primary
key, so two workers never both decide on what only one of them saw.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import sqlalchemy as sa

from store import sql
from store.engine import Tx
from store.tables import consent_event, dossier_event, plan_event


class Kind(Enum):
    """Whose history: the name of its table, which also says where an event may be opened."""

    CONSENT = "consent_event"
    DOSSIER = "dossier_event"
    PLAN = "plan_event"


_TABLES = {
    Kind.CONSENT: (consent_event, consent_event.c.resident_id),
    Kind.DOSSIER: (dossier_event, dossier_event.c.dossier_id),
    Kind.PLAN: (plan_event, plan_event.c.plan_id),
}


@dataclass(frozen=True, slots=True)
class Written:
    """An event as it is stored: `number` counts from 1 in its history, `at` is UTC as text."""

    owner_id: str
    number: int
    kind: str
    at: str
    sealed: bytes


def read(tx: Tx, history: Kind, owner_id: str) -> Sequence[Written]:
    """A whole history in order; empty for an unknown owner. Where rows are locked, it is held."""
    events, owner = _TABLES[history]
    question = sa.select(events).where(owner == owner_id).order_by(events.c.number)
    return [Written(*row) for row in sql.rows(tx, sql.held(tx, question))]


def read_all(tx: Tx, history: Kind, owner_ids: Iterable[str]) -> Sequence[Written]:
    """The histories of several owners, each in order."""
    events, owner = _TABLES[history]
    found: list[Written] = []
    for theirs in sql.among(tx, owner, owner_ids):
        question = sa.select(events).where(theirs).order_by(owner, events.c.number)
        found += (Written(*row) for row in sql.rows(tx, question))
    return found


def owners(tx: Tx, history: Kind, after: str, most: int) -> Sequence[str]:
    """Whose histories there are, a page at a time: ids after `after`, in order."""
    events, owner = _TABLES[history]
    question = sa.select(owner).where(events.c.number == 1, owner > after).order_by(owner)
    return [str(row[0]) for row in sql.rows(tx, question.limit(most))]


def append(
    tx: Tx, history: Kind, owner_id: str, after: int, events: Sequence[tuple[str, datetime, bytes]]
) -> None:
    """Append events (kind, instant, sealed) after number `after`.

    Raises ConstraintBroken (from `begin`) when somebody else appended meanwhile.
    """
    table, owner = _TABLES[history]
    lines = [
        {
            owner.name: owner_id,
            "number": after + place,
            "kind": kind,
            "at": sql.instant(at),
            "sealed": sealed,
        }
        for place, (kind, at, sealed) in enumerate(events, 1)
    ]
    sql.insert(tx, table, lines)


def forget(tx: Tx, history: Kind, owner_ids: Iterable[str]) -> int:
    """Erase whole histories; returns how many events went."""
    events, owner = _TABLES[history]
    return sum(
        tx.connection.execute(sa.delete(events).where(theirs)).rowcount
        for theirs in sql.among(tx, owner, owner_ids)
    )
