"""Eighteen million residents: how large the index is, how long it takes to build and to ask.

The register is generated as rows of numbers (names by Zipf's law, a birth date, a home), for a
text of that size would measure the reading of a file. So normalising a signal is not in these
figures; `bench.matching` has it at 270,000.
"""

import argparse
import resource
import time
from statistics import quantiles

import numpy as np
from numpy.typing import NDArray

from matching.linkage import layout
from matching.linkage.blocks import TIERS
from matching.linkage.chances import chances_of
from matching.linkage.model import expected
from matching.linkage.scoring import frequencies_of, log_odds
from matching.linkage.search import MOST, search
from matching.linkage.segment import Segment, Words, build_segment
from matching.linkage.vocabulary import Vocabulary

SURNAMES, GIVENS, TOWNS = 400_000, 60_000, 350
HOUSEHOLD = 2.1
ASKED = 20_000
OUTSIDE = 0.22


def main() -> None:
    """Print the figures beside what issue 4 asks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--residents", type=int, default=18_000_000)
    many = parser.parse_args().residents
    rng = np.random.default_rng(7)
    words, vocabulary = _words(many)
    rows = _rows(many, rng, vocabulary)
    _warm_up(rows, words)
    start = time.perf_counter()
    segment = build_segment(rows, np.zeros((1, layout.PLACE), np.int32), words, rules=TIERS[3])
    built = time.perf_counter() - start
    taken, right, wrong = _ask(segment, words, rng)
    cuts = quantiles(taken, n=100)
    parts = (segment.rows, *segment.blocks, *words)
    size = sum(part.nbytes for part in parts) / many
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"| residents | {many:,} | |")
    print(f"| bytes a resident (index, rows, words) | {size:.0f} | <= 300 |")
    print(f"| build, seconds (rows given) | {built:.0f} | <= 180 |")
    print(
        f"| signals/s, one core, without normalising | {len(taken) / sum(taken):,.0f} | >= 10,000 |"
    )
    print(f"| p50 / p99, ms | {cuts[49] * 1e3:.3f} / {cuts[98] * 1e3:.3f} | p99 <= 1 |")
    print(f"| found / wrong of {ASKED:,} | {right:,} / {wrong:,} | |")
    print(f"| peak memory, GB | {peak:.1f} | |")


def _words(many: int) -> tuple[Words, dict[str, tuple[int, int]]]:
    """A vocabulary of invented names, with the numbers from and to of each kind."""
    vocabulary, spans = Vocabulary(), {}
    kinds = {"surname": SURNAMES, "given": GIVENS, "street": 90_000, "city": TOWNS}
    for kind, size in (*kinds.items(), ("postcode", min(460_000, max(many // 38, 20)))):
        first = len(vocabulary)
        for n in range(size):
            vocabulary.number(_name(kind, n))
        spans[kind] = (first, len(vocabulary))
    vocabulary.seal()
    return Words(vocabulary.letters, vocabulary.sounds), spans


def _name(kind: str, n: int) -> str:
    if kind == "postcode":
        return f"{1000 + n % 9000}{chr(65 + n // 9000 // 26)}{chr(65 + n // 9000 % 26)}"
    syllables = ("BA", "DE", "KIN", "LO", "MUR", "NAS", "PEL", "RI", "SOT", "TAN", "VEL", "WIK")
    text = {"surname": "", "given": "A", "street": "STR", "city": "T"}[kind]
    n += 1
    while n:
        n, rest = divmod(n, len(syllables))
        text += syllables[rest]
    return text


def _rows(
    many: int, rng: np.random.Generator, spans: dict[str, tuple[int, int]]
) -> NDArray[np.int32]:
    rows = np.zeros((many, layout.WIDTH), np.int32)

    def zipf(kind: str, size: int) -> NDArray[np.int32]:
        low, high = spans[kind]
        ranks = (high - low) ** rng.random(size, np.float32)
        return (low + np.minimum(ranks.astype(np.int64) - 1, high - low - 1)).astype(np.int32)

    homes = int(many / HOUSEHOLD)
    home = rng.integers(0, homes, many, np.int32)
    code = rng.integers(*spans["postcode"], homes, np.int32)
    rows[:, layout.POSTCODE] = code[home]
    rows[:, layout.NUMBER] = rng.integers(1, 200, homes, np.int32)[home]
    streets = spans["street"]
    rows[:, layout.STREET] = streets[0] + rows[:, layout.POSTCODE] % (streets[1] - streets[0])
    rows[:, layout.CITY] = spans["city"][0] + rows[:, layout.POSTCODE] % TOWNS
    rows[:, layout.SURNAME] = zipf("surname", homes)[home]
    alone = rng.random(many) < 0.4
    rows[alone, layout.SURNAME] = zipf("surname", int(alone.sum()))
    rows[:, layout.OWN] = rows[:, layout.NAMED] = 1
    rows[:, layout.JOINED] = rows[:, layout.SURNAME]
    for n in range(2):
        rows[:, layout.GIVEN + n] = zipf("given", many)
    year, month = rng.integers(1930, 2009, many), rng.integers(1, 13, many)
    rows[:, layout.BORN] = year * 10_000 + month * 100 + rng.integers(1, 29, many)
    return rows


def _warm_up(rows: NDArray[np.int32], words: Words) -> None:
    build_segment(rows[:100].copy(), np.zeros((1, layout.PLACE), np.int32), words, rules=TIERS[3])


def _ask(segment: Segment, words: Words, rng: np.random.Generator) -> tuple[list[float], int, int]:
    """The seconds of every search, how many residents were found and how many were others."""
    rows, out, work = segment.rows, np.zeros(MOST, np.int64), np.zeros((3, MOST))
    frequencies = frequencies_of(segment, len(words.letters))
    odds = log_odds(expected(), chances_of(segment, words))
    stamps = np.zeros(len(rows), np.uint32)
    taken, right, wrong = [], 0, 0
    picks = rng.integers(0, len(rows), ASKED)
    for stamp, pick in enumerate([int(picks[0]), *map(int, picks)], start=1):
        signal = _spoilt(rows[pick].copy(), rng)
        outside = rng.random() < OUTSIDE
        if outside:
            signal[layout.BORN], signal[layout.GIVEN] = rows[
                rng.integers(0, len(rows)), [layout.BORN, layout.GIVEN]
            ]
        start = time.perf_counter()
        best, _, _ = search(
            signal, rows, segment.earlier, *segment.blocks, *words, *frequencies, odds,
            len(rows), stamps, stamp, out, work, 0,
        )  # fmt: skip
        if stamp > 1:
            taken.append(time.perf_counter() - start)
        said = work[2, 0] >= 0.8
        right += said and not outside and int(out[best]) == pick
        wrong += said and (outside or int(out[best]) != pick)
    return taken, right, wrong


def _spoilt(row: NDArray[np.int32], rng: np.random.Generator) -> NDArray[np.int32]:
    """A signal with what usually goes wrong: no birth date, an older home, another first name."""
    if rng.random() < 0.12:
        row[layout.BORN] = 0
    if rng.random() < 0.06:
        row[layout.POSTCODE] += 1
        row[layout.NUMBER] = 1 + row[layout.NUMBER] % 150
    if rng.random() < 0.05:
        row[layout.GIVEN], row[layout.GIVEN + 1] = row[layout.GIVEN + 1], row[layout.GIVEN]
    return row


if __name__ == "__main__":
    main()
