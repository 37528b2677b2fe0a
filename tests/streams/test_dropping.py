"""Dropping a parked event: nothing of it can be opened, and its creditor knows what to do."""

import pytest

from protocols.covenant.answer import Refusal
from store import audit, deliveries, log
from store.engine import begin, reading
from store.log import Record
from streams import topics
from streams.dead_letters import UnknownLetter
from streams.dropping import NotDroppable
from tests.support import made
from tests.support.line import Line
from tests.support.parked import BY, Parking, correction, later, withdrawal

AGAIN = ("refused", Refusal.NOT_PROCESSED.value)


@pytest.fixture
def parking(line: Line) -> Parking:
    """A line in which nothing is poison yet."""
    return Parking(line)


def _keys(parking: Parking, *signal_ids: str) -> set[str]:
    with reading(parking.line.engine) as tx:
        return set(deliveries.data_keys(tx, signal_ids))


def test_a_dropped_row_tells_its_creditor_to_deliver_again_and_loses_its_key(
    parking: Parking,
) -> None:
    """While it was parked the key was kept: without it nothing could have been put back."""
    parking.poison.add("d1-1")
    parking.send(made.signal(1))
    assert _keys(parking, "d1-1") == {"d1-1"}
    parking.drop()
    assert parking.answer() == AGAIN
    assert _keys(parking, "d1-1") == set()
    assert parking.letters() == []


def test_what_was_dropped_can_be_delivered_again(parking: Parking) -> None:
    """At either step: it is no duplicate of something that does not exist."""
    parking.poison |= {"d1-1", "d1-2.gekoppeld"}
    parking.send(made.signal(1), made.signal(2))
    parking.drop()
    parking.drop()
    parking.poison.clear()
    parking.send(later(1, 2, 1), later(2, 2, 2))
    assert [parking.answer("d2", row)[0] for row in (1, 2)] == ["admitted", "admitted"]
    assert parking.line.counts()["active signals"] == 2


def test_a_dropped_event_does_not_come_back_when_it_is_carried_again(parking: Parking) -> None:
    """Kafka may bring it once more: it has had its end."""
    parking.poison.add("d1-1")
    parking.send(made.signal(1))
    parking.drop()
    parking.poison.clear()
    with begin(parking.line.engine) as tx:
        log.move(tx, topics.ADMISSION, topics.SIGNALS.name, _part(parking), 0)
    parking.line.embedded.drain()
    assert parking.letters() == []
    assert parking.answer() == AGAIN


def _part(parking: Parking) -> int:
    with reading(parking.line.engine) as tx:
        found: list[Record] = []
        for part in range(topics.SIGNALS.partitions):
            found += log.read(tx, topics.SIGNALS.name, part, 0, 9)
    return found[0].part


def test_dropping_is_in_the_audit_log_with_who_and_why(parking: Parking) -> None:
    """Who can be asked; the reason stands beside the code of what went wrong."""
    parking.poison.add("d1-1")
    parking.send(made.signal(1))
    parking.drop()
    with reading(parking.line.engine) as tx:
        (line,) = audit.latest(tx, action="event.dropped")
    assert (line.actor, line.object_id, line.result) == (BY.actor, "d1-1", "ValueError")
    assert '"reason":"storing in de koppeling"' in line.detail


def test_dropping_twice_changes_nothing_the_second_time(parking: Parking) -> None:
    """Two operators at once: the second is told."""
    parking.poison.add("d1-1")
    parking.send(made.signal(1))
    (letter,) = parking.letters()
    parking.drop(letter)
    before = parking.line.counts()
    with pytest.raises(UnknownLetter):
        parking.drop(letter)
    assert parking.line.counts() == before


def test_a_dropped_withdrawal_can_be_delivered_again(parking: Parking) -> None:
    """The signal is still in its case: the creditor withdraws it once more."""
    parking.send(made.signal(1))
    parking.poison.add("d2-1.gewijzigd")
    parking.send(withdrawal(2))
    parking.drop()
    assert parking.answer("d2") == AGAIN
    parking.poison.clear()
    parking.send(withdrawal(3))
    assert parking.answer("d3") == ("admitted", "")
    assert parking.line.counts()["active signals"] == 0


def test_a_dropped_correction_leaves_the_amount_as_it_was(parking: Parking) -> None:
    """And its creditor knows."""
    parking.send(made.signal(1))
    parking.poison.add("d2-1.gewijzigd")
    parking.send(correction(2, 9_900))
    parking.drop()
    assert parking.answer("d2") == AGAIN
    (case,) = parking.cases()
    assert case.total_cents == 50_001


def test_dropping_a_signal_that_was_withdrawn_since_asks_nobody_to_deliver(
    parking: Parking,
) -> None:
    """The creditor wants it gone, and gone it is."""
    parking.poison.add("d1-1.gekoppeld")
    parking.send(made.signal(1))
    parking.send(withdrawal(2))
    parking.drop()
    assert parking.answer() == ("admitted", "")
    assert _keys(parking, "d1-1") == set()
    assert parking.line.counts()["active signals"] == 0


def test_what_takes_a_signal_out_of_a_case_cannot_be_dropped(parking: Parking) -> None:
    """The signal waits for a human again: it may not stay in the case as well."""
    with begin(parking.line.engine) as tx:
        letter = ("casework:d1-1.teruggenomen-1", topics.CASEWORK, "ValueError", "matched/0/0")
        log.park(tx, [letter], made.AT)
    with pytest.raises(NotDroppable):
        parking.drop()
    assert len(parking.letters()) == 1


def test_dropping_what_is_no_event_of_ours_takes_only_the_dead_letter_away(
    parking: Parking,
) -> None:
    """Unreadable rows have their receipt already; strangers never had one."""
    parking.send(made.signal(1))
    before = parking.line.counts()
    strangers = [
        ("admission:kafka/signals/0/7@1", topics.ADMISSION, "malformed", "kafka signals/0/7"),
        ("d9-1", "intake", "missing", "amount:missing"),
        ("d9e-1", "unsealing", "tampered", "d9e"),
        ("relay:d1-1", topics.RELAY, "too-large-for-kafka", "signals/0/0"),
    ]
    with begin(parking.line.engine) as tx:
        log.park(tx, strangers, made.AT)
    for _ in strangers:
        parking.drop()
    assert parking.line.counts() == before


def test_a_row_whose_event_was_erased_from_the_log_can_still_be_dropped(parking: Parking) -> None:
    """Its id tells which row it was, and which key must go."""
    parking.poison.add("d1-1")
    parking.send(made.signal(1))
    with begin(parking.line.engine) as tx:
        tx.connection.exec_driver_sql("delete from event_log")
    parking.drop()
    assert parking.answer() == AGAIN
    assert _keys(parking, "d1-1") == set()
