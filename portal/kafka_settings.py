"""The settings of the Kafka runner; without VROEGSIGNAAL_KAFKA the line runs by itself."""

import re
import ssl
from collections.abc import Callable, Mapping
from pathlib import Path

from portal.login_file import read_login
from streams.kafka.connecting import CLIENT, Connection, Login

VARIABLES = {
    "VROEGSIGNAAL_KAFKA": "broker als naam:poort, meer met komma's (standaard: geen, dan draait de "
    "lijn zonder Kafka)",
    "VROEGSIGNAAL_KAFKA_CLIENT": "naam van dit proces in de logs van de broker (standaard: "
    "vroegsignaal)",
    "VROEGSIGNAAL_KAFKA_PREFIX": "begin van de namen van topics en groepen, als meer steden een "
    "broker delen (standaard: niets)",
    "VROEGSIGNAAL_KAFKA_LOGIN_FILE": "bestand met gebruiker en wachtwoord op twee regels, voor "
    "SCRAM-SHA-512 (standaard: zonder)",
    "VROEGSIGNAAL_KAFKA_CA_FILE": "bestand met de CA van de broker (PEM), dan TLS (standaard: "
    "zonder)",
    "VROEGSIGNAAL_KAFKA_CERT_FILE": "bestand met ons certificaat en de sleutel ervan (PEM; "
    "standaard: zonder)",
}
_SERVERS = re.compile(r"[A-Za-z0-9.-]{1,253}:\d{1,5}(,[A-Za-z0-9.-]{1,253}:\d{1,5}){0,15}")
_PREFIX = re.compile(r"[A-Za-z0-9._-]{0,100}")
_CLIENT = re.compile(r"[A-Za-z0-9._-]{1,100}")


def read_kafka(environment: Mapping[str, str], faults: list[str]) -> Connection | None:
    """How to reach the broker, or None without one; what is wrong is added to `faults`."""
    servers = environment.get("VROEGSIGNAAL_KAFKA", "")
    if not servers:
        return None
    wrong = []
    client = environment.get("VROEGSIGNAAL_KAFKA_CLIENT", CLIENT)
    ports = [int(one.rpartition(":")[2]) for one in servers.split(",") if _SERVERS.fullmatch(one)]
    if not _SERVERS.fullmatch(servers) or max(ports) > 65535:
        wrong.append("VROEGSIGNAAL_KAFKA")
    if not _CLIENT.fullmatch(client):
        wrong.append("VROEGSIGNAAL_KAFKA_CLIENT")
    prefix = environment.get("VROEGSIGNAAL_KAFKA_PREFIX", "")
    if not _PREFIX.fullmatch(prefix):
        wrong.append("VROEGSIGNAAL_KAFKA_PREFIX")
    login = _login(environment, wrong)
    ca = _file(environment, "VROEGSIGNAAL_KAFKA_CA_FILE", _is_ca, wrong)
    certificate = _file(environment, "VROEGSIGNAAL_KAFKA_CERT_FILE", _has_key, wrong)
    if certificate is not None and ca is None:
        wrong.append("VROEGSIGNAAL_KAFKA_CA_FILE")
    faults += [f"{name}: {VARIABLES[name]}" for name in wrong]
    return Connection(servers, client, login, ca, certificate, prefix)


def _file(
    environment: Mapping[str, str], name: str, fits: Callable[[Path], None], wrong: list[str]
) -> Path | None:
    value = environment.get(name, "")
    if not value:
        return None
    try:
        fits(Path(value))
    except (OSError, ValueError):
        wrong.append(name)
    return Path(value)


def _is_ca(file: Path) -> None:
    """Raises OSError (of which SSLError is one) when there is no certificate in it."""
    ssl.create_default_context(cafile=str(file))


def _has_key(file: Path) -> None:
    """Raises OSError when it is no certificate with its key, or the key needs a password."""
    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(str(file), password="")


def _login(environment: Mapping[str, str], wrong: list[str]) -> Login | None:
    found = read_login(environment, "VROEGSIGNAAL_KAFKA_LOGIN_FILE", wrong)
    return Login(*found) if found else None
