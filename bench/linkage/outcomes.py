"""What a peer, or we ourselves, made of a data set, in one shape for the table."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.linkage.files import DataSet, read_rows
from bench.linkage.scoring import Link, Scored, scored
from bench.linkage.venvs import run

OUR_SECONDS = 1200


@dataclass(frozen=True, slots=True)
class Stream:
    """One signal at a time: milliseconds at the median and for 99 of 100, and signals a second."""

    p50_ms: float
    p99_ms: float
    per_second: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """The links of one contender, scored, with what they cost.

    `match_seconds` is for all signals, without training and without building an index.
    """

    name: str
    scored: Scored
    pairs: int
    signals: int
    train_seconds: float
    build_seconds: float
    match_seconds: float
    peak_mb: float
    stream: Stream | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        """Signals a second in one go."""
        return self.signals / self.match_seconds if self.match_seconds else 0.0

    @property
    def pairs_per_second(self) -> float:
        """Pairs a second in one go, finding them included."""
        return self.pairs / self.match_seconds if self.match_seconds else 0.0


def of_peer(name: str, answer: Mapping[str, Any], data: DataSet) -> Outcome:
    """A peer's answer file, judged at the peer's own threshold."""
    links = [Link(signal, person, score) for signal, person, score, _second in answer["links"]]
    seconds = answer["seconds"]
    return Outcome(
        name=name,
        scored=scored(links, data.answers(), answer["threshold"]),
        pairs=answer["pairs"],
        signals=len(data.signal_ids()),
        train_seconds=seconds.get("train", 0.0),
        build_seconds=seconds.get("index", 0.0),
        match_seconds=seconds["score"],
        peak_mb=answer["peak_mb"],
        stream=_stream(answer["stream"]) if "stream" in answer else None,
        more=answer,
    )


def _stream(found: Mapping[str, float]) -> Stream:
    return Stream(found["p50_ms"], found["p99_ms"], found["signals_per_second"])


def of_ours(name: str, data: DataSet, options: Sequence[str], answers: Path) -> Outcome:
    """Run `vroegsignaal match evaluate` on a data set. Raises PeerFailed."""
    links, report = answers / "ours.csv", answers / "ours.json"
    answers.mkdir(parents=True, exist_ok=True)
    command = str(Path(sys.executable).with_name("vroegsignaal"))
    files = ("--register", data.register, "--signals", data.signals, "--truth", data.truth)
    more = (*options, "--links", str(links), "--json")
    told = run((command, "match", "evaluate", *map(str, files), *more), OUR_SECONDS)
    report.write_text(told, encoding="utf-8")
    return _outcome(name, json.loads(told), read_rows(links), data)


def _outcome(
    name: str, told: Mapping[str, Any], links: Sequence[Mapping[str, str]], data: DataSet
) -> Outcome:
    """Our own point is what we judge `same`; `unsure` goes to a person and is no link."""
    found = [row for row in links if row["register_id"]]
    same = [row["signal_id"] for row in found if row["judgement"] == "same"]
    ranked = [Link(row["signal_id"], row["register_id"], float(row["score"])) for row in found]
    return Outcome(
        name=name,
        scored=scored(ranked, data.answers(), float(told.get("threshold", 0.0)), same),
        pairs=told["pairs_compared"],
        signals=len(data.signal_ids()),
        train_seconds=told.get("train_seconds", 0.0),
        build_seconds=told["build_seconds"],
        match_seconds=told["seconds"],
        peak_mb=told["peak_memory_mb"],
        stream=Stream(told["p50_ms"], told["p99_ms"], told["signals_per_second"]),
        more=told,
    )
