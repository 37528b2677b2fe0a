"""recordlinkage (the Python toolkit): five blocks, thresholds a field, and the ECM classifier.

python -m bench.linkage.peers.ecm FOLDER MODEL ANSWER
"""

import math
import sys
import warnings
from typing import Any

import numpy as np
import pandas as pd
import recordlinkage as rl

from bench.linkage.peers.answers import Answer, Tidy, tables

BLOCKS: dict[str, tuple[tuple[str, ...], ...]] = {
    "febrl": (
        ("first", "surname"),
        ("dob",),
        ("postcode",),
        ("street", "number"),
        ("street", "city"),
    ),
    "history": (
        *(("first", "surname"), ("dob",), ("postcode", "first"), ("postcode", "surname")),
        ("surname", "city"),
    ),
    "city": (
        *(("dob", "initial"), ("dob", "surname"), ("postcode", "number", "initial")),
        *(("street", "surname"), ("street", "number", "surname")),
    ),
}
SURE_LOG_ODDS = 0.0
"""The classifier calls people the same from a probability of one half on."""

RANDOM_PAIRS = 500_000
"""Added for training where half of the values are missing, or the classes come out mixed up."""


def compared(model: str) -> Any:
    """Which fields are compared, and how alike they must be."""
    compare = rl.Compare()
    for field in ("first", "surname"):
        compare.string(field, field, method="jarowinkler", threshold=0.85, label=field)
        if model != "history":
            compare.exact(field, field, label=f"{field} exact")
    compare.exact("dob", "dob", label="dob")
    compare.string("dob", "dob", method="damerau_levenshtein", threshold=0.85, label="dob slip")
    compare.exact("postcode", "postcode", label="postcode")
    compare.exact("city", "city", label="city")
    if model == "history":
        compare.exact("sex", "sex", label="sex")
    else:
        compare.exact("number", "number", label="number")
        compare.string("street", "street", method="jarowinkler", threshold=0.85, label="street")
    if model == "city":
        compare.exact("initials", "initials", label="initials")
        compare.exact("addition", "addition", label="addition")
    return compare


def framed(rows: Tidy) -> Any:
    """A frame by id; what is unknown is missing."""
    return pd.DataFrame(rows).set_index("id").replace("", None)


def log_odds(ecm: Any, features: Any) -> Any:
    """What the classifier's probability is made of: the probability itself ends in ones."""
    given = features.to_numpy()
    total = np.full(len(given), math.log(ecm.p / (1 - ecm.p)))
    for place, chances in enumerate(zip(ecm.m_probs.values(), ecm.u_probs.values(), strict=True)):
        for value in (0, 1):
            likely, chance = (max(each.get(value, 0.0), 1e-9) for each in chances)
            total += (given[:, place] == value) * math.log(likely / chance)
    return total


def main() -> None:
    """Link one data set."""
    folder, model, answer_file = sys.argv[1:]
    warnings.simplefilter("ignore")
    answer = Answer(SURE_LOG_ODDS)
    with answer.clock("load"):
        register, signals = (framed(rows) for rows in tables(folder))
    with answer.clock("score"):
        index = rl.Index()
        for columns in BLOCKS[model]:
            index.block(list(columns))
        pairs = index.index(register, signals)
        features = compared(model).compute(pairs, register, signals)
    ecm = rl.ECMClassifier(use_col_names=False)
    strangers = []
    with answer.clock("train"):
        if model == "history":
            random = rl.index.Random(RANDOM_PAIRS, random_state=1).index(register, signals)
            strangers.append(compared(model).compute(random, register, signals))
        ecm.fit(pd.concat([features, *strangers]))
    with answer.clock("score"):
        odds = log_odds(ecm, features)
    answer.pairs = len(features)
    left, right = (pairs.get_level_values(side) for side in (0, 1))
    answer.take(zip(right, left, odds, strict=True))
    answer.write(answer_file)


if __name__ == "__main__":
    main()
