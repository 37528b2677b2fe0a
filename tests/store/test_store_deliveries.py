"""Deliveries, receipts, admissions and data keys: whose they are and how they are found again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from protocols.covenant.answer import Earlier
from store import deliveries
from store.deliveries import Admission, Delivery, Receipt
from store.engine import ConstraintBroken, Engine, begin

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ONE = Delivery("d-1", "woonhof", b"digest", "2026-11-22T09:00:00.000Z", 3)
SEEN = date(2026, 11, 22)


def test_a_delivery_is_known_by_its_content(engine: Engine) -> None:
    """Sent again it is the same delivery; other content is another one."""
    with begin(engine) as tx:
        deliveries.add(tx, replace(ONE, received_at=""), AT)
        assert deliveries.with_digest(tx, "woonhof", b"digest") == ONE
        assert deliveries.with_digest(tx, "woonhof", b"digesT") is None


def test_the_same_content_of_another_creditor_is_another_delivery(engine: Engine) -> None:
    """Nobody hears by way of a digest what another creditor sent."""
    with begin(engine) as tx:
        deliveries.add(tx, ONE, AT)
        assert deliveries.with_digest(tx, "stroom", b"digest") is None
        deliveries.add(tx, replace(ONE, delivery_id="d-2", creditor_id="stroom"), AT)


def test_the_database_refuses_the_same_content_twice(engine: Engine) -> None:
    """Also when two doors receive it at the same moment and neither saw the other."""
    with begin(engine) as tx:
        deliveries.add(tx, ONE, AT)
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        deliveries.add(tx, replace(ONE, delivery_id="d-2"), AT)


def test_a_delivery_is_found_by_the_creditor_that_made_it(engine: Engine) -> None:
    """And by no other, whatever id is guessed."""
    with begin(engine) as tx:
        deliveries.add(tx, ONE, AT)
        assert deliveries.find(tx, "woonhof", "d-1") == ONE
        assert deliveries.find(tx, "stroom", "d-1") is None
        assert deliveries.find(tx, "woonhof", "d-2") is None


def test_a_creditor_sees_its_own_deliveries_newest_first(engine: Engine) -> None:
    """At most a hundred of them."""
    with begin(engine) as tx:
        for number in range(102):
            made = Delivery(f"d-{number}", "woonhof", bytes([number]), "", 1)
            deliveries.add(tx, made, AT + timedelta(minutes=number * 7 % 102))
        deliveries.add(tx, Delivery("x", "stroom", b"x", "", 1), AT)
        found = deliveries.of_creditor(tx, "woonhof")
    received = [one.received_at for one in found]
    assert len(found) == 100
    assert received == sorted(received, reverse=True)
    assert received[0] == "2026-11-22T10:41:00.000Z"
    assert {one.creditor_id for one in found} == {"woonhof"}


def test_receipts_come_in_the_order_of_the_rows(engine: Engine) -> None:
    """Page by page, of one delivery."""
    made = [Receipt("d-1", row, "admitted", "", "CV art. 1", "noted") for row in (3, 1, 2)]
    with begin(engine) as tx:
        deliveries.write_receipts(tx, [*made, Receipt("d-2", 1, "refused", "duplicate")])
        assert deliveries.receipts(tx, "d-1") == [made[1], made[2], made[0]]
        assert [one.row for one in deliveries.receipts(tx, "d-1", after=1)] == [2, 3]
        assert [one.row for one in deliveries.receipts(tx, "d-1", after=1, most=1)] == [2]
        assert deliveries.receipts(tx, "d-1", after=3) == []


def test_receipts_are_counted_by_outcome_and_code(engine: Engine) -> None:
    """For the answer at the top of a delivery."""
    given = [
        Receipt("d-1", 1, "admitted"),
        Receipt("d-1", 2, "refused", "duplicate"),
        Receipt("d-1", 3, "refused", "duplicate"),
        Receipt("d-1", 4, "refused", "too-recent"),
        Receipt("d-2", 1, "refused", "duplicate"),
    ]
    with begin(engine) as tx:
        deliveries.write_receipts(tx, given)
        assert deliveries.receipt_counts(tx, "d-1") == {
            ("admitted", ""): 1,
            ("refused", "duplicate"): 2,
            ("refused", "too-recent"): 1,
        }
        assert deliveries.receipt_counts(tx, "d-3") == {}


@pytest.mark.parametrize("second", [Receipt("d-1", 1, "refused"), Receipt("d-1", 2, "maybe")])
def test_a_row_is_answered_once_with_yes_or_no(engine: Engine, second: Receipt) -> None:
    """A second answer, or one that is neither, is a bug that the database stops."""
    with begin(engine) as tx:
        deliveries.write_receipts(tx, [Receipt("d-1", 1, "admitted")])
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        deliveries.write_receipts(tx, [second])


def test_an_admission_is_found_by_its_token(engine: Engine) -> None:
    """Also among more tokens than one question can hold."""
    tokens = [number.to_bytes(4, "big") for number in range(2_000)]
    with begin(engine) as tx:
        deliveries.write_admissions(
            tx, [Admission(token, "s-1", SEEN, "h-1") for token in tokens[::2]]
        )
        found = deliveries.admissions(tx, tokens)
        assert found == {token: Earlier("s-1", SEEN, "h-1") for token in tokens[::2]}


def test_a_later_admission_takes_the_place_of_the_earlier(engine: Engine) -> None:
    """After a withdrawal the same may be signalled again."""
    with begin(engine) as tx:
        deliveries.write_admissions(tx, [Admission(b"t", "s-1", SEEN, "h-1")])
        deliveries.write_admissions(tx, [Admission(b"t", "s-2", date(2026, 12, 1), "")])
        assert deliveries.admissions(tx, [b"t"]) == {b"t": Earlier("s-2", date(2026, 12, 1), "")}


def test_a_forgotten_admission_is_gone_and_another_is_not(engine: Engine) -> None:
    """Only the tokens that were named."""
    with begin(engine) as tx:
        deliveries.write_admissions(tx, [Admission(t, "s", SEEN, "") for t in (b"t", b"u")])
        deliveries.forget_admissions(tx, [b"t"])
        assert list(deliveries.admissions(tx, [b"t", b"u"])) == [b"u"]


def test_an_admission_hears_the_household_that_a_human_judged(engine: Engine) -> None:
    """So that a later withdrawal finds it; other admissions keep theirs."""
    with begin(engine) as tx:
        deliveries.write_admissions(tx, [Admission(t, "s", SEEN, "") for t in (b"t", b"u")])
        deliveries.place_admission(tx, b"t", "h-9")
        found = deliveries.admissions(tx, [b"t", b"u"])
    assert {token: one.household_id for token, one in found.items()} == {b"t": "h-9", b"u": ""}


def test_a_destroyed_data_key_is_gone_and_another_is_not(engine: Engine) -> None:
    """Also when more are destroyed at once than one statement can hold."""
    ids = [f"s-{number}" for number in range(2_000)]
    with begin(engine) as tx:
        deliveries.keep_data_keys(tx, [(one, one.encode()) for one in ids])
        deliveries.destroy_data_keys(tx, ids[1:])
        assert deliveries.data_keys(tx, ids) == {"s-0": b"s-0"}


def test_a_signal_never_gets_a_second_data_key(engine: Engine) -> None:
    """What was sealed under the first could not be opened any more."""
    with begin(engine) as tx:
        deliveries.keep_data_keys(tx, [("s-1", b"key")])
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        deliveries.keep_data_keys(tx, [("s-1", b"other")])
