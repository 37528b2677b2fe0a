"""Transactions: whole or not at all, and what a reader may and may not do."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa

from protocols.errors import Refused
from store import cases
from store.cases import Case
from store.engine import (
    ConstraintBroken,
    Engine,
    StoreUnavailable,
    Tx,
    begin,
    open_engine,
    reading,
)

HERS = {"w-1": 1}


def _write_and_raise(
    part: AbstractContextManager[Tx | None], tx: Tx | None, reason: BaseException
) -> None:
    """Write in a transaction or (given `tx`) in a savepoint of it, and leave it with `reason`."""
    with part as opened:
        cases.change_loads(tx or cast("Tx", opened), {"w-1": 5, "w-2": 5})
        raise reason


def _break_a_rule(engine: Engine, case: Case) -> None:
    with begin(engine) as tx:
        cases.change_loads(tx, HERS)
        cases.put(tx, [case])


def _loads(engine: Engine) -> dict[str, int]:
    with reading(engine) as tx:
        return cases.loads(tx)


def test_a_transaction_left_whole_stays(engine: Engine, url: str) -> None:
    """Also for whoever opens the database later."""
    with begin(engine) as tx:
        cases.change_loads(tx, HERS)
    engine.dispose()
    again = open_engine(url)
    assert _loads(again) == HERS
    again.dispose()


@pytest.mark.parametrize("reason", [ValueError, Refused, KeyboardInterrupt])
def test_a_transaction_left_by_an_exception_changes_nothing(
    engine: Engine, reason: type[BaseException]
) -> None:
    """Whatever the reason: a bug, a refusal, somebody who presses Ctrl-C."""
    with pytest.raises(reason):
        _write_and_raise(begin(engine), None, reason("stop"))
    assert _loads(engine) == {}


def test_a_broken_rule_has_a_name_and_undoes_all_before_it(engine: Engine, make: Any) -> None:
    """What the database guards holds for the transaction, not only for the statement."""
    with pytest.raises(ConstraintBroken):
        _break_a_rule(engine, make.case(1, status="half open"))
    assert _loads(engine) == {}


def test_a_failure_never_tells_what_was_being_written(engine: Engine, make: Any) -> None:
    """Errors end up in logs; values have no place there, not even in the cause."""
    with pytest.raises(ConstraintBroken) as broken, begin(engine) as tx:
        cases.put(tx, [make.case(1, district="Geheimland", status="half open")])
    chain = f"{broken.value!s} {broken.value!r} {broken.value.__cause__!s}"
    assert "Geheimland" not in chain
    with pytest.raises(StoreUnavailable) as failed, begin(engine) as tx:
        tx.connection.execute(sa.text("select :it from nowhere"), {"it": "Geheimland"})
    assert "Geheimland" not in f"{failed.value!s} {failed.value.__cause__!s}"


def test_a_savepoint_undoes_its_own_part_alone(engine: Engine) -> None:
    """One poison event must not take the others with it."""
    with begin(engine) as tx:
        cases.change_loads(tx, {"w-1": 1})
        with pytest.raises(ValueError, match="poison"):
            _write_and_raise(tx.savepoint(), tx, ValueError("poison"))
        with tx.savepoint():
            cases.change_loads(tx, {"w-3": 1})
    assert _loads(engine) == {"w-1": 1, "w-3": 1}


def test_a_savepoint_within_a_savepoint_is_its_own_part_too(engine: Engine) -> None:
    """The outer one stays although the inner one was undone."""
    with begin(engine) as tx, tx.savepoint():
        cases.change_loads(tx, {"w-1": 1})
        with pytest.raises(ValueError, match="poison"):
            _write_and_raise(tx.savepoint(), tx, ValueError("poison"))
    assert _loads(engine) == {"w-1": 1}


def test_a_rule_broken_in_a_savepoint_lets_the_transaction_go_on(engine: Engine, make: Any) -> None:
    """It has the same name there."""
    with begin(engine) as tx:
        with pytest.raises(ConstraintBroken), tx.savepoint():
            cases.put(tx, [make.case(1, status="half open")])
        cases.change_loads(tx, HERS)
    assert _loads(engine) == HERS


def test_a_savepoint_does_not_outlive_its_transaction(engine: Engine) -> None:
    """Leaving it whole commits nothing by itself."""

    def fail() -> None:
        with begin(engine) as tx:
            with tx.savepoint():
                cases.change_loads(tx, HERS)
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail()
    assert _loads(engine) == {}


def test_nothing_can_be_written_through_a_reading(engine: Engine) -> None:
    """It is undone at the end, also when it is left whole."""
    with reading(engine) as tx:
        cases.change_loads(tx, HERS)
    assert _loads(engine) == {}


def test_a_reading_sees_one_moment(engine: Engine) -> None:
    """What is committed meanwhile is not there: counts of one screen belong together."""
    with reading(engine) as tx:
        before = cases.loads(tx)
        with begin(engine) as other:
            cases.change_loads(other, HERS)
        assert cases.loads(tx) == before == {}
    assert _loads(engine) == HERS


def test_a_reading_does_not_see_what_is_not_committed(engine: Engine) -> None:
    """And is not held up by whoever writes."""
    with begin(engine) as tx:
        cases.change_loads(tx, HERS)
        assert _loads(engine) == {}


def test_a_writer_takes_the_lock_at_once(impatient: Engine) -> None:
    """Two who read before they write would otherwise both go by the same old state."""
    with begin(impatient):
        with pytest.raises(StoreUnavailable), begin(impatient):
            pytest.fail("two writers at once")
        assert _loads(impatient) == {}


def test_a_connection_that_was_read_with_can_be_written_with_again(impatient: Engine) -> None:
    """The pool hands out the same connection; it must take the lock at once again."""
    _loads(impatient)
    with begin(impatient) as tx:
        with pytest.raises(StoreUnavailable), begin(impatient):
            pytest.fail("two writers at once")
        cases.change_loads(tx, HERS)
    assert _loads(impatient) == HERS


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 15_000)],
)
def test_every_connection_is_set_for_safety(
    engine: Engine, database: Path, pragma: str, value: object
) -> None:
    """WAL, and FULL (2): what was confirmed to a creditor survives a loss of power."""
    with reading(engine) as first, reading(engine) as second:
        for tx in (first, second):
            found = tx.connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            assert found == value
