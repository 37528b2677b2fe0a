"""Open cases that nobody has tried to reach yet, by when that must be; a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from store import sql
from store.engine import Engine, Tx, reading
from store.tables import cases, contact_attempt

PAGE = 2_000


@dataclass(frozen=True, slots=True)
class Unreached:
    """An open case without any contact attempt; `worker_id` is empty when nobody has it."""

    case_id: str
    worker_id: str
    first_contact_by: date


def unreached(engine: Engine, until: date) -> Iterator[Unreached]:
    """Every open case without an attempt that must be reached out to on or before a day.

    Each page of at most 2,000 is a transaction of its own: it holds nobody up, however many there
    are. A case that changes meanwhile is told as it was or as it is.
    """
    after = ""
    while True:
        with reading(engine) as tx:
            page = _page(tx, until, after)
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].case_id


def _page(tx: Tx, until: date, after: str) -> list[Unreached]:
    tried = sa.exists().where(contact_attempt.c.case_id == cases.c.case_id)
    question = (
        sa.select(cases.c.case_id, cases.c.worker_id, cases.c.first_contact_by)
        .where(
            cases.c.case_id > after,
            cases.c.status == "open",
            cases.c.first_contact_by <= until.isoformat(),
            ~tried,
        )
        .order_by(cases.c.case_id)
        .limit(PAGE)
    )
    return [Unreached(row[0], row[1], date.fromisoformat(row[2])) for row in sql.rows(tx, question)]
