"""The whole city: which files there are, that they repeat, and how long it takes."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from portal.synth.city import SynthSpec, make_city

if TYPE_CHECKING:
    from conftest import Made

Order = Callable[..., SynthSpec]
ROOT = Path(__file__).parents[3]

IN_A_NEW_PROCESS = """
import sys
from datetime import date
from pathlib import Path
from portal.synth.city import SynthCreditor, SynthSpec, make_city
columns = {name: name for name in ("kind", "reference", "surname", "amount", "house_number")}
creditor = SynthCreditor("een", "water", 1.0, columns, ";", "utf-8")
spec = SynthSpec("Stad", 900, 3, 5, (creditor,), ("8251",), date(2026, 1, 1), 40.0)
make_city(spec, Path(sys.argv[1]))
"""


def digests(folder: Path) -> dict[str, str]:
    """Every file below the folder with the digest of its bytes."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files
    }


def test_the_same_order_gives_the_same_bytes(order_of: Order, tmp_path: Path) -> None:
    """Two engineers must be able to talk about the same row."""
    for name in ("one", "two"):
        make_city(order_of(), tmp_path / name)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_the_same_order_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    """Python shuffles the hashes of text at every start; nothing may hang on their order."""
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", IN_A_NEW_PROCESS, str(tmp_path / seed)],
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
    assert digests(tmp_path / "1") == digests(tmp_path / "2")


def test_another_seed_gives_other_people(order_of: Order, tmp_path: Path) -> None:
    """And not merely another order of the same ones."""
    for seed in (1, 2):
        make_city(order_of(seed=seed, months=1), tmp_path / str(seed))
    one, two = (
        (tmp_path / str(seed) / "register.csv").read_text(encoding="utf-8") for seed in (1, 2)
    )
    assert len(set(one.splitlines()) & set(two.splitlines())) == 1


def test_every_creditor_delivers_every_month(town: "Made") -> None:
    """One file per creditor and month, an empty one too, in the creditor's own columns."""
    found = {path for path in digests(town.folder) if path.startswith("signals/")}
    months = ("2026-01", "2026-02", "2026-03")
    assert found == {
        f"signals/{month}/{one.creditor_id}.csv" for month in months for one in town.spec.creditors
    }


def test_files_have_the_creditors_own_headings_delimiter_and_encoding(town: "Made") -> None:
    """`columns` is inverted: their heading stands above our field."""
    for one in town.spec.creditors:
        path = town.folder / "signals" / "2026-01" / f"{one.creditor_id}.csv"
        head = path.read_text(encoding=one.encoding).splitlines()[0]
        assert head.split(one.delimiter) == list(one.columns)


def test_the_truth_has_a_line_for_every_row_and_no_other(town: "Made") -> None:
    """A row without truth cannot be judged."""
    counted = Counter(row["signal_file"] for row in town.truth)
    for path, count in counted.items():
        one = next(c for c in town.spec.creditors if path.endswith(f"/{c.creditor_id}.csv"))
        lines = (town.folder / path).read_text(encoding=one.encoding).splitlines()
        assert len(lines) - 1 == count
    assert len(town.signals) == len(town.truth)


def test_the_truth_names_the_reference_of_the_row(town: "Made") -> None:
    """So that a row can be found again after a file was sorted."""
    for signal, true in zip(town.signals, town.truth, strict=True):
        assert signal["reference"] == true["reference"] != ""


def test_a_year_turns_into_the_next(order_of: Order, tmp_path: Path) -> None:
    """Months are counted on, also past December."""
    make_city(order_of(first_month=date(2025, 12, 1), residents=200), tmp_path)
    assert sorted(path.name for path in (tmp_path / "signals").iterdir()) == ["2025-12", "2026-01"]


def test_progress_is_told_from_nothing_to_all(order_of: Order, tmp_path: Path) -> None:
    """The command line shows a bar."""
    told: list[tuple[str, int, int]] = []
    make_city(order_of(), tmp_path, lambda *said: told.append(said))
    assert [phase for phase, _, _ in told] == sorted(phase for phase, _, _ in told)
    assert ("inwoners", 1500, 1500) in told
    assert told[-1] == ("signalen", 2, 2)
    assert all(0 <= done <= total for _, done, total in told)


def test_20000_residents_and_three_months_take_less_than_ten_seconds(
    order_of: Order, tmp_path: Path
) -> None:
    """Measured: about one second on two shared cores."""
    began = time.monotonic()
    spec = order_of(residents=20_000, months=3, signals_per_1000=4.4, seed=1)
    report = make_city(spec, tmp_path)
    assert time.monotonic() - began < 10
    assert report.residents == 20_000


@pytest.mark.parametrize("country", ["NL", "BE"])
def test_the_smallest_city_is_a_whole_city(order_of: Order, tmp_path: Path, country: str) -> None:
    """Bounds are where loops do not end."""
    spec = order_of(residents=100, months=14, signals_per_1000=100.0, country=country)
    report = make_city(spec, tmp_path)
    assert report.residents == 100
    assert sum(report.signals_by_type.values()) > 0


def test_the_highest_rate_is_made_as_far_as_there_are_addresses(
    order_of: Order, tmp_path: Path
) -> None:
    """For load tests: about one signal a month at every address, and no endless search."""
    report = make_city(order_of(residents=2000, signals_per_1000=1000.0), tmp_path)
    assert sum(report.signals_by_type.values()) > 2 * report.addresses


def test_a_city_with_one_creditor_has_signals(order_of: Order, tmp_path: Path) -> None:
    """Then nobody can be signalled twice in a month but by two people's health insurance."""
    rent = order_of().creditors[:1]
    report = make_city(order_of(creditors=rent, residents=1000), tmp_path)
    assert report.whole.multiple == 0
    assert report.signals_by_type.keys() == {"rent"}


def test_shares_are_compared_with_each_other(order_of: Order, tmp_path: Path) -> None:
    """Percentages do as well as fractions."""
    for name, factor in (("fractions", 1), ("percents", 100)):
        them = tuple(replace(one, share=one.share * factor) for one in order_of().creditors)
        make_city(order_of(creditors=them, residents=300), tmp_path / name)
    one, two = (digests(tmp_path / name).keys() for name in ("fractions", "percents"))
    assert one == two


def test_the_report_counts_what_the_files_hold(town: "Made") -> None:
    """It is printed for people who do not count themselves."""
    report = town.report
    living = [row for row in town.register.values() if row["residency"] == "resident"]
    assert report.residents == len(living) == town.spec.residents
    assert report.records == len(town.register)
    assert report.claims == len(town.claims)
    assert report.files == 15
    types = Counter(row["arrears_type"] for row in town.signals if row["kind"] in {"signal", ""})
    assert report.signals_by_type == types
    kinds = Counter(kind for row in town.truth for kind in row["kind_of_error"].split("+") if kind)
    assert report.errors_by_kind == kinds
    assert sum(report.rows_by_sort.values()) == len(town.truth)


def test_the_report_can_be_printed(town: "Made") -> None:
    """In Dutch, one fact a line."""
    lines = town.report.lines()
    assert lines[0] == f"inwoners: 6000 op {town.report.addresses} adressen"
    assert any("enkelvoudig" in line and "%" in line for line in lines)
    assert all("\n" not in line for line in lines)


def test_the_report_names_nobody(town: "Made") -> None:
    """Not even somebody invented: reports are pasted into tickets."""
    text = "\n".join(town.report.lines())
    assert not any(row["national_id"] in text for row in town.register.values())
