"""Putting a parked event back: exactly once, in order, and with a right state at the end."""

import pytest

from protocols.covenant.answer import Refusal
from store import audit, dead_letters, deliveries, log, status
from store.engine import begin, reading
from store.log import Entry
from streams import topics
from streams.dead_letters import EarlierParked, Operator, Retried, UnknownLetter, retry
from streams.late import Overtaken
from streams.whereabouts import CannotRetry, record_of
from tests.support import made
from tests.support.accounting import check_loads
from tests.support.line import Line
from tests.support.parked import BY, Parking, correction, later, withdrawal

PARKED = ("refused", Refusal.PARKED.value)


@pytest.fixture
def parking(line: Line) -> Parking:
    """A line in which nothing is poison yet."""
    return Parking(line)


def test_a_parked_row_tells_its_creditor_to_wait_and_nothing_else(parking: Parking) -> None:
    """The creditor need not guess; the other rows have their own answer."""
    parking.poison.add("d1-1")
    parking.send(made.signal(1), made.signal(2))
    assert parking.answer() == PARKED
    assert parking.answer(row=2)[0] == "admitted"


def test_a_retried_row_has_its_effect_as_if_nothing_had_happened(parking: Parking) -> None:
    """The same counts, receipts, case and loads as a line that never failed."""
    parking.poison.add("d1-1")
    parking.send(made.signal(1), made.signal(2))
    parking.poison.clear()
    assert parking.retry() is Retried.HANDLED
    assert parking.answer() == ("admitted", "")
    assert parking.letters() == []
    assert len(parking.cases()) == 2
    assert parking.line.counts()["active signals"] == 2
    check_loads(parking.line)


def test_a_retried_event_has_its_effect_once_however_often_it_is_asked(parking: Parking) -> None:
    """Two operators, or one who presses twice."""
    parking.poison.add("d1-1")
    parking.send(made.signal(1))
    (letter,) = parking.letters()
    parking.poison.clear()
    parking.retry(letter)
    with pytest.raises(UnknownLetter):
        parking.retry(letter)
    assert parking.line.counts()["active signals"] == 1


def test_a_retried_event_that_fails_again_stays_with_its_new_reason(parking: Parking) -> None:
    """Since when it lies apart stays what it was; nothing of the effect is left."""
    parking.poison.add("d1-1")
    parking.send(made.signal(1))
    (before,) = parking.letters()
    with begin(parking.line.engine) as tx:
        dead_letters.parked_since(tx, before.letter_id, "2026-11-01T09:00:00.000Z")
        deliveries.destroy_data_keys(tx, ["d1-1"])
    parking.poison.clear()
    assert parking.retry() is Retried.FAILED
    (after,) = parking.letters()
    assert (after.code, after.parked_at) == ("KeyDestroyed", "2026-11-01T09:00:00.000Z")
    assert parking.answer() == PARKED
    assert not parking.seen(topics.ADMISSION, "d1-1")


def test_every_retry_is_in_the_audit_log_with_who_and_what_came_of_it(parking: Parking) -> None:
    """The failed one too; no content in either."""
    parking.poison.add("d1-1")
    parking.send(made.signal(1))
    parking.retry()
    parking.poison.clear()
    parking.retry()
    with reading(parking.line.engine) as tx:
        last, first = audit.latest(tx, action="event.retried")
    assert (first.actor, first.object_id, first.result) == (BY.actor, "d1-1", "ValueError")
    assert '"outcome":"failed"' in first.detail
    assert '"outcome":"handled"' in last.detail
    assert "Nergenshuizen" not in first.detail + last.detail


def test_what_was_handled_meanwhile_is_not_handled_again(parking: Parking) -> None:
    """It came once more over another road and went well: only the dead letter is left."""
    parking.poison.add("d1-1")
    parking.send(made.signal(1))
    with begin(parking.line.engine) as tx:
        log.mark_seen(tx, topics.ADMISSION, ["d1-1"])
    parking.poison.clear()
    assert parking.retry() is Retried.BEFORE
    assert parking.letters() == []
    assert parking.line.counts()["signals"] == 0


def test_a_retry_is_not_stopped_by_a_limit_that_was_lowered(parking: Parking) -> None:
    """A failing retry makes no dead letter more than there were."""
    parking.poison.add("d1-1")
    parking.send(made.signal(1))
    (topic, one), *others = parking.line.embedded.stages
    assert topic is topics.SIGNALS
    (letter,) = parking.letters()
    strict = type(one)(one.engine, one.group, one.step, one.clock, 0)
    assert retry(strict, parking.line.vault, letter, BY).outcome is Retried.FAILED
    assert parking.letters() == [letter]
    assert others


def test_a_late_signal_joins_the_case_of_its_household(parking: Parking) -> None:
    """Newer signals of the household were handled: the case is weighed on all of them."""
    parking.poison.add("d1-1")
    parking.send(made.signal(1), later(2, 1, 1, reference="other"))
    (before,) = parking.cases()
    parking.poison.clear()
    parking.retry()
    (after,) = parking.cases()
    assert (before.signals_count, after.signals_count) == (1, 2)
    assert after.total_cents == 50_001 + 50_002
    assert after.case_id == before.case_id


def test_a_late_signal_that_was_delivered_again_since_is_a_duplicate(parking: Parking) -> None:
    """The creditor did not wait; the household is counted once."""
    parking.poison.add("d1-1")
    parking.send(made.signal(1))
    parking.poison.clear()
    parking.send(later(1, 2))
    parking.retry()
    assert parking.answer() == ("refused", "duplicate")
    assert parking.line.counts()["active signals"] == 1


def test_a_late_signal_that_was_withdrawn_since_does_not_come_back(parking: Parking) -> None:
    """The withdrawal found nothing to withdraw. Reaching out now would be wrong."""
    parking.poison.add("d1-1")
    parking.send(made.signal(1))
    parking.poison.clear()
    parking.send(withdrawal(2))
    assert parking.answer("d2") == ("refused", "unknown-signal")
    with pytest.raises(Overtaken):
        parking.retry()
    assert parking.line.counts()["active signals"] == 0
    assert parking.answer() == PARKED


def test_a_late_change_does_not_undo_a_newer_one(parking: Parking) -> None:
    """100 euros, then 200 euros: the parked 100 euros must not win."""
    parking.send(made.signal(1))
    parking.poison.add("d2-1")
    parking.send(correction(2, 10_000))
    parking.poison.clear()
    parking.send(correction(3, 20_000))
    with pytest.raises(Overtaken):
        parking.retry()
    (case,) = parking.cases()
    assert case.total_cents == 20_000


def test_a_late_change_that_nothing_overtook_is_applied(parking: Parking) -> None:
    """Then it is only late."""
    parking.send(made.signal(1))
    parking.poison.add("d2-1")
    parking.send(correction(2, 10_000))
    parking.poison.clear()
    parking.retry()
    (case,) = parking.cases()
    assert case.total_cents == 10_000


def test_the_oldest_of_what_is_parked_about_the_same_goes_first(parking: Parking) -> None:
    """Signal and withdrawal are both parked: put back in order, nothing of them remains."""
    parking.poison |= {"d1-1", "d2-1"}
    parking.send(made.signal(1))
    parking.send(withdrawal(2))
    parking.poison.clear()
    first, second = parking.letters()
    with pytest.raises(EarlierParked):
        parking.retry(second)
    parking.retry(first)
    parking.retry(second)
    assert parking.line.counts()["active signals"] == 0
    assert parking.answer("d2") == ("admitted", "")


def test_a_matched_signal_that_was_withdrawn_since_ends_withdrawn(parking: Parking) -> None:
    """Casework saw the withdrawal before the signal: taken in late, it goes at once."""
    parking.poison.add("d1-1.gekoppeld")
    parking.send(made.signal(1))
    parking.send(withdrawal(2))
    parking.poison.clear()
    assert parking.retry() is Retried.HANDLED
    assert parking.line.counts()["active signals"] == 0
    assert parking.cases() == []
    check_loads(parking.line)
    with reading(parking.line.engine) as tx:
        assert deliveries.data_keys(tx, ["d1-1"]) == {}


def test_a_matched_signal_that_was_corrected_since_has_the_new_amount(parking: Parking) -> None:
    """Casework saw the correction before the signal."""
    parking.poison.add("d1-1.gekoppeld")
    parking.send(made.signal(1))
    parking.send(correction(2, 9_900))
    parking.poison.clear()
    parking.retry()
    (case,) = parking.cases()
    assert case.total_cents == 9_900


def test_a_correction_that_another_followed_has_no_effect_any_more(parking: Parking) -> None:
    """Of corrections the last one counts, whichever casework sees last."""
    parking.send(made.signal(1))
    parking.poison.add("d2-1.gewijzigd")
    parking.send(correction(2, 10_000))
    parking.send(correction(3, 20_000))
    parking.poison.clear()
    assert parking.retry() is Retried.SUPERSEDED
    (case,) = parking.cases()
    assert case.total_cents == 20_000
    assert parking.letters() == []


def test_an_event_that_is_not_in_the_log_cannot_be_put_back_and_says_so(parking: Parking) -> None:
    """What came over Kafka and is no event of ours; what was erased; what was unreadable."""
    strangers = [
        ("admission:kafka/signals/0/7@1", topics.ADMISSION, "kafka signals/0/7", "Kafka"),
        ("admission:gone-1", topics.ADMISSION, "signals/0/999", "gewist"),
        ("d9-1", "intake", "amount:missing", "onleesbaar"),
        ("d9e-1", "unsealing", "d9e", "beschadigd"),
        ("relay:x", topics.RELAY, "signals/0/0", "past niet in Kafka"),
    ]
    with begin(parking.line.engine) as tx:
        log.park(tx, [(one, step, "c", place) for one, step, place, _ in strangers], made.AT)
    with reading(parking.line.engine) as tx:
        for one, _, _, words in strangers:
            letter = dead_letters.find(tx, one)
            assert letter is not None
            with pytest.raises(CannotRetry, match=words):
                record_of(tx, letter)


def test_a_step_of_somebody_elses_making_is_put_back_as_it_is(parking: Parking) -> None:
    """The rules about order are for our own topics; any other step just gets its event."""
    (_, one), *_ = parking.line.embedded.stages
    given: list[str] = []
    with begin(parking.line.engine) as tx:
        log.append(tx, [Entry("other", 0, "k", "e1", "t", "2026-11-22T09:00:00.000Z", b"{}")])
        log.park(tx, [("g:e1", "g", "ValueError", "other/0/0")], made.AT)

    def step(_tx: object, records: object) -> list[Entry]:
        given.append(str(records))
        return []

    (letter,) = parking.letters()
    processor = type(one)(one.engine, "g", step, one.clock)
    by = Operator("command:beheer", "vroegsignalering", made.AT)
    assert retry(processor, parking.line.vault, letter, by).outcome is Retried.HANDLED
    assert len(given) == 1
    with reading(parking.line.engine) as tx:
        assert status.dead_letters(tx) == []
