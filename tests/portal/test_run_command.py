"""`vroegsignaal run` where workers carry the events: it says so, and how many wait for them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from portal.cli.main import app
from portal.settings import read_settings
from portal.wiring import open_platform
from store import log
from store.engine import begin
from store.log import Entry
from streams.cluster import LeftToWorkers
from streams.topics import MATCHED, RELAY, SIGNALS
from tests.journeys.conftest import Installation

NOBODY = "127.0.0.1:1"
TIME = "2026-11-22T09:00:00.000Z"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation where two events wait for admission and one for casework; of these three
    the relay published one."""
    home = tmp_path / "home"
    assert CliRunner().invoke(app, ["init"], env={"VROEGSIGNAAL_HOME": str(home)}).exit_code == 0
    wired = open_platform(read_settings({"VROEGSIGNAAL_HOME": str(home)}))
    topics = (SIGNALS, SIGNALS, MATCHED)
    with begin(wired.engine) as tx:
        log.append(
            tx, [Entry(one.name, 0, "k", f"e{n}", "x", TIME, b"{}") for n, one in enumerate(topics)]
        )
        log.move(tx, RELAY, SIGNALS.name, 0, 1)
    wired.engine.dispose()
    return home


@pytest.mark.parametrize("words", [["run", "--once"], ["run"]])
def test_it_refuses_and_tells_what_waits_for_which_step(home: Path, words: list[str]) -> None:
    """It said that nothing waits, and had done nothing; the broker need not answer for this."""
    environment = {"VROEGSIGNAAL_HOME": str(home), "VROEGSIGNAAL_KAFKA": NOBODY}
    with pytest.raises(LeftToWorkers) as refused:
        CliRunner().invoke(app, words, env=environment, catch_exceptions=False)
    told = str(refused.value)
    assert "werkers" in told
    assert "admission 2, casework 1, relay 2" in told
    for command in ("vroegsignaal relay", "vroegsignaal worker", "vroegsignaal status"):
        assert command in told


def test_it_ends_with_1_and_without_a_broker_it_runs_the_line(home: Path) -> None:
    """1 is refused; a job that runs every night must notice."""
    installed = Installation(home)
    refused = installed.run("run", "--once", VROEGSIGNAAL_KAFKA=NOBODY)
    assert refused.code == 1
    assert "er wacht niets meer" not in refused.out
    assert "Geweigerd [left-to-workers]" in refused.err
    own = installed.run("run", "--once")
    assert "left-to-workers" not in own.err
