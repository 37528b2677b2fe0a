"""The Splink models: how each data set is blocked, compared and trained, none with labels.

`FEBRL` and `HISTORY` follow Splink's own examples for those data; `WIDE` is `HISTORY` with the
blocking that a scorer of millions of pairs a second can afford; `CITY` is made for Dutch and
Flemish names, with the levels of `levels.py` so that others can use the trained weights.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import splink.comparison_library as cl
from splink import SettingsCreator, block_on

from bench.linkage.peers.levels import BLOCKS, COMPARISONS, TERM_FREQUENCIES


@dataclass(frozen=True, slots=True)
class Model:
    """Comparisons, blocking for prediction, sure rules with their recall, rules for EM."""

    comparisons: Callable[[], list[Any]]
    blocks: tuple[tuple[str, ...], ...]
    sure: tuple[tuple[str, ...], ...]
    sure_recall: float
    sessions: tuple[tuple[str, ...], ...]
    swapped_names: bool = False
    max_pairs: float = 1e6

    def settings(self) -> SettingsCreator:
        """Splink's settings for linking two tables whose key is `id`."""
        blocks: list[Any] = [block_on(*columns) for columns in self.blocks]
        if self.swapped_names:
            blocks.append("l.first = r.surname and l.surname = r.first")
        return SettingsCreator(
            link_type="link_only",
            unique_id_column_name="id",
            comparisons=self.comparisons(),
            blocking_rules_to_generate_predictions=blocks,
        )


def _febrl() -> list[Any]:
    return [
        cl.NameComparison("first").configure(term_frequency_adjustments=True),
        cl.NameComparison("surname").configure(term_frequency_adjustments=True),
        _birth("%Y-%m-%d"),
        cl.ExactMatch("number").configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("street", [1, 3]).configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("city", [1, 3]).configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(
            term_frequency_adjustments=True
        ),
    ]


def _history() -> list[Any]:
    return [
        cl.NameComparison("first").configure(term_frequency_adjustments=True),
        cl.NameComparison("surname").configure(term_frequency_adjustments=True),
        _birth("%Y-%m-%d"),
        cl.LevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        cl.ExactMatch("sex"),
    ]


def _birth(shape: str) -> Any:
    return cl.DateOfBirthComparison(
        "dob", input_is_string=True, datetime_format=shape, invalid_dates_as_null=True
    )


def _city() -> list[Any]:
    return [_custom(name, levels) for name, levels in COMPARISONS.items()]


def _custom(name: str, levels: tuple[tuple[str, str], ...]) -> Any:
    column = TERM_FREQUENCIES.get(name)
    made: list[dict[str, Any]] = []
    for label, condition in levels:
        level: dict[str, Any] = {"sql_condition": condition, "label_for_charts": label}
        if label == "null":
            level["is_null_level"] = True
        if label == "exact" and column:
            level["tf_adjustment_column"] = column
        made.append(level)
    return cl.CustomComparison(made, output_column_name=name)


FEBRL = Model(
    _febrl,
    (("first", "surname"), ("dob",), ("number", "street"), ("postcode",), ("street", "city")),
    (("first", "surname", "dob"), ("dob", "postcode"), ("first", "surname", "postcode")),
    0.9,
    (("dob",), ("postcode",), ("first", "surname")),
    swapped_names=True,
)
HISTORY = Model(
    _history,
    (
        *(("substr(first, 1, 3)", "substr(surname, 1, 4)"), ("surname", "dob"), ("first", "dob")),
        *(("postcode", "first"), ("postcode", "surname"), ("dob", "city")),
        *(("substr(postcode, 1, 3)", "dob"), ("substr(postcode, 1, 3)", "first")),
        *(("substr(postcode, 1, 3)", "surname"),),
        ("substr(first, 1, 2)", "substr(surname, 1, 2)", "substr(dob, 1, 4)"),
    ),
    (
        *(("first", "surname", "dob"), ("dob", "postcode")),
        ("substr(first, 1, 2)", "surname", "substr(postcode, 1, 2)"),
    ),
    0.6,
    (("first", "surname"), ("dob",), ("postcode",)),
    max_pairs=5e6,
)
WIDE = Model(
    _history,
    (
        *(("dob",), ("postcode",), ("first", "surname"), ("surname", "substr(dob, 1, 4)")),
        *(("surname", "city"), ("first", "city", "substr(dob, 1, 3)")),
        *(("surname", "substr(postcode, 1, 3)"), ("first", "substr(dob, 6, 5)")),
        *(("surname", "substr(dob, 6, 5)"), ("first", "substr(postcode, 1, 4)")),
        *(("surname", "substr(first, 1, 3)"), ("first", "substr(surname, 1, 4)")),
        *(("surname",), ("first", "city"), ("city", "substr(dob, 1, 4)")),
        *(("first", "substr(dob, 1, 4)"), ("substr(postcode, 1, 5)", "substr(first, 1, 2)")),
    ),
    HISTORY.sure,
    HISTORY.sure_recall,
    HISTORY.sessions,
    swapped_names=True,
    max_pairs=5e6,
)
CITY = Model(
    _city,
    BLOCKS,
    (("first", "surname", "dob"), ("surname", "dob", "postcode"), ("dob", "postcode", "number")),
    0.7,
    (("dob",), ("surname", "first"), ("postcode", "first")),
    max_pairs=5e6,
)
MODELS = {"febrl": FEBRL, "history": HISTORY, "wide": WIDE, "city": CITY}
