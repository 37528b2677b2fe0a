"""Which cases must stay because of their dossiers, and erasing those with everything about them."""

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa

from store import dossiers, histories, sql
from store.engine import Tx
from store.histories import Kind
from store.tables import (
    aftermath,
    cases,
    consent,
    dossier,
    handover,
    instrument_use,
    outgoing,
    safety_warning,
)

RUNNING = ("accepted", "active", "changed", "paused")
"""Stages with a plan that somebody pays: their case stays, however long ago it changed."""
_BY_CASE = (safety_warning, instrument_use, handover, outgoing)


def idle(before: date) -> sa.ColumnElement[bool]:
    """Cases without a dossier in which a plan runs, or which changed on a day or after it."""
    one = dossier.c
    busy = sa.or_(one.stage.in_(RUNNING), one.updated_at >= before.isoformat())
    theirs = sa.select(one.dossier_id).where(one.case_id == cases.c.case_id, busy)
    return sa.not_(theirs.correlate(cases).exists())


def erase(tx: Tx, case_ids: Sequence[object]) -> None:
    """Erase the dossiers of cases: plans, debts, means, warnings, letters; and the consents of
    residents who have no dossier left."""
    question = sa.select(dossier.c.dossier_id, dossier.c.plan_id, dossier.c.resident_id)
    rows = [
        row
        for theirs in sql.among(tx, dossier.c.case_id, case_ids)
        for row in sql.rows(tx, question.where(theirs))
    ]
    for dossier_id, _, _ in rows:
        dossiers.withdraw(tx, dossier_id)
        dossiers.erase_means(tx, dossier_id)
        dossiers.erase_debts(tx, dossier_id)
    histories.forget(tx, Kind.PLAN, (row[1] for row in rows if row[1]))
    histories.forget(tx, Kind.DOSSIER, (row[0] for row in rows))
    _delete(tx, dossier, dossier.c.dossier_id, (row[0] for row in rows))
    for table in _BY_CASE:
        _delete(tx, table, table.c.case_id, case_ids)
    _erase_consents(tx, {str(row[2]) for row in rows})


def _erase_consents(tx: Tx, resident_ids: set[str]) -> None:
    """A consent goes with the last dossier that could need its proof."""
    left = {
        row[0]
        for theirs in sql.among(tx, dossier.c.resident_id, resident_ids)
        for row in sql.rows(tx, sa.select(dossier.c.resident_id).where(theirs))
    }
    gone = sorted(resident_ids - left)
    histories.forget(tx, Kind.CONSENT, gone)
    for table in (consent, aftermath):
        _delete(tx, table, table.c.resident_id, gone)


def _delete(
    tx: Tx, table: sa.Table, column: sa.ColumnElement[object], keys: Iterable[object]
) -> None:
    for these in sql.among(tx, column, keys):
        tx.connection.execute(sa.delete(table).where(these))
