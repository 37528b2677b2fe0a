"""What replaying needs of two databases: a source that is only read, and a target that is empty."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from store import log, postgres, schema, sql
from store.audit import AuditLine
from store.engine import Engine, Tx, open_engine, reading
from store.log import Record
from store.tables import (
    admission,
    audit,
    cases,
    clock_lease,
    consumer_position,
    delivery,
    event_log,
    inbox,
    installation,
    light_offer,
    log_head,
    metadata,
    receipt,
    review,
    session,
    signal,
    worker_load,
)

PAGE = 500
BY_ADMISSION = (receipt, admission, review)
BY_CASEWORK = (signal, cases, light_offer, worker_load)
"""What the steps of the line make: these are rebuilt and held against the source."""
_LATER = (event_log, log_head, inbox, consumer_position, audit)
_OTHERS = (*BY_ADMISSION, *BY_CASEWORK, *_LATER, session, installation, clock_lease)
GIVEN = tuple(one for one in metadata.sorted_tables if one not in _OTHERS)
"""What comes from outside, or is left of what was erased: no step can make it, so it is copied."""
_VERSIONS = "alembic_version"


@contextmanager
def snapshot(engine: Engine) -> Iterator[Tx]:
    """One moment of a database; the database itself refuses every write meanwhile.

    Questions may last as long as they do.
    """
    shared = engine.dialect.name == "postgresql"
    with ExitStack() as stack:
        own = engine if shared else _sorting_on_disk(engine, stack)
        tx = stack.enter_context(reading(own))
        forbid = "set transaction read only" if shared else "pragma query_only = on"
        tx.connection.exec_driver_sql(forbid)
        stack.enter_context(postgres.unhurried(tx.connection))
        yield tx


def _sorting_on_disk(engine: Engine, stack: ExitStack) -> Engine:
    """A connection of one's own that sorts whole tables in files: memory stays bounded."""
    own = open_engine(engine.url.render_as_string(hide_password=False))
    sa.event.listen(own, "connect", lambda plain, _: plain.execute("pragma temp_store = file"))
    stack.callback(own.dispose)
    return own


def is_same(url: str, other: str) -> bool:
    """Whether two URLs name one database, as far as their text tells."""
    return _place(url) == _place(other)


def exists(url: str) -> bool:
    """Whether there is a database to read: a file that is not there would be made."""
    kind, _, _, path = _place(url)
    return kind != "sqlite" or Path(path).is_file()


def _place(url: str) -> tuple[str, str, int, str]:
    parsed = open_engine(url).url
    kind = parsed.get_backend_name()
    name = parsed.database or ""
    if kind == "sqlite":
        return kind, "", 0, str(Path(name).resolve())
    return kind, parsed.host or "", parsed.port or 0, name


def is_current(tx: Tx) -> bool:
    """Whether a database has the schema of this program."""
    return schema.current(tx) == schema.newest()


def is_empty(engine: Engine) -> bool:
    """Whether a database has no row, and no table that is not ours."""
    with reading(engine) as tx:
        names = set(sa.inspect(tx.connection).get_table_names()) - {_VERSIONS}
        if names - set(metadata.tables):
            return False
        return not any(_has_rows(tx, metadata.tables[name]) for name in sorted(names))


def _has_rows(tx: Tx, table: sa.Table) -> bool:
    return sql.one(tx, sa.select(sa.literal(1)).select_from(table).limit(1)) is not None


def has_key(tx: Tx, check: bytes) -> bool:
    """Whether a database was made with the key that gave `check`; it asks only."""
    question = sa.select(installation.c.value).where(installation.c.name == "key")
    return bytes(sql.one(tx, question) or b"") == check


def creditors(tx: Tx) -> set[str]:
    """Every creditor that delivered."""
    return {row[0] for row in sql.rows(tx, sa.select(delivery.c.creditor_id).distinct())}


def stream(tx: Tx, question: sa.Select[Any]) -> Iterator[Any]:
    """The rows of an answer, of which only a page is in memory at a time; to be read to its end."""
    return iter(tx.connection.execute(question.execution_options(yield_per=PAGE)))


def lines(tx: Tx, actions: Sequence[str]) -> Iterator[AuditLine]:
    """The audit lines of some actions, in the order in which they were written."""
    question = sa.select(audit).where(audit.c.action.in_(actions)).order_by(audit.c.seq)
    seq = -1
    while page := list(sql.rows(tx, question.where(audit.c.seq > seq).limit(PAGE))):
        yield from (AuditLine(*row) for row in page)
        seq = page[-1].seq


def was_before(tx: Tx, actions: Sequence[str], actor: str, seq: int) -> bool:
    """Whether somebody did one of these before a line of the audit log."""
    at = audit.c
    where = (at.seq < seq, at.actor == actor, at.action.in_(actions))
    return sql.one(tx, sa.select(at.seq).where(*where).limit(1)) is not None


def events(tx: Tx, topic: str, part: int, end: int | None = None) -> Iterator[Record]:
    """The events of a partition that the log still has, up to and not including offset `end`."""
    start = 0
    while page := log.read(tx, topic, part, start, PAGE):
        yield from (one for one in page if end is None or one.off < end)
        start = page[-1].off + 1
        if end is not None and start >= end:
            return


def is_whole(tx: Tx, topic: str) -> bool:
    """Whether the log still has every event of a topic."""
    heads = sa.select(sa.func.sum(log_head.c.next_off)).where(log_head.c.topic == topic)
    held = sa.select(sa.func.count()).where(event_log.c.topic == topic)
    return int(sql.one(tx, heads) or 0) == int(sql.one(tx, held) or 0)


def begins_at(tx: Tx, topic: str) -> str:
    """When the oldest event of a topic that the log has was recorded; empty when it has none."""
    question = sa.select(sa.func.min(event_log.c.ce_time)).where(event_log.c.topic == topic)
    return str(sql.one(tx, question) or "")


def rows(tx: Tx, table: sa.Table) -> int:
    """How many rows a table has."""
    return int(sql.one(tx, sa.select(sa.func.count()).select_from(table)) or 0)


def drop_unasked(tx: Tx) -> None:
    """Take receipts away of deliveries that were erased since."""
    asked = sa.select(delivery.c.delivery_id)
    tx.connection.execute(sa.delete(receipt).where(receipt.c.delivery_id.not_in(asked)))


def older_households(tx: Tx, day: str) -> set[str]:
    """Households of which a signal or case is older than a day."""
    found: set[str] = set()
    for table, column in ((signal, signal.c.received_on), (cases, cases.c.opened_on)):
        question = sa.select(table.c.household_id).where(column < day).distinct()
        found.update(row[0] for row in stream(tx, question))
    return found
