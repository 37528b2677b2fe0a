"""Whatever people do in whatever order: dossier, plan and what is on the table stay in step."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from portal.dossier import forgoing, jobs, planning
from portal.dossier.debts import read_debts
from portal.dossier.means import read_means
from portal.dossier.moving import load
from portal.dossier.plans import load as load_plan
from protocols.errors import Refused
from protocols.plan.events import Ending
from protocols.privacy.consent import Purpose
from protocols.work.dossier_moves import FINAL, Move, Stage
from store.engine import reading
from tests.support.households import WHY, WISH, Home, home

FORGOING = {Move.REMIT, Move.SCRAP, Move.WRITE_OFF}
ENDS = {
    Stage.COMPLETED: {Ending.COMPLETED},
    Stage.SCRAPPED: {Ending.SCRAPPED},
    Stage.UNCOLLECTABLE: {Ending.SCRAPPED},
    Stage.STOPPED: {Ending.STOPPED},
}


class Steps(RuleBasedStateMachine):
    """A worker, a director, a resident and the clock, each trying anything at any moment."""

    one: Home

    @initialize()
    def begin(self) -> None:
        """With consent and debts, so that most steps have a chance."""
        self.one = home().consented(20_000, 15_000)

    def attempt(self, step: Callable[[], object]) -> None:
        """A refusal is an answer too; anything else is a bug."""
        with suppress(Refused):
            step()

    @rule(monthly=st.sampled_from([4_000, 10_000, 10_000_000]))
    def propose(self, monthly: int) -> None:
        """Also too much."""
        one, asked = self.one, planning.Asked(monthly, WISH)
        self.attempt(lambda: planning.propose(one.platform, one.visit(), one.dossier_id, asked))

    @rule()
    def accept(self) -> None:
        """Whatever is on the table."""
        one, live = self.one, self.one.live().get("open")
        plan_id = live.plan_id if live else "p-unknown"
        self.attempt(lambda: planning.accept(one.platform, one.visit(), one.dossier_id, plan_id))

    @rule(what=st.sampled_from([planning.reject, planning.start, planning.resume]))
    def simple(self, what: Callable[..., object]) -> None:
        """Steps that carry nothing."""
        one = self.one
        self.attempt(lambda: what(one.platform, one.visit(), one.dossier_id))

    @rule(monthly=st.sampled_from([3_000, 9_000, 10_000_000]))
    def change(self, monthly: int) -> None:
        """Also too much."""
        self.attempt(lambda: self.one.change(monthly))

    @rule()
    def pause(self) -> None:
        """For a month."""
        self.attempt(self.one.pause)

    @rule(cents=st.sampled_from([1, 5_000, 20_000, 50_000]))
    def pay(self, cents: int) -> None:
        """Also more than is open."""
        self.attempt(lambda: self.one.pay(cents))

    @rule(cents=st.sampled_from([1_000, 15_000, 40_000]))
    def remit(self, cents: int) -> None:
        """Part of one claim."""
        one = self.one
        self.attempt(
            lambda: forgoing.remit(one.platform, one.visit(), one.dossier_id, "v-0", cents, WHY)
        )

    @rule(what=st.sampled_from([forgoing.scrap, forgoing.write_off]))
    def give_up(self, what: Callable[..., object]) -> None:
        """Everything."""
        one = self.one
        self.attempt(lambda: what(one.platform, one.visit(), one.dossier_id, WHY))

    @rule(account_id=st.sampled_from(["dora", "anja"]))
    def confirm(self, account_id: str) -> None:
        """By who may and who may not."""
        self.attempt(lambda: self.one.confirm(account_id))

    @rule()
    def drop(self) -> None:
        """It is not done after all."""
        one = self.one
        self.attempt(lambda: planning.drop(one.platform, one.visit(), one.dossier_id, "toch niet"))

    @rule(purpose=st.sampled_from([Purpose.INCOME, Purpose.DOSSIER]))
    def withdraw(self, purpose: Purpose) -> None:
        """At any moment."""
        self.attempt(lambda: self.one.withdraw(purpose))

    @rule()
    def income_again(self) -> None:
        """Asked, given and told again."""
        self.attempt(lambda: self.one.give(Purpose.INCOME))
        self.attempt(self.one.tell)

    @rule(days=st.sampled_from([1, 20]))
    def clock(self, days: int) -> None:
        """Time passes, and the clock does its work."""
        self.one.at += timedelta(days=days)
        on = self.one.visit().on
        for job in (jobs.expire_consents, jobs.end_pauses, jobs.start_plans, jobs.check_terms):
            job(self.one.platform, on)

    @invariant()
    def in_step(self) -> None:
        """The row is what the history says, and the plan is where its dossier is."""
        if not hasattr(self, "one"):
            return
        one, row, live = self.one, self.one.row(), self.one.live()
        with reading(one.engine) as tx:
            dossier = load(tx, one.platform, row.dossier_id).dossier
            plan = dossier.plan
            running = load_plan(tx, one.platform, plan.plan_id) if plan else None
            means = read_means(tx, one.platform, row.dossier_id)
            debts = read_debts(tx, one.platform, row.dossier_id)
        assert row.stage == dossier.stage.value
        assert (row.over == "yes") is (dossier.stage in FINAL)
        assert (plan is None) is (running is None)
        if dossier.stage in FINAL:
            assert (live, means, debts, dossier.waiting) == ({}, None, (), None)
            if running is not None:
                assert running.progress.ended.ending in ENDS[dossier.stage]
        elif running is not None:
            assert running.progress.ended is None
            assert running.progress.open_cents > 0
        if "open" in live:
            waits = dossier.waiting is not None and dossier.waiting.move in FORGOING
            assert waits or live["open"].plan_id == dossier.proposed.plan_id
        if "agreed" in live:
            assert (live["agreed"].plan_id, live["agreed"].monthly_cents) == (
                plan.plan_id,
                plan.monthly_cents,
            )
        if "income" not in one.given():
            assert means is None
            assert not live or (list(live) == ["open"] and dossier.waiting is not None)
        if running is not None:
            progress = running.progress
            owed = sum(claim.owed_cents for claim in progress.claims)
            parts = progress.repaid_cents + progress.given_up_cents + progress.open_cents
            assert owed == parts

    def teardown(self) -> None:
        """Let the database go."""
        if hasattr(self, "one"):
            self.one.engine.dispose()


TestSteps = Steps.TestCase
TestSteps.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
