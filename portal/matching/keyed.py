"""Linking files as keyed tokens (level L1), with the clock running.

The creditor's side (normalise, make tokens) and the city's (look up, verify what was opened) both
count. A signal of which no token is known stays closed: it is compared with nobody.
"""

import secrets
import time
from collections.abc import Sequence
from dataclasses import replace

from matching.evaluate import Link
from matching.linkage.linker import Linker
from matching.linkage.model import Weights
from matching.normal import normalise
from matching.tokens.choosing import chosen_kinds
from matching.tokens.index import TokenIndex
from matching.tokens.keys import signal_inputs
from matching.tokens.suite import ROOT_BYTES, Suite
from portal.matching.clear import Run, Source, warm_up
from portal.matching.files import Person


def link_keyed(
    register: Sequence[Person], signals: Sequence[Person], weights: Weights | None, source: Source
) -> Run:
    """Link every signal by tokens under a key made for this run.

    LEARNED weights come from the register and the signals that could be opened.
    """
    start = time.perf_counter()
    suite = Suite(secrets.token_bytes(ROOT_BYTES), "evaluate", 1)
    kinds = chosen_kinds(enumerate(map(normalise, register)))
    index = TokenIndex.build(suite, enumerate(map(normalise, register)), kinds)
    linker = Linker(register, weights)
    warm_up(linker)
    built = time.perf_counter()
    if source is Source.LEARNED:
        _learn(linker, index, suite, kinds, signals)
    trained = time.perf_counter()
    links, opened = [], set[str]()
    for signal in signals:
        begin = time.perf_counter()
        rows = _rows(index, suite, kinds, signal)
        if rows:
            opened.add(signal["id"])
        link = _verify(linker, register, signal, rows)
        links.append(replace(link, seconds=time.perf_counter() - begin))
    took = time.perf_counter() - trained
    return Run(links, built - start, trained - built, took, frozenset(opened))


def _rows(index: TokenIndex, suite: Suite, kinds: frozenset[int], signal: Person) -> Sequence[int]:
    """The rows that share a token with a signal."""
    hits = index.find(suite.tokens(signal_inputs(normalise(signal), kinds)))
    return list(dict.fromkeys(hit.row for hit in hits))


def _verify(
    linker: Linker, register: Sequence[Person], signal: Person, rows: Sequence[int]
) -> Link:
    """Compare what was opened in the clear."""
    if not rows:
        return Link(signal["id"], None, 0.0, 0.0, 0, 0.0)
    answer = linker.ask_among(linker.row(signal), rows)
    return Link(
        signal["id"],
        register[answer.row]["id"],
        answer.probability,
        answer.second_probability,
        answer.compared,
        0.0,
    )


def _learn(
    linker: Linker,
    index: TokenIndex,
    suite: Suite,
    kinds: frozenset[int],
    signals: Sequence[Person],
) -> None:
    opened = [signal for signal in signals if _rows(index, suite, kinds, signal)]
    if opened:
        linker.use(linker.train(opened))
