"""Any history of a plan: every cent in one place, and the same state however it is folded."""

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from protocols.ids import WorkerId
from protocols.plan.decide import decide
from protocols.plan.events import (
    Change,
    Check,
    Command,
    Event,
    GiveUp,
    Paid,
    Pay,
    PlanReason,
    Refund,
    Refunded,
    Stop,
    agreed,
)
from protocols.plan.history import evolve, fold
from protocols.plan.progress import Progress
from protocols.plan.refusals import PlanRefused
from tests.support import plans

ANY_AMOUNT = replace(plans.RULES, amount_days=100_000)
cents = st.integers(-10, 30_000)
reasons = st.sampled_from(PlanReason)
workers = st.sampled_from([WorkerId("w-1"), WorkerId("w-2")])
names = st.integers(0, 9).map(str)
debts = st.lists(st.integers(1, 40_000), min_size=1, max_size=3)
month_days = st.integers(1, 31)
mostly_one = st.sampled_from([*("c0", "c1", "c2") * 4, "other", ""])
claims = st.sampled_from(["", "c0", "c1", "c2", "other"])


class Histories(RuleBasedStateMachine):
    """Commands in any order, refused ones among them, while the days go by."""

    events: list[Event]
    state: Progress
    on: date
    received: int
    refunded: int

    @initialize(owed=debts, day=month_days)
    def agree(self, owed: list[int], day: int) -> None:
        """A plan of 50.00 a month."""
        self.events = [agreed(plans.plan(*owed, day=day, rules=ANY_AMOUNT))]
        self.state = fold(self.events)
        self.on, self.owed = plans.ON, sum(owed)
        self.received = self.refunded = 0

    def do(self, command: Command) -> None:
        """Decide; what is refused changes nothing."""
        before = self.state
        try:
            found = decide(before, command)
        except PlanRefused:
            return
        for event in found:
            self.events.append(event)
            self.state = evolve(self.state, event)
            if isinstance(event, Paid):
                assert isinstance(command, Pay)
                self.received += command.cents
            if isinstance(event, Refunded):
                self.refunded += event.cents

    @rule(days=st.integers(0, 45))
    def wait(self, days: int) -> None:
        """Time passes and the clock looks."""
        self.on += timedelta(days=days)
        self.do(Check(self.on))
        assert not set(decide(self.state, Check(self.on)))

    @rule(name=names, amount=cents, claim_id=claims)
    def pay(self, name: str, amount: int, claim_id: str) -> None:
        """A payment, perhaps for a claim, perhaps told twice."""
        self.do(Pay(name, amount, self.on, claim_id))

    @rule(name=names, amount=cents, by=workers)
    def refund(self, name: str, amount: int, by: WorkerId) -> None:
        """Back to the resident."""
        self.do(Refund(name, amount, self.on, by))

    @rule(amount=cents, can=st.integers(0, 9_000), wait=st.integers(-5, 70), day=month_days)
    def change(self, amount: int, can: int, wait: int, day: int) -> None:
        """Another amount from a day on; never one above what is affordable then."""
        from_on = self.on + timedelta(days=wait)
        before = len(self.state.earlier)
        command = Change(
            plans.can_afford(can), self.on, amount, from_on, day, PlanReason.INCOME_CHANGED
        )
        self.do(command)
        if len(self.state.earlier) > before:
            assert 0 < amount <= can
            later = [term for term in self.state.terms if term.due_on >= from_on]
            assert all(term.cents <= amount for term in later)

    @rule(amount=cents, claim_id=mostly_one, by=workers, other=workers, reason=reasons)
    def give_up(
        self, amount: int, claim_id: str, by: WorkerId, other: WorkerId, reason: PlanReason
    ) -> None:
        """Of one claim, or all; by two people."""
        before = self.state.given_up_cents
        self.do(GiveUp(self.on, reason, by, other, claim_id, amount))
        assert self.state.given_up_cents == before or by != other

    @rule(reason=reasons, by=workers, really=st.integers(0, 9))
    def stop(self, reason: PlanReason, by: WorkerId, really: int) -> None:
        """Now and then."""
        if not really:
            self.do(Stop(self.on, reason, by))

    @invariant()
    def every_cent_is_in_one_place(self) -> None:
        """Of what was owed, and of what came in."""
        state = self.state
        assert state.repaid_cents + state.given_up_cents + state.open_cents == self.owed
        assert state.repaid_cents + state.kept_cents + state.refunded_cents == self.received
        assert state.refunded_cents == self.refunded
        for one in state.claims:
            assert min(one.open_cents, one.repaid_cents, one.given_up_cents) >= 0
        assert state.kept_cents >= 0

    @invariant()
    def the_terms_in_force_ask_what_is_open_and_no_more(self) -> None:
        """And each asks something, on days that go up."""
        state = self.state
        assert sum(term.cents for term in state.terms) - state.paid_cents == state.open_cents
        assert sum(missing for _, missing in state.unpaid()) == state.open_cents
        assert all(term.cents > 0 for term in state.terms)
        days = [term.due_on for term in state.terms]
        assert days == sorted(set(days))
        assert len({(day.year, day.month) for day in days}) == len(days)
        assert (state.ended is not None) or state.open_cents > 0

    @invariant()
    def the_history_folds_into_the_same_state(self) -> None:
        """From its beginning, at any moment."""
        assert fold(self.events) == self.state

    @invariant()
    def the_history_survives_being_written_and_read(self) -> None:
        """Events are plain data: a store keeps the kind beside them and needs nothing else."""
        kinds = {kind.__name__: kind for kind in get_args(Event)}
        written = [(type(event).__name__, msgspec.json.encode(event)) for event in self.events]
        assert [msgspec.json.decode(raw, type=kinds[kind]) for kind, raw in written] == self.events


Histories.TestCase.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
TestAnyHistoryOfAPlan = Histories.TestCase
