"""Reminders: counted per worker, over as many pages as there are, and never twice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portal.reminding import remind
from portal.wiring import Platform
from protocols.work.contact import Channel, ContactAttempt, DayPart, Reached
from store import cases, due_cases
from store.engine import begin
from tests.store.conftest import Make
from tests.support import made
from tests.support.clocks import platform_at
from tests.support.databases import close_opened

ON = date(2026, 11, 22)


@pytest.fixture
def wired(tmp_path: Path) -> Iterator[Platform]:
    """A city that reminds a week before."""
    found = platform_at(f"sqlite:///{tmp_path / 'line.db'}", lambda: made.AT)
    clocks = replace(found.city.clocks, remind_days=(made.rule(7, "days"),))
    yield replace(found, city=replace(found.city, clocks=clocks))
    close_opened()


def _put(wired: Platform, *days: str, **changes: str) -> None:
    with begin(wired.engine) as tx:
        made_cases = [
            Make().case(n, first_contact_by=day, **changes) for n, day in enumerate(days, 1)
        ]
        cases.put(tx, made_cases)


def test_cases_are_counted_together_and_per_worker(wired: Platform) -> None:
    """Over on the day after the term; soon from a week before; without a worker too."""
    _put(wired, "2026-11-21", "2026-11-22", "2026-11-29", "2026-11-30")
    with begin(wired.engine) as tx:
        late = Make().case(9, first_contact_by="2026-10-01", worker_id="")
        cases.put(tx, [late])
    assert remind(wired, ON) == {"over": 2, "over/-": 1, "over/w-1": 1, "soon": 2, "soon/w-1": 2}


def test_who_was_sought_or_is_done_is_no_reminder(wired: Platform) -> None:
    """The term is about the first attempt."""
    _put(wired, "2026-11-21", "2026-11-21")
    attempt = ContactAttempt(ON, Channel.PHONE, DayPart.MORNING, Reached.NO, None)
    with begin(wired.engine) as tx:
        cases.record_attempt(tx, "c-1", attempt, "w-1", made.AT)
        cases.put(tx, [Make().case(2, status="closed", first_contact_by="2026-11-01")])
    assert remind(wired, ON) == {"over": 0, "soon": 0}


def test_without_a_row_only_what_is_late_is_told(wired: Platform) -> None:
    """The last day of a term still counts as its end."""
    _put(wired, "2026-11-21", "2026-11-22", "2026-11-23")
    clocks = replace(wired.city.clocks, remind_days=())
    bare = replace(wired, city=replace(wired.city, clocks=clocks))
    assert remind(bare, ON) == {"over": 1, "over/w-1": 1, "soon": 1, "soon/w-1": 1}


@pytest.mark.parametrize("many", [0, 1, 5, 6, 7, 12])
def test_pages_leave_out_nobody_and_tell_nobody_twice(
    wired: Platform, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """On the edge of a page too."""
    monkeypatch.setattr(due_cases, "PAGE", 6)
    _put(wired, *["2026-11-01"] * many)
    told = [one.case_id for one in due_cases.unreached(wired.engine, ON)]
    assert told == sorted(f"c-{n}" for n in range(1, many + 1))
