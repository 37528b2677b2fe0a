"""Two people at once, on both databases: one of them is too late, and nothing is done twice."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Barrier, Thread

import pytest

from portal.dossier import jobs, planning
from portal.dossier.file import read_dossier
from protocols.errors import Refused
from protocols.privacy.consent import Purpose
from store import dossiers
from store.engine import ConstraintBroken, StoreUnavailable, begin, open_engine
from store.tables import metadata
from tests.support.households import WISH, Home, home


@pytest.fixture(params=["sqlite", "postgres"])
def one(request: pytest.FixtureRequest, tmp_path) -> Iterator[Home]:
    """A household on a database that others can reach at the same time."""
    if request.param == "postgres":
        url = str(request.getfixturevalue("postgres_url"))
    else:
        url = f"sqlite:///{tmp_path / 'dossier.db'}"
    engine = open_engine(url)
    if request.param == "sqlite":
        with begin(engine) as tx:
            metadata.create_all(tx.connection)
    yield home(engine=engine)
    engine.dispose()


def at_once(*steps: Callable[[], object]) -> list[Exception]:
    """Do things at the same moment; what was raised. Anything unexpected ends the test."""
    gate, raised = Barrier(len(steps)), []

    def run(step: Callable[[], object]) -> None:
        gate.wait()
        try:
            step()
        except (Refused, ConstraintBroken, StoreUnavailable) as error:
            raised.append(error)

    threads = [Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_the_same_payment_from_two_sides_is_booked_once(one: Home) -> None:
    """A bank file and a worker."""
    one.active(80_000)
    at_once(lambda: one.pay(10_000, "b-1"), lambda: one.pay(10_000, "b-1"))
    found = read_dossier(one.platform, one.visit(), "c-1").of("r-1").running.progress
    assert (found.open_cents, found.received_cents) == (70_000, 10_000)


def test_two_payments_at_once_are_both_booked_or_one_is_told(one: Home) -> None:
    """No payment is lost without somebody hearing of it."""
    one.active(80_000)
    raised = at_once(lambda: one.pay(10_000, "b-1"), lambda: one.pay(10_000, "b-2"))
    found = read_dossier(one.platform, one.visit(), "c-1").of("r-1").running.progress
    assert found.received_cents == 20_000 - 10_000 * len(raised)


def test_a_proposal_is_accepted_once(one: Home) -> None:
    """Twice the same click."""
    one.proposed(80_000)
    dossier_id, plan_id = one.dossier_id, one.live()["open"].plan_id
    by = one.visit()
    raised = at_once(
        *[lambda: planning.accept(one.platform, by, dossier_id, plan_id) for _ in range(2)]
    )
    assert len(raised) == 1
    assert one.row().stage == "accepted"


def test_accepting_and_withdrawing_at_once_leave_nothing_between(one: Home) -> None:
    """Whichever comes first, nothing hangs on a consent that is gone."""
    one.proposed(80_000)
    dossier_id, plan_id, by = one.dossier_id, one.live()["open"].plan_id, one.visit()
    at_once(
        lambda: planning.accept(one.platform, by, dossier_id, plan_id),
        lambda: one.withdraw(Purpose.DOSSIER),
    )
    if one.states()["dossier"] == "given":
        one.withdraw(Purpose.DOSSIER)
    assert (one.row().stage, one.live()) == ("stopped", {})


def test_two_directors_give_up_money_once(one: Home) -> None:
    """The second hears that nothing waits."""
    one.active(80_000)
    one.scrap()
    raised = at_once(lambda: one.confirm("dora"), lambda: one.confirm("dirk"))
    assert len(raised) == 1
    assert one.row().stage == "scrapped"


def test_two_clocks_end_a_consent_once(one: Home) -> None:
    """What hangs on it ends with it, whichever of them does it."""
    one.active(80_000)
    one.forward(901)
    on = one.visit().on
    at_once(*[lambda: jobs.expire_consents(one.platform, on) for _ in range(2)])
    jobs.expire_consents(one.platform, on)
    assert one.states() == {"dossier": "expired", "income": "expired"}
    assert (one.row().stage, one.live()) == ("stopped", {})
    assert len([line for line in one.audited("consent.changed") if line.result == "expired"]) == 2


def test_two_clocks_note_a_missed_term_once(one: Home) -> None:
    """The history has room for one of them."""
    one.active(80_000)
    one.forward(50)
    on = one.visit().on
    at_once(*[lambda: jobs.check_terms(one.platform, on) for _ in range(2)])
    found = read_dossier(one.platform, one.visit(), "c-1").of("r-1").running.progress
    assert len(found.missed) == 1


def test_a_proposal_above_what_is_affordable_is_refused_by_the_database_too(one: Home) -> None:
    """The types refuse it first; here the writer passed them by."""
    one.proposed(80_000)
    row = one.live()["open"]
    with pytest.raises(ConstraintBroken), begin(one.engine) as tx:
        dossiers.propose(tx, replace(row, monthly_cents=row.affordable_cents + 1))
    assert one.live()["open"] == row
    planning.propose(one.platform, one.visit(), one.dossier_id, planning.Asked(5_000, WISH))
    assert one.live()["open"].monthly_cents == 5_000
