"""Replaying a line into another database, acts to replay, and a comparison of the tests' own."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from protocols.privacy.audit import Action, AuditEntry, Origin
from protocols.privacy.terms import Kept
from protocols.work.clock import local_day
from protocols.work.contact import Outcome
from store import audit, cases, replaying, retention
from store.cases import Case
from store.engine import begin, reading
from store.tables import metadata
from streams.processor import Processor
from streams.replaying import Report, Target, replay
from streams.replaying_carried import Bring
from streams.topics import Topic
from tests.support import made
from tests.support.line import Line, open_line
from tests.support.reviews import ATTEMPT

Stages = Sequence[tuple[Topic, Processor]]
_OTHERWISE = {"review", "session"}
"""Sealed anew, and left behind."""


def replayed(
    line: Line,
    url: str,
    change: Callable[[Stages], Stages] = lambda stages: stages,
    bring: Bring | None = None,
) -> tuple[Report, Line]:
    """Replay a line into an empty database; `change` gives other steps than those of the line."""
    other = open_line(url, line.city)
    target = Target(line.city, other.engine, line.vault, change(other.embedded.stages))
    with replaying.snapshot(line.engine) as source:
        return replay(source, target, bring), other


def unequal(line: Line, other: Line) -> list[str]:
    """The tables that do not hold the same rows, read plainly and all at once."""
    names = sorted(set(metadata.tables) - _OTHERWISE)
    return [name for name in names if _rows(line, name) != _rows(other, name)]


def _rows(line: Line, name: str) -> set[tuple[object, ...]]:
    with reading(line.engine) as tx:
        rows = tx.connection.execute(sa.select(metadata.tables[name]))
        found = {tuple(row) for row in rows}
    return {row for row in found if name != "worker_load" or row[1]}


def seek(line: Line, case: Case, at: datetime = made.AT, outcome: Outcome | None = None) -> None:
    """Record a contact attempt as the portal does; with an outcome the case closes."""
    with begin(line.engine) as tx:
        number = cases.record_attempt(tx, case.case_id, ATTEMPT, case.worker_id, at)
        noted = [_note(Action.CONTACT_RECORDED, case, "reached-no", at, number)]
        if outcome is not None:
            cases.close(tx, case, outcome, local_day(at), at)
            result = outcome.name.lower().replace("_", "-")
            noted.append(_note(Action.CASE_CLOSED, case, result, at, number))
        audit.record(tx, noted)


def _note(action: Action, case: Case, result: str, at: datetime, number: int) -> AuditEntry:
    about = ("case", case.case_id, result)
    return AuditEntry(at, "anja", Origin.WEB, action, *about, "test", "", {"number": number})


def erase(line: Line, kept: Kept, at: datetime) -> int:
    """Erase what is due of a category as the clock does, with its audit line."""
    on = local_day(at)
    days = line.city.privacy.retention_on(kept, on)
    assert days is not None
    with begin(line.engine) as tx:
        keys = retention.due(tx, kept, on - timedelta(days=days), line.embedded.readers)
        retention.erase(tx, kept, keys)
        done = (Action.DATA_ERASED, kept.value, kept.value, "erased", "test", "")
        audit.record(tx, [AuditEntry(at, "clock", Origin.CLOCK, *done, {"count": len(keys)})])
    return len(keys)
