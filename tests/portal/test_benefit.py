"""The business case, counted from the histories of plans in a real database."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from portal.benefit import PAGE, business_case
from portal.cli.main import app
from portal.dossier import events
from portal.settings import Settings
from portal.wiring import Platform, open_platform
from protocols.ids import WorkerId
from protocols.plan.decide import decide
from protocols.plan.events import Agreed, Command, Event, Pay, PlanReason, Stop, agreed
from protocols.plan.history import fold
from protocols.work.benefit import Side, Tally
from store.engine import begin
from store.histories import Kind
from tests.support import plans

AT = datetime(2024, 6, 1, 9, tzinfo=UTC)
YEAR = date(2024, 1, 1), date(2024, 12, 31)
STOP = Stop(date(2024, 8, 1), PlanReason.RESIDENT_ASKED, WorkerId("d-01"))


@pytest.fixture
def wired(tmp_path: Path) -> Platform:
    """Dronten with an empty database."""
    database = f"sqlite:///{tmp_path / 'vroegsignaal.db'}"
    return open_platform(Settings("dronten", tmp_path, database, 0, "", bytes(32)))


def _agreement() -> Agreed:
    return agreed(plans.plan(30_000, 12_345))


def _plan(wired: Platform, plan_id: str, commands: Sequence[Command] = ()) -> None:
    history: list[Event] = [_agreement()]
    for command in commands:
        history += decide(fold(history), command)
    with begin(wired.engine) as tx:
        events.append(tx, wired.vault, Kind.PLAN, plan_id, 0, history, AT)


def test_plans_are_counted_from_what_happened_to_them(wired: Platform) -> None:
    """One that is paying, one that stopped; each cent as its own history says."""
    made = fold([_agreement()])
    _plan(wired, "p-1", [Pay("b-1", 100, date(2024, 7, 1))])
    _plan(wired, "p-2", [STOP])
    owed = sum(one.owed_cents for one in made.claims)
    assert business_case(wired, *YEAR).tally == Tally(1, 1, len(made.claims), owed, 100, 0)


def test_a_plan_of_another_year_is_not_counted(wired: Platform) -> None:
    """A business case is of a period."""
    _plan(wired, "p-1")
    assert business_case(wired, date(2025, 6, 1), date(2025, 12, 31)).tally == Tally()


def test_more_plans_than_a_page_are_all_counted_once(wired: Platform) -> None:
    """A city with thousands of plans is counted a page at a time."""
    for number in range(PAGE + 1):
        _plan(wired, f"p-{number:04d}")
    assert business_case(wired, *YEAR).tally.plans == PAGE + 1


def test_the_command_tells_every_assumption_with_its_source(
    wired: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who reads the total reads what it rests on, and what of that is not confirmed."""
    _plan(wired, "p-1")
    (tmp_path / "key").write_text(bytes(32).hex(), encoding="ascii")
    monkeypatch.setenv("VROEGSIGNAAL_HOME", str(tmp_path))
    monkeypatch.setenv("VROEGSIGNAAL_CITY", "dronten")
    period = ["business-case", "--from", "2024-01-01", "--to", "2024-12-31"]
    told = CliRunner().invoke(app, period)
    assert told.exit_code == 0, told.output
    assert told.output.count("ONZEKER") == 9
    assert "Awb 4:113" in told.output
    found = json.loads(CliRunner().invoke(app, [*period, "--json"]).output)
    assert found["tally"]["plans"] == 1
    assert {line["side"] for line in found["lines"]} == {side.value for side in Side}


@pytest.mark.parametrize(
    "period", [["--from", "gisteren"], ["--from", "2024-02-01", "--to", "2024-01-01"]]
)
def test_a_period_that_cannot_be_is_refused(
    period: list[str], wired: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Misused, so exit code 2, and nothing is counted."""
    (tmp_path / "key").write_text(bytes(32).hex(), encoding="ascii")
    monkeypatch.setenv("VROEGSIGNAAL_HOME", str(tmp_path))
    assert CliRunner().invoke(app, ["business-case", *period]).exit_code == 2
