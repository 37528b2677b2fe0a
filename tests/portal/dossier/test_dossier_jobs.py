"""What the clock does with plans: each job once, whatever how often it is run."""

from datetime import date, timedelta

import pytest

from portal.dossier import jobs
from portal.dossier.file import read_dossier
from portal.dossier.statements import statements_due
from tests.support.households import Home, home


def running(one: Home):
    """The plan as a page shows it."""
    return read_dossier(one.platform, one.visit(), "c-1").of("r-1").running


def test_a_missed_term_is_noted_once_and_after_its_grace() -> None:
    """Fourteen days after its day, and never twice."""
    one = home().active(80_000, monthly=10_000)
    first = date(2026, 9, 1)
    assert jobs.check_terms(one.platform, first + timedelta(days=14))["missed"] == 0
    late = first + timedelta(days=15)
    assert jobs.check_terms(one.platform, late) == {"missed": 1, "talk": 0}
    assert jobs.check_terms(one.platform, late)["missed"] == 0
    one.forward(60)
    assert running(one).progress.missed == (first,)


def test_a_plan_with_two_terms_overdue_must_be_talked_over() -> None:
    """The city's own number; the page says so too."""
    one = home().active(80_000, monthly=10_000)
    one.forward(80)
    assert jobs.check_terms(one.platform, one.visit().on) == {"missed": 2, "talk": 1}
    found = running(one)
    assert (found.needs_talk, len(found.overdue), found.behind_cents) == (True, 2, 20_000)


@pytest.mark.parametrize("paid", [10_000, 9_999])
def test_a_term_that_was_paid_is_not_missed(paid: int) -> None:
    """One cent short is."""
    one = home().active(80_000, monthly=10_000)
    one.forward(30)
    one.pay(paid)
    assert jobs.check_terms(one.platform, date(2026, 9, 20))["missed"] == int(paid < 10_000)


def test_a_paused_plan_is_left_alone() -> None:
    """That is what the pause is for."""
    one = home().active(80_000, monthly=10_000)
    one.pause(60)
    assert jobs.check_terms(one.platform, date(2026, 9, 20))["missed"] == 0


def test_a_pause_ends_after_its_last_day() -> None:
    """Both days of it count."""
    one = home().active(80_000)
    one.pause(10)
    assert jobs.end_pauses(one.platform, date(2026, 8, 13)) == {"resumed": 0}
    assert jobs.end_pauses(one.platform, date(2026, 8, 14)) == {"resumed": 1}
    assert jobs.end_pauses(one.platform, date(2026, 8, 14)) == {"resumed": 0}
    assert (one.row().stage, one.row().paused_until) == ("active", "")


def test_an_accepted_plan_begins_on_the_day_of_its_first_term() -> None:
    """A worker may begin it earlier; nobody needs to remember."""
    one = home().accepted(80_000)
    assert jobs.start_plans(one.platform, date(2026, 8, 31)) == {"started": 0}
    assert jobs.start_plans(one.platform, date(2026, 9, 1)) == {"started": 1}
    assert jobs.start_plans(one.platform, date(2026, 9, 1)) == {"started": 0}
    assert one.row().stage == "active"


def test_what_the_clock_did_stands_in_the_audit_log_as_the_clock() -> None:
    """With its own door."""
    one = home().accepted(80_000)
    jobs.start_plans(one.platform, date(2026, 9, 1))
    line = one.audited("dossier.moved")[0]
    assert (line.actor, line.origin, line.result) == ("clock", "clock", "start")


def test_a_statement_tells_the_month_before() -> None:
    """What came in during it, what is open, and what comes next."""
    one = home().active(80_000, monthly=10_000)
    one.forward(40)
    one.pay(15_000)
    (found,) = statements_due(one.platform, date(2026, 10, 1))
    assert (found.month, found.paid_cents, found.repaid_cents) == (date(2026, 9, 1), 15_000, 15_000)
    assert (found.open_cents, found.kept_cents, found.behind_cents) == (65_000, 0, 0)
    assert (found.next.due_on, found.next.cents) == (date(2026, 10, 1), 5_000)
    (later,) = statements_due(one.platform, date(2026, 11, 1))
    assert (later.paid_cents, later.repaid_cents) == (0, 15_000)


def test_a_plan_that_is_over_gets_no_statement() -> None:
    """Its end was told in a letter of its own."""
    one = home().active(10_000)
    one.pay(10_000)
    assert list(statements_due(one.platform, date(2026, 10, 1))) == []


def test_pages_smaller_than_the_city_reach_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounded memory, and nobody left out."""
    monkeypatch.setattr(jobs, "PAGE", 1)
    one = home().active(80_000)
    assert jobs.check_terms(one.platform, date(2026, 9, 20))["missed"] == 1
