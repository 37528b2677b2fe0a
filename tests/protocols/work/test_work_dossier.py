"""The dossier: what may be done from where, by whom, with what, and confirmed by whom."""

from dataclasses import FrozenInstanceError, replace
from datetime import timedelta

import pytest

from protocols.ids import ResidentId
from protocols.money import Cents
from protocols.privacy.consent import Purpose
from protocols.work.clock import local_day
from protocols.work.dossier import MOST_REASON, OVERTAKEN, decide
from protocols.work.dossier_commands import (
    CARRYING,
    Accept,
    Actor,
    Change,
    Confirm,
    Drop,
    NoteConsent,
    Pause,
    Propose,
    Remit,
    Take,
)
from protocols.work.dossier_moves import (
    FINAL,
    MOVES,
    ROWS,
    Eyes,
    Move,
    Reason,
    Stage,
    Who,
    allowed_from,
    allowed_to,
)
from protocols.work.dossier_refusals import (
    MoveForbidden,
    MoveNotYours,
    NothingWaits,
    NotThisOne,
    ReasonMissing,
    SamePerson,
)
from protocols.work.dossier_state import (
    ConfirmationAsked,
    ConfirmationDropped,
    Moved,
    entry_of,
    evolve,
    fold,
)
from protocols.work.dossier_words import MOVES_TOLD, ROLES, STAGES
from protocols.work.proposal import PlanRef, Proposal, ProposalBarred, make_proposal
from tests.support.dossiers import (
    CLOCK,
    COLLEAGUE,
    DEPUTY,
    DIRECTOR,
    OTHER_PLAN,
    PEOPLE,
    PLAN,
    RESIDENT,
    ROUTES,
    START,
    WHY,
    WORKER,
    actor_for,
    at_stage,
    command,
    proof,
    walk,
)

TODAY = local_day(START)
FOREGOING = sorted({row.move for row in ROWS if row.eyes is Eyes.FOUR})


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("move", Move)
def test_the_table_alone_says_what_may_be_done(stage: Stage, move: Move) -> None:
    """Every stage with every move: a row allows it, no row forbids it and says what is allowed."""
    dossier = at_stage(stage)
    assert dossier.stage is stage
    if (stage, move) in MOVES:
        assert decide(dossier, command(dossier, move, actor_for(stage, move)))
        return
    for person in PEOPLE:
        with pytest.raises(MoveForbidden) as caught:
            decide(dossier, command(dossier, move, person))
        assert caught.value.allowed == allowed_from(stage)
        assert all(MOVES_TOLD[one] in str(caught.value) for one in caught.value.allowed)
        assert STAGES[stage] in str(caught.value)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.source}-{row.move}")
@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.actor_id)
def test_a_move_is_made_by_who_may_and_by_nobody_else(row: object, person: Actor) -> None:
    """Worker, financial director, resident, clock: each row names its own."""
    found = MOVES[row.source, row.move]  # type: ignore[attr-defined]
    dossier, later = at_stage(found.source), START + timedelta(days=40)
    if person.who in found.who:
        assert decide(dossier, command(dossier, found.move, person, later))
        assert found.move in allowed_to(found.source, person.who)
    else:
        with pytest.raises(MoveNotYours):
            decide(dossier, command(dossier, found.move, person, later))
        assert found.move not in allowed_to(found.source, person.who)


def test_no_pair_of_stage_and_move_has_two_rows() -> None:
    """Two rows would make the second one a dead letter."""
    assert len(MOVES) == len(ROWS)


def test_every_stage_can_be_reached_and_every_word_is_told() -> None:
    """A stage that nothing leads to does not exist; a message may not fail for want of a word."""
    assert {row.to for row in ROWS} | {Stage.DETECTED} == set(Stage)
    assert {row.move for row in ROWS} == set(Move)
    assert (set(STAGES), set(MOVES_TOLD), set(ROLES)) == (set(Stage), set(Move), set(Who))
    assert set(ROUTES) == set(Stage)


def test_four_stages_are_final() -> None:
    """A new start is a new dossier, with consent of its own."""
    assert {Stage.COMPLETED, Stage.SCRAPPED, Stage.UNCOLLECTABLE, Stage.STOPPED} == FINAL


def test_every_move_has_a_text_in_the_timeline() -> None:
    """Issue 6: each move has its counterpart."""
    for row in ROWS:
        assert row.text.startswith("dossier.")
    _, events = walk(*ROUTES[Stage.SCRAPPED])
    told = [entry_of(event) for event in events]
    assert [entry.text for entry in told][-2:] == [
        "dossier.confirmation_asked",
        "dossier.scrapped",
    ]
    assert told[-1].by == DEPUTY
    assert told[0].text == "dossier.detected"


@pytest.mark.parametrize("stage", sorted({row.source for row in ROWS} - {Stage.DETECTED}))
def test_consent_can_be_withdrawn_from_every_stage_that_rests_on_it(stage: Stage) -> None:
    """AVG art. 7(3): at any time; it leads to stopped, wherever the dossier was."""
    dossier = at_stage(stage)
    rests = bool(dossier.consent_id)
    assert rests is (stage not in {Stage.OFFERED, Stage.DECLINED})
    for move, by in ((Move.WITHDRAW, RESIDENT), (Move.EXPIRE, CLOCK)):
        assert (move in allowed_from(stage)) is rests
        if rests:
            (event,) = decide(dossier, Take(move, by, START))
            assert evolve(dossier, event).stage is Stage.STOPPED


# What a move must carry


def test_a_proposal_holds_the_proof_of_consent() -> None:
    """Without consent no proposal exists: there is no other way to make one."""
    made = make_proposal(proof(TODAY), "d-1", PLAN, TODAY)
    assert made.consent.consent_id == "t-1"
    with pytest.raises(TypeError):
        make_proposal("d-1", PLAN, TODAY)  # type: ignore[call-arg, arg-type]
    with pytest.raises(AttributeError):
        Proposal(None, "d-1", PLAN, TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("purpose", sorted(set(Purpose) - {Purpose.DOSSIER}))
def test_consent_to_something_else_makes_no_proposal(purpose: Purpose) -> None:
    """To look up an income is not to propose."""
    with pytest.raises(ProposalBarred):
        make_proposal(proof(TODAY, purpose), "d-1", PLAN, TODAY)


def test_the_proof_of_yesterday_makes_no_proposal_today() -> None:
    """It may have been withdrawn since."""
    with pytest.raises(ProposalBarred):
        make_proposal(proof(TODAY - timedelta(days=1)), "d-1", PLAN, TODAY)
    old = make_proposal(proof(TODAY - timedelta(days=1)), "d-1", PLAN, TODAY - timedelta(days=1))
    with pytest.raises(NotThisOne):
        decide(at_stage(Stage.CONSENTED), Propose(WORKER, START, old))


def test_the_consent_of_somebody_else_moves_nothing() -> None:
    """Consent is personal, also within a household."""
    other = proof(TODAY, resident=ResidentId("r-2"))
    with pytest.raises(NotThisOne):
        decide(at_stage(Stage.OFFERED), NoteConsent(RESIDENT, START, other))
    made = make_proposal(other, "d-1", PLAN, TODAY)
    with pytest.raises(NotThisOne):
        decide(at_stage(Stage.CONSENTED), Propose(WORKER, START, made))


def test_a_proposal_for_another_dossier_is_not_made_here() -> None:
    """The proof is right; the dossier is not."""
    made = make_proposal(proof(TODAY), "d-2", PLAN, TODAY)
    with pytest.raises(NotThisOne):
        decide(at_stage(Stage.CONSENTED), Propose(WORKER, START, made))


@pytest.mark.parametrize("kind", [Propose, Change, Remit])
def test_every_new_plan_rests_on_the_consent_of_the_dossier(
    kind: type[Propose | Change | Remit],
) -> None:
    """Given again after a withdrawal, consent is for a new dossier; a change is a proposal too."""
    dossier = at_stage(Stage.CONSENTED if kind is Propose else Stage.ACTIVE)
    same = make_proposal(proof(TODAY), "d-1", OTHER_PLAN, TODAY)
    later = make_proposal(proof(TODAY, consent_id="t-2"), "d-1", OTHER_PLAN, TODAY)
    assert decide(dossier, kind(WORKER, START, same, WHY))
    with pytest.raises(NotThisOne):
        decide(dossier, kind(WORKER, START, later, WHY))


def test_what_is_accepted_is_what_was_proposed() -> None:
    """Acceptance carries the plan and its amount; one cent more is another plan."""
    dossier = at_stage(Stage.PROPOSED)
    (event,) = decide(dossier, Accept(RESIDENT, START, PLAN))
    assert evolve(dossier, event).plan == PLAN
    dearer = replace(PLAN, monthly_cents=Cents(PLAN.monthly_cents + 1))
    for plan in (OTHER_PLAN, dearer):
        with pytest.raises(NotThisOne):
            decide(dossier, Accept(RESIDENT, START, plan))


def test_nobody_accepts_for_the_resident() -> None:
    """Not the worker, not the director, and no other resident."""
    dossier = at_stage(Stage.PROPOSED)
    for person in (WORKER, DIRECTOR, CLOCK, Actor("r-2", Who.RESIDENT)):
        with pytest.raises(MoveNotYours):
            decide(dossier, Accept(person, START, PLAN))


@pytest.mark.parametrize("move", sorted(CARRYING))
def test_a_move_that_carries_something_is_not_made_without_it(move: Move) -> None:
    """The command refuses at birth."""
    with pytest.raises(ValueError, match="command of its own"):
        Take(move, WORKER, START, WHY)


@pytest.mark.parametrize(("plan_id", "cents"), [("", 100), ("p-1", 0), ("p-1", -1)])
def test_a_plan_without_id_or_amount_does_not_exist(plan_id: str, cents: int) -> None:
    """A dossier is accepted at an amount."""
    with pytest.raises(ValueError, match="amount"):
        PlanRef(plan_id, Cents(cents))


def test_a_pause_has_an_end_after_today() -> None:
    """The pair: tomorrow is an end, today is none."""
    dossier = at_stage(Stage.ACTIVE)
    (event,) = decide(dossier, Pause(WORKER, START, TODAY + timedelta(days=1), WHY))
    assert evolve(dossier, event).paused_until == TODAY + timedelta(days=1)
    with pytest.raises(NotThisOne):
        decide(dossier, Pause(WORKER, START, TODAY, WHY))


def test_the_clock_ends_a_pause_after_its_last_day_and_a_worker_when_asked() -> None:
    """A pause that was agreed is not cut short by a machine."""
    dossier = at_stage(Stage.PAUSED)
    assert dossier.paused_until == TODAY + timedelta(days=30)
    for days, by, allowed in ((30, CLOCK, False), (31, CLOCK, True), (1, WORKER, True)):
        resume = Take(Move.RESUME, by, START + timedelta(days=days))
        if allowed:
            assert decide(dossier, resume)
        else:
            with pytest.raises(NotThisOne):
                decide(dossier, resume)


def test_a_pause_is_over_when_the_plan_goes_on() -> None:
    """No end date is left behind, and the plan is the same."""
    dossier, _ = walk(*ROUTES[Stage.PAUSED], Move.RESUME)
    assert (dossier.stage, dossier.paused_until, dossier.plan) == (Stage.ACTIVE, None, PLAN)


@pytest.mark.parametrize("reason", ["", "  ", "x" * (MOST_REASON + 1)])
@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.reason is Reason.ASKED], ids=lambda r: f"{r.source}-{r.move}"
)
def test_a_move_that_asks_for_a_reason_is_not_made_without(row: object, reason: str) -> None:
    """A closed answer is no reason, and neither is a whole file."""
    source, move = row.source, row.move  # type: ignore[attr-defined]
    dossier = at_stage(source)
    with pytest.raises(ReasonMissing):
        decide(dossier, command(dossier, move, actor_for(source, move), reason=reason))


def test_a_resident_needs_no_reason_to_say_no() -> None:
    """To decline, to reject, to withdraw: no is enough."""
    for stage, move in (
        (Stage.OFFERED, Move.DECLINE),
        (Stage.PROPOSED, Move.REJECT),
        (Stage.ACTIVE, Move.WITHDRAW),
    ):
        dossier = at_stage(stage)
        assert decide(dossier, Take(move, RESIDENT, START))


# Four eyes


@pytest.mark.parametrize("move", FOREGOING)
def test_money_is_given_up_by_two_people(move: Move) -> None:
    """One proposes and nothing happens yet; another confirms."""
    dossier = at_stage(Stage.ACTIVE)
    (asked,) = decide(dossier, command(dossier, move, WORKER))
    assert isinstance(asked, ConfirmationAsked)
    waiting = evolve(dossier, asked)
    assert (waiting.stage, waiting.waiting) == (Stage.ACTIVE, asked)
    (moved,) = decide(waiting, Confirm(DIRECTOR, START))
    assert isinstance(moved, Moved)
    assert (moved.by, moved.confirmed_by, moved.reason) == (WORKER, DIRECTOR, WHY)
    assert evolve(waiting, moved).stage is MOVES[Stage.ACTIVE, move].to
    assert evolve(waiting, moved).waiting is None


def test_scrapping_writing_off_and_remitting_are_all_that_gives_up_money() -> None:
    """Issue 6; and each asks for a reason and for the financial director."""
    assert set(FOREGOING) == {Move.SCRAP, Move.WRITE_OFF, Move.REMIT}
    for row in ROWS:
        if row.eyes is Eyes.FOUR:
            assert row.reason is Reason.ASKED
            assert row.confirmers == (Who.FINANCIAL_DIRECTOR,)
        else:
            assert row.confirmers == ()


@pytest.mark.parametrize("move", FOREGOING)
def test_nobody_confirms_their_own_proposal(move: Move) -> None:
    """Also not in another role: the same account is the same person."""
    dossier = at_stage(Stage.ACTIVE)
    (asked,) = decide(dossier, command(dossier, move, DIRECTOR))
    waiting = evolve(dossier, asked)
    for role in Who:
        with pytest.raises(SamePerson):
            decide(waiting, Confirm(Actor(DIRECTOR.actor_id, role), START))
    assert decide(waiting, Confirm(DEPUTY, START))


@pytest.mark.parametrize("person", [COLLEAGUE, RESIDENT, CLOCK], ids=lambda one: one.actor_id)
def test_a_second_pair_of_eyes_has_the_office_for_it(person: Actor) -> None:
    """A colleague is another person, but does not answer to the council."""
    dossier = at_stage(Stage.ACTIVE)
    (asked,) = decide(dossier, command(dossier, Move.SCRAP, WORKER))
    with pytest.raises(MoveNotYours):
        decide(evolve(dossier, asked), Confirm(person, START))


def test_there_is_nothing_to_confirm_or_drop_when_nothing_waits() -> None:
    """And nothing waits twice."""
    dossier = at_stage(Stage.ACTIVE)
    for idle in (Confirm(DIRECTOR, START), Drop(WORKER, START, WHY)):
        with pytest.raises(NothingWaits):
            decide(dossier, idle)
    (asked,) = decide(dossier, command(dossier, Move.SCRAP, WORKER))
    with pytest.raises(NothingWaits):
        decide(evolve(dossier, asked), command(dossier, Move.WRITE_OFF, WORKER))


def test_what_waits_can_be_dropped_with_a_reason() -> None:
    """By whoever proposed it or would have confirmed it; the dossier stays where it was."""
    dossier = at_stage(Stage.ACTIVE)
    (asked,) = decide(dossier, command(dossier, Move.SCRAP, WORKER))
    waiting = evolve(dossier, asked)
    for person in (WORKER, DIRECTOR):
        (dropped,) = decide(waiting, Drop(person, START, WHY))
        assert evolve(waiting, dropped) == dossier
    with pytest.raises(ReasonMissing):
        decide(waiting, Drop(WORKER, START, ""))
    with pytest.raises(MoveNotYours):
        decide(waiting, Drop(RESIDENT, START, WHY))


def test_another_move_overtakes_what_waits_and_the_timeline_says_so() -> None:
    """It was proposed about a dossier that stood elsewhere; a withdrawal never waits for it."""
    dossier = at_stage(Stage.ACTIVE)
    (asked,) = decide(dossier, command(dossier, Move.WRITE_OFF, WORKER))
    waiting = evolve(dossier, asked)
    dropped, moved = decide(waiting, Take(Move.WITHDRAW, RESIDENT, START))
    assert isinstance(dropped, ConfirmationDropped)
    assert dropped.reason == OVERTAKEN
    after = evolve(evolve(waiting, dropped), moved)
    assert (after.stage, after.waiting) == (Stage.STOPPED, None)
    with pytest.raises(NothingWaits):
        decide(after, Confirm(DIRECTOR, START))


def test_a_remission_takes_the_new_plan_only_when_confirmed() -> None:
    """Until then the resident pays what was agreed."""
    dossier = at_stage(Stage.ACTIVE)
    (asked,) = decide(dossier, command(dossier, Move.REMIT, WORKER))
    waiting = evolve(dossier, asked)
    assert waiting.plan == PLAN
    (moved,) = decide(waiting, Confirm(DIRECTOR, START))
    assert evolve(waiting, moved).plan == OTHER_PLAN


# Histories


def test_a_rejected_proposal_leaves_consent_and_no_plan() -> None:
    """Another proposal can follow; what was rejected cannot be accepted later."""
    dossier, _ = walk(*ROUTES[Stage.PROPOSED], Move.REJECT)
    assert (dossier.stage, dossier.proposed, dossier.consent_id) == (Stage.CONSENTED, None, "t-1")


@pytest.mark.parametrize("stage", Stage)
def test_a_history_folds_back_into_the_same_dossier(stage: Stage) -> None:
    """Whatever was decided, the events alone tell it again."""
    dossier, events = walk(*ROUTES[stage])
    assert fold(events) == dossier


def test_a_history_begins_with_its_opening() -> None:
    """A move about nothing belongs to another dossier."""
    _, events = walk(*ROUTES[Stage.OFFERED])
    for wrong in ([], events[1:]):
        with pytest.raises(ValueError, match="history"):
            fold(wrong)


def test_a_dossier_cannot_be_changed_but_by_events() -> None:
    """No setter goes round the table."""
    with pytest.raises(FrozenInstanceError):
        at_stage(Stage.OFFERED).stage = Stage.ACTIVE  # type: ignore[misc]
