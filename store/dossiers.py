"""Dossiers as they stand now: their stage, the live proposal, the debts and the means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from store import sql
from store.engine import Tx
from store.tables import debt, dossier, means, proposal

OPEN, AGREED = "open", "agreed"


@dataclass(frozen=True, slots=True)
class DossierRow:
    """One dossier. `over` is "yes" in a final stage; `paused_until` ISO text or empty; `waits`
    is the move that waits for four eyes, or empty; `updated_at` UTC."""

    dossier_id: str
    case_id: str
    resident_id: str
    stage: str
    over: str
    plan_id: str
    paused_until: str
    waits: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal or agreement under a consent that is given; `sealed` is the plan itself."""

    plan_id: str
    dossier_id: str
    consent_id: str
    standing: str
    monthly_cents: int
    affordable_cents: int
    made_on: str
    sealed: bytes


def put(tx: Tx, one: DossierRow) -> None:
    """Write how a dossier stands. A second open dossier of a resident raises ConstraintBroken."""
    sql.put(tx, dossier, [asdict(one)])


def find(tx: Tx, dossier_id: str) -> DossierRow | None:
    """One dossier; where the database locks rows, it is held."""
    return _first(tx, dossier.c.dossier_id == dossier_id)


def open_of_resident(tx: Tx, resident_id: str) -> DossierRow | None:
    """The dossier of a resident that is not over; where the database locks rows, it is held."""
    return _first(tx, dossier.c.resident_id == resident_id, dossier.c.over == "no")


def of_case(tx: Tx, case_id: str) -> Sequence[DossierRow]:
    """Every dossier of a case, by id."""
    question = sa.select(dossier).where(dossier.c.case_id == case_id)
    return [DossierRow(*row) for row in sql.rows(tx, question.order_by(dossier.c.dossier_id))]


def in_stage(tx: Tx, stages: Iterable[str], after: str, most: int) -> Sequence[DossierRow]:
    """Dossiers in some stages, a page at a time: those with an id after `after`."""
    question = (
        sa.select(dossier)
        .where(dossier.c.stage.in_(list(stages)), dossier.c.dossier_id > after)
        .order_by(dossier.c.dossier_id)
        .limit(most)
    )
    return [DossierRow(*row) for row in sql.rows(tx, question)]


def waiting_for_four_eyes(tx: Tx, most: int) -> Sequence[DossierRow]:
    """Dossiers with a decision that another person must confirm, the oldest first."""
    question = sa.select(dossier).where(dossier.c.waits != "").order_by(dossier.c.updated_at)
    return [DossierRow(*row) for row in sql.rows(tx, question.limit(most))]


def propose(tx: Tx, one: ProposalRow) -> None:
    """Put a proposal on the table, in the place of one that was open.

    The database refuses it (ConstraintBroken) without a consent that is given, and for an amount
    that the law protects.
    """
    withdraw(tx, one.dossier_id, OPEN)
    line = asdict(one) | {"consent_state": "given", "purpose": "dossier"}
    sql.insert(tx, proposal, [line])


def agree(tx: Tx, dossier_id: str, plan_id: str) -> None:
    """The open proposal became the agreement; one before it makes place."""
    withdraw(tx, dossier_id, AGREED)
    theirs = proposal.c.dossier_id == dossier_id, proposal.c.plan_id == plan_id
    tx.connection.execute(sa.update(proposal).where(*theirs).values(standing=AGREED))


def withdraw(tx: Tx, dossier_id: str, *standings: str) -> int:
    """Take proposals of these standings (all, without any) off the table; returns how many."""
    theirs = [proposal.c.dossier_id == dossier_id]
    if standings:
        theirs.append(proposal.c.standing.in_(standings))
    return tx.connection.execute(sa.delete(proposal).where(*theirs)).rowcount


def proposals(tx: Tx, dossier_id: str) -> Mapping[str, ProposalRow]:
    """The live proposal and agreement of a dossier, by standing."""
    columns = [proposal.c[name] for name in ProposalRow.__slots__]
    question = sa.select(*columns).where(proposal.c.dossier_id == dossier_id)
    rows = [ProposalRow(*row) for row in sql.rows(tx, question)]
    return {row.standing: row for row in rows}


def put_means(tx: Tx, dossier_id: str, at: datetime, sealed: bytes) -> None:
    """Keep what a resident told of income and household; it replaces what was told before."""
    line = {"dossier_id": dossier_id, "noted_at": sql.instant(at), "sealed": sealed}
    sql.put(tx, means, [line])


def find_means(tx: Tx, dossier_id: str) -> bytes | None:
    """What a resident told of income and household, sealed."""
    found = sql.one(tx, sa.select(means.c.sealed).where(means.c.dossier_id == dossier_id))
    return None if found is None else bytes(found)


def erase_means(tx: Tx, dossier_id: str) -> int:
    """Erase income and household; returns how many records went."""
    gone = sa.delete(means).where(means.c.dossier_id == dossier_id)
    return tx.connection.execute(gone).rowcount


def put_debts(tx: Tx, dossier_id: str, sealed: Mapping[str, bytes]) -> None:
    """Keep debts of a dossier by claim id; the same id is replaced."""
    lines = [
        {"dossier_id": dossier_id, "claim_id": claim_id, "sealed": one}
        for claim_id, one in sealed.items()
    ]
    sql.put(tx, debt, lines)


def debts(tx: Tx, dossier_id: str) -> Mapping[str, bytes]:
    """The debts of a dossier by claim id, sealed."""
    question = sa.select(debt.c.claim_id, debt.c.sealed).where(debt.c.dossier_id == dossier_id)
    return {row[0]: bytes(row[1]) for row in sql.rows(tx, question.order_by(debt.c.claim_id))}


def erase_debts(tx: Tx, dossier_id: str) -> int:
    """Erase the bundle of debts; returns how many went."""
    gone = sa.delete(debt).where(debt.c.dossier_id == dossier_id)
    return tx.connection.execute(gone).rowcount


def _first(tx: Tx, *theirs: sa.ColumnElement[bool]) -> DossierRow | None:
    question = sql.held(tx, sa.select(dossier).where(*theirs))
    return next((DossierRow(*row) for row in sql.rows(tx, question)), None)
