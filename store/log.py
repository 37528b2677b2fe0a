"""The event log in SQL: topics, partitions, offsets, consumer positions, inbox, dead letters.

It mirrors Kafka, so order, groups, replay and lag mean the same in both. Offsets come from a
head row that is locked while it is raised: a sequence has gaps through which events get lost.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY

from store import sql, writing
from store.engine import Tx
from store.tables import consumer_position, dead_letter, event_log, inbox, log_head

Place = tuple[str, int]
"""A topic and a partition."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event to be logged: `part` is its partition, `data` its JSON payload."""

    topic: str
    part: int
    key: str
    ce_id: str
    ce_type: str
    ce_time: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Record:
    """An event as it stands in the log; `off` counts from 0 per topic and partition."""

    topic: str
    part: int
    off: int
    key: str
    ce_id: str
    ce_type: str
    ce_time: str
    data: bytes


def append(tx: Tx, entries: Sequence[Entry]) -> None:
    """Append events in the order given; offsets follow each other without a gap."""
    head = _raise_heads(tx, Counter((entry.topic, entry.part) for entry in entries))
    lines = []
    for entry in entries:
        place = (entry.topic, entry.part)
        lines.append(
            {
                "topic": entry.topic,
                "part": entry.part,
                "off": head[place],
                "key": entry.key,
                "ce_id": entry.ce_id,
                "ce_type": entry.ce_type,
                "ce_time": entry.ce_time,
                "data": entry.data,
            }
        )
        head[place] += 1
    sql.insert(tx, event_log, lines)


def _raise_heads(tx: Tx, counts: Mapping[Place, int]) -> dict[Place, int]:
    """Claim so many offsets per partition and return the first of each."""
    lines = [
        {"topic": topic, "part": part, "next_off": counts[topic, part]} for topic, part in counts
    ]
    raised = writing.add_and_read(tx.connection, log_head, lines)
    return {(topic, part): next_off - counts[topic, part] for topic, part, next_off in raised}


def read(tx: Tx, topic: str, part: int, start: int, most: int) -> list[Record]:
    """At most `most` events of a partition from offset `start` on, in order."""
    log = event_log.c
    question = (
        sa.select(event_log)
        .where(log.topic == topic, log.part == part, log.off >= start)
        .order_by(log.off)
        .limit(most)
    )
    return [Record(*row) for row in sql.rows(tx, question)]


def position(tx: Tx, group: str, topic: str, part: int) -> int:
    """The offset that a group reads next in a partition.

    Until a writing transaction ends nobody else of the group can have it: two that read the same
    events at once would both have their effect. A row that is not there cannot be locked, so the
    first that asks makes it.
    """
    at = consumer_position.c
    where = (at.grp == group, at.topic == topic, at.part == part)
    question = sql.held(tx, sa.select(at.off).where(*where))
    found = sql.one(tx, question)
    if found is None and tx.shared:
        row = {"grp": group, "topic": topic, "part": part, "off": 0}
        sql.insert_or_keep(tx, consumer_position, [row])
        found = sql.one(tx, question)
    return int(found or 0)


def move(tx: Tx, group: str, topic: str, part: int, off: int) -> None:
    """Set the offset that a group reads next."""
    row = {"grp": group, "topic": topic, "part": part, "off": off}
    sql.put(tx, consumer_position, [row])


def seen(tx: Tx, group: str, ce_ids: Iterable[str]) -> set[str]:
    """Which of these events the group has had an effect from already."""
    found: set[str] = set()
    for these in sql.among(tx, inbox.c.ce_id, ce_ids):
        question = sa.select(inbox.c.ce_id).where(inbox.c.grp == group, these)
        found.update(row[0] for row in sql.rows(tx, question))
    return found


def claim(tx: Tx, group: str, ce_ids: Iterable[str]) -> set[str]:
    """Record these events as having their effect in this transaction; returns those that had
    none before, each of which the caller must now let have it.

    Who claims one that another transaction is busy with waits for how that ends.
    """
    wanted = sorted(set(ce_ids))
    if not tx.shared:
        fresh = set(wanted) - seen(tx, group, wanted)
        mark_seen(tx, group, fresh)
        return fresh
    if not wanted:
        return set()
    rows = sa.select(sa.literal(group), sa.func.unnest(sa.literal(wanted, ARRAY(sa.Text))))
    insert = postgresql.insert(inbox).from_select(["grp", "ce_id"], rows).on_conflict_do_nothing()
    return {row[0] for row in sql.rows(tx, insert.returning(inbox.c.ce_id))}


def mark_seen(tx: Tx, group: str, ce_ids: Iterable[str]) -> None:
    """Record that these events had their effect, in the same transaction as the effect."""
    sql.insert(tx, inbox, [{"grp": group, "ce_id": ce_id} for ce_id in ce_ids])


def lag(tx: Tx, group: str, topic: str) -> int:
    """How many events of a topic a group has still to read."""
    heads = sa.select(sa.func.sum(log_head.c.next_off)).where(log_head.c.topic == topic)
    at = consumer_position.c
    read_ = sa.select(sa.func.sum(at.off)).where(at.grp == group, at.topic == topic)
    return int(sql.one(tx, heads) or 0) - int(sql.one(tx, read_) or 0)


def waits(tx: Tx, group: str, topic: str, part: int, key: str) -> bool:
    """Whether a group has still to read an event with this key.

    It holds the group's position, so that the answer stays true until the transaction ends.
    """
    start = position(tx, group, topic, part)
    log = event_log.c
    where = (log.topic == topic, log.part == part, log.off >= start, log.key == key)
    return sql.one(tx, sa.select(log.off).where(*where).limit(1)) is not None


def of_key(tx: Tx, topic: str, part: int, key: str) -> list[Record]:
    """Every event with this key that is still in the log, newest first."""
    log = event_log.c
    where = (log.topic == topic, log.part == part, log.key == key)
    question = sa.select(event_log).where(*where).order_by(log.off.desc())
    return [Record(*row) for row in sql.rows(tx, question)]


def park(tx: Tx, letters: Sequence[tuple[str, str, str, str]], at: datetime) -> None:
    """Keep dead letters: (id, step, code, place). Never any of the content."""
    lines = [
        {
            "dead_letter_id": letter_id,
            "step": step,
            "code": code,
            "place": place,
            "parked_at": sql.instant(at),
        }
        for letter_id, step, code, place in letters
    ]
    sql.insert_or_keep(tx, dead_letter, lines)


def parked(tx: Tx, step: str) -> int:
    """How many dead letters a step has."""
    count = sa.select(sa.func.count()).select_from(dead_letter).where(dead_letter.c.step == step)
    return int(sql.one(tx, count) or 0)
