"""Consent withdrawn or run out in every stage: all that hangs on it ends, or nothing does."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.dossier import acting, ending, jobs, planning
from portal.dossier.debts import read_debts
from portal.dossier.means import read_means
from portal.dossier.moving import load
from portal.dossier.plans import load as load_plan
from protocols.plan.events import Ending
from protocols.privacy.aftermath import CONSEQUENCES, Consequence
from protocols.privacy.consent import Purpose
from store import consents
from store.engine import reading
from tests.support.households import Home, home


def paused(one: Home) -> Home:
    """A plan that rests."""
    one.active()
    one.pause()
    return one


def changed(one: Home) -> Home:
    """A plan that was changed."""
    one.active()
    one.change(5_000)
    return one


def waiting(one: Home) -> Home:
    """A plan that waits for four eyes."""
    one.active()
    one.scrap()
    return one


def completed(one: Home) -> Home:
    """A plan that was paid."""
    one.active(10_000)
    one.pay(10_000)
    return one


def scrapped(one: Home) -> Home:
    """A plan that was given up."""
    one.active()
    one.scrap()
    one.confirm()
    return one


STAGES: dict[str, Callable[[Home], Home]] = {
    "consented": Home.consented,
    "proposed": Home.proposed,
    "accepted": Home.accepted,
    "active": Home.active,
    "changed": changed,
    "paused": paused,
    "waiting": waiting,
    "completed": completed,
    "scrapped": scrapped,
}
EVERY = pytest.mark.parametrize("stage", STAGES)
OVER = {"completed", "scrapped"}


def nothing_hangs(one: Home) -> None:
    """No proposal, no bundle, no income, no running plan, nothing that waits."""
    dossier_id, row = one.dossier_id, one.row()
    assert (one.live(), row.over, row.waits) == ({}, "yes", "")
    with reading(one.engine) as tx:
        assert read_means(tx, one.platform, dossier_id) is None
        assert read_debts(tx, one.platform, dossier_id) == ()
        found = load(tx, one.platform, dossier_id)
        assert found.dossier.waiting is None
        plan = found.dossier.plan
        running = load_plan(tx, one.platform, plan.plan_id) if plan else None
        assert running is None or running.progress.ended is not None
        owed = consents.owed_to(tx, ["r-1"])
    due = CONSEQUENCES[Purpose.DOSSIER]
    assert {each.consequence for each in owed if each.purpose == "dossier"} == set(due)


@EVERY
def test_a_withdrawal_leaves_nothing_hanging(stage: str) -> None:
    """AVG art. 7(3) and 17(1)(b): as easy as giving, at any moment."""
    one = STAGES[stage](home())
    one.withdraw(Purpose.DOSSIER)
    assert one.states()["dossier"] == "withdrawn"
    assert (one.row().stage == "stopped") is (stage not in OVER)
    nothing_hangs(one)


@EVERY
def test_a_consent_that_ran_out_leaves_nothing_hanging(stage: str) -> None:
    """The clock does the same as a withdrawal, and once."""
    one = STAGES[stage](home())
    one.forward(901)
    on = one.visit().on
    assert jobs.expire_consents(one.platform, on) == {"expired": 2}
    assert one.states() == {"dossier": "expired", "income": "expired"}
    nothing_hangs(one)
    assert jobs.expire_consents(one.platform, on) == {"expired": 0}


def test_a_consent_on_its_last_day_does_not_run_out() -> None:
    """Both days are included."""
    one = home().consented()
    one.forward(180)
    assert jobs.expire_consents(one.platform, one.visit().on) == {"expired": 0}
    one.forward(1)
    assert jobs.expire_consents(one.platform, one.visit().on) == {"expired": 1}
    assert one.states() == {"dossier": "given", "income": "expired"}


@EVERY
def test_a_withdrawal_of_income_erases_every_figure_of_it(stage: str) -> None:
    """The plan that was agreed goes on: what was lawfully done stays (AVG art. 7(3))."""
    one = STAGES[stage](home())
    before, dossier_id = one.row().stage, one.dossier_id
    one.withdraw(Purpose.INCOME)
    after = "consented" if before == "proposed" else before
    assert (one.row().stage, one.live()) == (after, {})
    with reading(one.engine) as tx:
        assert read_means(tx, one.platform, dossier_id) is None
    if before in {"active", "changed", "paused"}:
        assert one.pay(100_000).stage.value == "completed"


def test_a_plan_that_is_stopped_still_takes_money_and_keeps_it_apart() -> None:
    """What comes in after the end is refundable, and laid on nothing."""
    one = home().active(80_000)
    one.withdraw(Purpose.DOSSIER)
    paid = one.pay(5_000)
    assert paid.progress.ended.ending is Ending.STOPPED
    assert (paid.progress.kept_cents, paid.progress.open_cents) == (5_000, 80_000)


class Crashed(Exception):
    """The process died here."""


@pytest.mark.parametrize("consequence", list(ending.DOING))
def test_a_crash_in_the_middle_of_a_withdrawal_changes_nothing(
    consequence: Consequence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it in one transaction; afterwards it can be done again."""
    one = home().active(80_000)
    one.give(Purpose.CREDITORS)
    before = (one.row(), one.live(), one.states(), len(one.audited("consent.changed")))

    def crash(_ending: ending.Ending) -> str:
        raise Crashed

    purpose = next(one for one in Purpose if consequence in CONSEQUENCES[one])
    with monkeypatch.context() as patched:
        patched.setattr(ending, "DOING", {**ending.DOING, consequence: crash})
        with pytest.raises(Crashed):
            one.withdraw(purpose)
    assert before == (one.row(), one.live(), one.states(), len(one.audited("consent.changed")))
    one.withdraw(Purpose.DOSSIER)
    nothing_hangs(one)


@pytest.mark.parametrize("place", ["plans.begin_plan", "dossiers.agree", "step"])
def test_a_crash_while_accepting_leaves_the_proposal_on_the_table(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Agreement, stage and plan come together or not at all."""
    one = home().proposed()
    before = (one.row(), one.live())

    def crash(*_: object) -> None:
        raise Crashed

    with monkeypatch.context() as patched:
        patched.setattr(f"portal.dossier.planning.{place}", crash)
        with pytest.raises(Crashed):
            planning.accept(one.platform, one.visit(), one.dossier_id, one.live()["open"].plan_id)
    assert before == (one.row(), one.live())


def test_a_crash_after_the_last_payment_books_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Payment and completion are one; the same payment again does both."""
    one = home().active(10_000)

    def crash(*_: object) -> None:
        raise Crashed

    with monkeypatch.context() as patched:
        patched.setattr(acting.dossiers, "erase_means", crash)
        with pytest.raises(Crashed):
            one.pay(10_000, "b-1")
    assert one.row().stage == "active"
    assert one.pay(10_000, "b-1").stage.value == "completed"


def test_a_new_start_after_a_withdrawal_is_a_new_dossier() -> None:
    """With consent of its own."""
    one = home().active()
    first = one.dossier_id
    one.withdraw(Purpose.DOSSIER)
    one.at += timedelta(hours=1)
    one.give(Purpose.DOSSIER)
    assert one.dossier_id != first
    assert one.row().stage == "consented"
