"""Settings of a database on a server: how many connections, how long a question may take."""

from collections.abc import Mapping
from dataclasses import replace

from store.engine import USUAL
from store.postgres import Bounds

_CONNECTIONS = "VROEGSIGNAAL_DATABASE_CONNECTIONS"
_SECONDS = "VROEGSIGNAAL_DATABASE_SECONDS"
_MOST_CONNECTIONS = 100
_MOST_SECONDS = 3600
VARIABLES = {
    _CONNECTIONS: "verbindingen die elk proces met PostgreSQL openhoudt, 2 tot en met 100 "
    f"(standaard: {USUAL.connections})",
    _SECONDS: "seconden die een vraag aan PostgreSQL hoogstens mag duren, 1 tot en met 3600; op "
    f"een slot wordt een derde daarvan gewacht (standaard: {USUAL.statement_seconds})",
}


def read_bounds(environment: Mapping[str, str], faults: list[str]) -> Bounds:
    """The bounds of PostgreSQL; what is wrong is added to `faults`. SQLite has none of this."""
    connections = _number(environment, _CONNECTIONS, USUAL.connections)
    seconds = _number(environment, _SECONDS, USUAL.statement_seconds)
    if not 2 <= connections <= _MOST_CONNECTIONS:
        faults.append(f"{_CONNECTIONS}: {VARIABLES[_CONNECTIONS]}")
    if not 1 <= seconds <= _MOST_SECONDS:
        faults.append(f"{_SECONDS}: {VARIABLES[_SECONDS]}")
    return replace(
        USUAL,
        connections=connections,
        statement_seconds=seconds,
        lock_seconds=max(1, seconds // 3),
        idle_seconds=max(USUAL.idle_seconds, seconds),
    )


def _number(environment: Mapping[str, str], name: str, usual: int) -> int:
    """A whole number; -1, which is always wrong, for what is none."""
    text = environment.get(name, str(usual))
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else -1
