"""Who runs on which data set, how, and for how long at most."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.linkage.files import DataSet
from bench.linkage.outcomes import Outcome, of_ours, of_peer
from bench.linkage.venvs import Environment, PeerFailed, answer_of

MODELS = {"febrl4": "febrl", "febrl3": "febrl", "hist": "history"}
"""The peers' settings by data set; the cities have their own."""
CITY = "city"
SPLINK, WIDE, RIVAL, SQLITE = "Splink", "Splink, wide", "dict+rapidfuzz", "SQLite+rapidfuzz"
OURS, TOKENS = "ours L0", "ours L1"
ONE_BY_ONE = 20
"""Signals that Splink also gets one at a time; each takes a quarter of a second."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A script of the peers; `needs_weights` means it scores with what Splink learned."""

    name: str
    environment: Environment
    script: str
    seconds: int
    needs_weights: bool = False
    slow: bool = False


PEERS = (
    Peer("recordlinkage ECM", Environment.MAIN, "ecm", 600),
    Peer("dedupe, 600 labels", Environment.DEDUPE, "gazetteer", 300, slow=True),
    Peer("anonlink", Environment.ENCODED, "encoded", 600),
    Peer(SQLITE, Environment.MAIN, "sqlite", 300, needs_weights=True),
    Peer(RIVAL, Environment.MAIN, "rival", 300, needs_weights=True),
)


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody who did not run, and why."""

    name: str
    reason: str


def model_of(data: str) -> str:
    """The name of the peers' settings for a data set."""
    return MODELS.get(data, CITY)


def everybody(data: DataSet, answers: Path, quick: bool) -> Iterator[Outcome | Absence]:
    """Run all contenders, Splink first and ourselves right after the rivals in a stream."""
    name = data.folder.name
    model = model_of(name)
    records = ONE_BY_ONE if model == CITY and not quick else 0
    yield _splink(SPLINK, data, model, records, answers)
    if model == "history":
        yield _splink(WIDE, data, "wide", 0, answers)
    for peer in PEERS:
        if (peer.needs_weights and model != CITY) or (peer.slow and quick):
            continue
        yield _peer(peer, data, model, answers)
    for ours, level in ((OURS, "L0"), (TOKENS, "L1")):
        yield _ours(ours, data, ("--level", level, "--train"), answers / level)


def _splink(name: str, data: DataSet, model: str, records: int, answers: Path) -> Outcome | Absence:
    arguments = (str(data.folder), model, str(records))
    try:
        found = answer_of(
            Environment.MAIN, "splink5", arguments, answers / f"splink-{model}.json", 900
        )
    except PeerFailed as failed:
        return Absence(name, str(failed))
    return of_peer(name, found, data)


def _peer(peer: Peer, data: DataSet, model: str, answers: Path) -> Outcome | Absence:
    how = str(answers / f"splink-{model}.json") if peer.needs_weights else model
    arguments, answer = (str(data.folder), how), answers / f"{peer.script}.json"
    try:
        found = answer_of(peer.environment, peer.script, arguments, answer, peer.seconds)
    except PeerFailed as failed:
        return Absence(peer.name, str(failed))
    return of_peer(peer.name, found, data)


def _ours(name: str, data: DataSet, options: tuple[str, ...], answers: Path) -> Outcome | Absence:
    try:
        return of_ours(name, data, options, answers)
    except PeerFailed as failed:
        return Absence(name, str(failed))
