"""What the machine can do at all: pairs a second in a bare rapidfuzz loop, tokens in bare hmac.

python -m bench.linkage.peers.limits FOLDER ANSWER
"""

import hmac
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cdist

from bench.linkage.peers.answers import tables

PAIRS = 400_000
TOKENS = 200_000
SIDE = 2_000
ROUNDS = 5


def rate(count: int, work: Callable[[], object]) -> float:
    """How many a second, the median of five rounds."""
    spent = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return count / statistics.median(spent)


def main() -> None:
    """Measure with the names and birth dates of a data set."""
    folder, answer_file = sys.argv[1:]
    register, signals = tables(folder)
    names, others = ([row["surname"] for row in rows] for rows in (register, signals))
    births = [row["dob"] for row in register]
    pairs = [(names[at % len(names)], others[at % len(others)]) for at in range(PAIRS)]
    dates = [(births[at % len(births)], births[-at % len(births)]) for at in range(PAIRS)]
    key, texts = b"k" * 32, [f"{name}|{at}".encode() for at, (name, _) in enumerate(pairs)][:TOKENS]
    left, right = names[:SIDE], others[:SIDE]
    found = {
        "jaro_winkler_pairs_per_second": rate(
            PAIRS, lambda: [JaroWinkler.similarity(one, two) for one, two in pairs]
        ),
        "osa_pairs_per_second": rate(PAIRS, lambda: [OSA.distance(one, two) for one, two in dates]),
        "cdist_pairs_per_second": rate(
            len(left) * len(right),
            lambda: cdist(left, right, scorer=JaroWinkler.similarity, dtype=np.float32, workers=1),
        ),
        "hmac_tokens_per_second": rate(
            len(texts), lambda: [hmac.digest(key, text, "sha256") for text in texts]
        ),
    }
    Path(answer_file).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
