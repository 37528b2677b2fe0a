"""A decision is taken back: the signal waits again, and the line is as if nobody had decided."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from protocols.covenant.signal import ArrearsType, Circumstance, MessageKind
from protocols.ids import CreditorId, DeliveryId, SignalId
from protocols.judgement import NOTHING_KNOWN
from protocols.money import Cents
from protocols.people import Name, PartialDate, Person
from protocols.work.contact import Outcome
from protocols.work.decide import Hindrance
from store import audit, cases, decisions, deliveries, log, retention, signals
from store.cases import Case
from store.engine import begin, reading
from streams import topics
from streams.held import open_held
from streams.steps.judged import matched_id
from streams.undoing import NotUndoable, recent
from tests.support import made
from tests.support.line import Line, with_residents
from tests.support.reviews import (
    changed,
    decide,
    end_terms,
    events,
    open_cases,
    seek_contact,
    take_back,
    unsure,
    waiting,
)

LATER = made.AT + timedelta(hours=1)
ID = "d1-1"


def power(about: int = 1, **changes: Any) -> Any:
    """A sure signal of the energy company about the same household."""
    wanted = {
        "signal_id": SignalId("a1-1"),
        "delivery_id": DeliveryId("a1"),
        "creditor_id": CreditorId("stroom"),
        "arrears_type": ArrearsType.ELECTRICITY,
        "amount_cents": Cents(70_000),
    }
    return made.signal(1, about, **{**wanted, **changes})


def held_cents(line: Line) -> int:
    """The amount of the signal that waits."""
    with reading(line.engine) as tx:
        review = signals.find_held(tx, ID)
    assert review is not None
    return open_held(line.vault, review).row.amount_cents


def figures(case: Case) -> Case:
    """A case without when it was last touched, and why it went to its worker then."""
    return replace(case, updated_at="", why="")


@pytest.fixture
def held(line: Line) -> Line:
    """A line on which signal d1-1, about resident 1, waits for a human."""
    line.send([unsure(1)])
    return line


@pytest.fixture
def same(held: Line) -> Line:
    """It was judged to be resident 1, and a case was opened."""
    decide(held, ID, "r-1")
    held.embedded.drain()
    return held


@pytest.fixture
def different(held: Line) -> Line:
    """It was judged to be nobody of ours."""
    decide(held, ID)
    return held


def hindered(line: Line, why: Hindrance | None, at: Any = LATER) -> None:
    """Taking back is refused for this reason, and changes nothing at all."""
    before = line.counts()
    with pytest.raises(NotUndoable) as caught:
        take_back(line, ID, at)
    assert caught.value.hindrance is why
    assert caught.value.message
    assert line.counts() == before


def test_a_same_is_taken_out_of_its_case_which_closes_when_nothing_is_left(same: Line) -> None:
    """The signal waits again; of the wrong resident the case keeps no figure."""
    (case,) = open_cases(same)
    take_back(same, ID, LATER)
    assert waiting(same) == [ID]
    assert open_cases(same) == []
    with reading(same.engine) as tx:
        closed = cases.find(tx, case.case_id)
        assert signals.find(tx, ID) is None
        assert set(cases.loads(tx).values()) == {0}
    assert closed is not None
    assert (closed.status, closed.outcome, closed.closed_on) == ("closed", "returned", "2026-11-22")
    assert (closed.total_cents, closed.signals_count, closed.points) == (0, 0, 0)
    assert closed.surroundings == msgspec.json.encode(NOTHING_KNOWN).decode()


def test_a_same_that_joined_a_case_leaves_it_exactly_as_it_was(line: Line) -> None:
    """Points, amounts, term, worker, and what is known of the resident that it is about."""
    young = made.resident(200, born=PartialDate(2005, 1, 1), address=made.address(1))
    with_residents(line, [made.resident(1), young])
    line.send([power()])
    (before,) = open_cases(line)
    line.send([unsure(1, 1, person=Person(Name(surname=made.surname(200)), None, made.address(1)))])
    decide(line, ID, "r-200")
    line.embedded.drain()
    (joined,) = open_cases(line)
    assert (joined.case_id, joined.total_cents) == (before.case_id, 120_001)
    assert joined.surroundings != before.surroundings
    take_back(line, ID, LATER)
    (after,) = open_cases(line)
    assert figures(after) == figures(before)


def test_without_the_old_event_a_case_forgets_the_person_and_keeps_the_address(
    line: Line,
) -> None:
    """The log may have been erased: better to know less than to know it of somebody else."""
    young = made.resident(200, born=PartialDate(2005, 1, 1), address=made.address(1))
    with_residents(line, [made.resident(1), young])
    line.send([power()])
    line.send([unsure(1, 1, person=Person(Name(surname=made.surname(200)), None, made.address(1)))])
    decide(line, ID, "r-200")
    line.embedded.drain()
    with begin(line.engine) as tx:
        tx.connection.exec_driver_sql("delete from event_log where topic = 'matched'")
    take_back(line, ID, LATER)
    (case,) = open_cases(line)
    around = msgspec.json.decode(case.surroundings)
    assert (around["age"], around["postcode"], around["residents"]) == (None, "1111AA", 2)


def test_a_crisis_that_was_of_somebody_else_gives_the_case_its_old_term_back(line: Line) -> None:
    """Three working days are for who is threatened."""
    line.send([power()])
    (before,) = open_cases(line)
    line.send([unsure(1, circumstances=frozenset({Circumstance.CRISIS}))])
    decide(line, ID, "r-1")
    line.embedded.drain()
    (during,) = open_cases(line)
    assert (during.track, during.first_contact_by) == ("crisis", "2026-11-25")
    take_back(line, ID, LATER)
    (after,) = open_cases(line)
    assert figures(after) == figures(before)


def test_what_came_in_since_stays_in_the_case(same: Line) -> None:
    """Only the signal of the decision leaves."""
    same.send([power()])
    (before,) = open_cases(same)
    assert before.total_cents == 120_001
    take_back(same, ID, LATER)
    (case,) = open_cases(same)
    assert (case.case_id, case.total_cents, case.signals_count) == (before.case_id, 70_000, 1)


def test_a_different_waits_again_with_all_that_was_told(different: Line) -> None:
    """As long as it was not erased."""
    take_back(different, ID, LATER)
    assert waiting(different) == [ID]
    assert held_cents(different) == 50_001
    found = different.counts()
    assert (found["set aside"], found["held for review"]) == (0, 1)
    assert not [name for name in found if name.startswith("tally")]


@pytest.mark.parametrize("first", ["r-1", ""])
@pytest.mark.parametrize("second", ["r-1", ""])
def test_after_undoing_it_can_be_decided_anew_and_undone_anew(
    held: Line, first: str, second: str
) -> None:
    """Undoing an undo is deciding again; each time is counted once."""
    for turn, choice in enumerate([first, second, first, second], start=1):
        decide(held, ID, choice)
        held.embedded.drain()
        found = held.counts()
        assert (found["active signals"], found["set aside"]) == (int(bool(choice)), int(not choice))
        assert found["cents"] == (50_001 if choice else 0)
        take_back(held, ID, LATER)
        held.embedded.drain()
        with reading(held.engine) as tx:
            review = signals.find_held(tx, ID)
        assert review is not None
        assert review.turn == turn
        assert held.counts()["active signals"] == 0
    assert held_cents(held) == 50_001


def test_a_second_undo_finds_nothing_to_undo(same: Line) -> None:
    """Two clicks, or two people."""
    take_back(same, ID, LATER)
    hindered(same, None)
    assert len(events(same, topics.SIGNAL_RETURNED)) == 1


def test_what_was_never_decided_cannot_be_undone(held: Line) -> None:
    """A signal that waits, and one that does not exist."""
    hindered(held, None)
    with pytest.raises(NotUndoable):
        take_back(held, "d9-9")


@pytest.mark.parametrize("verdict", ["r-1", ""])
@pytest.mark.parametrize(("days", "can_be"), [(14, True), (15, False)])
def test_the_term_ends_with_its_last_day(held: Line, verdict: str, days: int, can_be: bool) -> None:
    """Also when the clock did not run yet."""
    decide(held, ID, verdict)
    held.embedded.drain()
    at = made.AT + timedelta(days=days)
    if can_be:
        take_back(held, ID, at)
    else:
        hindered(held, Hindrance.TERM_PAST, at)
    assert (waiting(held) == [ID]) is can_be


def test_once_contact_was_sought_it_stays(same: Line) -> None:
    """The resident may know: a correction is work for people now."""
    seek_contact(same, open_cases(same)[0], LATER)
    hindered(same, Hindrance.CONTACT_MADE)


def test_contact_of_before_the_decision_does_not_hinder(held: Line) -> None:
    """It was about other signals of the household."""
    held.send([power()])
    seek_contact(held, open_cases(held)[0], made.AT)
    decide(held, ID, "r-1", at=LATER)
    held.embedded.drain()
    take_back(held, ID, LATER + timedelta(hours=1))
    (case,) = open_cases(held)
    assert case.total_cents == 70_000


def test_a_case_that_was_closed_in_another_way_stays_closed(same: Line) -> None:
    """A closed case is never changed."""
    (case,) = open_cases(same)
    with begin(same.engine) as tx:
        cases.close(tx, case, Outcome.ADVICE, made.ON, LATER)
    hindered(same, Hindrance.CASE_CLOSED)


def test_while_the_line_is_still_at_work_it_must_wait(held: Line) -> None:
    """The signal is in no case yet; a moment later it is."""
    decide(held, ID, "r-1")
    hindered(held, Hindrance.UNDER_WAY)
    held.embedded.drain()
    take_back(held, ID, LATER)
    assert waiting(held) == [ID]


@pytest.mark.parametrize("verdict", ["r-1", ""])
def test_what_the_creditor_withdrew_cannot_come_back(held: Line, verdict: str) -> None:
    """Its data key is destroyed; it is counted once."""
    decide(held, ID, verdict)
    held.embedded.drain()
    held.send([changed(unsure(1), "w1", MessageKind.WITHDRAW)])
    hindered(held, None)
    with reading(held.engine) as tx:
        assert not deliveries.data_keys(tx, [ID])
    found = held.counts()
    assert found["active signals"] == found["set aside"] == found["held for review"] == 0
    assert found.get("tally withdrawn", 0) == int(not verdict)


@pytest.mark.parametrize("verdict", ["r-1", ""])
def test_a_correction_since_is_in_the_amount_that_comes_back(held: Line, verdict: str) -> None:
    """To the cent, whichever side it stood on."""
    decide(held, ID, verdict)
    held.embedded.drain()
    held.send([changed(unsure(1), "c1", MessageKind.CORRECT, 9_900)])
    take_back(held, ID, LATER)
    assert held_cents(held) == 9_900
    decide(held, ID, "r-1")
    held.embedded.drain()
    assert held.counts()["cents"] == 9_900


@pytest.mark.parametrize("verdict", ["r-1", ""])
def test_what_came_back_can_be_corrected_and_withdrawn_as_before(held: Line, verdict: str) -> None:
    """The creditor's messages find it on the list again, and it keeps count of its turns."""
    decide(held, ID, verdict)
    held.embedded.drain()
    take_back(held, ID, LATER)
    held.send([changed(unsure(1), "c1", MessageKind.CORRECT, 9_900)])
    assert held_cents(held) == 9_900
    with reading(held.engine) as tx:
        (review,) = signals.held(tx)
    assert review.turn == 1
    held.send([changed(unsure(1), "w1", MessageKind.WITHDRAW)])
    assert waiting(held) == []
    assert held.counts()["tally withdrawn"] == 1


def test_what_was_erased_with_its_case_cannot_come_back(same: Line) -> None:
    """Retention goes before second thoughts."""
    (case,) = open_cases(same)
    with begin(same.engine) as tx:
        retention.erase(tx, retention.Kept.OPEN_SIGNAL, [case.case_id])
    hindered(same, Hindrance.GONE)
    with reading(same.engine) as tx:
        (one,) = recent(tx, same.vault, made.ON)
    assert (one.note, one.hindrance) == ("", Hindrance.GONE)


def test_what_was_parked_on_its_way_to_a_case_can_come_back(held: Line) -> None:
    """Else it would be lost: it is in no case, and the parked event is not handled any more."""
    decide(held, ID, "r-1")
    (record,) = events(held, topics.SIGNAL_MATCHED)
    with begin(held.engine) as tx:
        log.move(tx, topics.CASEWORK, record.topic, record.part, record.off + 1)
    take_back(held, ID, LATER)
    assert waiting(held) == [ID]
    with reading(held.engine) as tx:
        assert log.seen(tx, topics.CASEWORK, [matched_id(ID, 0)])
    decide(held, ID, "r-1")
    held.embedded.drain()
    assert held.counts()["active signals"] == 1


def test_taking_back_is_written_down_with_who_and_whose(same: Line) -> None:
    """In one transaction with the case that it closes."""
    take_back(same, ID, LATER, actor="bram")
    with reading(same.engine) as tx:
        (undone,) = audit.latest(tx, action="review.undone")
        (closed,) = audit.latest(tx, action="case.closed")
    assert (undone.actor, undone.object_id, undone.result) == ("bram", ID, "same")
    assert msgspec.json.decode(undone.detail) == {
        "decided_by": "anja",
        "reason": "fits",
        "turn": 1,
    }
    assert (closed.at, closed.result) == (undone.at, "returned")


def test_a_refusal_is_not_written_down_as_done(same: Line) -> None:
    """The pair of the test above."""
    seek_contact(same, open_cases(same)[0], LATER)
    with pytest.raises(NotUndoable):
        take_back(same, ID, LATER)
    with reading(same.engine) as tx:
        assert audit.latest(tx, action="review.undone") == []


def test_the_log_tells_of_it_and_casework_takes_it_out_once(same: Line) -> None:
    """Whoever else reads the log hears it; the effect was in the transaction already."""
    take_back(same, ID, LATER)
    before = same.counts()
    (told,) = events(same, topics.SIGNAL_RETURNED)
    same.embedded.drain()
    assert same.counts() == before
    assert same.embedded.waiting() == 0
    assert made.surname(1).encode() not in told.data


def test_casework_can_also_take_it_out_itself(same: Line) -> None:
    """A runner that hears of it through the log alone comes to the same end."""
    same.send([power()])
    take_back(same, ID, LATER)
    (case,), (told,) = open_cases(same), events(same, topics.SIGNAL_RETURNED)
    with begin(same.engine) as tx:
        (_, casework) = same.embedded.stages[1]
        casework.step(tx, [told])
    assert [figures(one) for one in open_cases(same)] == [figures(case)]


def race(line: Line, act: Callable[[], None]) -> list[bool]:
    """Two people do it at the same moment; who succeeded."""

    def tried(_number: int) -> bool:
        try:
            act()
        except NotUndoable:
            return False
        return True

    with ThreadPoolExecutor(2) as people:
        return sorted(people.map(tried, range(2)))


@pytest.mark.parametrize("verdict", ["r-1", ""])
def test_of_two_at_once_one_undoes_it_and_the_other_hears_so(held: Line, verdict: str) -> None:
    """Neither half, nor twice."""
    decide(held, ID, verdict)
    held.embedded.drain()
    assert race(held, lambda: take_back(held, ID, LATER)) == [False, True]
    held.embedded.drain()
    assert waiting(held) == [ID]
    assert held.counts()["active signals"] == 0


def test_at_the_end_of_its_term_what_was_set_aside_is_erased_and_counted(different: Line) -> None:
    """Not on the last day, and once."""
    last = made.AT + timedelta(days=14)
    assert end_terms(different, last) == 0
    assert end_terms(different, last + timedelta(days=1)) == 1
    assert end_terms(different, last + timedelta(days=1)) == 0
    found = different.counts()
    assert (found["tally probable:different"], found["set aside"]) == (1, 0)
    with reading(different.engine) as tx:
        assert not deliveries.data_keys(tx, [ID])
    hindered(different, None)


def test_at_the_end_of_its_term_a_same_stays_in_its_case(same: Line) -> None:
    """Only what undoing needed goes."""
    before = open_cases(same)
    assert end_terms(same, made.AT + timedelta(days=15)) == 1
    assert open_cases(same) == before
    with reading(same.engine) as tx:
        assert decisions.find(tx, ID) is None
        assert deliveries.data_keys(tx, [ID])
    hindered(same, None)


def test_the_recent_decisions_tell_what_can_still_be_undone(line: Line) -> None:
    """With the note for colleagues, the newest first."""
    line.send([unsure(n) for n in range(1, 4)])
    decide(line, "d1-1", "r-1", note="Zelfde huis")
    decide(line, "d1-2", "r-2", at=made.AT + timedelta(minutes=1))
    decide(line, "d1-3", at=made.AT + timedelta(minutes=2))
    line.embedded.drain()
    case = next(one for one in open_cases(line) if one.total_cents == 50_002)
    seek_contact(line, case, LATER)
    with reading(line.engine) as tx:
        found = recent(tx, line.vault, made.ON)
    told = [(one.decision.signal_id, one.note, one.hindrance) for one in found]
    assert told == [
        ("d1-3", "", None),
        ("d1-2", "", Hindrance.CONTACT_MADE),
        ("d1-1", "Zelfde huis", None),
    ]
