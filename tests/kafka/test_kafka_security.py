"""A broker that asks who is there: who has the right papers works as always, who has not is told
which setting is wrong, within seconds and without a password."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from portal.cli.main import app
from portal.settings import BadSettings, kafka_of_environment, read_settings
from portal.wiring import open_platform
from protocols.ids import CreditorId, DeliveryId
from protocols.privacy.audit import Origin
from store.engine import begin
from streams.embedded import EmbeddedLine
from streams.intake import Batch, deliver
from streams.kafka import knocking, provisioning
from streams.kafka.refusing import NoBroker
from streams.topics import TOPICS
from tests.support import made, worker
from tests.support.accounting import check_loads, everything, whatever_the_order
from tests.support.broker import free_port
from tests.support.line import Line, with_residents
from tests.support.secured import GUEST, PASSWORD, USER, Secured, secured

REPOSITORY = Path(__file__).resolve().parents[2]
WAIT_SECONDS = 60.0
SOON_SECONDS = 5.0


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """Such a broker."""
    with secured(tmp_path_factory.mktemp("secured")) as running:
        yield running


def _papers(guarded: Secured, **files: str) -> dict[str, str]:
    return {name: guarded.file(file) for name, file in files.items()}


REFUSED = [
    ("LOGIN", {"ca": "ca.pem", "login": "wrong-password"}, "LOGIN_FILE: gebruiker of wachtwoord"),
    ("LOGIN", {"ca": "ca.pem", "login": "wrong-user"}, "LOGIN_FILE: gebruiker of wachtwoord"),
    ("CLEAR", {"login": "wrong-password"}, "LOGIN_FILE: gebruiker of wachtwoord"),
    ("LOGIN", {"ca": "other-ca.pem", "login": "login"}, "CA_FILE: deze CA heeft"),
    ("LOGIN", {"login": "login"}, "CA_FILE: op deze poort wil de broker TLS"),
    ("LOGIN", {}, "CA_FILE: op deze poort wil de broker TLS"),
    ("LOGIN", {"ca": "ca.pem"}, "LOGIN_FILE: op deze poort wil de broker een login"),
    ("CLEAR", {}, "LOGIN_FILE: op deze poort wil de broker een login"),
    ("PLAINTEXT", {"ca": "ca.pem"}, "CA_FILE: op deze poort spreekt de broker geen TLS"),
    ("PLAINTEXT", {"login": "login"}, "LOGIN_FILE: op deze poort kent de broker geen login"),
    ("CERT", {"ca": "ca.pem", "login": "login"}, "CERT_FILE: de broker wil een certificaat"),
    ("CERT", {"ca": "ca.pem"}, "CERT_FILE: de broker wil een certificaat"),
    ("CERT", {"ca": "ca.pem", "cert": "stranger.pem"}, "CERT_FILE: de broker wil een certificaat"),
    ("OTHER", {"ca": "ca.pem", "login": "login"}, "KAFKA: het certificaat van de broker is niet"),
    ("LOGIN", {"ca": "ca.pem", "login": "guest"}, "LOGIN_FILE: deze gebruiker mag dit niet"),
]


@pytest.mark.parametrize(
    ("port", "files", "told"),
    REFUSED,
    ids=[f"{one[0]}-{'-'.join(one[1].values())}" for one in REFUSED],
)
def test_who_may_not_come_in_is_told_which_setting_is_wrong_within_seconds(
    guarded: Secured, port: str, files: Mapping[str, str], told: str
) -> None:
    """The clients themselves try again for minutes and name no setting; no secret is told."""
    guarded.file("wrong-password", f"{USER}\nfout-9c1d\n")
    guarded.file("wrong-user", f"niemand-9c1d\n{PASSWORD}\n")
    guarded.file("guest", f"{GUEST}\n{PASSWORD}\n")
    settings = guarded.settings(port, "x.", **_papers(guarded, **files))
    start = time.monotonic()
    with pytest.raises(NoBroker) as refused:
        provisioning.apply(kafka_of_environment(settings), TOPICS)
    assert told in str(refused.value)
    assert time.monotonic() < start + SOON_SECONDS
    assert not [one for one in (PASSWORD, "9c1d", GUEST) if one in str(refused.value)]


@pytest.mark.parametrize("port", ["LOGIN", "CERT", "CLEAR", "PLAINTEXT"])
def test_who_has_the_right_papers_comes_in(guarded: Secured, port: str) -> None:
    """The pair of the refusals: the same broker, the same question."""
    files = {
        "LOGIN": {"ca": "ca.pem", "login": "login"},
        "CERT": {"ca": "ca.pem", "cert": "client.pem"},
        "CLEAR": {"login": "login"},
        "PLAINTEXT": {},
    }[port]
    connection = kafka_of_environment(guarded.settings(port, "in.", **_papers(guarded, **files)))
    provisioning.apply(connection, TOPICS)
    assert provisioning.diff(connection, TOPICS) == []


def test_a_server_that_says_nothing_and_one_that_is_not_there_are_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A firewall that swallows everything is no broker that is down."""
    monkeypatch.setattr(knocking, "ANSWER_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for place, told in (
            (f"127.0.0.1:{free_port()}", "er antwoordt geen broker"),
            (f"127.0.0.1:{silent.getsockname()[1]}", "er luistert iets, maar het zegt niets"),
            ("nergens.invalid:9092", "de naam van de broker is onbekend"),
        ):
            with pytest.raises(NoBroker, match=told):
                provisioning.diff(kafka_of_environment({"VROEGSIGNAAL_KAFKA": place}), TOPICS)


@pytest.mark.slow
def test_a_worker_with_a_wrong_password_ends_with_1_and_says_so(
    guarded: Secured, tmp_path: Path
) -> None:
    """It does not stand there trying, as its clients would."""
    wrong = guarded.file("wrong-password", f"{USER}\nfout-9c1d\n")
    papers = _papers(guarded, ca="ca.pem") | {"login": wrong}
    settings = {**_home(tmp_path), **guarded.settings("LOGIN", "x.", **papers)}
    worker_of_wrong = _start(tmp_path, settings, "worker")
    try:
        assert worker_of_wrong.wait(timeout=30) == 1
    finally:
        worker_of_wrong.kill()
        worker_of_wrong.wait()
    told = " ".join(_told(tmp_path).split())
    assert "VROEGSIGNAAL_KAFKA_LOGIN_FILE: gebruiker of wachtwoord wordt niet aanvaard" in told
    assert "Traceback" not in told
    assert "9c1d" not in told


def test_a_file_that_is_no_certificate_is_a_bad_setting(guarded: Secured) -> None:
    """All of them at once, before anybody is called; a certificate without its key is none."""
    guarded.file("no-pem", "geheim-4b\n")
    settings = guarded.settings("CERT", "x.", **_papers(guarded, ca="no-pem", cert="ca.pem"))
    with pytest.raises(BadSettings) as refused:
        kafka_of_environment(settings)
    for name in ("VROEGSIGNAAL_KAFKA_CA_FILE:", "VROEGSIGNAAL_KAFKA_CERT_FILE:"):
        assert name in str(refused.value)
    assert "geheim" not in str(refused.value)


def _line(settings: Mapping[str, str]) -> Line:
    """The line of these settings, with its register loaded."""
    wired = open_platform(read_settings({**settings, "VROEGSIGNAAL_KAFKA": ""}))
    assert isinstance(wired.line, EmbeddedLine)
    line = Line(wired.city, wired.engine, wired.vault, wired.residents, wired.line)
    return with_residents(line, [made.resident(n) for n in range(worker.RESIDENTS)])


def _deliver(line: Line) -> None:
    for number in range(3):
        rows = [
            replace(row, creditor_id=CreditorId("flevohoven")) for row in worker.rows_of(number)
        ]
        told = (DeliveryId(f"k{number}"), CreditorId("flevohoven"), bytes([number]), rows, ())
        with begin(line.engine) as tx:
            deliver(
                tx,
                line.vault,
                Batch(*told),
                actor="t",
                origin=Origin.API,
                purpose="t",
                at=made.AT,
            )


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """What the embedded line comes to."""
    home = tmp_path_factory.mktemp("embedded")
    line = _line(_home(home))
    _deliver(line)
    line.embedded.drain()
    found = whatever_the_order(everything(line))
    line.engine.dispose()
    return found


def _home(folder: Path) -> dict[str, str]:
    (folder / "key").write_text(made.ROOT.hex(), encoding="ascii")
    return {"VROEGSIGNAAL_HOME": str(folder)}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("port", "files"),
    [
        ("LOGIN", {"ca": "ca.pem", "login": "login"}),
        ("CERT", {"ca": "ca.pem", "cert": "client.pem"}),
    ],
    ids=["login", "certificate"],
)
def test_topics_relay_worker_and_metrics_work_as_they_do_without_a_guard(
    guarded: Secured, truth: dict[str, int], tmp_path: Path, port: str, files: Mapping[str, str]
) -> None:
    """The commands of an operator with nothing but settings; every signal and cent is there."""
    prefix = f"test-{secrets.token_hex(4)}."
    watched = {"VROEGSIGNAAL_METRICS": f"127.0.0.1:{free_port()}"}
    settings = {
        **_home(tmp_path),
        **guarded.settings(port, prefix, **_papers(guarded, **files)),
    }
    done = CliRunner().invoke(app, ["topics", "apply"], env=settings, catch_exceptions=False)
    assert done.exit_code == 0
    line = _line(settings)
    started = [
        _start(tmp_path, {**settings, **(watched if verb == "worker" else {})}, verb)
        for verb in ("relay", "worker")
    ]
    try:
        _deliver(line)
        found = _wait_for_lag(watched["VROEGSIGNAAL_METRICS"], tmp_path, truth["receipts"])
        for process in started:
            process.terminate()
        assert [process.wait(timeout=30) for process in started] == [0, 0], _told(tmp_path)
    finally:
        for process in started:
            process.kill()
            process.wait()
    assert {"admission", "casework", "relay"} <= found
    assert whatever_the_order(everything(line)) == truth
    assert truth["cents"] > 0
    check_loads(line)
    assert PASSWORD not in _told(tmp_path)
    assert "swept" not in _told(tmp_path), "the events did not come over Kafka"
    line.engine.dispose()


def _start(folder: Path, settings: Mapping[str, str], verb: str) -> subprocess.Popen[bytes]:
    with (folder / f"{verb}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "portal.cli", verb],
            cwd=REPOSITORY,
            env={**os.environ, **settings},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def _told(folder: Path) -> str:
    logs = (file.read_text(encoding="utf-8") for file in folder.glob("*.log"))
    return "\n".join(logs)[-3000:]


def _wait_for_lag(place: str, folder: Path, receipts: int) -> set[str]:
    """Wait until every step is told to have nothing before it; returns which steps were told of."""
    until = time.monotonic() + WAIT_SECONDS
    while True:
        assert time.monotonic() < until, _told(folder)
        time.sleep(0.2)
        try:
            text = httpx.get(f"http://{place}/metrics").text
        except httpx.TransportError:
            continue
        lags = [one for one in text.splitlines() if one.startswith("vroegsignaal_lag_events{")]
        answered = sum(
            float(one.rpartition(" ")[2])
            for one in text.splitlines()
            if one.startswith("vroegsignaal_events_total{")
        )
        if lags and answered >= receipts and all(one.endswith(" 0.0") for one in lags):
            return {one.partition('step="')[2].partition('"')[0] for one in lags}
