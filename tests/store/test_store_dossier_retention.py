"""A case is not erased while a plan runs in it, and is erased with everything about it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from protocols.privacy.terms import Kept
from store import cases, consents, dossiers, histories, retention
from store.consents import ConsentRow, Owed
from store.dossiers import DossierRow, ProposalRow
from store.engine import Engine, begin, reading
from store.histories import Kind
from store.tables import (
    aftermath,
    consent,
    consent_event,
    debt,
    dossier,
    dossier_event,
    means,
    plan_event,
    proposal,
    safety_warning,
)
from tests.store.conftest import Make

LONG_AGO = "2020-01-02T09:00:00.000Z"
BEFORE = date(2025, 1, 1)
ABOUT = (aftermath, consent, consent_event, debt, dossier, dossier_event, means, plan_event)
EVERYTHING = (*ABOUT, proposal, safety_warning)
GIVEN = ConsentRow("t-1", "r-1", "dossier", "given", "2020-01-02", "2024-01-01")
PROPOSAL = ProposalRow("p-1", "d-1", "t-1", "open", 5_000, 13_710, "2020-01-02", b"sealed")


def _row(stage: str, updated_at: str = LONG_AGO, number: int = 1) -> DossierRow:
    over = "yes" if stage in {"completed", "stopped"} else "no"
    return DossierRow(f"d-{number}", f"c-{number}", "r-1", stage, over, "p-1", "", "", updated_at)


def _closed(engine: Engine, make: Make, row: DossierRow) -> None:
    """A case that was closed long ago, with a dossier and all that hangs on it."""
    with begin(engine) as tx:
        case = make.case(status="closed", closed_on="2020-02-01", updated_at=LONG_AGO)
        cases.put(tx, [case])
        dossiers.put(tx, row)
        consents.give(tx, GIVEN)
        consents.owe(tx, [Owed("r-1", "income", LONG_AGO, "income_erased")])
        dossiers.propose(tx, PROPOSAL)
        dossiers.put_means(tx, "d-1", make.at, b"x")
        dossiers.put_debts(tx, "d-1", {"a": b"x"})
        for kind, owner in ((Kind.CONSENT, "r-1"), (Kind.DOSSIER, "d-1"), (Kind.PLAN, "p-1")):
            histories.append(tx, kind, owner, 0, [("first", make.at, b"x")])
        warning = {"case_id": "c-1", "recorded_at": LONG_AGO, "recorded_by": "w-1", "sealed": b"x"}
        tx.connection.execute(sa.insert(safety_warning), [warning])


def _counts(engine: Engine) -> Mapping[str, int]:
    with reading(engine) as tx:
        return {
            one.name: tx.connection.execute(sa.select(sa.func.count()).select_from(one)).scalar()
            or 0
            for one in EVERYTHING
        }


def _erase(engine: Engine) -> int:
    with begin(engine) as tx:
        keys = retention.due(tx, Kept.CLOSED_CASE, BEFORE)
        retention.erase(tx, Kept.CLOSED_CASE, keys)
        return len(keys)


@pytest.mark.parametrize("stage", ["completed", "stopped", "declined", "offered"])
def test_an_old_case_is_erased_with_everything_about_its_dossier(
    engine: Engine, make: Make, stage: str
) -> None:
    """Nothing of consents, debts, income, plan or warning is left behind (AVG art. 5(1)(e))."""
    _closed(engine, make, _row(stage))
    assert _erase(engine) == 1
    assert not any(_counts(engine).values())


@pytest.mark.parametrize("stage", ["accepted", "active", "changed", "paused"])
def test_a_case_in_which_a_plan_runs_is_not_erased(engine: Engine, make: Make, stage: str) -> None:
    """A plan can last longer than the term that a closed case is kept."""
    _closed(engine, make, _row(stage))
    before = _counts(engine)
    assert _erase(engine) == 0
    assert _counts(engine) == before


def test_a_case_of_which_the_dossier_changed_lately_is_not_erased(
    engine: Engine, make: Make
) -> None:
    """The term counts from the last change, and that was in the dossier."""
    _closed(engine, make, _row("completed", "2025-01-01T00:00:00.000Z"))
    assert _erase(engine) == 0


def test_the_consents_of_who_has_another_dossier_stay(engine: Engine, make: Make) -> None:
    """They are the proof of what was done there."""
    _closed(engine, make, _row("completed"))
    with begin(engine) as tx:
        dossiers.put(tx, replace(_row("active", number=2), plan_id="p-2"))
    assert _erase(engine) == 1
    left = _counts(engine)
    assert (left["consent"], left["consent_event"], left["aftermath"]) == (1, 1, 1)
    assert (left["dossier"], left["dossier_event"], left["plan_event"]) == (1, 0, 0)
