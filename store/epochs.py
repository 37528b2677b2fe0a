"""Epochs of covenants: their sealed keys, their token indexes, the envelopes that wait in them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from operator import attrgetter

import sqlalchemy as sa

from store import sql
from store.engine import Tx
from store.tables import covenant_epoch, envelope, token_array

PIECE_BYTES = 8 * 1024 * 1024
MOST_WAITING = 1_000


class State(StrEnum):
    """CURRENT serves; OLD serves one delivery more; OVER has no key, index or envelope left."""

    CURRENT = "current"
    OLD = "old"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Epoch:
    """One epoch of the covenant with a creditor; epochs count from 1 and never come back.

    `kinds` are the match keys agreed on, with spaces; `signer` is the creditor's public key;
    `sealed` holds the secret keys under the data key in `wrapped`; `register_version` is that
    of the token index. `valid_to` (ISO) is the last day.
    """

    creditor_id: str
    epoch: int
    covenant: str
    state: str
    norm_digest: str
    kinds: str
    region: str
    signer: bytes
    register_version: int
    opened_at: str
    valid_to: str
    wrapped: bytes = field(repr=False)
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An envelope that nobody here could open; the rows of a delivery count from 1."""

    delivery_id: str
    row: int
    content: bytes


_COLUMNS = tuple(one.name for one in fields(Epoch))
_values = attrgetter(*_COLUMNS)


def add(tx: Tx, one: Epoch) -> None:
    """Open an epoch; a creditor has at most one that is current."""
    sql.insert(tx, covenant_epoch, [dict(zip(_COLUMNS, _values(one), strict=True))])


def hold(tx: Tx, creditor_id: str) -> None:
    """Let nobody else open, end or use an epoch of a creditor until the transaction ends."""
    sql.alone(tx, "epochs", creditor_id)


def of_creditor(tx: Tx, creditor_id: str) -> list[Epoch]:
    """Every epoch of a creditor, oldest first, also those that are over.

    In a writing transaction they are held, see `hold`.
    """
    hold(tx, creditor_id)
    question = (
        sa.select(covenant_epoch)
        .where(covenant_epoch.c.creditor_id == creditor_id)
        .order_by(covenant_epoch.c.epoch)
    )
    return [Epoch(*row) for row in sql.rows(tx, sql.held(tx, question))]


def past(tx: Tx, on: date) -> list[Epoch]:
    """Epochs whose last day has passed on a day and that are not over.

    One that somebody is busy with is left out, where rows are locked.
    """
    alive = covenant_epoch.c.state != State.OVER.value
    late = covenant_epoch.c.valid_to < on.isoformat()
    question = sa.select(covenant_epoch).where(alive, late)
    return [Epoch(*row) for row in sql.rows(tx, sql.held_free(tx, question))]


def supersede(tx: Tx, one: Epoch) -> None:
    """The current epoch becomes an old one."""
    _change(tx, one, state=State.OLD.value)


def destroy(tx: Tx, one: Epoch) -> int:
    """End an epoch: its keys, index and waiting envelopes go; returns how many envelopes.

    Without the keys no copy of an envelope can be opened any more, not by the city either.
    """
    _change(tx, one, state=State.OVER.value, wrapped=b"", sealed=b"")
    tx.connection.execute(sa.delete(token_array).where(*_of(one, token_array)))
    gone = tx.connection.execute(sa.delete(envelope).where(*_of(one, envelope)))
    return gone.rowcount


def _change(tx: Tx, one: Epoch, **values: object) -> None:
    change = sa.update(covenant_epoch).where(*_of(one, covenant_epoch))
    tx.connection.execute(change.values(**values))


def _of(one: Epoch, table: sa.Table) -> tuple[sa.ColumnElement[bool], ...]:
    return table.c.creditor_id == one.creditor_id, table.c.epoch == one.epoch


def put_arrays(tx: Tx, one: Epoch, register_version: int, arrays: Mapping[str, bytes]) -> None:
    """Put a token index in place of the one before; arrays as bytes by name."""
    hold(tx, one.creditor_id)
    tx.connection.execute(sa.delete(token_array).where(*_of(one, token_array)))
    lines = [
        {
            "creditor_id": one.creditor_id,
            "epoch": one.epoch,
            "name": name,
            "part": part,
            "content": content[part * PIECE_BYTES : (part + 1) * PIECE_BYTES],
        }
        for name, content in arrays.items()
        for part in range(-(-len(content) // PIECE_BYTES))
    ]
    sql.insert(tx, token_array, lines)
    _change(tx, one, register_version=register_version)


def arrays(tx: Tx, one: Epoch) -> Mapping[str, bytes]:
    """The token index as it was put; empty when there is none."""
    question = (
        sa.select(token_array.c.name, token_array.c.content)
        .where(*_of(one, token_array))
        .order_by(token_array.c.name, token_array.c.part)
    )
    pieces: defaultdict[str, list[bytes]] = defaultdict(list)
    for name, content in sql.rows(tx, question):
        pieces[name].append(content)
    return {name: b"".join(parts) for name, parts in pieces.items()}


def keep(tx: Tx, one: Epoch, waiting: Sequence[Waiting]) -> None:
    """Keep envelopes that nobody could open, until the end of their epoch."""
    lines = [
        {
            "delivery_id": each.delivery_id,
            "row": each.row,
            "creditor_id": one.creditor_id,
            "epoch": one.epoch,
            "content": each.content,
        }
        for each in waiting
    ]
    sql.insert(tx, envelope, lines)


def waiting(tx: Tx, one: Epoch, after: tuple[str, int] = ("", 0)) -> list[Waiting]:
    """At most 1,000 waiting envelopes of an epoch, from the one after a delivery and row on."""
    place = sa.tuple_(envelope.c.delivery_id, envelope.c.row)
    question = (
        sa.select(envelope.c.delivery_id, envelope.c.row, envelope.c.content)
        .where(*_of(one, envelope), place > after)
        .order_by(envelope.c.delivery_id, envelope.c.row)
        .limit(MOST_WAITING)
    )
    return [Waiting(*row) for row in sql.rows(tx, question)]


def take(tx: Tx, opened: Iterable[tuple[str, int]]) -> None:
    """Take away envelopes that could be opened after all, by delivery and row."""
    for delivery_id, row in opened:
        where = (envelope.c.delivery_id == delivery_id, envelope.c.row == row)
        tx.connection.execute(sa.delete(envelope).where(*where))
