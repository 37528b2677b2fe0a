"""dedupe (RecordLink) with 600 labelled pairs, half of them matches: the supervised peer.

    python -m bench.linkage.peers.gazetteer FOLDER MODEL ANSWER

It can eat all memory while it looks for blocking rules; it may have `MOST_BYTES`.
"""

import random
import resource
import sys
import warnings
from pathlib import Path
from typing import Any

import dedupe
from dedupe import variables as kinds

from bench.linkage.files import DataSet
from bench.linkage.peers.answers import Answer, Tidy, tables

LABELS = 300
SURE_PROBABILITY = 0.5
MOST_BYTES = 9 * 2**30
FIELDS = {
    "febrl": ("first", "surname", "dob", "postcode", "number", "street", "city"),
    "history": ("first", "surname", "dob", "postcode", "city"),
    "city": ("first", "initials", "surname", "dob", "postcode", "number", "street"),
}


def keyed(rows: Tidy, fields: tuple[str, ...]) -> dict[str, dict[str, str | None]]:
    """Records by id; what is unknown is None."""
    return {row["id"]: {name: row[name] or None for name in fields} for row in rows}


def labels(
    register: dict[str, Any], signals: dict[str, Any], truth: dict[str, str]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """300 matches of the truth and 300 pairs that are none, half of these with a name alike."""
    chance = random.Random(1)
    matches = chance.sample(sorted(truth.items()), LABELS)
    by_name: dict[Any, list[str]] = {}
    for person, record in register.items():
        by_name.setdefault(record["surname"], []).append(person)
    everybody = list(register)
    distinct = []
    for place, (signal, person) in enumerate(matches):
        alike = by_name.get(signals[signal]["surname"], []) if place % 2 else []
        other = chance.choice(alike or everybody)
        if other != person:
            distinct.append((signal, other))
    return matches, distinct


def trained(signals: Any, register: Any, truth: dict[str, str], fields: tuple[str, ...]) -> Any:
    """A linker that has learned its weights and its blocking rules.

    It looks for rules among the labelled records only: with missing values it writes out nearly
    every pair of those it gets, and runs out of memory on the usual sample. Rules that need an
    index are left out: they make still more pairs.
    """
    linker = dedupe.RecordLink(
        [kinds.String(name, has_missing=True) for name in fields], num_cores=1
    )
    matches, distinct = labels(register, signals, truth)
    mine, theirs = zip(*matches, *distinct, strict=True)
    linker.prepare_training(
        {one: signals[one] for one in mine}, {one: register[one] for one in theirs}
    )
    named = {"match": matches, "distinct": distinct}
    linker.mark_pairs(
        {
            kind: [(signals[one], register[two]) for one, two in pairs]
            for kind, pairs in named.items()
        }
    )
    linker.train(recall=0.95, index_predicates=False)
    return linker


def main() -> None:
    """Link one data set."""
    folder, model, answer_file = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    warnings.simplefilter("ignore")
    random.seed(1)
    answer = Answer(SURE_PROBABILITY)
    with answer.clock("load"):
        register, signals = (keyed(rows, FIELDS[model]) for rows in tables(folder))
    truth = DataSet(Path(folder)).answers()
    with answer.clock("train"):
        linker = trained(signals, register, truth, FIELDS[model])
    with answer.clock("score"):
        for ids, chances in linker.score(linker.pairs(signals, register)):
            answer.pairs += 1
            answer.take([(str(ids[0]), str(ids[1]), float(chances))])
    answer.write(answer_file)


if __name__ == "__main__":
    main()
