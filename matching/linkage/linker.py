"""The front door of matching in the clear: a register that answers who a record is."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from struct import Struct
from threading import Event
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.linkage import layout
from matching.linkage.batch import AT_ONCE, search_all
from matching.linkage.chances import chances_of
from matching.linkage.fitting import FEWEST, Pairs, fit
from matching.linkage.model import Weights, expected
from matching.linkage.posterior import weigh
from matching.linkage.reading import Reader
from matching.linkage.scoring import frequencies_of, log_odds
from matching.linkage.search import MOST, candidates, patterns_of, score_all, search
from matching.linkage.segment import Words, build_segment
from matching.linkage.vocabulary import Vocabulary

KEPT: Final = 24
_PACK: Final = Struct(f"={layout.WIDTH}i").pack_into


class Answer(NamedTuple):
    """The best record (its row, -1 for none), how probable, the runner-up, and the work done."""

    row: int
    probability: float
    second: int
    second_probability: float
    weight: float
    compared: int


class Linker:
    """A register ready to be asked, one signal at a time."""

    def __init__(
        self,
        records: Iterable[Mapping[str, str]],
        weights: Weights | None = None,
        region: str = "NL",
    ) -> None:
        self.vocabulary: Final = Vocabulary()
        self.reader: Final = Reader(self.vocabulary, region)
        rows = np.array([self.reader.row(record) for record in records], np.int32)
        rows = rows.reshape(-1, layout.WIDTH)
        self.vocabulary.seal()
        self.words: Final = Words(self.vocabulary.letters, self.vocabulary.sounds)
        self.segment: Final = build_segment(rows, np.zeros((1, layout.PLACE), np.int32), self.words)
        self.frequencies: Final = frequencies_of(self.segment, len(self.words.letters))
        self.chances: Final = chances_of(self.segment, self.words)
        self._compared: Final = (rows, self.segment.earlier)
        self._stamps: Final = np.zeros(len(rows), np.uint32)
        self._stamp = 0
        self._out: Final = np.zeros(MOST, np.int64)
        self._work: Final = np.zeros((3, MOST))
        self.use(weights or expected())

    def use(self, weights: Weights) -> None:
        """From now on score with these weights."""
        self.weights = weights
        self._odds = log_odds(weights, self.chances)

    def row(self, record: Mapping[str, str]) -> NDArray[np.int32]:
        """The row of a signal; to be asked before many more are made (see `Vocabulary`)."""
        row = np.empty(layout.WIDTH, np.int32)
        _PACK(row.data, 0, *self.reader.row(record))
        return row

    def ask(self, row: NDArray[np.int32]) -> Answer:
        """Who this row is."""
        self._stamp += 1
        best, second, many = search(
            row, *self._compared, *self.segment.blocks, *self.words, *self.frequencies,
            self._odds, len(self._stamps), self._stamps, self._stamp, self._out, self._work, 0,
        )  # fmt: skip
        return self._answer(best, second, many)

    def ask_all(self, records: Iterable[Mapping[str, str]]) -> list[Answer]:
        """Who each of many signals is: what `ask` tells of its `row`.

        Some are read while others are searched for, on another core where there is one.
        """
        waiting, answers = iter(records), list[Answer]()
        with ThreadPoolExecutor(1) as searcher:
            before = None
            while page := [self.reader.row(one) for one in islice(waiting, AT_ONCE)]:
                answers += before.result() if before else ()
                before = searcher.submit(
                    self._search_all, np.array(page, np.int32), begun := Event()
                )
                begun.wait()
            answers += before.result() if before else ()
        return answers

    def _search_all(self, page: NDArray[np.int32], begun: Event) -> list[Answer]:
        """Search for a page; `begun` lets the reader go on, who else keeps the interpreter."""
        begun.set()
        numbers, shares = np.empty((len(page), 3), np.int64), np.empty((len(page), 3))
        self._stamp = search_all(
            page, *self._compared, *self.segment.blocks, *self.words, *self.frequencies,
            self._odds, len(self._stamps), self._stamps, self._stamp, self._out, self._work,
            numbers, shares,
        )  # fmt: skip
        told = zip(numbers.tolist(), shares.tolist(), strict=True)
        return [Answer(r, p, second, q, w, n) for (r, second, n), (p, q, w) in told]

    def ask_among(self, row: NDArray[np.int32], rows: Sequence[int]) -> Answer:
        """Who of some rows this row is: when it is known that it is about nobody else here."""
        many = min(len(rows), MOST)
        self._out[:many] = rows[:many]
        score_all(
            row, *self._compared, *self.words, *self.frequencies, self._odds, 0, many,
            self._out, self._work,
        )  # fmt: skip
        best, second = weigh(self._work, many, len(self._stamps), self._odds)
        return self._answer(best, second, many)

    def _answer(self, best: int, second: int, many: int) -> Answer:
        r = self._work[2]
        return Answer(
            int(self._out[best]) if best >= 0 else -1,
            float(r[0]),
            int(self._out[second]) if second >= 0 else -1,
            float(r[1]),
            float(r[2]),
            many,
        )

    def candidates(self, row: NDArray[np.int32]) -> NDArray[np.int64]:
        """The rows under any match key of a row."""
        self._stamp += 1
        many = candidates(
            row, len(self._stamps), *self.segment.blocks, *self.words,
            self._stamps, self._stamp, self._out,
        )  # fmt: skip
        return self._out[:many]

    def train(self, records: Iterable[Mapping[str, str]]) -> Weights:
        """Weights learned from signals, without labels; those in use for a tiny register."""
        if len(self._stamps) < FEWEST:
            return self.weights
        owner, patterns, rare = [], [], []
        for n, record in enumerate(records):
            row = self.row(record)
            found = self.candidates(row)
            mine = np.zeros((len(found), 4), np.int64)
            its = np.zeros(len(found), np.float32)
            patterns_of(
                row, *self._compared, *self.words, *self.frequencies, len(found), found, mine, its
            )
            keep = np.argsort(-(its + self._odds[mine].sum(axis=1)))[:KEPT]
            owner.append(np.full(len(keep), n))
            patterns.append(mine[keep])
            rare.append(its[keep])
        pairs = Pairs(np.concatenate(owner), np.concatenate(patterns), np.concatenate(rare))
        return fit(pairs, n + 1, len(self._stamps), self.weights, self.chances)
