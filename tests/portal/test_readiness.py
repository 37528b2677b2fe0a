"""Readiness and status tell the truth: ready when the line can work, and else why not."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from portal.bounded import Bounded
from portal.readiness import LONG_DAYS, TEXTS, Cause, Check, Reason, probe, reasons
from portal.status import read_status
from portal.watch_settings import UNWATCHED, Watching
from store.engine import begin, reading
from tests.portal.watched import Watched, watch
from tests.support import made
from tests.support.databases import close_opened

LIMITS = Watching(most_dead_letters=1, most_waiting=3, still_seconds=60)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what asks for `place` on both kinds of database."""
    if "place" in metafunc.fixturenames:
        metafunc.parametrize("place", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """A database of this test's own."""
    if request.param == "postgres":
        yield str(request.getfixturevalue("postgres_url"))
    else:
        yield tmp_path / "line.db"
    close_opened()


@dataclass(slots=True)
class _Seconds:
    """A clock that is moved by hand."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def _causes(watched: Watched, limits: Watching = LIMITS) -> list[tuple[str, str, int]]:
    found = read_status(watched.wired, limits).reasons
    return [(one.cause.value, one.step, one.count) for one in found]


def test_a_line_that_can_work_is_ready(place: Path | str) -> None:
    """Nothing is made up to be worried about."""
    watched = watch(place)
    watched.send(made.signal(1))
    assert _causes(watched) == []


def test_a_line_without_a_register_is_not_ready(place: Path | str) -> None:
    """Everybody would be nobody's resident: the line waits."""
    assert _causes(watch(place, residents=0)) == [("no-register", "", 0)]


def test_a_line_that_dead_letters_stopped_is_not_ready_until_it_goes_on(
    place: Path | str,
) -> None:
    """Any process can tell: the database knows. Dropping one is enough to go on."""
    watched = watch(place)
    watched.parking.poison |= {"d1-1", "d1-2"}
    watched.send(made.signal(1), made.signal(2), made.signal(3))
    assert _causes(watched) == [("stopped-by-dead-letters", "admission", 0)]
    watched.parking.drop()
    watched.line.embedded.drain()
    assert _causes(watched) == []


def test_one_dead_letter_does_not_make_it_unready(place: Path | str) -> None:
    """The others go on."""
    watched = watch(place)
    watched.parking.poison.add("d1-1")
    watched.send(made.signal(1), made.signal(2))
    assert _causes(watched) == []


def test_a_line_that_is_behind_says_at_which_step_and_how_far(place: Path | str) -> None:
    """Beyond the setting, not at it."""
    watched = watch(place)
    watched.wait(3)
    assert _causes(watched) == []
    watched.wait(1)
    assert _causes(watched) == [("behind", "admission", 4)]


def test_in_a_cluster_the_lag_of_workers_and_relay_comes_from_the_database(
    place: Path | str,
) -> None:
    """The process that tells need not be one that works, nor ask the broker."""
    watched = watch(place)
    watched.wait(4)
    found = read_status(watched.clustered(), LIMITS)
    assert found.waiting == {"admission": 4, "casework": 0, "relay": 4}
    assert [(one.cause, one.step) for one in found.reasons] == [
        (Cause.BEHIND, "admission"),
        (Cause.BEHIND, "relay"),
    ]


def test_a_database_of_another_version_is_not_ready(place: Path | str) -> None:
    """A newer program migrated it, or an older one still serves."""
    watched = watch(place)
    with begin(watched.line.engine) as tx:
        newest = tx.connection.exec_driver_sql("select version_num from alembic_version").scalar()
        tx.connection.exec_driver_sql("update alembic_version set version_num = '0001'")
    found = Check(watched.wired, LIMITS)()
    with begin(watched.line.engine) as tx:
        tx.connection.exec_driver_sql(f"update alembic_version set version_num = '{newest}'")
    assert found == (Reason(Cause.SCHEMA),)


def test_an_operator_is_told_of_a_group_that_stopped_reading_long_ago(place: Path | str) -> None:
    """What it has not read is never erased. Who asks whether to send us work is not: a line that
    catches up is ready; and nothing is said of a relay where there is none any more."""
    watched = watch(place)
    for topic in ("signals", "cases", "cases"):
        watched.wait(1, topic)
    days = made.AT + timedelta(days=LONG_DAYS)
    for late, told in ((False, []), (True, [("long-unread", "admission", 1)])):
        now = days + timedelta(minutes=1) if late else days - timedelta(minutes=1)
        later = replace(watched, wired=replace(watched.wired, clock=lambda now=now: now))
        assert _causes(later) == told
        with reading(watched.line.engine) as tx:
            assert reasons(tx, later.wired, LIMITS) == ()
        clustered = replace(later, wired=later.clustered())
        also = [("long-unread", "relay", 3)] if late else []
        assert _causes(clustered) == [*told, *also]


def test_a_step_that_does_nothing_while_events_wait_stands_still(tmp_path: Path) -> None:
    """No worker runs: nobody fails, and nothing happens."""
    watched, clock = watch(tmp_path / "line.db"), _Seconds()
    watched.wait(2)
    check = Check(watched.wired, LIMITS, clock)
    assert check() == ()
    clock.now = 59.0
    assert check() == ()
    clock.now = 60.0
    assert check() == (Reason(Cause.STILL, "admission", 2),)


def test_a_step_that_works_or_has_nothing_to_do_does_not_stand_still(tmp_path: Path) -> None:
    """Slow is not still."""
    watched, clock = watch(tmp_path / "line.db"), _Seconds()
    check = Check(watched.wired, LIMITS, clock)
    assert check() == ()
    clock.now = 100.0
    watched.send(made.signal(1))
    assert check() == ()
    clock.now = 1_000.0
    assert check() == ()


def test_every_reason_has_a_text_and_a_code_that_hold_no_secret() -> None:
    """People read Dutch, machines a word."""
    assert set(TEXTS) == set(Cause)
    one = Reason(Cause.BEHIND, "admission", 4)
    assert one.as_json() == {"code": "behind", "step": "admission", "count": 4}
    assert str(one).startswith("admission: er wachten meer berichten")
    assert Reason(Cause.DATABASE).as_json() == {"code": "database"}


def test_a_database_that_hangs_is_told_in_time_and_asked_only_once() -> None:
    """Whoever watches gets an answer; the questions do not heap up."""
    go, asked = threading.Event(), []

    def hang() -> str:
        asked.append(1)
        go.wait(10)
        return "answer"

    bounded = Bounded(hang, "late", limit=0.05, fresh=60)
    began = time.monotonic()
    assert [bounded(), bounded()] == ["late", "late"]
    assert time.monotonic() - began < 5
    go.set()
    while (found := bounded()) == "late":
        pass
    assert found == "answer"
    assert len(asked) == 1


def test_an_answer_is_asked_anew_when_it_is_no_longer_fresh(tmp_path: Path) -> None:
    """A second, for who asks all the time; and then the truth again."""
    answers = iter(range(9))
    bounded = Bounded(lambda: next(answers), -1, fresh=0.0)
    assert [bounded(), bounded()] == [0, 1]
    lasting = Bounded(lambda: next(answers), -1, fresh=60.0)
    assert [lasting(), lasting()] == [2, 2]
    watched = watch(tmp_path / "line.db")
    assert probe(watched.wired, UNWATCHED)() == ()
    close_opened()
