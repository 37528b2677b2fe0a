"""What every peer's script reads and hands back: tidy tables in, links and timings out (JSON)."""

import json
import resource
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.linkage.files import DataSet, read_rows
from bench.linkage.peers.cleaning import tidy

Tidy = list[dict[str, str]]


class Answer:
    """Collects what a peer found; `threshold` is the score from which it calls people the same."""

    def __init__(self, threshold: float) -> None:
        self.threshold = threshold
        self._best: dict[str, tuple[float, str]] = {}
        self._second: dict[str, float] = {}
        self.seconds: dict[str, float] = {}
        self.more: dict[str, Any] = {}
        self.pairs = 0

    @contextmanager
    def clock(self, phase: str) -> Iterator[None]:
        """Adds the wall time of the block to a phase: load, train, index or score."""
        start = time.perf_counter()
        yield
        self.seconds[phase] = self.seconds.get(phase, 0.0) + time.perf_counter() - start

    def take(self, pairs: Iterable[tuple[str, str, float]]) -> None:
        """Keep the best register record of each signal and the runner-up's score."""
        for signal, person, score in pairs:
            best = self._best.get(signal)
            if best is None or score > best[0]:
                if best is not None and best[1] != person:
                    self._second[signal] = best[0]
                self._best[signal] = (float(score), person)
            elif best[1] != person and score > self._second.get(signal, float("-inf")):
                self._second[signal] = float(score)

    def write(self, path: str) -> None:
        """Hand it back: links are (signal, register, score, runner-up's score or null)."""
        links = [
            (signal, person, score, self._second.get(signal))
            for signal, (score, person) in self._best.items()
        ]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        whole = {"links": links, "threshold": self.threshold, "seconds": self.seconds}
        whole |= {"pairs": self.pairs, "peak_mb": round(peak), **self.more}
        Path(path).write_text(json.dumps(whole), encoding="utf-8")


def tables(folder: str) -> tuple[Tidy, Tidy]:
    """The register and the signals of a data set, tidied."""
    data = DataSet(Path(folder))
    register = [tidy(row) for row in read_rows(data.register)]
    return register, [tidy(row) for row in read_rows(data.signals)]
