"""The honest rival in a stream: dictionaries of blocks and rapidfuzz per pair, in clear text.

    python -m bench.linkage.peers.rival FOLDER WEIGHTS ANSWER

One signal at a time on one core, with the levels and the weights that Splink learned on the same
data (`WEIGHTS`: its answer). Twice: with tidied signals, which is the bar, and with the tidying
of the raw signal inside the clock.
"""

import gc
import json
import math
import sys
import time
from collections import Counter
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from typing import Any

from bench.linkage.files import DataSet, read_rows
from bench.linkage.peers.answers import Answer
from bench.linkage.peers.cleaning import tidy
from bench.linkage.peers.levels import BLOCKS, LEVEL_OF, TERM_FREQUENCIES, Record

SURE_WEIGHT = 4.2479


class Weights:
    """Splink's match weights by level; the exact level by how common the value is."""

    def __init__(self, model: dict[str, Any], register: list[Record]) -> None:
        chance = model["probability_two_random_records_match"]
        self.prior = math.log2(chance / (1 - chance))
        self.ladders = [
            (LEVEL_OF[one["output_column_name"]], _ladder(one), *_exact(one, register))
            for one in model["comparisons"]
        ]

    def score(self, signal: Record, person: Record) -> float:
        """The match weight of a pair."""
        total = self.prior
        for level_of, ladder, column, common in self.ladders:
            level = level_of(signal, person)
            if level is None:
                continue
            total += common.get(signal[column], ladder[0]) if level == 0 else ladder[level]
        return total


def _ladder(comparison: dict[str, Any]) -> list[float]:
    levels = [one for one in comparison["comparison_levels"] if not one.get("is_null_level")]
    return [_weight(one.get("m_probability"), one.get("u_probability")) for one in levels]


def _weight(likely: float | None, chance: float | None) -> float:
    """A match weight; a level that was never seen in training says nothing."""
    return math.log2(likely / chance) if likely and chance else 0.0


def _exact(comparison: dict[str, Any], register: list[Record]) -> tuple[str, dict[str, float]]:
    name = comparison["output_column_name"]
    column = TERM_FREQUENCIES.get(name, "")
    if not column:
        return "id", {}
    counts = Counter(row[column] for row in register if row[column])
    exact = comparison["comparison_levels"][1]
    whole = sum(counts.values())
    return column, {
        value: math.log2(exact["m_probability"] * whole / count) for value, count in counts.items()
    }


Finder = Callable[[Record], dict[str, Record]]
Block = dict[tuple[str, ...], list[Record]]


def finder(register: list[Record]) -> Finder:
    """Candidates of a signal by id: everybody in one of its blocks."""
    index: list[tuple[Callable[[Record], tuple[str, ...]], Block]] = []
    for columns in BLOCKS:
        key, block = itemgetter(*columns), Block()
        index.append((key, block))
        for row in register:
            if all(value := key(row)):
                block.setdefault(value, []).append(row)

    def found(signal: Record) -> dict[str, Record]:
        candidates: dict[str, Record] = {}
        for key, block in index:
            for row in block.get(key(signal), ()):
                candidates[row["id"]] = row
        return candidates

    return found


ROUNDS = 3


def streamed(
    answer: Answer, name: str, signals: list[Record], ready: Callable[[Record], Record],
    find: Finder, weights: Weights,
) -> None:  # fmt: skip
    """Match every signal on its own; keep the links, and the times of the median round."""
    rounds = []
    gc.collect()
    gc.disable()
    for _ in range(ROUNDS):
        links, spent, answer.pairs = _round(signals, ready, find, weights)
        rounds.append((sum(spent), sorted(spent)))
    gc.enable()
    answer.take(links)
    whole, spent = sorted(rounds)[ROUNDS // 2]
    answer.seconds["score"] = whole / 1000
    answer.more[name] = {
        "p50_ms": spent[len(spent) // 2],
        "p99_ms": spent[len(spent) * 99 // 100],
        "signals_per_second": 1000 * len(spent) / whole,
    }


def _round(
    signals: list[Record], ready: Callable[[Record], Record], find: Finder, weights: Weights
) -> tuple[list[tuple[str, str, float]], list[float], int]:
    spent, links, pairs = [], [], 0
    for raw in signals:
        start = time.perf_counter()
        signal = ready(raw)
        best, score = None, -math.inf
        candidates = find(signal)
        for person in candidates.values():
            weight = weights.score(signal, person)
            if weight > score:
                best, score = person, weight
        spent.append((time.perf_counter() - start) * 1000)
        pairs += len(candidates)
        if best is not None:
            links.append((raw["id"], best["id"], score))
    return links, spent, pairs


def main() -> None:
    """Stream one data set."""
    folder, weights_file, answer_file = sys.argv[1:]
    data, answer = DataSet(Path(folder)), Answer(SURE_WEIGHT)
    with answer.clock("load"):
        register = [tidy(row) for row in read_rows(data.register)]
        raw = read_rows(data.signals)
    with answer.clock("index"):
        find = finder(register)
    model = json.loads(Path(weights_file).read_text(encoding="utf-8"))["model"]
    weights = Weights(model, register)
    streamed(answer, "stream_raw", raw, tidy, find, weights)
    streamed(answer, "stream", [tidy(row) for row in raw], lambda row: row, find, weights)
    answer.write(answer_file)


if __name__ == "__main__":
    main()
