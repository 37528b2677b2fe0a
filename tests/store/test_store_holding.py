"""Being the only one: one holder at a time, and another when it dies."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from store.engine import Engine, StoreUnavailable, begin
from store.holding import SESSION_NAME, Hold, open_hold

LEASE = 10.0


class Time:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, seconds: float) -> None:
        """Go on, or back."""
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def real() -> Time:
    """The clock of the machine."""
    return Time()


@pytest.fixture
def two(engine: Engine, real: Time) -> Iterator[tuple[Hold, Hold]]:
    """Two processes on one database."""
    one, other = (open_hold(engine, name, real, LEASE) for name in ("one", "other"))
    yield one, other
    one.close()
    other.close()


def lose(engine: Engine, real: Time) -> None:
    """Have whoever holds something be given up: its connection ends, or its lease."""
    real.move(LEASE + 1)
    if engine.dialect.name == "postgresql":
        ending = "select pg_terminate_backend(pid) from pg_stat_activity where application_name=:n"
        with begin(engine) as tx:
            tx.connection.execute(sa.text(ending), {"n": SESSION_NAME})


def test_a_name_has_one_holder_until_it_lets_go(two: tuple[Hold, Hold]) -> None:
    """Also within a process: two threads of it are two."""
    one, other = two
    assert one.take("leader")
    assert not one.take("leader")
    assert not other.take("leader")
    assert other.take("job erase")
    one.release("leader")
    assert other.take("leader")


def test_closing_lets_go_of_everything(two: tuple[Hold, Hold]) -> None:
    """Who ends in peace makes nobody wait."""
    one, other = two
    assert one.take("leader")
    assert one.take("job erase")
    one.close()
    assert other.take("leader")
    assert other.take("job erase")


def test_who_keeps_holding_is_not_relieved(two: tuple[Hold, Hold], real: Time) -> None:
    """However long it lasts."""
    one, other = two
    assert one.take("leader")
    for _ in range(5):
        real.move(LEASE - 1)
        assert one.keep()
        assert not other.take("leader")


def test_who_is_lost_is_followed_and_hears_so(
    engine: Engine, two: tuple[Hold, Hold], real: Time
) -> None:
    """Then it holds nothing, and its letting go takes nothing from the other."""
    one, other = two
    assert one.take("leader")
    lose(engine, real)
    assert other.take("leader")
    assert not _keeps(one)
    one.release("leader")
    one.close()
    assert not one.take("leader")
    assert other.keep()
    other.close()
    assert one.take("leader")


def _keeps(hold: Hold) -> bool:
    try:
        return hold.keep()
    except StoreUnavailable:
        return False


def test_a_lease_from_a_clock_that_was_ahead_is_not_waited_for(
    engine: Engine, two: tuple[Hold, Hold], real: Time
) -> None:
    """The clock of the machine was put back a day: nobody waits a day for a dead process."""
    one, other = two
    assert one.take("leader")
    real.move(-86_400)
    by_a_clock = engine.dialect.name == "sqlite"
    assert other.take("leader") is by_a_clock


def test_the_connection_of_a_hold_is_no_part_of_the_pool(engine: Engine, real: Time) -> None:
    """Else a clock would take one from the work, and a pool could recycle its locks away."""
    hold = open_hold(engine, "one", real, LEASE)
    assert hold.take("leader")
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    engine.dispose()
    assert hold.keep()
    hold.close()
