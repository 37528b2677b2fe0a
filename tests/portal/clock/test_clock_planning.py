"""What the clock decides to do: by policy, after failures, after a process died."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.clock.planning import GRACE, MOST_ATTEMPTS, RETRY_AFTER, CatchUp, missed, plan
from portal.clock.schedule import Schedule
from store.job_runs import JobRun, Outcome

NIGHT = Schedule(time(3, 0))
SINCE = datetime(2026, 11, 1, 12, tzinfo=UTC)
NOW = datetime(2026, 11, 8, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TURNS = tuple(NIGHT.between(SINCE, NOW))
MINUTE = timedelta(minutes=1)


def run(turn: int, outcome: Outcome, attempts: int = 1, ended: datetime | None = None) -> JobRun:
    """The row of one of the seven turns, ended at its own instant."""
    at = TURNS[turn].at
    over = None if outcome is Outcome.RUNNING else ended or at
    return JobRun("erase", at, outcome, attempts, at, over, {}, "", "clock", "h")


def days(catch_up: CatchUp, *known: JobRun, at: datetime = NOW) -> tuple[int | None, list[int]]:
    """Which turn is to be run, and which are passed over, by their number."""
    found = plan(NIGHT, catch_up, SINCE, known, at)
    on = [one.on for one in TURNS]
    return on.index(found.run.on) if found.run else None, [on.index(one.on) for one in found.skip]


def test_after_a_week_each_policy_does_as_it_says() -> None:
    """Every turn, from the oldest on; the latest alone; or none."""
    assert len(TURNS) == 7
    assert days(CatchUp.EVERY) == (0, [])
    assert days(CatchUp.LATEST) == (6, [0, 1, 2, 3, 4, 5])
    assert days(CatchUp.NONE) == (None, [0, 1, 2, 3, 4, 5, 6])


def test_what_is_never_caught_up_with_may_be_a_little_late() -> None:
    """A clock that was restarted in between still does it; an hour later it does not."""
    only = [run(number, Outcome.SKIPPED) for number in range(6)]
    assert days(CatchUp.NONE, *only, at=TURNS[6].at + GRACE) == (6, [])
    assert days(CatchUp.NONE, *only, at=TURNS[6].at + GRACE + MINUTE) == (None, [6])


def test_what_is_done_or_passed_over_is_not_done_again() -> None:
    """Whoever did it, and whenever."""
    rest = [run(n, Outcome.SKIPPED if n % 2 else Outcome.DONE) for n in range(7) if n != 3]
    assert days(CatchUp.EVERY, *rest) == (3, [])
    assert days(CatchUp.EVERY, *rest, run(3, Outcome.DONE)) == (None, [])


@pytest.mark.parametrize("attempts", range(1, MOST_ATTEMPTS))
def test_what_failed_is_tried_again_later_and_later(attempts: int) -> None:
    """After 1, 5, 15 and 60 minutes; the plan says when to look."""
    known = [run(n, Outcome.DONE) for n in range(6)]
    failed = run(6, Outcome.FAILED, attempts, NOW)
    again = NOW + RETRY_AFTER[attempts - 1]
    assert days(CatchUp.LATEST, *known, failed, at=again - MINUTE / 2) == (None, [])
    early = plan(NIGHT, CatchUp.LATEST, SINCE, [*known, failed], again - MINUTE / 2)
    assert early.look_at == again
    assert days(CatchUp.LATEST, *known, failed, at=again) == (6, [])


def test_what_failed_five_times_waits_for_a_human_and_holds_up_nothing() -> None:
    """And it counts as missed."""
    known = [run(n, Outcome.DONE) for n in range(7)]
    known[2] = run(2, Outcome.FAILED, MOST_ATTEMPTS)
    assert days(CatchUp.EVERY, *known) == (None, [])
    assert missed(TURNS, {one.scheduled_for: one for one in known}) == 1


def test_a_turn_that_waits_to_be_tried_again_does_not_hold_up_the_next() -> None:
    """Each day is about itself."""
    failed = run(0, Outcome.FAILED, 1, NOW)
    assert days(CatchUp.EVERY, failed) == (1, [])


@pytest.mark.parametrize("catch_up", CatchUp)
def test_a_run_whose_process_died_is_finished_first_whatever_the_policy(catch_up: CatchUp) -> None:
    """Half done is the one thing that nothing may stay."""
    known = [run(n, Outcome.DONE) for n in range(7)]
    known[4] = run(4, Outcome.RUNNING)
    assert days(catch_up, *known) == (4, [])


def test_nothing_of_before_a_job_was_known_or_of_long_ago_is_caught_up_with() -> None:
    """A new installation does not erase for every day since the year one."""
    assert plan(NIGHT, CatchUp.EVERY, NOW, [], NOW).run is None
    old = plan(NIGHT, CatchUp.EVERY, SINCE - 4000 * DAY, [], NOW).run
    assert old is not None
    assert old.on == date(2025, 10, 5)


def test_turns_that_were_not_done_are_counted_as_missed() -> None:
    """Also those that have no row yet; what runs is not missed."""
    known = [run(0, Outcome.DONE), run(1, Outcome.SKIPPED), run(2, Outcome.RUNNING)]
    assert missed(TURNS, {one.scheduled_for: one for one in known}) == 5


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(CatchUp),
    st.lists(st.integers(1, 80 * 60), min_size=1, max_size=25),
    st.sets(st.integers(0, 400)),
)
def test_however_often_a_clock_looks_every_turn_is_run_once_or_passed_over(
    catch_up: CatchUp, gaps: list[int], failing: set[int]
) -> None:
    """Looking at any moments, with runs that fail or die now and then: nothing is left, nothing is
    done twice, and by the policy of every missed turn nothing is passed over."""
    rows: dict[datetime, JobRun] = {}
    now, tried, done = SINCE, 0, list[datetime]()
    for gap in [*gaps, *([70] * (MOST_ATTEMPTS + 1))]:
        now += timedelta(minutes=gap)
        while True:
            todo = plan(NIGHT, catch_up, SINCE, rows.values(), now)
            for one in todo.skip:
                assert one.at not in rows
                rows[one.at] = replace(run(0, Outcome.SKIPPED), scheduled_for=one.at)
            if todo.run is None:
                break
            tried += 1
            before = rows.get(todo.run.at)
            attempts = before.attempts + 1 if before else 1
            outcome = Outcome.DONE
            if tried in failing and attempts < MOST_ATTEMPTS:
                outcome = Outcome.RUNNING if tried % 2 else Outcome.FAILED
            ended = None if outcome is Outcome.RUNNING else now
            base = run(0, outcome, attempts)
            rows[todo.run.at] = replace(base, scheduled_for=todo.run.at, ended_at=ended)
            if outcome is Outcome.DONE:
                done.append(todo.run.at)
    passed = {one.at for one in NIGHT.between(SINCE, now)}
    assert len(done) == len(set(done))
    assert set(rows) <= passed
    settled = {at for at, row in rows.items() if row.outcome is not Outcome.FAILED}
    if catch_up is CatchUp.EVERY:
        assert set(done) == passed
    else:
        assert len(passed - settled) <= len(failing)
    assert Outcome.RUNNING not in {row.outcome for row in rows.values()}
