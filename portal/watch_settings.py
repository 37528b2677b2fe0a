"""Settings of watching over the line: when it stops, when it is late, and who may read metrics."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from streams.processor import MOST_DEAD_LETTERS

_LETTERS = "VROEGSIGNAAL_MOST_DEAD_LETTERS"
_WAITING = "VROEGSIGNAAL_MOST_WAITING"
_STILL = "VROEGSIGNAAL_STILL_SECONDS"
_METRICS = "VROEGSIGNAAL_METRICS"
_TOKEN = "VROEGSIGNAAL_METRICS_TOKEN_FILE"  # noqa: S105 - the name of a variable
MOST_WAITING = 100_000
STILL_SECONDS = 300
VARIABLES = {
    _LETTERS: "apart gelegde berichten per stap waarbij de lijn stilstaat, 0 tot en met 10000 "
    f"(standaard: {MOST_DEAD_LETTERS})",
    _WAITING: "berichten die hoogstens voor een stap wachten zonder dat de lijn achterloopt, 0 tot "
    f"en met 100000000 (standaard: {MOST_WAITING})",
    _STILL: "seconden waarin een stap waarvoor iets wacht iets verwerkt, en anders stil heet te "
    f"staan, 1 tot en met 86400 (standaard: {STILL_SECONDS})",
    _METRICS: "adres:poort voor /metrics, /healthz en /readyz, zoals 127.0.0.1:9108; buiten "
    f"127.0.0.1 alleen met {_TOKEN} (standaard: geen)",
    _TOKEN: "bestand met het token dat wie /metrics leest als Bearer meestuurt, 32 tot en met 200 "
    "tekens (standaard: geen)",
}
_ADDRESS = re.compile(r"(127\.0\.0\.1|localhost|[0-9]{1,3}(?:\.[0-9]{1,3}){3}):(\d{1,5})", re.ASCII)
_SECRET = re.compile(r"[!-~]{32,200}")
_LOOPBACK = frozenset({"127.0.0.1", "localhost"})


@dataclass(frozen=True, slots=True)
class Watching:
    """When the line stops, is behind and stands still, and where metrics are read; an empty host
    is nowhere."""

    most_dead_letters: int = MOST_DEAD_LETTERS
    most_waiting: int = MOST_WAITING
    still_seconds: int = STILL_SECONDS
    host: str = ""
    port: int = 0
    token: str = field(default="", repr=False)


UNWATCHED = Watching()
"""The usual limits, and metrics nowhere."""


def read_watching(environment: Mapping[str, str], faults: list[str]) -> Watching:
    """How the line is watched; what is wrong is added to `faults`."""
    wrong: list[str] = []
    letters = _number(environment, _LETTERS, MOST_DEAD_LETTERS, range(10_001), wrong)
    waiting = _number(environment, _WAITING, MOST_WAITING, range(100_000_001), wrong)
    still = _number(environment, _STILL, STILL_SECONDS, range(1, 86_401), wrong)
    token = _secret(environment.get(_TOKEN, ""), wrong)
    host, port = _address(environment.get(_METRICS, ""), wrong)
    if host and host not in _LOOPBACK and not token and _TOKEN not in wrong:
        wrong.append(_TOKEN)
    faults += [f"{name}: {VARIABLES[name]}" for name in wrong]
    return Watching(letters, waiting, still, host, port, token)


def _number(
    environment: Mapping[str, str], name: str, usual: int, allowed: range, wrong: list[str]
) -> int:
    text = environment.get(name, str(usual))
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or int(text) not in allowed:
        wrong.append(name)
        return usual
    return int(text)


def _address(text: str, wrong: list[str]) -> tuple[str, int]:
    if not text:
        return "", 0
    found = _ADDRESS.fullmatch(text)
    if not found or not 0 < int(found[2]) < 65536:
        wrong.append(_METRICS)
        return "", 0
    return found[1], int(found[2])


def _secret(path: str, wrong: list[str]) -> str:
    if not path:
        return ""
    try:
        found = Path(path).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        found = ""
    if not _SECRET.fullmatch(found):
        wrong.append(_TOKEN)
        return ""
    return found
