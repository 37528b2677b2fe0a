"""How well and how fast we match, beside the specialists on the same data in the same run.

    python -m bench.matching [--quick] [--only NAME] [--scale 18m]

The peers (Splink 5, recordlinkage, dedupe, anonlink, rapidfuzz) get virtual environments of their
own below `var/bench/peers`; data sets and answers are kept below `var/bench/linkage`. Whoever
cannot be installed, fails or takes too long is left out, and told. `--quick` takes small cities
and skips what is slow. Run it on a quiet machine with two cores: the times are wall clock times.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec

from bench.linkage.contenders import OURS, TOKENS, Absence, everybody
from bench.linkage.datasets import NAMES, Absent, make
from bench.linkage.files import DataSet
from bench.linkage.outcomes import Outcome
from bench.linkage.table import LEGEND, results, targets
from bench.linkage.targets import goals
from bench.linkage.venvs import REPO, Environment, PeerFailed, answer_of

HOME = REPO / "var/bench/linkage"
QUICK = ("febrl4", "nl20k", "be20k")
FULL = ("febrl4", "febrl3", "hist", "be20k", "nl270k", "nl270k_x3")
SCALE = "bench.linkage.scale"
SIZES = {"18m": 18_000_000}


def measure(name: str, quick: bool) -> None:
    """Run everybody on one data set and print how they did."""
    try:
        data = make(name, HOME / "sets")
    except (Absent, PeerFailed) as absent:
        print(f"\n== {name}: left out, {absent}", flush=True)
        return
    print(f"\n== {name}: {_sizes(data)}", flush=True)
    run: dict[str, Outcome] = {}
    absences: list[Absence] = []
    for one in everybody(data, HOME / "answers" / name, quick):
        print(f"   {one.name}", file=sys.stderr, flush=True)
        if isinstance(one, Absence):
            absences.append(one)
        else:
            run[one.name] = one
    print(results(list(run.values()), absences))
    print(f"\n{targets(goals(name, run))}")
    if name.startswith("nl"):
        _print_limits(data, run)


def _sizes(data: DataSet) -> str:
    people, signals = (
        sum(1 for _ in path.open("rb")) - 1 for path in (data.register, data.signals)
    )
    return f"{people:,} residents, {signals:,} signals, {len(data.answers()):,} with a match"


def _print_limits(data: DataSet, run: dict[str, Outcome]) -> None:
    """How far we are from what the machine can do."""
    place = HOME / "answers" / data.folder.name / "limits.json"
    try:
        bare = answer_of(Environment.MAIN, "limits", (str(data.folder),), place, 300)
    except PeerFailed as failed:
        print(f"bare limits: left out, {failed}")
        return
    clear, tokens = run.get(OURS), run.get(TOKENS)
    print(
        f"\npairs/s: ours {clear.pairs_per_second if clear else 0:,.0f}; "
        f"a bare loop of rapidfuzz {bare['jaro_winkler_pairs_per_second']:,.0f} (Jaro-Winkler), "
        f"{bare['osa_pairs_per_second']:,.0f} (OSA), cdist {bare['cdist_pairs_per_second']:,.0f}"
    )
    made = tokens.more.get("tokens_per_second") if tokens else None
    print(
        f"tokens/s: ours {f'{made:,.0f}' if made else 'not measured'}; "
        f"bare hmac.digest {bare['hmac_tokens_per_second']:,.0f}"
    )


def scale(size: str) -> int:
    """Hand over to the run at 18 million residents, where that is written."""
    if find_spec(SCALE) is None:
        print(f"--scale {size}: {SCALE} is not there, so this was not measured", file=sys.stderr)
        return 1
    command = (sys.executable, "-m", SCALE, "--residents", str(SIZES[size]))
    return subprocess.run(command, cwd=REPO, check=False).returncode


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.matching",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", choices=NAMES, metavar="NAME", default=[])
    parser.add_argument("--scale", choices=list(SIZES))
    chosen = parser.parse_args(arguments)
    if chosen.scale:
        return scale(chosen.scale)
    for name in chosen.only or (QUICK if chosen.quick else FULL):
        measure(name, chosen.quick)
    print(f"\n{LEGEND}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
