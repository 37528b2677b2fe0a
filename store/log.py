"""The event log in SQL: topics, partitions, offsets, consumer positions, inbox, dead letters.

It mirrors Kafka, so order, groups, replay and lag mean the same in both. Offsets come from a
head row that is locked while it is raised: a sequence has gaps through which events get lost.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from store import sql
from store.engine import Tx
from store.tables import consumer_position, dead_letter, event_log, inbox, log_head


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
    counts: dict[tuple[str, int], int] = defaultdict(int)
    for entry in entries:
        counts[entry.topic, entry.part] += 1
    head = {place: _raise_head(tx, *place, count) for place, count in counts.items()}
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


def _raise_head(tx: Tx, topic: str, part: int, count: int) -> int:
    """Claim `count` offsets and return the first of them."""
    sql.add(tx, log_head, [{"topic": topic, "part": part, "next_off": count}])
    head = sa.select(log_head.c.next_off).where(log_head.c.topic == topic, log_head.c.part == part)
    return int(sql.one(tx, head) or 0) - count


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
    """The offset that a group reads next in a partition."""
    at = consumer_position.c
    where = (at.grp == group, at.topic == topic, at.part == part)
    question = sa.select(at.off).where(*where).with_for_update()
    return int(sql.one(tx, question) or 0)


def move(tx: Tx, group: str, topic: str, part: int, off: int) -> None:
    """Set the offset that a group reads next."""
    row = {"grp": group, "topic": topic, "part": part, "off": off}
    sql.put(tx, consumer_position, [row])


def seen(tx: Tx, group: str, ce_ids: Iterable[str]) -> set[str]:
    """Which of these events the group has had an effect from already."""
    found: set[str] = set()
    for chunk in sql.in_chunks(ce_ids):
        where = (inbox.c.grp == group, inbox.c.ce_id.in_(chunk))
        found.update(row[0] for row in sql.rows(tx, sa.select(inbox.c.ce_id).where(*where)))
    return found


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
