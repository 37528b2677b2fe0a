"""anonlink with clkhash: one Bloom filter a record (CLK), every signal with every resident.

python -m bench.linkage.peers.encoded FOLDER MODEL ANSWER
"""

import io
import re
import sys
from typing import Any

import anonlink
from clkhash import clk
from clkhash.schema import from_json_dict

from bench.linkage.peers.answers import Answer, Tidy, tables

SURE = {"febrl": 0.75, "history": 0.75, "city": 0.8}
"""From which similarity on people are the same; users choose it by looking at the data."""
FLOOR = {"febrl": 0.6, "history": 0.6, "city": 0.7}
BITS = 1024
NOT_PLAIN = re.compile(r"[,\"\r\n]")
FIELDS: dict[str, dict[str, int]] = {
    "febrl": {
        "first": 2,
        "surname": 2,
        "dob": 2,
        "postcode": 2,
        "number": 1,
        "street": 2,
        "city": 2,
    },
    "history": {"first": 2, "surname": 2, "dob": 2, "postcode": 2, "city": 2},
    "city": {
        "first": 2,
        "initials": 1,
        "surname": 2,
        "dob": 2,
        "postcode": 2,
        "number": 1,
        "street": 2,
    },
}
"""The fields of each data set with the length of their grams."""


def schema(fields: dict[str, int]) -> Any:
    """A linkage schema (version 3); every field has the same weight in bits a value."""
    return from_json_dict(
        {
            "version": 3,
            "clkConfig": {
                "l": BITS,
                "kdf": {"type": "HKDF", "hash": "SHA256", "info": "", "salt": "", "keySize": 64},
            },
            "features": [_feature(name, grams) for name, grams in fields.items()],
        }
    )


def _feature(name: str, grams: int) -> dict[str, Any]:
    return {
        "identifier": name,
        "format": {"type": "string", "encoding": "utf-8"},
        "hashing": {
            "comparison": {"type": "ngram", "n": grams, "positional": name == "dob"},
            "strategy": {"bitsPerFeature": 120},
            "hash": {"type": "doubleHash"},
        },
    }


def encoded(rows: Tidy, fields: dict[str, int]) -> Any:
    """One CLK a record, in the order of the rows."""
    lines = [",".join(NOT_PLAIN.sub(" ", row[name]) for name in fields) for row in rows]
    text = io.StringIO("\n".join([",".join(fields), *lines]) + "\n")
    return clk.generate_clk_from_csv(
        text, "bench", schema(fields), validate=False, progress_bar=False, max_workers=1
    )


def main() -> None:
    """Link one data set."""
    folder, model, answer_file = sys.argv[1:]
    answer = Answer(SURE[model])
    with answer.clock("load"):
        register, signals = tables(folder)
    with answer.clock("index"):
        filters = [encoded(rows, FIELDS[model]) for rows in (signals, register)]
    with answer.clock("score"):
        alike, _sets, (mine, theirs) = anonlink.candidate_generation.find_candidate_pairs(
            filters,
            anonlink.similarities.dice_coefficient_accelerated,
            FLOOR[model],
        )
    answer.pairs = len(register) * len(signals)
    answer.take(
        (signals[one]["id"], register[two]["id"], score)
        for score, one, two in zip(alike, mine, theirs, strict=True)
    )
    answer.write(answer_file)


if __name__ == "__main__":
    main()
