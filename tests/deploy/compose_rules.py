"""Rules for docker-compose.yml beside the official schema; each returns its faults."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import typer.main
from typer.exceptions import TyperException

from portal.cli.main import app as cli
from portal.cluster.commands import app as parts
from portal.settings import VARIABLES

Compose = Mapping[str, Any]
Rule = Callable[[Compose], list[str]]
_SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|KEY|CREDENTIAL|LOGIN|DSN")
_PINNED = re.compile(r"[a-z0-9/._-]+:\d+\.\d+(\.\d+)?(-[a-z0-9.]+)?")
_USER = re.compile(r"[1-9]\d*:[1-9]\d*")
_OURS = "vroegsignaal:"
_DONE = "service_completed_successfully"


def _services(compose: Compose) -> list[tuple[str, Mapping[str, Any]]]:
    return list(compose["services"].items())


def one_shots(compose: Compose) -> set[str]:
    """Services that others wait for until they are done."""
    return {
        on
        for _, service in _services(compose)
        for on, how in service.get("depends_on", {}).items()
        if how["condition"] == _DONE
    }


def guarded(compose: Compose) -> list[str]:
    """Every service is a user with a number, reads only, and can gain nothing."""
    wanted: dict[str, Callable[[Mapping[str, Any]], bool]] = {
        "user": lambda one: _USER.fullmatch(str(one.get("user", ""))) is not None,
        "read-only": lambda one: one.get("read_only") is True,
        "capabilities": lambda one: one.get("cap_drop") == ["ALL"] and "cap_add" not in one,
        "privileges": lambda one: "no-new-privileges:true" in one.get("security_opt", []),
        "own namespaces": lambda one: not {"privileged", "network_mode", "pid", "ipc"} & set(one),
        "memory": lambda one: bool(_limits(one).get("memory")) and bool(_limits(one).get("pids")),
        "pinned image": lambda one: _PINNED.fullmatch(one.get("image", "")) is not None,
    }
    return [
        f"{name}: {what}"
        for name, service in _services(compose)
        for what, holds in wanted.items()
        if not holds(service)
    ]


def _limits(service: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = service.get("deploy", {}).get("resources", {}).get("limits", {})
    return found


def watched(compose: Compose) -> list[str]:
    """What stays has a health check and starts anew; what does its work once ends after tries."""
    faults = []
    for name, service in _services(compose):
        check = service.get("healthcheck", {})
        if name in one_shots(compose):
            if not str(service.get("restart", "")).startswith("on-failure"):
                faults.append(f"{name}: restart")
        else:
            if not check.get("test") or check.get("disable"):
                faults.append(f"{name}: health check")
            if service.get("restart") != "unless-stopped":
                faults.append(f"{name}: restart")
    return faults


def ordered(compose: Compose) -> list[str]:
    """Nobody waits for a service that is not there, or for health that is never looked at."""
    services, faults = compose["services"], []
    for name, service in services.items():
        for on, how in service.get("depends_on", {}).items():
            if on not in services:
                faults.append(f"{name}: waits for {on}, which is not there")
            elif how["condition"] != _DONE and "test" not in services[on].get("healthcheck", {}):
                faults.append(f"{name}: waits for health of {on}")
    return faults


def closed(compose: Compose) -> list[str]:
    """Ports are on loopback, and who has none is on the internal network alone."""
    networks, faults = compose["networks"], []
    for name, service in _services(compose):
        ports = [str(one) for one in service.get("ports", [])]
        faults += [f"{name}: port {one}" for one in ports if not one.startswith("127.0.0.1:")]
        outside = [one for one in service["networks"] if not (networks[one] or {}).get("internal")]
        if outside and not ports:
            faults.append(f"{name}: network {outside}")
    return faults


def secret(compose: Compose) -> list[str]:
    """Secrets come from files that the service was given; none stands in an environment."""
    faults = []
    for name, service in _services(compose):
        for key, value in service.get("environment", {}).items():
            if _SECRET.search(key) and not _is_given(service, key, str(value)):
                faults.append(f"{name}: {key}")
            if re.search(r"://[^/@]*:[^/@]*@", str(value)):
                faults.append(f"{name}: password in {key}")
    return faults + [
        f"{one}: no file" for one, how in compose["secrets"].items() if set(how) != {"file"}
    ]


def _is_given(service: Mapping[str, Any], key: str, value: str) -> bool:
    given = {f"/run/secrets/{one}" for one in service.get("secrets", [])}
    # who has no secrets at all may be told where they would be
    return (
        key.endswith("_FILE")
        and value.startswith("/run/secrets/")
        and (not given or value in given)
    )


def known(compose: Compose) -> list[str]:
    """Every command is one of ours with options that it has, and every setting is read."""
    faults = []
    for name, service in _services(compose):
        settings = set(service.get("environment", {}))
        if not str(service.get("image", "")).startswith(_OURS):
            continue
        faults += [f"{name}: setting {one}" for one in sorted(settings - set(VARIABLES))]
        for words in (service["command"], _check_of(service)):
            fault = _fault_of(words)
            if fault:
                faults.append(f"{name}: {fault}")
    return faults


def _check_of(service: Mapping[str, Any]) -> list[str]:
    """The command of its health check; none where it looks at a page."""
    words = list(service.get("healthcheck", {}).get("test", []))[1:]
    return words if words[1:2] == ["-m"] else []


def _fault_of(words: list[str]) -> str:
    match words:
        case []:
            return ""
        case ["vroegsignaal", *rest]:
            app = cli
        case ["python", "-m", "portal.cluster", *rest]:
            app = parts
        case _:
            return f"not a command of ours: {words}"
    command: Any = typer.main.get_command(app)
    try:
        while hasattr(command, "commands") and rest:
            command, rest = command.commands[rest[0]], rest[1:]
        command.make_context("test", list(rest)).close()
    except KeyError:
        return f"no such command: {words}"
    except TyperException as error:
        return f"{words}: {type(error).__name__}"
    return ""


RULES: Mapping[str, Rule] = {
    rule.__name__: rule for rule in (guarded, watched, ordered, closed, secret, known)
}
