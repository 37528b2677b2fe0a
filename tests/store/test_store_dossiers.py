"""Dossiers, consents and histories in the database: what it refuses by itself."""

from dataclasses import replace

import pytest

from store import consents, dossiers, histories
from store.consents import ConsentRow, Owed
from store.dossiers import DossierRow, ProposalRow
from store.engine import ConstraintBroken, Engine, begin, reading
from store.histories import Kind
from tests.store.conftest import Make

GIVEN = ConsentRow("t-1", "r-1", "dossier", "given", "2026-11-22", "2027-11-22")
DOSSIER = DossierRow("d-1", "c-1", "r-1", "consented", "no", "", "", "", "2026-11-22T09:00:00.000Z")
PROPOSAL = ProposalRow("p-1", "d-1", "t-1", "open", 5_000, 13_710, "2026-11-22", b"sealed")


def _ready(engine: Engine) -> None:
    with begin(engine) as tx:
        consents.give(tx, GIVEN)
        dossiers.put(tx, DOSSIER)


def _live(engine: Engine) -> list[str]:
    with reading(engine) as tx:
        return sorted(dossiers.proposals(tx, "d-1"))


def test_a_proposal_under_a_consent_that_is_given_is_kept(engine: Engine) -> None:
    """The pair of the refusals below."""
    _ready(engine)
    with begin(engine) as tx:
        dossiers.propose(tx, PROPOSAL)
    with reading(engine) as tx:
        assert dossiers.proposals(tx, "d-1") == {"open": PROPOSAL}


def test_without_consent_the_database_refuses_a_proposal(engine: Engine) -> None:
    """The types refuse it too; here the writer passed them by (AVG art. 6(1)(a))."""
    with begin(engine) as tx:
        dossiers.put(tx, DOSSIER)
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        dossiers.propose(tx, PROPOSAL)
    assert not _live(engine)


@pytest.mark.parametrize("state", ["withdrawn", "expired"])
def test_under_a_consent_that_ended_the_database_refuses_a_proposal(
    engine: Engine, state: str
) -> None:
    """Consent that was, is no consent."""
    _ready(engine)
    with begin(engine) as tx:
        consents.end(tx, "t-1", state)
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        dossiers.propose(tx, PROPOSAL)
    assert not _live(engine)


def test_under_a_consent_to_something_else_the_database_refuses_a_proposal(engine: Engine) -> None:
    """Consent is given purpose by purpose (AVG art. 6(1)(a), recital 32)."""
    with begin(engine) as tx:
        consents.give(tx, replace(GIVEN, purpose="handover"))
        dossiers.put(tx, DOSSIER)
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        dossiers.propose(tx, PROPOSAL)
    assert not _live(engine)


@pytest.mark.parametrize("change", [{"monthly_cents": 13_711}, {"monthly_cents": 0}])
def test_the_database_refuses_an_amount_that_the_law_protects(
    engine: Engine, change: dict[str, int]
) -> None:
    """One cent above what can be afforded is too much (art. 1409 Ger.W., art. 475c Rv)."""
    _ready(engine)
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        dossiers.propose(tx, replace(PROPOSAL, **change))
    with begin(engine) as tx:
        dossiers.propose(tx, replace(PROPOSAL, monthly_cents=13_710))
    assert _live(engine) == ["open"]


def test_a_consent_ends_only_together_with_what_hangs_on_it(engine: Engine) -> None:
    """A forgotten proposal keeps the withdrawal from being half done: all of it, or nothing."""
    _ready(engine)
    with begin(engine) as tx:
        dossiers.propose(tx, PROPOSAL)
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        consents.end(tx, "t-1", "withdrawn")
    with reading(engine) as tx:
        assert [one.state for one in consents.of_resident(tx, "r-1")] == ["given"]
    with begin(engine) as tx:
        assert dossiers.withdraw(tx, "d-1") == 1
        consents.end(tx, "t-1", "withdrawn")
    with reading(engine) as tx:
        assert [one.state for one in consents.of_resident(tx, "r-1")] == ["withdrawn"]
    assert not _live(engine)


def test_a_new_proposal_takes_the_place_of_the_open_one_and_not_of_the_agreement(
    engine: Engine,
) -> None:
    """While a plan runs, another may be proposed; agreeing on that one ends the first."""
    _ready(engine)
    with begin(engine) as tx:
        dossiers.propose(tx, PROPOSAL)
        dossiers.agree(tx, "d-1", "p-1")
        dossiers.propose(tx, replace(PROPOSAL, plan_id="p-2"))
        dossiers.propose(tx, replace(PROPOSAL, plan_id="p-3"))
    with reading(engine) as tx:
        live = dossiers.proposals(tx, "d-1")
    assert {standing: one.plan_id for standing, one in live.items()} == {
        "agreed": "p-1",
        "open": "p-3",
    }
    with begin(engine) as tx:
        dossiers.agree(tx, "d-1", "p-3")
    assert _live(engine) == ["agreed"]


def test_a_resident_has_one_dossier_at_a_time(engine: Engine) -> None:
    """One plan, one monthly amount; when it is over a new one may begin."""
    _ready(engine)
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        dossiers.put(tx, replace(DOSSIER, dossier_id="d-2"))
    with begin(engine) as tx:
        dossiers.put(tx, replace(DOSSIER, stage="completed", over="yes"))
        dossiers.put(tx, replace(DOSSIER, dossier_id="d-2"))
    with reading(engine) as tx:
        found = dossiers.open_of_resident(tx, "r-1")
    assert found is not None
    assert found.dossier_id == "d-2"


def test_whoever_is_too_late_appends_nothing(engine: Engine, make: Make) -> None:
    """Two workers who decide on the same history: the second must look again."""
    with begin(engine) as tx:
        histories.append(tx, Kind.DOSSIER, "d-1", 0, [("opened", make.at, b"one")])
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        histories.append(tx, Kind.DOSSIER, "d-1", 0, [("moved", make.at, b"other")])
    with begin(engine) as tx:
        histories.append(tx, Kind.DOSSIER, "d-1", 1, [("moved", make.at, b"two")])
    with reading(engine) as tx:
        found = histories.read(tx, Kind.DOSSIER, "d-1")
    assert [(one.number, one.kind, one.sealed) for one in found] == [
        (1, "opened", b"one"),
        (2, "moved", b"two"),
    ]


def test_forgetting_a_history_leaves_the_others(engine: Engine, make: Make) -> None:
    """Erasing is of one resident, dossier or plan."""
    with begin(engine) as tx:
        for owner in ("p-1", "p-2"):
            histories.append(tx, Kind.PLAN, owner, 0, [("agreed", make.at, b"x")])
        assert histories.forget(tx, Kind.PLAN, ["p-1", "p-9"]) == 1
    with reading(engine) as tx:
        found = histories.read_all(tx, Kind.PLAN, ["p-1", "p-2"])
    assert [one.owner_id for one in found] == ["p-2"]


def test_what_follows_on_a_withdrawal_is_counted_off_once(engine: Engine, make: Make) -> None:
    """The first note stays, so nobody can later say that it was done at another moment."""
    owed = Owed("r-1", "dossier", "2026-11-22T09:00:00.000Z", "resident_told")
    with begin(engine) as tx:
        consents.owe(tx, [owed, replace(owed, consequence="creditors_told")])
        consents.count_off(tx, owed, "w-1", make.at, "brief-1")
        consents.count_off(tx, owed, "w-2", make.at, "brief-2")
    with reading(engine) as tx:
        left = [one.consequence for one in consents.open_items(tx, 10)]
        done = {one.consequence: one.reference for one in consents.owed_to(tx, ["r-1"])}
    assert left == ["creditors_told"]
    assert done == {"creditors_told": "", "resident_told": "brief-1"}


def test_means_and_debts_are_erased_by_dossier(engine: Engine, make: Make) -> None:
    """What was told on consent alone goes when that ends (AVG art. 17(1)(b))."""
    _ready(engine)
    with begin(engine) as tx:
        dossiers.put_means(tx, "d-1", make.at, b"income")
        dossiers.put_debts(tx, "d-1", {"a": b"1", "b": b"2"})
        dossiers.put_debts(tx, "d-1", {"b": b"3"})
    with reading(engine) as tx:
        assert dossiers.find_means(tx, "d-1") == b"income"
        assert dossiers.debts(tx, "d-1") == {"a": b"1", "b": b"3"}
    with begin(engine) as tx:
        assert (dossiers.erase_means(tx, "d-1"), dossiers.erase_debts(tx, "d-1")) == (1, 2)
    with reading(engine) as tx:
        assert dossiers.find_means(tx, "d-1") is None
