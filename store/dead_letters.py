"""Events that were put aside: which, since when, where they stand, and how they end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from store import sql
from store.engine import Tx
from store.log import Record
from store.tables import dead_letter, event_log, inbox, line_stop


@dataclass(frozen=True, slots=True)
class Letter:
    """A dead letter: `place` is `topic/part/offset` for an event of the log, else what tells where
    it was. `parked_at` is when it was put aside first."""

    letter_id: str
    step: str
    code: str
    place: str
    parked_at: str

    @property
    def ce_id(self) -> str:
        """The id of the event, where it is one."""
        return self.letter_id.removeprefix(f"{self.step}:")

    @property
    def spot(self) -> tuple[str, int, int] | None:
        """Topic, partition and offset in the log in SQL; None for what never stood there."""
        topic, _, rest = self.place.partition("/")
        part, _, off = rest.partition("/")
        if not topic.isalnum() or not _number(part) or not _number(off):
            return None
        return topic, int(part), int(off)


@dataclass(frozen=True, slots=True)
class Stop:
    """A step that stands still before an event, because it would be one dead letter too many."""

    step: str
    ce_id: str
    place: str
    stopped_at: str


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def find(tx: Tx, letter_id: str) -> Letter | None:
    """One dead letter."""
    question = sa.select(dead_letter).where(dead_letter.c.dead_letter_id == letter_id)
    return _first(tx, question)


def listed(tx: Tx, step: str = "", most: int | None = None) -> list[Letter]:
    """Dead letters, those of one step or all, the oldest first."""
    question = sa.select(dead_letter).order_by(
        dead_letter.c.parked_at, dead_letter.c.step, dead_letter.c.dead_letter_id
    )
    if step:
        question = question.where(dead_letter.c.step == step)
    return [Letter(*row) for row in sql.rows(tx, question.limit(most))]


def take(tx: Tx, letter_id: str) -> Letter | None:
    """Take a dead letter away; None when somebody else was first."""
    mine = dead_letter.c.dead_letter_id == letter_id
    found = _first(tx, sql.held(tx, sa.select(dead_letter).where(mine)))
    if found is not None:
        tx.connection.execute(sa.delete(dead_letter).where(mine))
    return found


def _first(tx: Tx, question: sa.Select[Any]) -> Letter | None:
    return next((Letter(*row) for row in sql.rows(tx, question)), None)


def parked_since(tx: Tx, letter_id: str, parked_at: str) -> None:
    """Say since when an event has been put aside, however often it was tried again."""
    change = sa.update(dead_letter).where(dead_letter.c.dead_letter_id == letter_id)
    tx.connection.execute(change.values(parked_at=parked_at))


def at_spot(tx: Tx, spot: tuple[str, int, int]) -> Record | None:
    """The event at a place in the log; None when it was erased."""
    at, (topic, part, off) = event_log.c, spot
    question = sa.select(event_log).where(at.topic == topic, at.part == part, at.off == off)
    return next((Record(*row) for row in sql.rows(tx, question)), None)


def later(tx: Tx, group: str, record: Record) -> Sequence[Record]:
    """Events with the same key behind this one that the group has had an effect from, in order."""
    at = event_log.c
    question = (
        sa.select(event_log)
        .join(inbox, sa.and_(inbox.c.grp == group, inbox.c.ce_id == at.ce_id))
        .where(at.topic == record.topic, at.part == record.part, at.off > record.off)
        .where(at.key == record.key)
        .order_by(at.off)
    )
    return [Record(*row) for row in sql.rows(tx, question)]


def stop(tx: Tx, group: str, ce_id: str, place: str, at: datetime) -> None:
    """Note that a step stands still before an event."""
    row = {"grp": group, "ce_id": ce_id, "place": place, "stopped_at": sql.instant(at)}
    sql.put(tx, line_stop, [row])


def stopped(tx: Tx) -> list[Stop]:
    """The steps that stand still: what they stopped before was neither handled nor parked since."""
    at = line_stop.c
    handled = sa.exists().where(inbox.c.grp == at.grp, inbox.c.ce_id == at.ce_id)
    letter_id = at.grp + ":" + at.ce_id
    parked = sa.exists().where(dead_letter.c.dead_letter_id == letter_id)
    question = sa.select(line_stop).where(~handled, ~parked).order_by(at.grp)
    return [Stop(*row) for row in sql.rows(tx, question)]
