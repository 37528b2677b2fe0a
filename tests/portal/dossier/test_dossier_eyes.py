"""Giving up money: asked by one, confirmed by the financial director, and only then done."""

from collections.abc import Callable

import pytest

from portal.casework import NotYourCase
from portal.dossier import forgoing, planning
from portal.dossier.file import read_dossier
from portal.dossier.forgoing import Forgoing, NotAPart
from protocols.plan.events import Ending, PlanReason
from protocols.plan.refusals import NotOpen, UnknownClaim
from protocols.privacy.consent import Purpose
from protocols.work.dossier_refusals import (
    MoveNotYours,
    NothingWaits,
    ReasonMissing,
    SamePerson,
)
from protocols.work.dossier_state import Dossier
from tests.support.households import WHY, Home, home

ASKS = {"scrap": forgoing.scrap, "write_off": forgoing.write_off}
ENDS = {"scrap": "scrapped", "write_off": "uncollectable"}


def remit(one: Home, cents: int, claim_id: str = "v-0", account_id: str = "anja") -> Dossier:
    """Ask to give up part of a claim."""
    by = one.visit(account_id)
    return forgoing.remit(one.platform, by, one.dossier_id, claim_id, cents, WHY)


def open_cents(one: Home) -> int:
    """What is open of the plan."""
    found = read_dossier(one.platform, one.visit(), "c-1").of("r-1")
    return found.running.progress.open_cents


@pytest.mark.parametrize("what", ASKS)
def test_money_is_given_up_at_confirmation_and_not_before(what: str) -> None:
    """DLB: the financial director answers to the council; the asker alone changes nothing."""
    one = home().active(80_000)
    ask: Callable[..., Dossier] = ASKS[what]
    waiting = ask(one.platform, one.visit(), one.dossier_id, WHY)
    assert (waiting.stage.value, one.row().waits, open_cents(one)) == ("active", what, 80_000)
    assert one.confirm().stage.value == ENDS[what]
    found = read_dossier(one.platform, one.visit(), "c-1").of("r-1").running.progress
    assert (found.open_cents, found.given_up_cents) == (0, 80_000)
    assert found.ended.ending is Ending.SCRAPPED
    assert one.live() == {}


@pytest.mark.parametrize("account_id", ["anja", "bram"])
def test_nobody_but_the_director_confirms(account_id: str) -> None:
    """Not who asked it, and not a colleague."""
    one = home().active(80_000)
    one.scrap()
    with pytest.raises((SamePerson, NotYourCase, MoveNotYours)):
        one.confirm(account_id)
    assert (one.row().stage, open_cents(one)) == ("active", 80_000)


def test_a_director_does_not_confirm_what_they_asked() -> None:
    """Four eyes are of two people; another director may."""
    one = home().active(80_000)
    forgoing.scrap(one.platform, one.visit("dora"), one.dossier_id, WHY)
    file = read_dossier(one.platform, one.visit("dora"), "c-1").of("r-1")
    assert not file.may_confirm
    with pytest.raises(SamePerson):
        one.confirm("dora")
    assert read_dossier(one.platform, one.visit("dirk"), "c-1").of("r-1").may_confirm
    assert one.confirm("dirk").stage.value == "scrapped"


def test_part_of_a_claim_is_remitted_and_the_plan_goes_on() -> None:
    """The amount per month stays, the last terms go."""
    one = home().active(80_000, monthly=10_000)
    remit(one, 30_000)
    assert open_cents(one) == 80_000
    assert one.confirm().stage.value == "changed"
    found = read_dossier(one.platform, one.visit(), "c-1").of("r-1")
    assert (found.running.progress.open_cents, len(found.running.progress.terms)) == (50_000, 5)
    assert (found.proposal, found.agreement.row.monthly_cents) == (None, 10_000)
    assert one.pay(50_000).stage.value == "completed"


@pytest.mark.parametrize(
    ("cents", "claim_id", "refusal"),
    [(80_001, "v-0", NotOpen), (80_000, "v-0", NotAPart), (100, "v-9", UnknownClaim)],
)
def test_what_could_never_be_confirmed_is_not_asked(
    cents: int, claim_id: str, refusal: type[Exception]
) -> None:
    """More than is open, everything, or a claim that is not in the plan."""
    one = home().active(80_000)
    with pytest.raises(refusal):
        remit(one, cents, claim_id)
    assert (one.row().waits, sorted(one.live())) == ("", ["agreed"])


def test_what_was_paid_meanwhile_is_not_given_up_too() -> None:
    """The confirmation is refused, and the decision can be dropped."""
    one = home().active(80_000)
    remit(one, 70_000)
    one.pay(20_000)
    with pytest.raises(NotOpen):
        one.confirm()
    assert (one.row().stage, open_cents(one)) == ("active", 60_000)
    planning.drop(one.platform, one.visit("dora"), one.dossier_id, "al betaald")
    assert (one.row().waits, sorted(one.live())) == ("", ["agreed"])


def test_another_step_overtakes_what_waits() -> None:
    """Nothing of it stays on the table, and the timeline says so."""
    one = home().active(80_000)
    one.scrap()
    one.pause()
    assert (one.row().waits, sorted(one.live())) == ("", ["agreed"])
    texts = [
        each.text for each in read_dossier(one.platform, one.visit(), "c-1").of("r-1").timeline
    ]
    assert "dossier.confirmation_dropped" in texts
    with pytest.raises(NothingWaits):
        one.confirm()


def test_what_waits_when_its_consent_ended_cannot_be_confirmed() -> None:
    """The withdrawal of income takes every figure along; the decision is asked again."""
    one = home().active(80_000)
    remit(one, 10_000)
    one.withdraw(Purpose.INCOME)
    with pytest.raises(NothingWaits):
        one.confirm()
    assert open_cents(one) == 80_000


def test_a_reason_is_asked() -> None:
    """Each decision about money has its words in the timeline."""
    one = home().active(80_000)
    why = Forgoing(PlanReason.CANNOT_PAY, " ")
    with pytest.raises(ReasonMissing):
        forgoing.scrap(one.platform, one.visit(), one.dossier_id, why)
    assert one.row().waits == ""
