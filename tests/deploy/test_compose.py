"""docker-compose.yml: by the official schema, and by rules of our own that each can fail."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from portal.settings import read_settings
from tests.deploy.compose_rules import RULES, one_shots

REPOSITORY = Path(__file__).resolve().parents[2]
SCHEMA = REPOSITORY.parent / "shared" / "rulesets" / "compose-spec.json"
CLUSTER = {"broker", "postgres", "topics", "migrate", "gateway", "relay", "workers", "clock"}


@pytest.fixture
def compose() -> dict[str, Any]:
    """The file as it is, with its anchors resolved; each test may change it."""
    text = (REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = copy.deepcopy(yaml.safe_load(text))
    return json.loads(json.dumps(loaded))  # type: ignore[no-any-return]


def test_the_compose_file_is_one_by_the_official_schema(compose: dict[str, Any]) -> None:
    """No Docker engine runs here: the schema of the specification is the nearest judge."""
    if not SCHEMA.exists():
        pytest.skip("needs the Compose schema in ../shared/rulesets")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert [error.message for error in Draft7Validator(schema).iter_errors(compose)] == []


def test_the_schema_refuses_what_compose_does_not_know(compose: dict[str, Any]) -> None:
    """The negative control of the test before."""
    if not SCHEMA.exists():
        pytest.skip("needs the Compose schema in ../shared/rulesets")
    compose["services"]["relay"]["readonly"] = True
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert not Draft7Validator(schema).is_valid(compose)


def test_all_parts_of_a_cluster_are_there(compose: dict[str, Any]) -> None:
    """Two workers from the start; topics and migrations are done once, before the rest."""
    assert set(compose["services"]) == CLUSTER
    assert compose["services"]["workers"]["deploy"]["replicas"] == 2
    assert one_shots(compose) == {"topics", "migrate"}


@pytest.mark.parametrize("rule", RULES)
def test_the_compose_file_keeps_our_rules(compose: dict[str, Any], rule: str) -> None:
    """Non-root, read-only, watched, closed, no secret in clear, and only what exists."""
    assert RULES[rule](compose) == []


def _of(service: str, key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(compose: dict[str, Any]) -> None:
        compose["services"][service][key] = value

    return change


BROKEN: dict[str, tuple[str, Callable[[dict[str, Any]], None], str]] = {
    "root": ("guarded", _of("relay", "user", "0:0"), "relay: user"),
    "root by name": ("guarded", _of("relay", "user", "root"), "relay: user"),
    "no user": ("guarded", lambda one: one["services"]["clock"].pop("user"), "clock: user"),
    "writes": ("guarded", _of("broker", "read_only", False), "broker: read-only"),
    "capability": ("guarded", _of("broker", "cap_add", ["CHOWN"]), "broker: capabilities"),
    "privileged": ("guarded", _of("broker", "privileged", True), "broker: own namespaces"),
    "host network": ("guarded", _of("relay", "network_mode", "host"), "relay: own namespaces"),
    "newest": ("guarded", _of("broker", "image", "apache/kafka:latest"), "broker: pinned image"),
    "no limit": ("guarded", _of("relay", "deploy", {}), "relay: memory"),
    "no check": ("watched", _of("relay", "healthcheck", {"disable": True}), "relay: health check"),
    "stays down": ("watched", _of("workers", "restart", "no"), "workers: restart"),
    "for ever": ("watched", _of("migrate", "restart", "always"), "migrate: restart"),
    "absent": (
        "ordered",
        _of("relay", "depends_on", {"zookeeper": {"condition": "service_healthy"}}),
        "relay: waits for zookeeper, which is not there",
    ),
    "open port": ("closed", _of("gateway", "ports", ["8425:8425"]), "gateway: port 8425:8425"),
    "any address": (
        "closed",
        _of("broker", "ports", ["0.0.0.0:9092:9092"]),
        "broker: port 0.0.0.0:9092:9092",
    ),
    "outside": ("closed", _of("workers", "networks", ["front"]), "workers: network ['front']"),
    "password": (
        "secret",
        _of("postgres", "environment", {"POSTGRES_PASSWORD": "hunter2"}),
        "postgres: POSTGRES_PASSWORD",
    ),
    "password in a URL": (
        "secret",
        _of("relay", "environment", {"VROEGSIGNAAL_DATABASE": "postgresql://a:b@c/d"}),
        "relay: password in VROEGSIGNAAL_DATABASE",
    ),
    "secret not given": (
        "secret",
        _of("relay", "secrets", ["database-password"]),
        "relay: VROEGSIGNAAL_KEY_FILE",
    ),
    "no such setting": (
        "known",
        _of("relay", "environment", {"VROEGSIGNAAL_BROKER": "x"}),
        "relay: setting VROEGSIGNAAL_BROKER",
    ),
    "no such command": (
        "known",
        _of("relay", "command", ["vroegsignaal", "relais"]),
        "relay: no such command: ['vroegsignaal', 'relais']",
    ),
    "no such option": (
        "known",
        _of("relay", "command", ["vroegsignaal", "relay", "--twice"]),
        "relay: ['vroegsignaal', 'relay', '--twice']: NoSuchOption",
    ),
    "not ours": ("known", _of("relay", "command", ["sh"]), "relay: not a command of ours: ['sh']"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_rule_of_ours_finds_what_it_is_for(compose: dict[str, Any], name: str) -> None:
    """A rule that cannot fail proves nothing."""
    rule, change, fault = BROKEN[name]
    change(compose)
    assert fault in RULES[rule](compose)


def test_the_settings_are_ones_that_a_process_starts_with(
    compose: dict[str, Any], tmp_path: Path
) -> None:
    """Read as a worker reads them; broker and database are services, by the port they have."""
    (tmp_path / "key").write_text("ab" * 32, encoding="ascii")
    (tmp_path / "database-password").write_text("wachtwoord met /:@\n", encoding="ascii")
    given = {
        name: str(value).replace("/run/secrets", str(tmp_path)).replace("${CITY:-dronten}", "gent")
        for name, value in compose["services"]["workers"]["environment"].items()
    }
    found = read_settings(given)
    assert found.kafka is not None
    assert found.kafka.servers == ["broker:9092"]
    assert "PLAINTEXT://broker:9092" in _properties("cluster-broker")["advertised.listeners"]
    assert found.database == (
        "postgresql+psycopg://vroegsignaal:wachtwoord%20met%20%2F%3A%40@postgres:5432/vroegsignaal"
    )
    assert found.index == Path("/index/register")


def test_the_portal_trusts_the_gateway_of_its_own_network_and_nobody_else(
    compose: dict[str, Any],
) -> None:
    """By X-Forwarded-For wrong passwords are counted: who may set it can guess on."""
    front = compose["networks"]["front"]["ipam"]["config"][0]["gateway"]
    command = compose["services"]["gateway"]["command"]
    assert command[command.index("--trust") + 1] == front
    assert compose["services"]["gateway"]["ports"] == ["127.0.0.1:${PORTAL_PORT:-8425}:8425"]


def test_names_of_residents_stay_in_memory(compose: dict[str, Any]) -> None:
    """The index holds names in clear: a tmpfs that only our user can look into."""
    options = compose["volumes"]["index"]["driver_opts"]
    assert options["type"] == options["device"] == "tmpfs"
    assert "mode=0700,uid=10001" in options["o"]
    users = [name for name, one in compose["services"].items() if "index:/index" in str(one)]
    assert users == ["workers"]


def test_the_broker_of_the_containers_is_set_as_the_one_without(compose: dict[str, Any]) -> None:
    """What was measured with deploy/kafka holds for the container too."""
    assert _properties("kafka/server").items() <= _properties("cluster-broker").items()


def test_what_compose_mounts_is_in_the_repository(compose: dict[str, Any]) -> None:
    """A bind mount of a file that is not there becomes an empty folder."""
    for one in compose["configs"].values():
        assert (REPOSITORY / one["file"]).is_file()
    build = compose["services"]["relay"]["build"]
    assert (REPOSITORY / build["context"] / build["dockerfile"]).is_file()


def _properties(name: str) -> dict[str, str]:
    text = (REPOSITORY / "deploy" / f"{name}.properties").read_text(encoding="utf-8")
    lines = (line.partition("=") for line in text.splitlines() if line and line[0] != "#")
    return {key: value for key, _, value in lines}
