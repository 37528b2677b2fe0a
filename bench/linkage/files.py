"""A data set on disk: register, signals and truth as `vroegsignaal match evaluate` reads them.

Standard library only: the peers' scripts read and write it too, in another environment.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

COLUMNS = (
    *("id", "given_names", "initials", "prefix", "surname", "partner_prefix", "partner_surname"),
    *("name_use", "date_of_birth", "sex", "street", "house_number", "house_letter"),
    *("house_addition", "postcode", "city", "phone", "email", "national_id"),
)
TRUTH = ("signal_id", "register_id")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DataSet:
    """The three files of a data set; a signal without a row in the truth has no match."""

    folder: Path

    @property
    def register(self) -> Path:
        """Who lives here, one row each."""
        return self.folder / "R.csv"

    @property
    def signals(self) -> Path:
        """What came in, one row each."""
        return self.folder / "S.csv"

    @property
    def truth(self) -> Path:
        """`signal_id,register_id`, at most one row a signal."""
        return self.folder / "T.csv"

    def complete(self) -> bool:
        """Whether all three files are there; the truth is written last."""
        return self.truth.exists()

    def answers(self) -> dict[str, str]:
        """The register's id by signal id, for the signals that have a match."""
        return {row["signal_id"]: row["register_id"] for row in read_rows(self.truth)}

    def signal_ids(self) -> list[str]:
        """Every signal, in the order of the file."""
        return [row["id"] for row in read_rows(self.signals)]


def read_rows(path: Path) -> list[dict[str, str]]:
    """All rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_set(
    folder: Path,
    register: Iterable[Row],
    signals: Iterable[Row],
    truth: Iterable[tuple[str, str]],
) -> DataSet:
    """Write the three files, only the columns that hold something; the truth comes last."""
    folder.mkdir(parents=True, exist_ok=True)
    made = DataSet(folder)
    made.truth.unlink(missing_ok=True)
    _write(made.register, register)
    _write(made.signals, signals)
    with made.truth.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([TRUTH, *truth])
    return made


def _write(path: Path, rows: Iterable[Row]) -> None:
    kept = list(rows)
    used = [name for name in COLUMNS if name == "id" or any(row.get(name) for row in kept)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, used, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


def iso_date(text: str) -> str:
    """`19650131` as `1965-01-31`; anything that is not eight digits stays as it is."""
    bare = text.strip()
    if len(bare) == 8 and bare.isdigit():
        return f"{bare[:4]}-{bare[4:6]}-{bare[6:]}"
    return bare
