"""Erasing what the city's retention rules say must go: no earlier, and then all of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portal.erasure import erase, preview
from portal.wiring import Platform
from protocols.people import Name, PartialDate
from protocols.privacy.audit import Action
from protocols.privacy.terms import Kept
from store import access, audit, deliveries, log, signals
from store.access import Account
from store.engine import begin, reading
from tests.support import made
from tests.support.line import Line, open_line, with_residents
from tests.support.reviews import decide, take_back, waiting

DAYS = 183
REVIEW_DAYS = 28
UNDO_DAYS = 14
NOTHING = dict.fromkeys((*(kept.value for kept in Kept if kept is not Kept.SESSION), "epoch"), 0)


def _clock(days: float) -> Callable[[], datetime]:
    """A clock that stands still so many days after the deliveries."""
    return lambda: made.AT + timedelta(days=days)


def _wired(line: Line, days: float) -> Platform:
    parts = (line.city, line.engine, line.vault, line.residents, line.embedded)
    return Platform(*parts, _clock(days))


@pytest.fixture
def line(tmp_path: Path) -> Line:
    """A line with one resident."""
    return with_residents(open_line(tmp_path / "line.db"), [made.resident(1)])


def _fill(line: Line) -> None:
    """A signal that makes a case, one that waits for a human, and a row that is parked."""
    doubtful = made.signal(2, 1, reference="K-2")
    person = replace(doubtful.person, name=Name(surname="Anders"), born=PartialDate(1930, 1, 1))
    line.send([made.signal(1), replace(doubtful, person=person)])
    with begin(line.engine) as tx:
        log.park(tx, [("intake:x", "intake", "missing", "amount")], made.AT)
        access.put_account(tx, Account("anna", "worker", "w-1", "hash"))
        access.start_session(tx, b"s", "anna", "csrf", made.AT + timedelta(hours=8))


def _left(line: Line) -> dict[str, int]:
    """How many rows each table has that retention is about."""
    tables = ("cases", "signal", "admission", "delivery", "receipt", "dead_letter", "event_log")
    with reading(line.engine) as tx:
        return {
            table: tx.connection.exec_driver_sql(f"select count(*) from {table}").scalar_one()
            for table in (*tables, "data_key", "review", "session")
        }


def _erased(line: Line) -> list[tuple[str, str]]:
    """What the audit log tells was erased: category and detail, oldest first."""
    with reading(line.engine) as tx:
        lines = audit.latest(tx, action=Action.DATA_ERASED.value)
    return [(one.object_id, one.detail) for one in reversed(lines)]


def _days_of(line: Line, days: Mapping[Kept, int]) -> Line:
    """The same line for a city that decided on these categories only."""
    rules = {kept: (made.rule(value),) for kept, value in days.items()}
    privacy = replace(line.city.privacy, retention_days=rules)
    return replace(line, city=replace(line.city, privacy=privacy))


def test_nothing_is_erased_before_its_time(line: Line) -> None:
    """On the last day that it may be kept all of it is there, and no entry tells otherwise."""
    _fill(line)
    before = _left(line)
    only = _days_of(line, dict.fromkeys(Kept, DAYS))
    assert preview(_wired(only, DAYS)) == NOTHING
    assert erase(_wired(only, DAYS)) == {**NOTHING, "session": 1}
    assert _left(line) == {**before, "session": 0}
    assert _erased(line) == []


def test_everything_is_erased_in_its_time(line: Line) -> None:
    """A day later nothing of it is left, and the audit log tells of each category."""
    _fill(line)
    with reading(line.engine) as tx:
        lines = len(audit.latest(tx))
    later = _wired(line, DAYS + 1)
    due = {
        "open_signal": 1,
        "closed_case": 0,
        "admission": 2,
        "dead_letter": 1,
        "receipt": 1,
        "event_log": 4,
        "audit": lines,
        "review": 1,
        "decision": 0,
        "epoch": 0,
    }
    assert preview(later) == due
    assert erase(later) == {**due, "session": 1}
    assert set(_left(line).values()) == {0}
    told = [(kept, f'{{"count":{count}}}') for kept, count in due.items() if count]
    assert _erased(line) == told
    assert erase(later) == {**dict.fromkeys(due, 0), "session": 0}


@pytest.mark.parametrize(
    ("kept", "tables"),
    [
        (Kept.OPEN_SIGNAL, {"cases", "signal", "data_key"}),
        (Kept.ADMISSION, {"admission"}),
        (Kept.RECEIPT, {"delivery", "receipt"}),
        (Kept.DEAD_LETTER, {"dead_letter"}),
        (Kept.EVENT_LOG, {"event_log"}),
        (Kept.REVIEW, {"review", "data_key"}),
    ],
)
def test_each_category_goes_by_its_own_rule(line: Line, kept: Kept, tables: set[str]) -> None:
    """One that is due takes nothing of another; what the city did not decide on is kept."""
    _fill(line)
    before = _left(line)
    only = _days_of(line, {kept: 10})
    assert erase(_wired(only, 10.0))[kept.value] == 0
    assert erase(_wired(only, 11.0))[kept.value] > 0
    after = _left(line)
    assert {name for name in before if after[name] < before[name]} == tables | {"session"}


def test_what_the_city_did_not_decide_on_is_not_in_the_preview_and_kept(line: Line) -> None:
    """Absence of a rule is no permission to erase."""
    _fill(line)
    before = _left(line)
    nothing = _wired(_days_of(line, {}), 10_000)
    assert preview(nothing) == {"review": 0, "decision": 0, "epoch": 0}
    assert erase(nothing) == {"review": 0, "decision": 0, "epoch": 0, "session": 1}
    assert _left(line) == {**before, "session": 0}


def test_a_preview_changes_nothing(line: Line) -> None:
    """Not even the audit log."""
    _fill(line)
    before = _left(line)
    preview(_wired(line, 10_000))
    assert _left(line) == before
    assert _erased(line) == []


def test_an_undecided_signal_leaves_a_count_and_no_more(line: Line) -> None:
    """Its content, its data key and its place on the list are gone; the case beside it stays."""
    _fill(line)
    early, late = _wired(line, REVIEW_DAYS), _wired(line, REVIEW_DAYS + 1)
    assert erase(early)["review"] == 0
    assert (preview(late)["review"], erase(late)["review"]) == (1, 1)
    with reading(line.engine) as tx:
        assert signals.tallies(tx) == {"undecided": 1}
        assert signals.held(tx) == []
        assert list(deliveries.data_keys(tx, ["d1-1", "d1-2"])) == ["d1-1"]
    assert _left(line)["cases"] == 1


def test_what_was_set_aside_goes_when_its_decision_cannot_be_undone_any_more(line: Line) -> None:
    """Not on the last day; by the day that was told when it was decided, whatever the rule now."""
    _fill(line)
    decide(line, "d1-2")
    nothing = _days_of(line, {})
    last, after = _wired(nothing, UNDO_DAYS), _wired(nothing, UNDO_DAYS + 1)
    assert (preview(last)["decision"], erase(last)["decision"]) == (0, 0)
    assert (preview(after)["decision"], erase(after)["decision"]) == (1, 1)
    assert (preview(after)["decision"], erase(after)["decision"]) == (0, 0)
    with reading(line.engine) as tx:
        assert signals.tallies(tx) == {"address_only:different": 1}
        assert list(deliveries.data_keys(tx, ["d1-1", "d1-2"])) == ["d1-1"]
    assert _erased(line) == [("decision", '{"count":1}')]


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_signal_that_came_back_waits_until_both_terms_are_over(line: Line, turns: int) -> None:
    """However often it came back; and a first decision late in the term ends on that day too."""
    _fill(line)
    for turn in range(turns):
        at = made.AT + timedelta(days=REVIEW_DAYS, hours=turn)
        decide(line, "d1-2", at=at)
        take_back(line, "d1-2", at)
    last = REVIEW_DAYS + UNDO_DAYS
    both = _days_of(line, {Kept.REVIEW: REVIEW_DAYS, Kept.DECISION: UNDO_DAYS})
    assert erase(_wired(both, last))["review"] == 0
    assert waiting(line) == ["d1-2"]
    assert erase(_wired(both, last + 1))["review"] == 1
    assert waiting(line) == []


def test_a_day_is_the_day_it_is_here(line: Line) -> None:
    """At half past eleven in the evening in UTC it is the next day in Amsterdam."""
    _fill(line)
    only = _days_of(line, {Kept.ADMISSION: 10})
    evening = datetime(2026, 12, 2, 22, 30, tzinfo=UTC)
    parts = _wired(only, 0)
    assert preview(replace(parts, clock=lambda: evening))["admission"] == 0
    night = evening + timedelta(hours=1)
    assert preview(replace(parts, clock=lambda: night))["admission"] == 2
