"""Feedback on record: once, in order, per creditor; what is due; how far it was delivered."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from protocols.covenant.answer import Refusal
from protocols.covenant.feedback import Code, Feedback, Reference
from protocols.privacy.terms import Kept as KeptCategory
from store import channels, deliveries, feedback, retention
from store.channels import Channel
from store.deliveries import Delivery, Receipt
from store.engine import ConstraintBroken, Engine, begin, reading

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ON = date(2026, 11, 22)


def said(row: int, code: Code = Code.RECEIVED, delivery: str = "d1") -> Feedback:
    """Feedback about a row."""
    return Feedback(code, Reference(f"{delivery}-{row}"), ON)


def test_feedback_is_numbered_per_creditor_without_a_gap(engine: Engine) -> None:
    """So a creditor's cursor tells nothing of what others are told."""
    with begin(engine) as tx:
        first = feedback.tell(tx, "woonhof", [said(1), said(2)], AT)
        other = feedback.tell(tx, "stroom", [said(1, delivery="d2")], AT)
    with begin(engine) as tx:
        second = feedback.tell(tx, "woonhof", [said(3)], AT)
    assert [one.seq for one in first + second] == [1, 2, 3]
    assert [one.seq for one in other] == [1]


def test_nothing_is_told_twice(engine: Engine) -> None:
    """Not in one go, not later, not to another creditor; and no number is lost by trying."""
    with begin(engine) as tx:
        assert len(feedback.tell(tx, "woonhof", [said(1), said(1)], AT)) == 1
        assert feedback.tell(tx, "woonhof", [said(1)], AT) == []
        assert feedback.tell(tx, "stroom", [said(1)], AT) == []
        assert feedback.tell(tx, "woonhof", [], AT) == []
        assert [one.seq for one in feedback.tell(tx, "woonhof", [said(1, Code.CLOSED)], AT)] == [2]


def test_a_creditor_reads_its_own_feedback_page_by_page(engine: Engine) -> None:
    """From where it was; never anybody else's."""
    with begin(engine) as tx:
        feedback.tell(tx, "woonhof", [said(row) for row in range(1, 6)], AT)
        feedback.tell(tx, "stroom", [said(1, delivery="d2")], AT)
    with reading(engine) as tx:
        assert [one.seq for one in feedback.page(tx, "woonhof", 0, 2)] == [1, 2]
        assert [one.seq for one in feedback.page(tx, "woonhof", 2, 9)] == [3, 4, 5]
        assert [one.seq for one in feedback.newest(tx, "woonhof", 4, 2)] == [3, 2]
        assert [one.seq for one in feedback.newest(tx, "woonhof")] == [5, 4, 3, 2, 1]
        assert feedback.page(tx, "zorg", 0) == []
        assert (feedback.last_seq(tx, "woonhof"), feedback.last_seq(tx, "zorg")) == (5, 0)


def test_what_is_recorded_is_what_was_said(engine: Engine) -> None:
    """Code, reference and days; the id is the same whichever way it travels."""
    one = Feedback(Code.HELP_ACCEPTED, Reference("d1-7"), ON, ON + timedelta(days=30))
    with begin(engine) as tx:
        (told,) = feedback.tell(tx, "woonhof", [one], AT)
    assert told.feedback_id == "d1-7_help_accepted"
    assert (told.told_on, told.until_on) == ("2026-11-22", "2026-12-22")
    assert (told.delivery_id, told.recorded_at) == ("d1", "2026-11-22T09:00:00.000Z")


@pytest.mark.parametrize(
    "change",
    [{"code": "belt u haar"}, {"until_on": "2026-12-22"}, {"seq": 0}],
)
def test_the_database_refuses_what_the_types_refuse(engine: Engine, change: dict) -> None:
    """A rule that matters is doubled as a constraint."""
    from store import sql
    from store.tables import feedback as table

    row = {
        "creditor_id": "woonhof",
        "seq": 1,
        "signal_id": "d1-1",
        "delivery_id": "d1",
        "code": "received",
        "told_on": "2026-11-22",
        "until_on": "",
        "recorded_at": "x",
    }
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        sql.insert(tx, table, [{**row, **change}])


def _delivered(engine: Engine, receipts: list[Receipt], at: datetime = AT) -> None:
    with begin(engine) as tx:
        delivery = Delivery("d1", "woonhof", b"digest", "", len(receipts))
        deliveries.add(tx, delivery, at)
        deliveries.write_receipts(tx, receipts)


def test_what_is_due_follows_from_the_receipts(engine: Engine) -> None:
    """Admitted rows get what admitted rows get, refused ones a refusal, parked ones nothing yet."""
    _delivered(
        engine,
        [
            Receipt("d1", 1, "admitted"),
            Receipt("d1", 2, "refused", Refusal.TOO_OLD),
            Receipt("d1", 3, "refused", Refusal.PARKED),
            Receipt("d1", 4, "refused", Refusal.NOT_PROCESSED),
            Receipt("d1", 10, "admitted"),
        ],
    )
    with begin(engine) as tx:
        assert feedback.due(tx, "woonhof", Code.RECEIVED, 0, ON) == ["d1-1", "d1-10"]
        assert feedback.due(tx, "woonhof", Code.REJECTED, 0, ON) == ["d1-2"]
        assert feedback.due(tx, "stroom", Code.RECEIVED, 0, ON) == []
        feedback.tell(tx, "woonhof", [said(1)], AT)
        assert feedback.due(tx, "woonhof", Code.RECEIVED, 0, ON) == ["d1-10"]


@pytest.mark.parametrize(
    ("days", "later", "found"), [(1, 0, 0), (1, 1, 1), (60, 59, 0), (60, 60, 1)]
)
def test_a_code_is_due_from_its_day_on(engine: Engine, days: int, later: int, found: int) -> None:
    """Counted from receipt."""
    _delivered(engine, [Receipt("d1", 1, "admitted")])
    with reading(engine) as tx:
        due = feedback.due(tx, "woonhof", Code.CLOSED, days, ON + timedelta(days=later))
    assert len(due) == found


def test_what_is_long_past_is_not_told_any_more(engine: Engine) -> None:
    """A covenant that is changed today does not speak of signals of last year."""
    _delivered(engine, [Receipt("d1", 1, "admitted")])
    with reading(engine) as tx:
        last = ON + timedelta(days=60 + feedback.WINDOW_DAYS)
        assert feedback.due(tx, "woonhof", Code.CLOSED, 60, last)
        assert not feedback.due(tx, "woonhof", Code.CLOSED, 60, last + timedelta(days=1))


def test_feedback_goes_with_the_receipts_of_its_delivery(engine: Engine) -> None:
    """Retention: what was told is kept as long as what was answered, and no longer."""
    _delivered(engine, [Receipt("d1", 1, "admitted")])
    with begin(engine) as tx:
        feedback.tell(tx, "woonhof", [said(1), said(1, delivery="d2")], AT)
        retention.erase(tx, KeptCategory.RECEIPT, ["d1"])
        assert [one.delivery_id for one in feedback.page(tx, "woonhof", 0)] == ["d2"]


CHANNEL = Channel("woonhof", "https://woonhof.example/haak", "beheer@woonhof.example")


def test_a_channel_is_ready_when_something_waits_and_it_may_be_tried(engine: Engine) -> None:
    """Not when all was delivered, not before its time, not when it stopped."""
    with begin(engine) as tx:
        channels.put(tx, CHANNEL)
        assert channels.ready(tx, AT) == []
        feedback.tell(tx, "woonhof", [said(1)], AT)
        assert channels.ready(tx, AT) == ["woonhof"]
        channels.put(tx, replace(CHANNEL, next_at="2026-11-22T09:00:01.000Z"))
        assert channels.ready(tx, AT) == []
        assert channels.ready(tx, AT + timedelta(seconds=1)) == ["woonhof"]
        channels.put(tx, replace(CHANNEL, last_seq=1))
        assert channels.ready(tx, AT) == []
        channels.put(tx, replace(CHANNEL, state="stopped"))
        assert channels.ready(tx, AT) == []
        assert [one.creditor_id for one in channels.stopped(tx)] == ["woonhof"]
        assert channels.find(tx, "stroom") is None
