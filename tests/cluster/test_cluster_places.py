"""The folder of a cluster, its needs of the machine, and what a killed one leaves behind."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.cluster.looking import free_port, free_ports, is_free
from portal.cluster.needs import LIBS, MissingPrograms, Programs, find_programs
from portal.cluster.orphans import orphans, stop_orphans
from portal.cluster.places import TAG, NotACluster, Places, Ports, environment_of
from portal.cluster.plan import PARTS, Plan
from portal.cluster.running import AlreadyUp, PortTaken, alone, choose_ports, take_down
from portal.database_password import NAME, with_password
from portal.settings import VARIABLES, read_settings

PORTS = Ports(1001, 1002, 1003, 1004)


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Places]:
    """A cluster's folder that is prepared; also its part in memory is gone afterwards."""
    made = Places(tmp_path / "cluster")
    made.prepare()
    yield made
    made.tidy()


def test_secrets_are_made_once_and_for_their_owner_alone(places: Places) -> None:
    """Another key would make all that is sealed unreadable."""
    before = places.key.read_text(encoding="ascii"), places.password.read_text(encoding="ascii")
    places.prepare()
    assert (
        places.key.read_text(encoding="ascii"),
        places.password.read_text(encoding="ascii"),
    ) == before
    assert {stat.S_IMODE(one.stat().st_mode) for one in (places.key, places.password)} == {0o600}
    assert bytes.fromhex(before[0].strip())


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    """`--home` may be mistyped; nothing of anybody else is written over or removed."""
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp" / "thesis.odt").touch()
    with pytest.raises(NotACluster):
        Places(tmp_path).prepare()
    with pytest.raises(NotACluster):
        take_down(Places(tmp_path), lambda *_: None)
    assert list(tmp_path.rglob("*")) == [tmp_path / "tmp", tmp_path / "tmp" / "thesis.odt"]


def test_taking_down_removes_the_folder(places: Places) -> None:
    """After `--down` a next start begins anew."""
    said: list[str] = []
    take_down(places, lambda _name, line: said.append(line))
    assert not places.home.exists()
    assert said == [f"{places.home} is er niet meer"]


def test_the_settings_start_a_process_and_hold_no_secret(places: Places) -> None:
    """What the operator's shell is given too; secrets stay in their files."""
    settings = places.settings(PORTS)
    found = read_settings(settings)
    password = places.password.read_text(encoding="ascii").strip()
    assert (
        found.database
        == f"postgresql+psycopg://vroegsignaal:{password}@127.0.0.1:1002/vroegsignaal"
    )
    assert found.kafka is not None
    assert found.kafka.servers == ["127.0.0.1:1003"]
    assert set(settings) <= set(VARIABLES)
    told = repr(settings)
    assert password not in told
    assert found.key.hex() not in told


def test_a_process_gets_our_settings_and_the_city_of_those_around_it(places: Places) -> None:
    """A database in the shell of whoever types `make cluster` is never written to."""
    around = {
        "PATH": "/bin",
        "VROEGSIGNAAL_CITY": "gent",
        "VROEGSIGNAAL_DATABASE": "postgresql://production/city",
        "VROEGSIGNAAL_KAFKA_PREFIX": "production.",
    }
    programs = Programs(Path("/usr/bin"), None)
    found = Plan(places, programs, PORTS, around).relay().environment
    assert found == {
        **places.settings(PORTS),
        "PATH": "/bin",
        "TMPDIR": str(places.scratch),
        "VROEGSIGNAAL_CITY": "gent",
        "VROEGSIGNAAL_KAFKA_CLIENT": "relay",
        TAG: f"{places.home}:relay",
    }
    assert "VROEGSIGNAAL_CITY" not in environment_of(places, "broker", {}, around)


def test_loading_that_was_cut_off_empties_database_and_topics(places: Places) -> None:
    """Half a city is no city; whole ones are left alone."""
    (places.postgres / "data").mkdir(parents=True)
    places.undo_loading()
    assert places.postgres.exists()
    places.files.mkdir()
    places.loading.touch()
    places.undo_loading()
    assert not places.files.exists()
    assert not places.postgres.exists()
    assert not places.kafka.exists()
    assert not places.loading.exists()
    assert places.key.exists()


def test_everything_that_is_missing_is_named_with_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One apt-get, not one per attempt."""
    monkeypatch.setattr("portal.cluster.needs.LIBS", tmp_path)
    with pytest.raises(MissingPrograms) as refusal:
        find_programs(str(tmp_path), tmp_path)
    for package in ("postgresql", "openjdk-17-jre-headless", "maven"):
        assert f"apt install {package}" in str(refusal.value)


def test_a_java_that_is_too_old_is_refused(tmp_path: Path) -> None:
    """Kafka 4 needs 17."""
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n", encoding="ascii")
    java.chmod(0o755)
    with pytest.raises(MissingPrograms, match="Java 17"):
        find_programs(f"{tmp_path}:/bin:/usr/bin")
    java.write_text("#!/bin/sh\necho 'openjdk version \"21\" 2023' >&2\n", encoding="ascii")
    with pytest.raises(MissingPrograms) as refusal:
        find_programs(str(tmp_path), tmp_path)
    assert "Java" not in str(refusal.value)
    assert LIBS.parts[-2:] == ("kafka", "libs")


def test_ports_are_as_asked_or_free() -> None:
    """All that are taken are named at once."""
    found = choose_ports(Ports(0, 0, 0, 0))
    assert set(found.watching) == set(PARTS)
    four = {found.portal, found.database, found.broker, found.controller}
    assert len({*four, *found.watching.values()}) == 4 + len(PARTS)
    asked = free_port()
    assert choose_ports(Ports(asked, 0, 0, 0)).portal == asked


def test_free_ports_are_different_and_none_that_is_wanted() -> None:
    """One that is asked for may lie among those that the system gives out."""
    found = free_ports(200)
    assert len(set(found)) == 200
    assert not set(free_ports(50, found)) & set(found)


def test_every_part_that_keeps_running_is_watched_on_a_port_of_its_own(places: Places) -> None:
    """Two on one port: the second would not start. Who ends by itself has none, and the settings
    for a shell neither: a command of the operator would take the port of a part."""
    plan = Plan(places, Programs(Path("/usr/bin"), None), choose_ports(PORTS), {})
    parts = (plan.relay(), plan.gateway(), plan.clock(), *plan.workers())
    assert {one.name for one in parts} == set(PARTS) == set(plan.metrics)
    watched = {one.name: read_settings(one.environment).watching for one in parts}
    assert len({one.port for one in watched.values()}) == len(parts)
    assert {one.host for one in watched.values()} == {"127.0.0.1"}
    for name, url in plan.metrics.items():
        assert url == f"http://127.0.0.1:{watched[name].port}/metrics"
    for once in (plan.migrate(), plan.topics()):
        assert not read_settings(once.environment).watching.host
    assert "VROEGSIGNAAL_METRICS" not in plan.settings


def test_a_port_that_somebody_has_is_refused() -> None:
    """Rather than another portal than the one that was asked for."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        assert not is_free(port)
        with pytest.raises(PortTaken, match="portaal, broker"):
            choose_ports(Ports(port, 0, port, 0))


def _sleeper(tag: str) -> "subprocess.Popen[bytes]":
    code = "import time; print(flush=True); time.sleep(60)"
    started = subprocess.Popen(
        [sys.executable, "-c", code], env={**os.environ, TAG: tag}, stdout=subprocess.PIPE
    )
    assert started.stdout is not None
    started.stdout.readline()
    started.stdout.close()
    return started


def test_orphans_of_this_cluster_are_stopped_and_no_others(tmp_path: Path) -> None:
    """By the tag in their environment: no pid that somebody else has by now is ever touched."""
    home, other = tmp_path / "a", tmp_path / "ab"
    ours, theirs = _sleeper(f"{home}:worker-1"), _sleeper(f"{other}:worker-1")
    try:
        assert orphans(home) == {ours.pid: "worker-1"}
        assert stop_orphans(home) == ["worker-1"]
        assert ours.wait() == -15
        assert theirs.poll() is None
    finally:
        for one in (ours, theirs):
            one.kill()
            one.wait()


def test_one_folder_has_one_supervisor(places: Places) -> None:
    """Two would stop each other's processes as orphans."""
    with alone(places), pytest.raises(AlreadyUp), alone(places):
        pass
    with alone(places):
        assert (places.home / "lock").read_text(encoding="ascii") == str(os.getpid())


def _password(tmp_path: Path, text: str) -> dict[str, str]:
    (tmp_path / "password").write_text(text, encoding="utf-8")
    return {NAME: str(tmp_path / "password")}


def test_the_password_of_the_database_comes_from_a_file(tmp_path: Path) -> None:
    """Whatever signs are in it."""
    faults: list[str] = []
    found = with_password("postgresql://u@h:5432/d", _password(tmp_path, "a/b@c d\n"), faults)
    assert found == "postgresql://u:a%2Fb%40c%20d@h:5432/d"
    assert with_password("sqlite:///x.db", {}, faults) == "sqlite:///x.db"
    assert faults == []


@pytest.mark.parametrize(
    "url", ["postgresql://h/d", "postgresql://u:secret@h/d", "sqlite:///x.db", "postgresql://@h/d"]
)
def test_a_url_without_a_user_or_with_a_password_is_a_fault(tmp_path: Path, url: str) -> None:
    """It is told by the name of the setting, without either password."""
    faults: list[str] = []
    assert with_password(url, _password(tmp_path, "hunter2"), faults) == url
    assert len(faults) == 1
    assert faults[0].startswith(NAME)
    assert "secret" not in faults[0]
    assert "hunter2" not in faults[0]


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_password_file_is_a_fault(tmp_path: Path, text: str) -> None:
    """As one that is not there."""
    faults: list[str] = []
    with_password("postgresql://u@h/d", _password(tmp_path, text), faults)
    with_password("postgresql://u@h/d", {NAME: str(tmp_path / "absent")}, faults)
    assert len(faults) == 2
