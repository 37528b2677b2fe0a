"""Metrics: the database's truth, this process's counts, nothing of anybody, to who may."""

import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from apscheduler.events import EVENT_JOB_EXECUTED, JobExecutionEvent
from prometheus_client.parser import text_string_to_metric_families

from portal.clock import LINE_JOB, make_clock
from portal.clock.jobs import JOBS
from portal.clock.leading import Leading
from portal.counters import BOUNDS_SECONDS, Counters
from portal.metrics import Metrics
from portal.metrics_server import watched as serving
from portal.settings import BadSettings
from portal.watch_settings import UNWATCHED, Watching
from store.engine import open_engine
from tests.portal.watched import Watched, watch
from tests.support import made
from tests.support.databases import close_opened

TOKEN = "t" * 32
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """A line that may park one event per step."""
    yield watch(tmp_path / "line.db")
    close_opened()


def _samples(text: bytes) -> Samples:
    return {
        (one.name, tuple(sorted(one.labels.items()))): one.value
        for family in text_string_to_metric_families(text.decode())
        for one in family.samples
    }


def _of(watched: Watched) -> Samples:
    return _samples(Metrics(watched.wired, Watching(most_dead_letters=1)).text())


def _value(samples: Samples, name: str, **labels: str) -> float:
    return samples[f"vroegsignaal_{name}", tuple(sorted(labels.items()))]


def test_what_waits_and_what_is_parked_come_from_the_database(watched: Watched) -> None:
    """Whoever handled it: another process shows the same."""
    watched.parking.poison |= {"d1-1", "d1-2"}
    watched.send(made.signal(1), made.signal(2), made.signal(3))
    found = _of(replace(watched, wired=replace(watched.wired, counters=Counters())))
    assert _value(found, "lag_events", step="admission") == 1
    assert _value(found, "dead_letters", step="admission", code="ValueError") == 1
    assert _value(found, "dead_letters_limit") == 1
    assert _value(found, "step_stopped", step="admission") == 1
    assert _value(found, "step_stopped", step="casework") == 0
    assert _value(found, "rows_answered", outcome="refused", code="parked") == 1
    assert _value(found, "database_up") == 1
    assert _value(found, "database_connections", state="in_use") == 0
    assert ("vroegsignaal_events_total", (("step", "admission"),)) not in found


def test_events_batches_and_what_was_put_aside_are_counted_per_step(watched: Watched) -> None:
    """Refusals are answers, and counted as such."""
    watched.parking.poison.add("d1-1")
    low = made.signal(3, amount_cents=made.Cents(1))
    watched.send(made.signal(1), made.signal(2), low)
    found = _of(watched)
    assert _value(found, "events_total", step="admission") == 3
    assert _value(found, "events_total", step="casework") == 1
    assert _value(found, "events_parked_total", step="admission") == 1
    assert _value(found, "rows_answered", outcome="refused", code="amount-too-low") == 1
    assert _value(found, "batch_seconds_count", step="casework") == 1
    assert _value(found, "batch_seconds_bucket", step="casework", le="+Inf") == 1


def test_the_register_is_told_by_version_and_moment(watched: Watched) -> None:
    """An old register finds nobody who moved in."""
    found = _of(watched)
    assert _value(found, "register_version") == 1
    assert _value(found, "register_loaded_timestamp_seconds") == made.AT.timestamp()
    assert _value(found, "register_residents") == 20


def test_in_a_cluster_the_outbox_is_a_step_too(watched: Watched) -> None:
    """What the relay has not published is seen by nobody else."""
    watched.wait(4)
    clustered = _of(replace(watched, wired=watched.clustered()))
    assert _value(clustered, "lag_events", step="relay") == 4
    assert ("vroegsignaal_lag_events", (("step", "relay"),)) not in _of(watched)


def test_without_a_database_the_counts_of_the_process_remain(watched: Watched) -> None:
    """The moment that they are needed most."""
    watched.send(made.signal(1))
    gone = open_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    found = _of(replace(watched, wired=replace(watched.wired, engine=gone)))
    gone.dispose()
    assert _value(found, "database_up") == 0
    assert _value(found, "events_total", step="admission") == 1
    assert not [name for name, _ in found if name == "vroegsignaal_lag_events"]


def test_no_metric_tells_of_anybody(watched: Watched) -> None:
    """Labels are steps, codes, outcomes: no delivery, signal, creditor, household or case."""
    watched.parking.poison.add("d1-1")
    watched.send(made.signal(1), made.signal(2))
    found = _of(watched)
    assert {label for _, labels in found for label, _ in labels} == {
        *("step", "code", "outcome", "state", "le")
    }
    texts = " ".join(value for _, labels in found for _, value in labels)
    for secret in ("d1", "woonhof", "w-1", "h-", "c-", made.surname(1)):
        assert secret not in texts.replace("parked", "")


def test_a_batch_is_counted_in_the_bucket_of_its_time() -> None:
    """On a bound it belongs below it; beyond all of them in the last."""
    counters = Counters()
    for seconds in (0.001, BOUNDS_SECONDS[0], BOUNDS_SECONDS[-1] + 1):
        counters.handled("g", 5, seconds)
    buckets = counters.copied().batches["g"].buckets
    assert (buckets[0], buckets[-1], sum(buckets)) == (2, 1, 3)
    assert counters.events["g"] == 15


def test_the_clock_counts_its_runs_by_job_and_outcome(watched: Watched) -> None:
    """A job that fails every night would else be seen by nobody; so would a line that does."""
    clock = make_clock(watched.wired)
    clock.start(paused=True)
    clock._dispatch_event(JobExecutionEvent(EVENT_JOB_EXECUTED, LINE_JOB, "default", made.AT))
    clock._dispatch_event(JobExecutionEvent(EVENT_JOB_EXECUTED, "tick", "default", made.AT))
    clock.shutdown()
    leading = Leading(watched.wired)
    leading.lead()
    leading._runner.run(JOBS[0], JOBS[0].schedule.turn(made.ON))
    leading._runner.skip(JOBS[0], (JOBS[0].schedule.turn(made.ON - timedelta(days=1)),))
    leading.close()
    found = _of(watched)
    assert _value(found, "clock_runs_total", job=LINE_JOB, outcome="done") == 1
    assert _value(found, "clock_runs_total", job="erase", outcome="done") == 1
    assert _value(found, "clock_runs_total", job="erase", outcome="missed") == 1
    assert not [key for key in found if ("job", "tick") in key[1]]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def _served(watched: Watched, token: str = "") -> Iterator[str]:
    port = _free_port()
    with serving(watched.wired, replace(UNWATCHED, host="127.0.0.1", port=port, token=token)):
        yield f"http://127.0.0.1:{port}"


def _ask(url: str, token: str = "") -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_a_process_without_the_portal_answers_on_a_port_of_its_own(watched: Watched) -> None:
    """A worker or a relay is watched in the same way."""
    with _served(watched) as url:
        status, text = _ask(f"{url}/metrics")
        assert (status, _value(_samples(text), "database_up")) == (200, 1)
        assert _ask(f"{url}/healthz") == (200, b'{"alive": true}\n')
        assert _ask(f"{url}/readyz") == (200, b'{"ready": true, "reasons": []}\n')
        assert _ask(f"{url}/metrics/x")[0] == _ask(f"{url}/")[0] == 404
    with pytest.raises(urllib.error.URLError):
        _ask(f"{url}/healthz")


def test_a_process_that_cannot_work_says_503_and_why(tmp_path: Path) -> None:
    """Codes only."""
    with _served(watch(tmp_path / "line.db", residents=0)) as url:
        assert _ask(f"{url}/readyz") == (
            503,
            b'{"ready": false, "reasons": [{"code": "no-register"}]}\n',
        )
        assert _ask(f"{url}/healthz")[0] == 200
    close_opened()


@pytest.mark.parametrize(("sent", "status"), [(TOKEN, 200), ("", 401), (TOKEN[:-1], 401)])
def test_with_a_token_only_who_has_it_reads_metrics(
    watched: Watched, sent: str, status: int
) -> None:
    """Health stays open: it tells nothing, and who restarts us has no token."""
    with _served(watched, TOKEN) as url:
        assert _ask(f"{url}/metrics", sent)[0] == status
        assert _ask(f"{url}/readyz")[0] == 200


def test_without_an_address_nobody_listens(watched: Watched) -> None:
    """Off by default."""
    with serving(watched.wired, UNWATCHED):
        pass


def test_a_port_that_is_taken_is_told_in_words(watched: Watched) -> None:
    """A refusal that names the setting, before anything was started."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = replace(UNWATCHED, host="127.0.0.1", port=other.getsockname()[1])
        with (
            pytest.raises(BadSettings, match="VROEGSIGNAAL_METRICS"),
            serving(watched.wired, taken),
        ):
            pass
