"""What is due is erased, what is not due is not: a pair for every category."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from protocols.privacy.audit import Action, AuditEntry, Origin
from protocols.privacy.terms import Kept
from store import audit, cases, deliveries, log, retention
from store.deliveries import Admission, Delivery, Receipt
from store.engine import Engine, Tx, begin
from store.log import Entry
from store.sql import instant, one
from store.tables import metadata

DAY = date(2026, 11, 22)
READERS = {"signals": ["admission"]}
Keep = Callable[[Tx, Any, int, date], None]


def _at(on: date) -> datetime:
    return datetime.combine(on, time(12), UTC)


def _open(tx: Tx, make: Any, number: int, on: date) -> None:
    cases.put(tx, [make.case(number, opened_on="2020-01-01", updated_at=instant(_at(on)))])


def _closed(tx: Tx, make: Any, number: int, on: date) -> None:
    """Closed on that day; touched long after: the closing is what counts."""
    closed = {"status": "closed", "closed_on": on.isoformat(), "opened_on": "2020-01-01"}
    cases.put(tx, [make.case(number, **closed, updated_at="2029-01-01T00:00:00.000Z")])


def _admission(tx: Tx, _make: Any, number: int, on: date) -> None:
    deliveries.write_admissions(tx, [Admission(bytes([number]), f"s-{number}", on, "")])


def _receipt(tx: Tx, _make: Any, number: int, on: date) -> None:
    made = Delivery(f"d-{number}", "woonhof", bytes([number]), "", 1)
    deliveries.add(tx, made, _at(on))
    deliveries.write_receipts(tx, [Receipt(f"d-{number}", 1, "admitted")])


def _letter(tx: Tx, _make: Any, number: int, on: date) -> None:
    log.park(tx, [(f"intake:{number}", "intake", "missing", "amount")], _at(on))


def _event(tx: Tx, _make: Any, number: int, on: date) -> None:
    """Logged on that day and read by those who read it."""
    log.append(tx, [Entry("signals", 0, "k", f"s-{number}", "told", instant(_at(on)), b"{}")])
    log.move(tx, "admission", "signals", 0, 1_000)
    log.move(tx, "admission", "signals", 0, log.position(tx, "admission", "signals", 0) + 1)


def _line(tx: Tx, _make: Any, _number: int, on: date) -> None:
    entry = AuditEntry(_at(on), "a", Origin.WEB, Action.CASE_READ, "case", "c", "shown", "p")
    audit.record(tx, [entry])


@dataclass(frozen=True, slots=True)
class Category:
    """How a thing of a category is made, and the tables that it fills with a row each."""

    keep: Keep
    tables: Sequence[str]


CATEGORIES: Mapping[Kept, Category] = {
    Kept.OPEN_SIGNAL: Category(_open, ["cases"]),
    Kept.CLOSED_CASE: Category(_closed, ["cases"]),
    Kept.ADMISSION: Category(_admission, ["admission"]),
    Kept.RECEIPT: Category(_receipt, ["delivery", "receipt"]),
    Kept.DEAD_LETTER: Category(_letter, ["dead_letter"]),
    Kept.EVENT_LOG: Category(_event, ["event_log"]),
    Kept.AUDIT: Category(_line, ["audit"]),
}
EVERY = pytest.mark.parametrize("kept", CATEGORIES)


def _rows(tx: Tx, kept: Kept) -> list[int]:
    count = sa.select(sa.func.count())
    tables = [metadata.tables[name] for name in CATEGORIES[kept].tables]
    return [one(tx, count.select_from(table)) or 0 for table in tables]


def test_every_category_has_its_rule_here_or_its_own_way() -> None:
    """Reviews, decisions and sessions have an end of their own: the portal sees to those."""
    rules = {*retention.SIMPLE, *retention.CASE_STATUS}
    assert rules == set(CATEGORIES) == set(Kept) - {Kept.REVIEW, Kept.DECISION, Kept.SESSION}


@EVERY
def test_what_was_last_changed_before_the_day_is_due_and_erased(
    engine: Engine, make: Any, kept: Kept
) -> None:
    """One day is enough."""
    with begin(engine) as tx:
        CATEGORIES[kept].keep(tx, make, 1, DAY - timedelta(days=1))
        keys = retention.due(tx, kept, DAY, READERS)
        assert len(keys) == 1
        retention.erase(tx, kept, keys)
        assert _rows(tx, kept) == [0 for _ in CATEGORIES[kept].tables]
        assert retention.due(tx, kept, DAY, READERS) == []


@EVERY
def test_what_was_last_changed_on_the_day_is_not_due(engine: Engine, make: Any, kept: Kept) -> None:
    """Nor is what changed after it."""
    with begin(engine) as tx:
        CATEGORIES[kept].keep(tx, make, 1, DAY)
        CATEGORIES[kept].keep(tx, make, 2, DAY + timedelta(days=1))
        assert retention.due(tx, kept, DAY, READERS) == []


@EVERY
def test_erasing_one_thing_leaves_its_neighbours(engine: Engine, make: Any, kept: Kept) -> None:
    """Of the same category and of every other."""
    with begin(engine) as tx:
        CATEGORIES[kept].keep(tx, make, 1, DAY - timedelta(days=1))
        CATEGORIES[kept].keep(tx, make, 2, DAY)
        for number, (other, category) in enumerate(CATEGORIES.items(), start=3):
            if other is not kept:
                category.keep(tx, make, number, DAY - timedelta(days=400))
        before = {other: _rows(tx, other) for other in CATEGORIES}
        retention.erase(tx, kept, retention.due(tx, kept, DAY, READERS))
        for other in CATEGORIES:
            shares = set(CATEGORIES[other].tables) & set(CATEGORIES[kept].tables)
            assert _rows(tx, other) == [n - 1 if shares else n for n in before[other]]


@EVERY
def test_nothing_is_erased_when_nothing_is_due(engine: Engine, make: Any, kept: Kept) -> None:
    """Erasing an empty list is no erasing of everything."""
    with begin(engine) as tx:
        CATEGORIES[kept].keep(tx, make, 1, DAY)
        retention.erase(tx, kept, [])
        assert _rows(tx, kept) == [1 for _ in CATEGORIES[kept].tables]


def test_at_most_five_hundred_things_go_in_one_transaction(engine: Engine) -> None:
    """So that erasing years of data never holds up the line for long; the rest comes next."""
    tokens = [number.to_bytes(4, "big") for number in range(501)]
    old = DAY - timedelta(days=1)
    with begin(engine) as tx:
        deliveries.write_admissions(tx, [Admission(token, "s", old, "") for token in tokens])
    left = []
    for _ in range(3):
        with begin(engine) as tx:
            keys = retention.due(tx, Kept.ADMISSION, DAY, READERS)
            left.append(len(keys))
            retention.erase(tx, Kept.ADMISSION, keys)
    assert left == [500, 1, 0]


def test_erasing_that_is_interrupted_erases_nothing_of_that_piece(
    engine: Engine, make: Any
) -> None:
    """And the next time it is due again."""

    def interrupted(tx: Tx) -> None:
        retention.erase(tx, Kept.RECEIPT, retention.due(tx, Kept.RECEIPT, DAY, READERS))
        raise InterruptedError

    with begin(engine) as tx:
        _receipt(tx, make, 1, DAY - timedelta(days=1))
    with pytest.raises(InterruptedError), begin(engine) as tx:
        interrupted(tx)
    with begin(engine) as tx:
        assert _rows(tx, Kept.RECEIPT) == [1, 1]
        assert retention.due(tx, Kept.RECEIPT, DAY, READERS) == ["d-1"]


def test_the_last_moment_of_the_day_before_is_due(engine: Engine, make: Any) -> None:
    """Instants are compared as text with a day: midnight itself is of the new day."""
    last, first = "2026-11-21T23:59:59.999Z", "2026-11-22T00:00:00.000Z"
    given = [replace(make.case(1), updated_at=last), replace(make.case(2), updated_at=first)]
    with begin(engine) as tx:
        cases.put(tx, given)
        assert retention.due(tx, Kept.OPEN_SIGNAL, DAY, READERS) == ["c-1"]


def test_an_event_that_nobody_has_read_is_never_erased(engine: Any) -> None:
    """It still waits for its receipt, however old it is."""
    with begin(engine) as tx:
        log.append(tx, [Entry("signals", 1, "k", "s-old", "told", "2020-01-01T00:00:00.000Z", b"")])
        assert not retention.due(tx, Kept.EVENT_LOG, date(2026, 1, 1), READERS)
        log.move(tx, "admission", "signals", 1, 1)
        assert list(retention.due(tx, Kept.EVENT_LOG, date(2026, 1, 1), READERS)) == ["s-old"]
