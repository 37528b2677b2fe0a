"""The table of runs is the truth: one row per scheduled instant, finished by whoever has it."""

from datetime import UTC, datetime, timedelta

import pytest

from store import job_runs
from store.engine import ConstraintBroken, Engine, begin, reading
from store.job_runs import Claim, ClaimLost, Outcome
from store.tables import job_run
from tests.support.rivals import at_once

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=1)
MINE = Claim("erase", AT, "clock", "me")
THEIRS = Claim("erase", AT, "command:anja", "they")


def claim(engine: Engine, wanted: Claim = MINE) -> int | None:
    """Claim in a transaction of its own."""
    with begin(engine) as tx:
        return job_runs.claim(tx, wanted, AT)


def only(engine: Engine) -> job_runs.JobRun:
    """The one row there is."""
    with reading(engine) as tx:
        (row,) = job_runs.runs(tx, "erase", AT)
    return row


def test_a_run_is_claimed_finished_and_never_claimed_again(engine: Engine) -> None:
    """Whoever asks hears that it is done."""
    assert claim(engine) == 1
    assert only(engine).outcome is Outcome.RUNNING
    assert only(engine).ended_at is None
    with begin(engine) as tx:
        job_runs.finish(tx, MINE, {"review": 3}, LATER)
    row = only(engine)
    assert (row.outcome, row.attempts, row.counts) == (Outcome.DONE, 1, {"review": 3})
    assert (row.started_at, row.ended_at, row.ran_by) == (AT, LATER, "clock")
    assert claim(engine, THEIRS) is None
    assert only(engine) == row


def test_who_was_relieved_can_neither_finish_nor_fail(engine: Engine) -> None:
    """Its transaction is given up whole, so what it did in there never was."""
    claim(engine)
    assert claim(engine, THEIRS) == 2
    with pytest.raises(ClaimLost):
        _finish_with_effect(engine)
    with pytest.raises(ClaimLost), begin(engine) as tx:
        job_runs.fail(tx, MINE, "ValueError", LATER)
    with begin(engine) as tx:
        assert job_runs.known_since(tx, "effect") is None
        job_runs.finish(tx, THEIRS, {}, LATER)
    assert (only(engine).outcome, only(engine).ran_by) == (Outcome.DONE, "command:anja")


def _finish_with_effect(engine: Engine) -> None:
    with begin(engine) as tx:
        job_runs.get_to_know(tx, "effect", AT)
        job_runs.finish(tx, MINE, {}, LATER)


def test_what_failed_or_was_passed_over_can_be_claimed(engine: Engine) -> None:
    """The attempts add up, and the reason of before goes."""
    claim(engine)
    with begin(engine) as tx:
        job_runs.fail(tx, MINE, "ValueError", LATER)
    assert (only(engine).outcome, only(engine).code) == (Outcome.FAILED, "ValueError")
    assert claim(engine) == 2
    assert (only(engine).code, only(engine).ended_at) == ("", None)


def test_passing_over_leaves_what_has_a_row(engine: Engine) -> None:
    """Somebody may have done it by hand in the meantime."""
    claim(engine)
    with begin(engine) as tx:
        job_runs.finish(tx, MINE, {}, LATER)
        job_runs.skip(tx, "erase", [AT, LATER], MINE, LATER)
    with reading(engine) as tx:
        rows = job_runs.runs(tx, "erase", AT)
    assert [one.outcome for one in rows] == [Outcome.DONE, Outcome.SKIPPED]
    assert claim(engine, Claim("erase", LATER, "command:anja", "x")) == 1


def test_a_job_counts_from_when_it_was_first_known(engine: Engine) -> None:
    """Getting to know it again changes nothing."""
    with begin(engine) as tx:
        assert job_runs.known_since(tx, "erase") is None
        job_runs.get_to_know(tx, "erase", AT)
        job_runs.get_to_know(tx, "erase", LATER)
        assert job_runs.known_since(tx, "erase") == AT


def test_runs_of_long_ago_and_of_other_jobs_are_left_out(engine: Engine) -> None:
    """The question is bounded."""
    for wanted in (MINE, Claim("erase", LATER, "clock", "me"), Claim("other", LATER, "c", "me")):
        claim(engine, wanted)
    with reading(engine) as tx:
        assert [one.scheduled_for for one in job_runs.runs(tx, "erase", LATER)] == [LATER]


def test_an_instant_has_one_row_also_when_two_claim_it_at_once(engine: Engine) -> None:
    """The lock of the job lets one in; were it not there, the key still would be one."""
    first, second, waited = at_once(
        engine,
        lambda tx: job_runs.claim(tx, MINE, AT),
        lambda tx: job_runs.claim(tx, THEIRS, AT),
    )
    assert ((first, second), waited) == ((1, 2), True)
    assert only(engine).holder == "they"


@pytest.mark.parametrize(
    "wrong", [{"outcome": "perhaps"}, {"outcome": "done", "ended_at": ""}], ids=["word", "end"]
)
def test_the_database_refuses_a_row_that_means_nothing(
    engine: Engine, wrong: dict[str, str]
) -> None:
    """A rule that matters is doubled as a constraint."""
    claim(engine)
    with pytest.raises(ConstraintBroken), begin(engine) as tx:
        tx.connection.execute(job_run.update().values(**wrong))
