"""Consent withdrawn in the middle of everything: proof, dossier and consequences together."""

from datetime import date, timedelta

import pytest

from protocols.privacy.aftermath import AftermathOpen, Consequence, Done, Settled, aftermath_of
from protocols.privacy.aftermath import count_off as done_with
from protocols.privacy.consent import ConsentMissing, Consents, ConsentWithdrawn, Purpose, require
from protocols.privacy.consent_commands import Ask, Give, Withdraw
from protocols.privacy.consenting import ConsentTerms
from protocols.privacy.consenting import decide as decide_consent
from protocols.privacy.consenting import evolve as evolve_consent
from protocols.privacy.evidence import Evidence, Manner
from protocols.work.clock import local_day
from protocols.work.dossier import decide
from protocols.work.dossier_commands import Propose, Take
from protocols.work.dossier_moves import Move, Stage, allowed_from
from protocols.work.dossier_refusals import MoveForbidden, NotThisOne
from protocols.work.dossier_state import evolve
from protocols.work.proposal import make_proposal
from tests.support.dossiers import (
    OTHER_PLAN,
    RESIDENT,
    RESIDENT_ID,
    START,
    WHY,
    WORKER,
    at_stage,
    command,
)

DOSSIER, TODAY = Purpose.DOSSIER, local_day(START)
TERMS = ConsentTerms(("nl",), {DOSSIER: 1461})


def consented() -> Consents:
    """Asked and given today."""
    consents = Consents(RESIDENT_ID)
    evidence = Evidence(Manner.ORAL, "notitie-1")
    until = TODAY + timedelta(days=900)
    for one in (
        Ask(DOSSIER, "nl", "toestemming-2", "d-01", START),
        Give(DOSSIER, "t-1", evidence, TODAY, until, "d-01", START),
    ):
        for event in decide_consent(consents, one, TERMS):
            consents = evolve_consent(consents, event)
    return consents


@pytest.mark.parametrize(
    "stage",
    [
        *(Stage.CONSENTED, Stage.PROPOSED, Stage.ACCEPTED),
        *(Stage.ACTIVE, Stage.CHANGED, Stage.PAUSED),
    ],
)
def test_a_withdrawal_stops_the_dossier_and_everything_on_it(stage: Stage) -> None:
    """AVG art. 7(3): no new proof, no new move, and every consequence is counted off."""
    dossier, consents = at_stage(stage), consented()
    (said,) = decide_consent(consents, Withdraw(DOSSIER, "d-01", START), TERMS)
    assert isinstance(said, ConsentWithdrawn)
    consents = evolve_consent(consents, said)
    (moved,) = decide(dossier, Take(Move.WITHDRAW, RESIDENT, START))
    stopped = evolve(dossier, moved)
    assert stopped.stage is Stage.STOPPED
    assert allowed_from(Stage.STOPPED) == ()
    with pytest.raises(ConsentMissing):
        require(consents, DOSSIER, TODAY)
    aftermath = aftermath_of(said)
    with pytest.raises(AftermathOpen):
        Settled(aftermath)
    for what in aftermath.due:
        aftermath = done_with(aftermath, what, Done("d-01", START, f"audit-{what}"))
    assert Settled(aftermath).aftermath.done.keys() >= {Consequence.DOSSIER_STOPPED}


def test_a_proposal_in_the_drawer_dies_with_the_consent() -> None:
    """It was made in time and is proposed too late: the dossier takes it no more."""
    made = make_proposal(require(consented(), DOSSIER, TODAY), "d-1", OTHER_PLAN, TODAY)
    dossier = at_stage(Stage.CONSENTED)
    assert decide(dossier, Propose(WORKER, START, made))
    (moved,) = decide(dossier, Take(Move.WITHDRAW, RESIDENT, START))
    with pytest.raises(MoveForbidden, match="niets meer"):
        decide(evolve(dossier, moved), Propose(WORKER, START, made))


def test_what_was_proposed_before_is_not_accepted_after() -> None:
    """Not even by the resident: a new start is a new dossier."""
    dossier = at_stage(Stage.PROPOSED)
    accept = command(dossier, Move.ACCEPT, RESIDENT)
    (moved,) = decide(dossier, Take(Move.WITHDRAW, RESIDENT, START))
    stopped = evolve(dossier, moved)
    assert stopped.proposed is None
    with pytest.raises(MoveForbidden):
        decide(stopped, accept)


def test_a_proposal_in_the_drawer_is_stale_tomorrow() -> None:
    """The proof is of a day; between two days a resident may have called."""
    made = make_proposal(require(consented(), DOSSIER, TODAY), "d-1", OTHER_PLAN, TODAY)
    dossier = at_stage(Stage.CONSENTED)
    later = Propose(WORKER, START + timedelta(days=1), made, WHY)
    with pytest.raises(NotThisOne, match="niet van vandaag"):
        decide(dossier, later)
    assert made.made_on == date(2026, 11, 22)
