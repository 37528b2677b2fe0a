"""A plan under way: paid, missed, early, too much, changed, given up, stopped, completed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from protocols.ids import WorkerId
from protocols.money import Cents
from protocols.plan.decide import decide
from protocols.plan.events import (
    Change,
    Changed,
    Check,
    Command,
    Ended,
    Ending,
    Event,
    GivenUp,
    GiveUp,
    Paid,
    Pay,
    PlanReason,
    Refund,
    Stop,
    TermMissed,
    agreed,
)
from protocols.plan.history import evolve, fold
from protocols.plan.plan import Part
from protocols.plan.progress import Progress
from protocols.plan.refusals import (
    AmountProtected,
    AmountStale,
    BadAmount,
    NameTwice,
    NotKept,
    NotOpen,
    PlanEnded,
    PlanRefused,
    PlanTooLong,
    SameEyes,
    TooEarly,
    UnknownClaim,
)
from tests.support import plans

ANNA, BERT = WorkerId("w-1"), WorkerId("w-2")
JUNE, JULY, AUGUST = date(2024, 6, 15), date(2024, 7, 15), date(2024, 8, 15)


class Run:
    """A plan of 100.00 and 50.00, in terms of 50.00 on the 15th, and what happens to it."""

    def __init__(self, *owed: int) -> None:
        self.events: list[Event] = [agreed(plans.plan(*(owed or (10_000, 5_000))))]

    @property
    def state(self) -> Progress:
        """How it stands."""
        return fold(self.events)

    def do(self, *commands: Command) -> tuple[Event, ...]:
        """Decide and keep what happened; answers that of the last command."""
        found: tuple[Event, ...] = ()
        for command in commands:
            found = decide(self.state, command)
            self.events += found
        return found


def pay(name: str, cents: int, on: date = JUNE, **more: Any) -> Pay:
    """A payment."""
    return Pay(name, cents, on, **more)


def give_up(cents: int = 0, claim_id: str = "", by: WorkerId = ANNA) -> GiveUp:
    """Two people give up money."""
    return GiveUp(JULY, PlanReason.CANNOT_PAY, by, BERT, claim_id, cents)


def change(monthly: int, on: date = JULY, from_on: date = AUGUST, can: int = 5_000) -> Change:
    """Another amount, on the last day of the month."""
    affordable = plans.can_afford(can, on)
    return Change(affordable, on, monthly, from_on, 31, PlanReason.INCOME_CHANGED)


def stop() -> Stop:
    """The end, with money open."""
    return Stop(JULY, PlanReason.RESIDENT_ASKED, ANNA)


def test_terms_paid_in_time_repay_the_claims_in_their_order_until_it_is_completed() -> None:
    """Three terms, and the plan is over."""
    run = Run()
    assert run.do(pay("1", 5_000)) == (Paid("1", JUNE, (Part("c0", Cents(5_000)),), Cents(0)),)
    run.do(pay("2", 5_000, JULY))
    assert [one.open_cents for one in run.state.claims] == [0, 5_000]
    last = run.do(pay("3", 5_000, AUGUST))
    assert last[1:] == (Ended(Ending.COMPLETED, AUGUST),)
    assert (run.state.open_cents, run.state.repaid_cents) == (0, 15_000)
    assert run.do(Check(date(2030, 1, 1))) == ()


def test_a_payment_that_is_told_twice_counts_once_and_another_amount_is_refused() -> None:
    """Delivery is at least once, effect exactly once; a clash is for people."""
    run = Run()
    run.do(pay("1", 5_000))
    assert run.do(pay("1", 5_000)) == ()
    with pytest.raises(NameTwice):
        run.do(pay("1", 4_000))
    assert run.state.received_cents == 5_000


def test_a_term_is_missed_only_when_its_grace_has_passed_and_is_noted_once() -> None:
    """14 days of grace: the 29th of June is still in time, the 30th is not."""
    run = Run()
    assert run.do(Check(date(2024, 6, 29))) == ()
    noted = date(2024, 6, 30)
    assert run.do(Check(noted)) == (TermMissed(JUNE, Cents(5_000), noted),)
    assert run.do(Check(noted)) == ()
    assert run.state.missed == (JUNE,)


def test_a_term_paid_in_part_is_missed_for_the_rest() -> None:
    """And a later payment fills the oldest term first."""
    run = Run()
    run.do(pay("1", 3_000))
    assert run.do(Check(date(2024, 7, 1))) == (TermMissed(JUNE, Cents(2_000), date(2024, 7, 1)),)
    run.do(pay("2", 2_000, date(2024, 7, 2)))
    assert run.state.overdue(date(2024, 7, 3)) == ()
    assert run.state.missed == (JUNE,)


def test_with_two_terms_overdue_the_plan_must_be_talked_over_and_with_one_not() -> None:
    """`missed_terms` of the city; paying one of them is enough to go on."""
    run = Run()
    assert not run.state.needs_talk(date(2024, 7, 29))
    assert run.state.needs_talk(date(2024, 7, 30))
    run.do(pay("1", 5_000, date(2024, 7, 30)))
    assert not run.state.needs_talk(date(2024, 7, 30))


def test_paying_early_pays_the_coming_terms_and_nothing_is_missed() -> None:
    """Ahead is not too much: it goes to claims that are open."""
    run = Run()
    run.do(pay("1", 12_000))
    assert (run.state.ahead_cents(JUNE), run.state.behind_cents(JUNE)) == (7_000, 0)
    assert run.state.kept_cents == 0
    assert run.do(Check(JULY)) == ()
    assert (run.state.ahead_cents(AUGUST), run.state.behind_cents(AUGUST)) == (0, 3_000)


def test_what_is_paid_too_much_is_kept_apart_and_can_be_paid_back() -> None:
    """An overpayment does not silently go anywhere else."""
    run = Run()
    paid, ended = run.do(pay("1", 16_000))
    assert isinstance(paid, Paid)
    assert paid.kept_cents == 1_000
    assert isinstance(ended, Ended)
    with pytest.raises(NotKept):
        run.do(Refund("r", 1_001, AUGUST, ANNA))
    run.do(Refund("r", 400, AUGUST, ANNA), Refund("r", 400, AUGUST, ANNA))
    assert (run.state.kept_cents, run.state.refunded_cents) == (600, 400)
    assert run.state.received_cents == 16_000
    with pytest.raises(NameTwice):
        run.do(Refund("r", 500, AUGUST, ANNA))


def test_money_meant_for_one_claim_never_moves_to_another() -> None:
    """What that claim cannot take is kept apart, also with other claims open."""
    run = Run()
    (paid,) = run.do(pay("1", 7_000, intended_for="c1"))
    assert paid == Paid("1", JUNE, (Part("c1", Cents(5_000)),), Cents(2_000))
    assert [one.open_cents for one in run.state.claims] == [10_000, 0]
    with pytest.raises(UnknownClaim):
        run.do(pay("2", 1, intended_for="other"))


def test_after_the_end_all_money_is_kept_apart() -> None:
    """Nobody is repaid twice; the money is the resident's."""
    run = Run()
    run.do(pay("1", 15_000), pay("2", 5_000, JULY))
    assert (run.state.kept_cents, run.state.repaid_cents) == (5_000, 15_000)


def test_a_change_gives_new_terms_from_its_day_and_leaves_the_terms_before_it() -> None:
    """Decided in July for August: the term of July stays, the history too."""
    run = Run()
    run.do(pay("1", 5_000))
    (changed,) = run.do(change(2_000, on=date(2024, 7, 1)))
    assert isinstance(changed, Changed)
    assert [(term.due_on.isoformat(), term.cents) for term in changed.terms] == [
        ("2024-07-15", 5_000),
        ("2024-08-31", 2_000),
        ("2024-09-30", 2_000),
        ("2024-10-31", 1_000),
    ]
    assert [term.cents for term in run.state.earlier[0]] == [5_000, 5_000, 5_000]


def test_what_was_missed_before_a_change_is_not_asked_on_top() -> None:
    """It goes into the new terms, for on top it would be more than the law leaves."""
    run = Run()
    run.do(Check(date(2024, 7, 16)), change(4_000, on=date(2024, 7, 16)))
    assert [term.cents for term in run.state.terms] == [4_000, 4_000, 4_000, 3_000]
    assert run.state.overdue(date(2024, 8, 30)) == ()
    assert run.state.missed == (JUNE,)


@pytest.mark.parametrize(
    ("paid", "first"), [(5_000, date(2024, 7, 30)), (1, date(2024, 7, 30)), (0, date(2024, 6, 30))]
)
def test_no_month_asks_an_old_term_and_a_new_one(paid: int, first: date) -> None:
    """Two in a month would be more than the law leaves; a term wholly missed asks nothing."""
    run = Run()
    if paid:
        run.do(pay("1", paid))
    later = date(2024, 6, 20)
    affordable = plans.can_afford(5_000)
    run.do(Change(affordable, later, 5_000, later, 30, PlanReason.HOUSEHOLD_CHANGED))
    assert run.state.terms[0].due_on == first


def test_a_term_that_was_partly_paid_stays_for_the_rest_only() -> None:
    """What was paid early is not lost by a change."""
    run = Run()
    run.do(pay("1", 6_000), change(3_000, on=date(2024, 7, 1)))
    assert [term.cents for term in run.state.terms] == [4_000, 3_000, 2_000]
    assert run.state.open_cents == 9_000


def test_a_change_above_what_is_affordable_now_is_refused() -> None:
    """The law protects during the plan as well; a lower income, a lower amount."""
    with pytest.raises(AmountProtected):
        Run().do(change(2_001, can=2_000))
    assert Run().do(change(2_000, can=2_000))


@pytest.mark.parametrize(("days", "fresh"), [(62, True), (63, False)])
def test_a_change_needs_an_amount_of_now(days: int, fresh: bool) -> None:
    """An income of long ago says nothing; `amount_days` of the city."""
    command = replace(change(2_000), from_on=JULY + timedelta(days=days))
    if fresh:
        assert Run().do(command)
    else:
        with pytest.raises(AmountStale):
            Run().do(command)


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (change(2_000, on=AUGUST, from_on=JULY), TooEarly),
        (change(100), PlanTooLong),
        (change(0), BadAmount),
        (pay("1", 0), BadAmount),
        (pay("1", -1), BadAmount),
        (Refund("r", 0, JUNE, ANNA), BadAmount),
        (Refund("r", 1, JUNE, ANNA), NotKept),
        (give_up(10_001, "c0"), NotOpen),
        (give_up(0, "c0"), BadAmount),
        (give_up(1, "other"), UnknownClaim),
        (give_up(by=BERT), SameEyes),
    ],
)
def test_what_cannot_be_is_refused_with_its_name(
    command: Command, refusal: type[PlanRefused]
) -> None:
    """And changes nothing; no amount is repeated."""
    run = Run()
    with pytest.raises(refusal) as refused:
        run.do(command)
    assert not any(sign.isdigit() for sign in refused.value.message)
    assert len(run.events) == 1


def test_giving_up_takes_two_people_and_shortens_the_plan_at_its_end() -> None:
    """The amount and who are in the history; the coming terms stay the same."""
    run = Run()
    (gone,) = run.do(give_up(4_000, "c1"))
    assert gone == GivenUp((Part("c1", Cents(4_000)),), JULY, PlanReason.CANNOT_PAY, ANNA, BERT)
    assert [term.cents for term in run.state.terms] == [5_000, 5_000, 1_000]
    assert (run.state.given_up_cents, run.state.open_cents) == (4_000, 11_000)


def test_giving_up_all_that_is_open_scraps_the_plan() -> None:
    """What was repaid stays repaid."""
    run = Run()
    run.do(pay("1", 12_000))
    gone, ended = run.do(give_up())
    assert isinstance(gone, GivenUp)
    assert gone.parts == (Part("c1", Cents(3_000)),)
    assert isinstance(ended, Ended)
    assert ended.ending is Ending.SCRAPPED
    assert (run.state.repaid_cents, run.state.given_up_cents) == (12_000, 3_000)
    assert sum(term.cents for term in run.state.terms) == 12_000


def test_a_stopped_plan_leaves_the_claims_open_and_takes_money_apart_only() -> None:
    """Each claim goes on by itself; a late payment is not laid by a plan that is no more."""
    run = Run()
    run.do(pay("1", 5_000), stop(), pay("2", 5_000, AUGUST))
    assert (run.state.open_cents, run.state.kept_cents) == (10_000, 5_000)


@pytest.mark.parametrize("command", [change(2_000), give_up(1, "c1"), stop()])
def test_after_the_end_nothing_is_decided_any_more(command: Command) -> None:
    """Neither after stopping nor after completing."""
    for end in (stop(), pay("all", 15_000)):
        run = Run()
        run.do(end)
        with pytest.raises(PlanEnded):
            run.do(command)


def test_a_history_begins_with_its_agreement() -> None:
    """Anything else is a bug of the store."""
    with pytest.raises(ValueError, match="agreement"):
        fold([])
    with pytest.raises(ValueError, match="agreement"):
        evolve(None, Ended(Ending.STOPPED, JULY))


def test_a_later_rule_of_the_city_changes_no_running_plan() -> None:
    """The rules of the day of the agreement are in the agreement."""
    plan = plans.plan(10_000)
    stricter = replace(plan, rules=replace(plan.rules, grace_days=0))
    assert fold([agreed(plan)]).overdue(date(2024, 6, 16)) == ()
    assert len(fold([agreed(stricter)]).overdue(date(2024, 6, 16))) == 1
