"""Holding the rows of two databases against each other, in the order of their keys."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from store.engine import Tx
from store.replaying import stream
from store.tables import audit, event_log, worker_load

Values = tuple[Any, ...]
Same = Callable[[Values, Values], bool]


@dataclass(frozen=True, slots=True)
class Compared:
    """How many rows are equal, differ, are missing in the target, or are there alone."""

    equal: int = 0
    different: int = 0
    missing: int = 0
    extra: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """Rows in the order of their first `keys` columns."""

    select: sa.Select[Any]
    keys: int


def never(_one: Values, _other: Values) -> bool:
    """Rows that differ do differ."""
    return False


def whole(table: sa.Table) -> Question:
    """Every row of a table; a worker without open cases counts as none."""
    keys = list(table.primary_key)
    others = [column for column in table.c if column not in keys]
    question = sa.select(*keys, *others).order_by(*keys)
    if table is worker_load:
        question = question.where(worker_load.c.open_cases != 0)
    return Question(question, len(keys))


def of_topic(topic: str) -> Question:
    """The events of a topic by their id, wherever they stand in their partition."""
    at = event_log.c
    columns = (at.ce_id, at.part, at.key, at.ce_type, at.ce_time, at.data)
    return Question(sa.select(*columns).where(at.topic == topic).order_by(at.ce_id), 1)


def of_actors(actors: tuple[str, ...]) -> Question:
    """What some parts of the system wrote into the audit log, whatever the order; the detail of a
    line is no part of its key."""
    columns = [column for column in audit.c if column is not audit.c.seq]
    question = sa.select(*columns).where(audit.c.actor.in_(actors)).order_by(*columns)
    return Question(question, len(columns) - 1)


def compare(source: Tx, target: Tx, question: Question, same: Same = never) -> Compared:
    """Hold the answers of two databases against each other.

    `same` tells of two rows with the same key and other bytes whether they say the same.
    """
    ours, theirs = _rows(source, question), _rows(target, question)
    equal = different = missing = extra = 0
    one, other = next(ours, None), next(theirs, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one[: question.keys] < other[: question.keys]):
            missing, one = missing + 1, next(ours, None)
        elif one is None or other[: question.keys] < one[: question.keys]:
            extra, other = extra + 1, next(theirs, None)
        else:
            alike = one == other or same(one, other)
            equal, different = equal + alike, different + (not alike)
            one, other = next(ours, None), next(theirs, None)
    return Compared(equal, different, missing, extra)


def _rows(tx: Tx, question: Question) -> Iterator[Values]:
    return (tuple(row) for row in stream(tx, question.select))
