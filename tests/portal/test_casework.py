"""What workers do: only with their own cases, and never without it being written down."""

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.access import Visit
from portal.casework import (
    AttemptMade,
    BadAttempt,
    CaseMovedOn,
    Decision,
    NotYourCase,
    decide,
    read_case,
    read_caseload,
    read_review,
    read_reviews,
    record_contact,
    take_back,
)
from portal.erasure import erase
from protocols.ids import ResidentId
from protocols.people import Name
from protocols.work.contact import Channel, ContactAttempt, DayPart, Outcome, Reached
from protocols.work.decide import DecisionReason
from store import access, cases, deliveries, signals
from store.engine import StoreUnavailable, begin, reading
from streams.reviews import NotACandidate, NotWaiting
from streams.undoing import NotUndoable
from tests.portal.web.world import World, open_world
from tests.support import made

FITS, HOUSEMATE = DecisionReason.FITS, DecisionReason.HOUSEMATE
ATTEMPT = ContactAttempt(made.ON, Channel.PHONE, DayPart.MORNING, Reached.NO)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A portal with a case for each of the two workers in Noord."""
    world = open_world(tmp_path)
    world.send([made.signal(1), made.signal(2)])
    return world


def visit(world: World, account_id: str) -> Visit:
    """Somebody at the door, now."""
    with reading(world.platform.engine) as tx:
        account = access.find_account(tx, account_id)
    assert account is not None
    return Visit(account, world.clock.at)


def attempts(world: World, case_id: str) -> list[cases.Attempt]:
    """What was recorded for a case."""
    with reading(world.platform.engine) as tx:
        return cases.attempts(tx, case_id)


def made_now(world: World, **changes: object) -> AttemptMade:
    """The first attempt for the case of w-1."""
    return AttemptMade(world.case_of("w-1").case_id, 1, replace(ATTEMPT, **changes))


def test_a_worker_reads_their_own_caseload(world):
    """And only that: the colleague's case is not in it."""
    lines = read_caseload(world.platform, visit(world, "anja"))
    assert [line.case.worker_id for line in lines] == ["w-1"]
    assert lines[0].attempts == 0


def test_reading_the_caseload_is_written_down_with_purpose_and_basis(world):
    """AVG art. 5 and 6; BIO2 8.15.01."""
    read_caseload(world.platform, visit(world, "anja"))
    line = world.audited("caseload.read")[0]
    assert (line.actor, line.object_id, line.origin) == ("anja", "w-1", "web")
    assert (line.purpose, line.basis) == ("vroegsignalering", "Wgs art. 3")


def test_an_account_without_a_worker_has_no_caseload(world):
    """Cases that nobody has yet are not on it either."""
    assert read_caseload(world.platform, visit(world, "fg")) == []


def test_a_worker_opens_their_own_case(world):
    """With the person from the register and the signals; the reading is written down."""
    case = world.case_of("w-1")
    file = read_case(world.platform, visit(world, "anja"), case.case_id)
    assert file.case.case_id == case.case_id
    assert len(file.signals) == 1
    assert next(iter(file.residents.values())).name.surname
    assert world.audited("case.read")[0].object_id == case.case_id


def test_a_worker_does_not_open_the_case_of_a_colleague(world):
    """The denial is written down, the reading is not, and the answer tells nothing."""
    case = world.case_of("w-2")
    with pytest.raises(NotYourCase):
        read_case(world.platform, visit(world, "anja"), case.case_id)
    denied = world.audited("access.denied")[0]
    assert (denied.actor, denied.object_id) == ("anja", case.case_id)
    assert not world.audited("case.read")


def test_a_case_that_does_not_exist_is_refused_the_same_way(world):
    """What was typed into the address does not get into the audit log."""
    with pytest.raises(NotYourCase):
        read_case(world.platform, visit(world, "anja"), "jan-jansen")
    assert world.audited("access.denied")[0].object_id == ""


@pytest.mark.parametrize("account_id", ["fg", "woonhof-account"])
def test_nobody_but_a_worker_opens_a_case(world, account_id):
    """Not the officer, and certainly not a creditor."""
    with pytest.raises(NotYourCase):
        read_case(world.platform, visit(world, account_id), world.case_of("w-1").case_id)


def test_what_the_creditor_told_about_reaching_somebody_is_opened(tmp_path):
    """It is sealed under the signal's own data key."""
    world = open_world(tmp_path)
    signal = made.signal(1)
    world.send([replace(signal, person=replace(signal.person, phone="0600000001"))])
    file = read_case(world.platform, visit(world, "anja"), world.case_of("w-1").case_id)
    assert file.contacts["d1-1"].phone == "0600000001"


def test_contact_data_of_which_the_key_was_destroyed_stays_shut(world):
    """The case is still there, without what the creditor told."""
    with begin(world.platform.engine) as tx:
        deliveries.destroy_data_keys(tx, ["d1-1", "d1-2"])
    file = read_case(world.platform, visit(world, "anja"), world.case_of("w-1").case_id)
    assert file.contacts == {}


def test_a_contact_attempt_is_recorded_and_written_down(world):
    """Without an outcome the case stays open."""
    one = made_now(world)
    record_contact(world.platform, visit(world, "anja"), one)
    assert [two.channel for two in attempts(world, one.case_id)] == ["Telefoon"]
    assert world.audited("contact.recorded")[0].result == "reached-no"
    assert world.case_of("w-1").case_id == one.case_id


def test_an_outcome_closes_the_case_in_the_same_transaction(world):
    """The worker gets room for another household."""
    one = made_now(world, reached=Reached.YES, outcome=Outcome.ADVICE)
    record_contact(world.platform, visit(world, "anja"), one)
    with reading(world.platform.engine) as tx:
        case = cases.find(tx, one.case_id)
        loads = cases.loads(tx)
    assert case is not None
    assert (case.status, case.outcome) == ("closed", Outcome.ADVICE.value)
    assert loads["w-1"] == 0
    assert world.audited("case.closed")[0].result == "advice"


def test_the_same_form_twice_is_recorded_once(world):
    """A double click, or the back button."""
    one = made_now(world)
    record_contact(world.platform, visit(world, "anja"), one)
    with pytest.raises(CaseMovedOn):
        record_contact(world.platform, visit(world, "anja"), one)
    assert len(attempts(world, one.case_id)) == 1
    assert len(world.audited("contact.recorded")) == 1


def test_a_second_attempt_with_its_own_number_is_recorded(world):
    """Trying again is what the work is."""
    one = made_now(world)
    for number in (1, 2):
        record_contact(world.platform, visit(world, "anja"), replace(one, number=number))
    assert [two.number for two in attempts(world, one.case_id)] == [1, 2]


def test_nothing_is_recorded_for_a_closed_case(world):
    """Even with the right number."""
    one = made_now(world, outcome=Outcome.DECEASED)
    record_contact(world.platform, visit(world, "anja"), one)
    with pytest.raises(CaseMovedOn):
        record_contact(world.platform, visit(world, "anja"), replace(one, number=2))
    assert len(attempts(world, one.case_id)) == 1


@pytest.mark.parametrize(
    ("made_on", "can_be"),
    [
        (made.ON, True),
        (made.ON + timedelta(days=1), False),
        (made.ON - timedelta(days=31), True),
        (made.ON - timedelta(days=32), False),
    ],
)
def test_the_day_of_an_attempt_has_bounds(world, made_on: date, can_be: bool):
    """Not in the future, and not more than 31 days before the case was opened."""
    one = made_now(world, made_on=made_on)
    if can_be:
        record_contact(world.platform, visit(world, "anja"), one)
    else:
        with pytest.raises(BadAttempt):
            record_contact(world.platform, visit(world, "anja"), one)
    assert len(attempts(world, one.case_id)) == int(can_be)


def test_nobody_records_an_attempt_for_the_case_of_a_colleague(world):
    """The denial is written down."""
    one = made_now(world)
    with pytest.raises(NotYourCase):
        record_contact(world.platform, visit(world, "bram"), one)
    assert attempts(world, one.case_id) == []
    assert world.audited("access.denied")[0].actor == "bram"


def test_nothing_is_recorded_or_read_when_it_cannot_be_written_down(world, tmp_path):
    """Audit entry and act share a transaction: without the one there is not the other."""
    one = made_now(world, outcome=Outcome.ADVICE)
    with sqlite3.connect(tmp_path / "portal.db") as raw:
        raw.execute("alter table audit rename to elsewhere")
    raw.close()
    by = visit(world, "anja")
    with pytest.raises(StoreUnavailable):
        record_contact(world.platform, by, one)
    with pytest.raises(StoreUnavailable):
        read_case(world.platform, by, one.case_id)
    assert attempts(world, one.case_id) == []
    assert world.case_of("w-1").status == "open"


def doubtful(world: World) -> str:
    """Put a signal before a human: right address, another name. Returns its id."""
    signal = made.signal(5)
    person = replace(signal.person, name=Name(initials="B.", surname="Ygrutz"), born=None)
    world.send([replace(signal, delivery_id="d2", signal_id="d2-5", row=1, person=person)])
    return world.held()[0].signal_id


def test_a_held_signal_is_shown_beside_its_candidates(world):
    """Reading the list and reading one are both written down."""
    signal_id = doubtful(world)
    queue = read_reviews(world.platform, visit(world, "anja"))
    assert [one.review.signal_id for one in queue.waiting] == [signal_id]
    unsure = read_review(world.platform, visit(world, "anja"), signal_id)
    assert [one.resident_id for one in unsure.candidates] == [ResidentId("r-5")]
    assert [one.object_id for one in world.audited("review.read")] == [signal_id, ""]


@pytest.mark.parametrize(("account_id", "sees"), [("anja", True), ("fg", False)])
def test_only_who_decides_sees_what_is_compared(world, account_id, sees):
    """Anybody else gets agreements, whichever door they came through."""
    unsure = read_review(world.platform, visit(world, account_id), doubtful(world))
    assert (unsure.person is not None) is sees
    assert [one.resident is not None for one in unsure.candidates] == [sees]
    assert ("Ygrutz" in repr(unsure)) is (made.surname(5) in repr(unsure)) is sees


def test_a_decision_is_taken_back_by_whoever_may_decide(world):
    """Also by a colleague; what was decided and what was undone are both written down."""
    signal_id = doubtful(world)
    decide(world.platform, visit(world, "anja"), Decision(signal_id, FITS, "r-5", "Zelfde huis"))
    world.platform.line.drain()
    queue = read_reviews(world.platform, visit(world, "bram"))
    assert [(one.decision.actor, one.note) for one in queue.decided] == [("anja", "Zelfde huis")]
    take_back(world.platform, visit(world, "bram"), signal_id)
    queue = read_reviews(world.platform, visit(world, "anja"))
    assert [one.review.turn for one in queue.waiting] == [1]
    assert queue.decided == []
    assert world.line.counts()["cases"] == 3
    assert world.audited("review.undone")[0].actor == "bram"
    with pytest.raises(NotUndoable):
        take_back(world.platform, visit(world, "anja"), signal_id)


def test_a_signal_that_is_judged_the_same_becomes_a_case(world):
    """Once the line has been polled."""
    signal_id = doubtful(world)
    decide(world.platform, visit(world, "anja"), Decision(signal_id, FITS, "r-5"))
    world.platform.line.drain()
    assert world.line.counts()["cases"] == 3
    assert world.audited("review.decided")[0].result == "same"


@pytest.mark.parametrize(("days", "gone"), [(14, False), (15, True)])
def test_a_signal_that_is_judged_different_vanishes_after_its_term(world, days, gone):
    """Until then it can come back; after it a count and the decision are all that remains."""
    signal_id = doubtful(world)
    decide(world.platform, visit(world, "anja"), Decision(signal_id, HOUSEMATE))
    assert world.held() == []
    assert world.audited("review.decided")[0].result == "different"
    world.clock.forward(days=days)
    assert erase(world.platform)["decision"] == int(gone)
    with reading(world.platform.engine) as tx:
        assert bool(deliveries.data_keys(tx, [signal_id])) is not gone
        assert signals.tallies(tx) == ({"address_only:different": 1} if gone else {})


def test_a_signal_is_judged_once(world):
    """The second worker hears that it was done."""
    signal_id = doubtful(world)
    decide(world.platform, visit(world, "anja"), Decision(signal_id, HOUSEMATE))
    with pytest.raises(NotWaiting):
        decide(world.platform, visit(world, "bram"), Decision(signal_id, FITS, "r-5"))


def test_only_a_resident_beside_the_signal_can_be_chosen(world):
    """Whatever a form was made to send."""
    signal_id = doubtful(world)
    with pytest.raises(NotACandidate):
        decide(world.platform, visit(world, "anja"), Decision(signal_id, FITS, "r-6"))
    assert len(world.held()) == 1
