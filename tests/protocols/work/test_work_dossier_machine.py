"""Any history of a dossier, by anybody: the table holds, and the events tell the same story."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from protocols.errors import Refused
from protocols.work.dossier import decide
from protocols.work.dossier_commands import Actor, Command, Confirm, Drop
from protocols.work.dossier_moves import FINAL, MOVES, Eyes, Move, Stage
from protocols.work.dossier_state import (
    ConfirmationAsked,
    DossierEvent,
    Moved,
    entry_of,
    evolve,
    fold,
    opened,
)
from tests.support.dossiers import OPENED, PEOPLE, START, actor_for, command

WITHOUT_CONSENT = {Stage.DETECTED, Stage.OFFERED, Stage.DECLINED}
WITHOUT_PLAN = {*WITHOUT_CONSENT, Stage.CONSENTED, Stage.PROPOSED, Stage.STOPPED}


class Histories(RuleBasedStateMachine):
    """People do what they please; what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.dossier = opened(OPENED)
        self.events: list[DossierEvent] = [OPENED]
        self.at = START

    def attempt(self, asked: Command) -> None:
        """Do it if it may be done."""
        before = self.dossier
        try:
            new = decide(before, asked)
        except Refused:
            assert self.dossier == before
            return
        for event in new:
            self.check(event)
            self.dossier = evolve(self.dossier, event)
        self.events += new

    def check(self, event: DossierEvent) -> None:
        """Nothing happens that the table does not have."""
        assert entry_of(event).text.startswith("dossier.")
        if isinstance(event, Moved):
            row = MOVES[self.dossier.stage, event.move]
            assert (event.source, event.to) == (row.source, row.to)
            assert event.by.who in row.who
            four = row.eyes is Eyes.FOUR
            assert (event.confirmed_by is not None) is four
            if event.confirmed_by is not None:
                assert event.confirmed_by.actor_id != event.by.actor_id
                assert event.confirmed_by.who in row.confirmers
                assert isinstance(self.dossier.waiting, ConfirmationAsked)

    @rule(move=st.sampled_from(Move), by=st.sampled_from(PEOPLE), why=st.sampled_from(["", "want"]))
    def anybody_tries_anything(self, move: Move, by: Actor, why: str) -> None:
        """Most of it is refused."""
        self.attempt(command(self.dossier, move, by, self.at, why))

    @rule(data=st.data())
    def somebody_makes_a_move_that_exists(self, data: st.DataObject) -> None:
        """So that histories get long."""
        moves = [move for stage, move in MOVES if stage is self.dossier.stage]
        if moves:
            move = data.draw(st.sampled_from(moves))
            by = actor_for(self.dossier.stage, move)
            self.attempt(command(self.dossier, move, by, self.at))

    @rule(by=st.sampled_from(PEOPLE))
    def somebody_confirms(self, by: Actor) -> None:
        """Whether or not something waits."""
        self.attempt(Confirm(by, self.at))

    @rule(by=st.sampled_from(PEOPLE))
    def somebody_drops(self, by: Actor) -> None:
        """Whether or not something waits."""
        self.attempt(Drop(by, self.at, "toch niet"))

    @rule(days=st.integers(0, 40))
    def time_goes_by(self, days: int) -> None:
        """Proofs of consent grow stale; new ones are asked for each day."""
        self.at += timedelta(days=days)

    @invariant()
    def the_history_folds_back_into_the_same_dossier(self) -> None:
        """Nothing is known that is not in the events."""
        assert fold(self.events) == self.dossier

    @invariant()
    def nothing_rests_on_consent_that_was_not_given(self) -> None:
        """No proposal and no plan before it."""
        if self.dossier.stage in WITHOUT_CONSENT:
            assert not self.dossier.consent_id
            assert self.dossier.proposed is None
        elif self.dossier.stage not in FINAL:
            assert self.dossier.consent_id

    @invariant()
    def there_is_a_plan_exactly_when_one_was_accepted(self) -> None:
        """A stopped dossier keeps the plan it had: what was paid must be accounted for."""
        if self.dossier.stage not in WITHOUT_PLAN:
            assert self.dossier.plan is not None
        if self.dossier.stage in WITHOUT_PLAN - {Stage.STOPPED}:
            assert self.dossier.plan is None
        assert (self.dossier.proposed is not None) is (self.dossier.stage is Stage.PROPOSED)
        assert (self.dossier.paused_until is not None) is (self.dossier.stage is Stage.PAUSED)

    @invariant()
    def what_waits_gives_up_money_and_can_still_happen(self) -> None:
        """Nothing waits in a stage from which it cannot be done."""
        waiting = self.dossier.waiting
        if waiting is not None:
            assert MOVES[self.dossier.stage, waiting.move].eyes is Eyes.FOUR


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
