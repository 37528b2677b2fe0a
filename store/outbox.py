"""The event log as an outbox: how far it has grown, how far groups have read, and what it vouches
for when an event comes back over another road."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from store import log, sql
from store.engine import Tx
from store.log import Record
from store.tables import consumer_position, event_log, log_head

Place = tuple[str, int]
"""A topic and a partition."""


def heads(tx: Tx) -> Mapping[Place, int]:
    """The offset that the next event of every partition gets."""
    head = log_head.c
    question = sa.select(head.topic, head.part, head.next_off)
    return {(row[0], int(row[1])): int(row[2]) for row in sql.rows(tx, question)}


def positions(tx: Tx, group: str) -> Mapping[Place, int]:
    """The offset that a group reads next, of every partition that it has begun; locks nothing."""
    at = consumer_position.c
    question = sa.select(at.topic, at.part, at.off).where(at.grp == group)
    return {(row[0], int(row[1])): int(row[2]) for row in sql.rows(tx, question)}


def ids(tx: Tx, place: Place, start: int, end: int) -> Mapping[int, str]:
    """The event ids of a partition by offset, from `start` up to and not including `end`."""
    at = event_log.c
    where = (at.topic == place[0], at.part == place[1], at.off >= start, at.off < end)
    question = sa.select(at.off, at.ce_id).where(*where)
    return {int(row[0]): str(row[1]) for row in sql.rows(tx, question)}


def between(tx: Tx, place: Place, start: int, end: int) -> Sequence[Record]:
    """The events of a partition from `start` up to and not including `end`, in order."""
    return log.read(tx, *place, start, end - start) if end > start else ()


def begin_at_zero(tx: Tx, group: str, places: Sequence[Place]) -> None:
    """Let a group be known before it reads anything; one that has begun stays where it is."""
    rows = [{"grp": group, "topic": topic, "part": part, "off": 0} for topic, part in places]
    sql.insert_or_keep(tx, consumer_position, rows)
