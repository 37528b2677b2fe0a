"""Weights by Splink (extra `train`): the same levels in SQL, its own expectation-maximisation.

A second trainer and an oracle beside `Linker.train`. Nothing else imports Splink, and scoring
never needs it. Splink's fields are independent and it knows no relatives: see ADR 0008.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from matching.linkage.fitting import PRIOR
from matching.linkage.layout import GROUPS
from matching.linkage.model import MARGINALS, Weights, expected, tables_of, unit
from matching.linkage.patterns import kinds_of
from portal.matching.files import Person
from portal.matching.splink_levels import (
    LADDERS,
    LISTS,
    NUMBERS,
    SESSIONS,
    SURE,
    Ladder,
    columns_of,
)
from protocols.errors import Refused

SEED: Final = 1
MOST_PAIRS: Final = 1_000_000
"""Pairs of one session, and pairs drawn to count what chance agrees on."""
SURE_RECALL: Final = 0.8
"""The share of the same persons that `SURE` finds: a guess, as Splink asks for one."""
CONVERGED: Final = 0.001
ROUNDS: Final = 10
"""Splink stops with an error where a level becomes rarer than 1e-300: before that it is told to."""
DECISIVE: Final = frozenset(
    {
        *(ladder.known for ladder in LADDERS),
        *(name for group in (*SESSIONS, *SURE) for name in group),
    }
)
"""The columns of which both files must know something before Splink can use them."""
_SHARES: Final = (0.01, 0.99)


class TrainerMissing(Refused):
    """The extra `train` is not installed."""

    code = "trainer-missing"


class NothingLearned(Refused):
    """Splink found no pairs to learn from."""

    code = "nothing-learned"


def train_with_splink(register: Sequence[Person], signals: Sequence[Person]) -> Weights:
    """Weights learned from two files. Raises TrainerMissing and NothingLearned."""
    try:
        import duckdb
        import pyarrow
        import splink
    except ImportError as error:
        message = "Splink ontbreekt; installeer het met `pip install 'vroegsignaal[train]'`."
        raise TrainerMissing(message) from error
    tables = {"register": columns_of(register), "signals": columns_of(signals)}
    known = frozenset(n for n in DECISIVE if all(any(t[n]) for t in tables.values()))
    with duckdb.connect() as connection:
        _fill(connection, pyarrow, tables)
        api = splink.DuckDBAPI(connection)
        both = [api.register(name, dataset_display_name=name) for name in tables]
        model = _learn(splink, both, known, expected().resident_share / max(len(register), 1))
    return _weights(model, len(register), len(signals))


def _fill(connection: Any, arrow: Any, tables: Mapping[str, Mapping[str, list[Any]]]) -> None:
    """Make tables inside DuckDB: on a view of Arrow's Splink is hundreds of times slower."""
    connection.execute("set enable_progress_bar = false")
    words = arrow.list_(arrow.string())
    for name, columns in tables.items():
        types = dict.fromkeys(columns, arrow.string())
        types |= dict.fromkeys(LISTS, words) | dict.fromkeys(NUMBERS, arrow.int32())
        rows = arrow.table(columns, schema=arrow.schema(list(types.items())))
        connection.from_arrow(rows).create(name)


def _learn(splink: Any, both: Sequence[Any], known: frozenset[str], begin: float) -> Any:
    """What Splink learned, as it saves it; `begin` is the chance that two records match."""
    settings = splink.SettingsCreator(
        link_type="link_only",
        unique_id_column_name="id",
        comparisons=[_comparison(ladder) for ladder in LADDERS if ladder.known in known],
        probability_two_random_records_match=begin,
        retain_matching_columns=False,
        em_convergence=CONVERGED,
        max_iterations=ROUNDS,
    )
    sessions = [splink.block_on(*columns) for columns in SESSIONS if known.issuperset(columns)]
    linker = splink.Linker(both, settings, log_level="ERROR") if sessions else None
    if linker is None or not _trained(splink, linker.training, sessions, known):
        message = "Splink vond geen paren om van te leren; geef meer mensen, of meer kolommen."
        raise NothingLearned(message)
    return linker.misc.save_model_to_json()


def _trained(splink: Any, training: Any, sessions: Sequence[Any], known: frozenset[str]) -> int:
    """How many sessions found pairs."""
    from splink.internals.exceptions import EMTrainingException

    if sure := [splink.block_on(*columns) for columns in SURE if known.issuperset(columns)]:
        training.estimate_probability_two_random_records_match(sure, recall=SURE_RECALL)
    training.estimate_u_using_random_sampling(max_pairs=MOST_PAIRS, seed=SEED)
    trained = 0
    for rule in sessions:
        try:
            training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=MOST_PAIRS)
        except EMTrainingException:
            continue
        trained += 1
    return trained


def _comparison(ladder: Ladder) -> dict[str, Any]:
    null = f"{ladder.known}_l is null or {ladder.known}_r is null"
    missing = {"sql_condition": null, "label_for_charts": "missing", "is_null_level": True}
    begin = _begin(ladder)
    levels = [
        {
            "sql_condition": condition or "ELSE",
            "label_for_charts": name,
            "m_probability": begin[name],
        }
        for name, condition in ladder.levels
    ]
    return {"output_column_name": _name_of(ladder), "comparison_levels": [missing, *levels]}


def _begin(ladder: Ladder) -> dict[str, float]:
    """What is expected before any data: without it Splink settles on people who never move."""
    names = GROUPS[ladder.group][ladder.column][1:]
    values = unit(ladder.group, ladder.column, MARGINALS[ladder.group][ladder.column])[1:]
    return {name: float(value / values.sum()) for name, value in zip(names, values, strict=True)}


def _name_of(ladder: Ladder) -> str:
    return f"{ladder.group}_{ladder.column}"


def _weights(model: Mapping[str, Any], residents: int, signals: int) -> Weights:
    learned = {one["output_column_name"]: _shares(one) for one in model["comparisons"]}
    share = float(np.clip(model["probability_two_random_records_match"] * residents, *_SHARES))
    rows = {group: list(fields) for group, fields in MARGINALS.items()}
    for ladder in LADDERS:
        its = learned.get(_name_of(ladder), {})
        rows[ladder.group][ladder.column] = _row(ladder, its, share * signals)
    kin = min(expected().relative_share, (1 - share) / 2)
    return Weights(tables_of(rows), None, share, kin, "splink", signals, residents)


def _shares(comparison: Mapping[str, Any]) -> dict[str, float]:
    """The m-probabilities that were learned, by level."""
    return {
        level["label_for_charts"]: level["m_probability"]
        for level in comparison["comparison_levels"]
        if isinstance(level.get("m_probability"), float)
    }


def _row(ladder: Ladder, learned: Mapping[str, float], people: float) -> list[float]:
    """What is expected, with the learned levels of a kind divided as so many people show."""
    names = GROUPS[ladder.group][ladder.column]
    row = unit(ladder.group, ladder.column, MARGINALS[ladder.group][ladder.column])
    mine = np.array([learned.get(name, 0.0) for name in names])
    known, kinds = np.array([name in learned for name in names]), kinds_of(names)
    for kind in set(kinds.tolist()):
        these = known & (kinds == kind)
        if (total := mine[these].sum()) > 0:
            seen = people * mine[these] / total * row[these].sum()
            row[these] = (seen + PRIOR * row[these]) / (people + PRIOR)
    return [float(share) for share in row]
