"""Splink 5 on native DuckDB tables; trained without labels.

    python -m bench.linkage.peers.splink5 FOLDER MODEL RECORDS ANSWER

`RECORDS` is how many signals are predicted one at a time as well (0 for none).
"""

import statistics
import sys
import time
import warnings
from typing import Any

import duckdb
import pandas as pd
from splink import DuckDBAPI, Linker, block_on

from bench.linkage.peers.answers import Answer, Tidy, tables
from bench.linkage.peers.cleaning import FIELDS
from bench.linkage.peers.splink_models import MODELS, Model

SURE_PROBABILITY = 0.95
SURE_WEIGHT = 4.2479
"""log2(.95 / .05): the usual threshold of Splink's documentation, as a match weight."""
SEED = 1


def native(connection: Any, name: str, rows: Tidy) -> None:
    """Make a table inside DuckDB: a view on Arrow or pandas makes Splink 300 times slower."""
    connection.register("frame", pd.DataFrame(rows, columns=list(FIELDS)))
    columns = ", ".join(f"nullif({field}, '') as {field}" for field in FIELDS)
    connection.execute(f"create table {name} as select {columns} from frame")
    connection.unregister("frame")


def trained(api: Any, model: Model) -> Linker:
    """A linker of the two tables with all parameters estimated."""
    both = [api.register(name, dataset_display_name=name) for name in ("register", "signals")]
    linker = Linker(both, model.settings(), log_level="ERROR")
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on(*columns) for columns in model.sure], recall=model.sure_recall
    )
    training.estimate_u_using_random_sampling(max_pairs=model.max_pairs, seed=SEED)
    for columns in model.sessions:
        training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    return linker


def weights(linker: Linker) -> dict[str, Any]:
    """The trained model as Splink saves it."""
    return dict(linker.misc.save_model_to_json())


def best_links(connection: Any, predicted: Any) -> Any:
    """(signal, register, weight) of every scored pair whose weight could matter."""
    left = f"select * from {predicted.physical_name}"
    swap = "source_dataset_l = 'signals'"
    return connection.execute(
        f"select case when {swap} then id_l else id_r end, case when {swap} then id_r else id_l "
        f"end, match_weight from ({left})"
    ).fetchall()


def one_at_a_time(connection: Any, api: Any, linker: Linker, count: int) -> dict[str, float]:
    """Predict `count` signals each on its own against the whole register; milliseconds."""
    register = api.register("register", dataset_display_name="register_alone")
    spent = []
    for place in range(count + 1):
        connection.execute(
            f"create table one_{place} as select * from signals order by id limit 1 offset {place}"
        )
        start = time.perf_counter()
        one = api.register(f"one_{place}", dataset_display_name=f"signals_{place}")
        found = linker.inference.predict_between(one, register, warning_mode="never")
        connection.execute(f"select count(*) from {found.physical_name}").fetchall()
        spent.append((time.perf_counter() - start) * 1000)
    spent = sorted(spent[1:])
    return {
        "p50_ms": statistics.median(spent),
        "p99_ms": spent[min(len(spent) - 1, len(spent) * 99 // 100)],
        "signals_per_second": 1000 / statistics.fmean(spent),
    }


def main() -> None:
    """Link one data set."""
    folder, name, records, answer_file = sys.argv[1:]
    warnings.simplefilter("ignore")
    answer = Answer(SURE_WEIGHT)
    connection = duckdb.connect()
    with answer.clock("load"):
        for table, rows in zip(("register", "signals"), tables(folder), strict=True):
            native(connection, table, rows)
    api = DuckDBAPI(connection)
    with answer.clock("train"):
        linker = trained(api, MODELS[name])
    with answer.clock("score"):
        predicted = linker.inference.predict(warning_mode="never")
    pairs = best_links(connection, predicted)
    answer.pairs = len(pairs)
    answer.take(pairs)
    answer.more["model"] = weights(linker)
    if int(records):
        answer.more["stream"] = one_at_a_time(connection, api, linker, int(records))
    answer.write(answer_file)


if __name__ == "__main__":
    main()
