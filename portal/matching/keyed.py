"""Linking files as keyed tokens (level L1), with the clock running.

The creditor's side (normalise, make tokens) and the city's (look up, verify what was opened) both
count. A signal of which no token is known stays closed: it is compared with nobody.
"""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matching.evaluate import Link
from matching.linkage.linker import Linker
from matching.linkage.model import Weights
from matching.normal import normalise
from matching.tokens.choosing import chosen_kinds
from matching.tokens.index import TokenIndex
from matching.tokens.keys import signal_texts
from matching.tokens.suite import ROOT_BYTES, Suite
from portal.matching.clear import Run, Source, warm_up
from portal.matching.files import Person

_TIMED: Final = 2_000
"""Of so many signals making tokens is timed apart."""


@dataclass(frozen=True, slots=True)
class _City:
    """A register that is asked by tokens, under a key made for this run."""

    register: Sequence[Person]
    linker: Linker
    suite: Suite
    kinds: frozenset[int]
    index: TokenIndex

    def opens(self, signal: Person) -> bool:
        """Whether any row of the register shares a token with a signal."""
        return bool(self.index.rows(self.suite, normalise(signal), self.kinds))

    def link(self, signal: Person) -> Link:
        """Make tokens, look them up, and compare what they open in the clear."""
        start = time.perf_counter()
        tidy = normalise(signal)
        normalised = time.perf_counter()
        rows = self.index.rows(self.suite, tidy, self.kinds)
        if not rows:
            end = time.perf_counter()
            return Link(signal["id"], None, 0.0, 0.0, 0, end - start, end - normalised)
        opened = time.perf_counter()
        row = self.linker.row(signal)
        read = time.perf_counter()
        answer = self.linker.ask_among(row, rows)
        end = time.perf_counter()
        searching = (opened - normalised) + (end - read)
        one, other = answer.probability, answer.second_probability
        found = self.register[answer.row]["id"]
        return Link(signal["id"], found, one, other, answer.compared, end - start, searching)


def link_keyed(
    register: Sequence[Person], signals: Sequence[Person], weights: Weights | None, source: Source
) -> Run:
    """Link every signal by tokens under a key made for this run.

    LEARNED weights come from the register and the signals that could be opened.
    """
    start = time.perf_counter()
    city = _city(register, weights)
    built = time.perf_counter()
    if source is Source.LEARNED:
        opened = [signal for signal in signals if city.opens(signal)]
        if opened:
            city.linker.use(city.linker.train(opened))
    trained = time.perf_counter()
    links = list(map(city.link, signals))
    took = time.perf_counter() - trained
    opened_ids = frozenset(link.signal_id for link in links if link.register_id is not None)
    rate = _tokens_per_second(city, signals[:_TIMED])
    return Run(links, built - start, trained - built, took, opened_ids, tokens_per_second=rate)


def _city(register: Sequence[Person], weights: Weights | None) -> _City:
    suite = Suite(secrets.token_bytes(ROOT_BYTES), "evaluate", 1)
    tidy = list(map(normalise, register))
    kinds = chosen_kinds(enumerate(tidy))
    index = TokenIndex.build(suite, enumerate(tidy), kinds)
    del tidy
    city = _City(register, Linker(register, weights), suite, kinds, index)
    warm_up(city.linker)
    city.opens({"surname": "Proef", "date_of_birth": "1970-01-01", "postcode": "9999 ZZ"})
    return city


def _tokens_per_second(city: _City, signals: Sequence[Person]) -> float | None:
    """How many tokens are made of match keys in a second, those of one signal at a time."""
    texts = [signal_texts(normalise(signal), city.kinds) for signal in signals]
    start = time.perf_counter()
    for one in texts:
        city.suite.packed(one)
    taken = time.perf_counter() - start
    return round(sum(map(len, texts)) / taken, 1) if texts else None
