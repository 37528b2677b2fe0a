"""Linking files in the clear (level L0), with the clock running."""

import gc
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matching.evaluate import Link
from matching.linkage.linker import Linker
from matching.linkage.model import Weights
from portal.matching.files import Person


class Source(StrEnum):
    """Where weights come from: as they were given, or learned from the files at hand."""

    GIVEN = "given"
    LEARNED = "learned"


@dataclass(frozen=True, slots=True)
class Run:
    """The links of one run and what they took; `opened` counts envelopes at level L1.

    `seconds` is for one signal at a time, `batch_seconds` for all in one go (0: not tried).
    """

    links: Sequence[Link]
    build_seconds: float
    train_seconds: float
    seconds: float
    opened: frozenset[str] = frozenset()
    batch_seconds: float = 0.0
    tokens_per_second: float | None = None


def link_clear(
    register: Sequence[Person], signals: Sequence[Person], weights: Weights | None, source: Source
) -> Run:
    """Link every signal, one at a time, then all in one go to time that too.

    LEARNED weights come from both files first.
    """
    start = time.perf_counter()
    linker = Linker(register, weights)
    warm_up(linker)
    built = time.perf_counter()
    if source is Source.LEARNED and signals:
        linker.use(linker.train(signals))
    trained = time.perf_counter()
    links = list(_links(linker, register, signals))
    linked = time.perf_counter()
    linker.ask_all(signals)
    batch = time.perf_counter() - linked
    return Run(links, built - start, trained - built, linked - trained, batch_seconds=batch)


def warm_up(linker: Linker) -> None:
    """Have everything compiled, and the register out of garbage collection, before the clock."""
    gc.collect()
    gc.freeze()
    somebody = {"surname": "Proef", "given_names": "Proef"}
    linker.ask(linker.row(somebody))
    linker.ask_all([somebody])


def _links(linker: Linker, register: Sequence[Person], signals: Sequence[Person]) -> Iterator[Link]:
    for signal in signals:
        start = time.perf_counter()
        row = linker.row(signal)
        normalised = time.perf_counter()
        answer = linker.ask(row)
        end = time.perf_counter()
        found = register[answer.row]["id"] if answer.row >= 0 else None
        yield Link(
            signal["id"],
            found,
            answer.probability,
            answer.second_probability,
            answer.compared,
            end - start,
            end - normalised,
        )
