"""`make cluster` at work: a month through the API, workers killed, everything counted in SQL."""

import os
import signal
import sqlite3
import time
from functools import partial
from pathlib import Path

import httpx
import pytest

from portal.cluster.orphans import orphans
from portal.cluster.plan import PARTS
from portal.settings import read_settings
from portal.web.app import make_app
from portal.wiring import Platform, open_platform
from tests.cluster.conftest import Row, Running, creditors, load_city, post, tokens_of
from tests.portal.web.world import InProcess

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
DONE_SECONDS = 90.0
LAG = (
    "select coalesce(sum(h.next_off - coalesce(p.off, 0)), 0) from log_head h "
    "left join consumer_position p on p.topic = h.topic and p.part = h.part "
    "and p.grp = case h.topic when 'signals' then 'admission' else 'casework' end "
    "where h.topic in ('signals', 'matched')"
)
HANDLED = "select coalesce(sum(off), 0) from consumer_position where grp = 'admission'"
QUESTIONS = {
    "deliveries": "select creditor_id, rows from delivery order by 1, 2",
    "receipts": "select outcome, code, count(*) from receipt group by 1, 2 order by 1, 2",
    "signals": "select creditor_id, status, count(*), sum(amount_cents) from signal "
    "group by 1, 2 order by 1, 2",
    "tallies": "select creditor_id, month, outcome, signals from tally order by 1, 2, 3",
    "reviews": "select creditor_id, count(*) from review group by 1 order by 1",
    "dead letters": "select step, code, count(*) from dead_letter group by 1, 2 order by 1, 2",
    "open cases": "select count(*), sum(total_cents) from cases where status = 'open'",
    "load": "select sum(open_cases) from worker_load",
}
LOADS = "select worker_id, open_cases from worker_load where open_cases > 0 order by 1"
RECOUNTED = (
    "select worker_id, count(*) from cases where status = 'open' and worker_id <> '' "
    "group by 1 order by 1"
)


def _asked(running: Running) -> dict[str, list[Row]]:
    """Every question's answer; PostgreSQL gives sums as decimals."""
    return {
        name: [
            tuple(int(cell) if not isinstance(cell, str) else cell for cell in row) for row in found
        ]
        for name, found in ((name, running.sql(text)) for name, text in QUESTIONS.items())
    }


@pytest.fixture(scope="module")
def truth(
    running: Running, wired: Platform, files: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Row]]:
    """What the embedded line comes to on SQLite, for the same deliveries over the same API."""
    home = tmp_path_factory.mktemp("embedded")
    kept = ("VROEGSIGNAAL_KEY_FILE", "VROEGSIGNAAL_PUBLIC_URL")
    given = {**{name: running.settings[name] for name in kept}, "VROEGSIGNAAL_HOME": str(home)}
    load_city(given, files)
    settings = read_settings(given)
    alone = open_platform(settings)
    client = httpx.Client(
        base_url=settings.public_url, transport=InProcess(make_app(alone, settings))
    )
    month = creditors(files)
    for name, token in tokens_of(alone, list(month)).items():
        post(client, token, month[name])
    alone.line.drain()
    alone.engine.dispose()
    with sqlite3.connect(home / "vroegsignaal.db") as database:
        found = {name: database.execute(text).fetchall() for name, text in QUESTIONS.items()}
    database.close()
    return found


def test_a_month_with_workers_killed_counts_every_signal_and_cent_once(
    running: Running, wired: Platform, files: Path, truth: dict[str, list[Row]]
) -> None:
    """Both workers are killed while they are at work; the sums are asked from outside, in SQL."""
    month = creditors(files)
    delivered, killed = 0, []
    victims = ["worker-1", "worker-2"]
    with httpx.Client(base_url=running.state["url"], timeout=30) as client:
        for name, token in tokens_of(wired, list(month)).items():
            before = running.sql(HANDLED)[0][0]
            delivered += post(client, token, month[name])["rows"]
            if victims and _is_at_work(running, before):
                running.kill(victims[0])
                killed.append(victims.pop(0))
    running.wait_until(lambda: running.sql(LAG)[0][0] == 0, DONE_SECONDS)
    found = _asked(running)
    assert killed, "no worker was killed at work: this proves nothing"
    assert found == truth
    rows = sum(len(rows) for rows in month.values())
    assert delivered == rows == sum(count for _, _, count in found["receipts"])
    _every_row_is_in_one_place(found)
    # whose caseload it is hangs on which household came first, that it is one caseload does not
    assert running.sql(LOADS) == running.sql(RECOUNTED)
    assert all(running.state["processes"][name] for name in ("worker-1", "worker-2"))


def _is_at_work(running: Running, before: int) -> bool:
    """Wait until some of a delivery was handled and some waits; no if it went too fast."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        (handled,), (lag,) = running.sql(HANDLED)[0], running.sql(LAG)[0]
        if handled > before and lag:
            return True
        if not lag:
            return False
        time.sleep(0.005)
    return False


def _every_row_is_in_one_place(found: dict[str, list[Row]]) -> None:
    """Admitted rows are signals, counted, waiting for a human or parked: never two, never none."""
    admitted = sum(count for outcome, _, count in found["receipts"] if outcome == "admitted")
    places = (
        sum(count for _, _, count, _ in found["signals"]),
        sum(count for *_, count in found["tallies"]),
        sum(count for _, count in found["reviews"]),
        sum(count for *_, count in found["dead letters"]),
    )
    assert admitted == sum(places), places


def _answers(url: str) -> bool:
    try:
        return "vroegsignaal_database_up 1.0" in httpx.get(url).text
    except httpx.HTTPError:
        return False


def test_every_part_shows_its_metrics_on_a_port_of_its_own(running: Running) -> None:
    """It is told where when all is up; a part that was started anew is found in the same place."""
    metrics = running.state["metrics"]
    assert set(metrics) == set(PARTS)
    for name, url in metrics.items():
        running.wait_until(partial(_answers, url), DONE_SECONDS)
        assert f"Metingen van {name}: {url}" in (running.home.parent / "cluster.log").read_text(
            encoding="utf-8"
        )


def test_a_cluster_whose_supervisor_is_killed_starts_again_with_everything_in_it(
    running: Running, wired: Platform, truth: dict[str, list[Row]]
) -> None:
    """Its processes are found as orphans and stopped; no signal and no key is gone."""
    before = _asked(running)
    assert running.stop(signal.SIGKILL) == -9
    left = set(orphans(running.home).values())
    assert {"broker", "gateway", "relay", "clock", "worker-1", "worker-2"} <= left
    running.start()
    assert _asked(running) == before
    assert httpx.get(f"{running.state['url']}/readyz").status_code == 200
    assert running.stop(signal.SIGTERM) == 0
    assert orphans(running.home) == {}
    assert not (running.home / "state.json").exists()
    index = running.settings.get("VROEGSIGNAAL_INDEX", "")
    assert not index or not os.path.exists(index)  # noqa: PTH110 - a path of a setting
