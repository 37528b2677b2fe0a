"""Orders for synthetic cities and, made once per run, the cities themselves as their files say."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pytest

from portal.synth.city import SynthCreditor, SynthReport, SynthSpec, make_city

ALL = [
    "kind",
    "reference",
    "given_names",
    "initials",
    "prefix",
    "surname",
    "partner_prefix",
    "partner_surname",
    "date_of_birth",
    "street",
    "house_number",
    "house_letter",
    "house_addition",
    "postcode",
    "city",
    "phone",
    "email",
    "company_name",
    "arrears_type",
    "amount",
    "arrears_since",
    "signal_date",
    "crisis",
    "arrangement",
    "objection",
    "personal_contact",
    "debt_help_offered",
    "written_reminder",
]


def creditor(
    name: str,
    kind: str,
    share: float,
    *,
    without: tuple[str, ...] = (),
    delimiter: str = ";",
    encoding: str = "utf-8",
) -> SynthCreditor:
    """A creditor whose headings are ours with its name in front; only health has national ids."""
    ours = [*ALL, *(["national_id"] if kind == "health" else [])]
    columns = {f"{name} {column}": column for column in ours if column not in without}
    return SynthCreditor(name, kind, share, columns, delimiter, encoding)


CREDITORS = (
    creditor("huurhuis", "rent", 0.20, encoding="utf-8-sig"),
    creditor(
        "waterweg",
        "water",
        0.18,
        without=("house_letter", "house_addition"),
        delimiter=",",
        encoding="cp1252",
    ),
    creditor("stroomland", "electricity", 0.14, without=("prefix", "kind", "arrangement")),
    creditor("gasland", "gas", 0.07, encoding="cp1252"),
    creditor("zorgzaam", "health", 0.41, delimiter="\t"),
)


@dataclass(frozen=True)
class Made:
    """A city on disk, read back without the generator."""

    spec: SynthSpec
    folder: Path
    report: SynthReport

    @cached_property
    def register(self) -> dict[str, dict[str, str]]:
        """The register by id."""
        with (self.folder / "register.csv").open(encoding="utf-8", newline="") as file:
            return {row["id"]: row for row in csv.DictReader(file)}

    @cached_property
    def truth(self) -> list[dict[str, str]]:
        """The truth, one row per row of a signal file."""
        with (self.folder / "truth.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def claims(self) -> list[dict[str, str]]:
        """The city's own claims."""
        with (self.folder / "claims.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def signals(self) -> list[dict[str, str]]:
        """Every row of every signal file under our column names, with its truth beside it."""
        files: dict[str, list[dict[str, str]]] = {}
        rows = []
        for true in self.truth:
            name = true["signal_file"]
            if name not in files:
                files[name] = self._file(name)
            row = files[name][int(true["row"]) - 1]
            month, creditor_id = name.removesuffix(".csv").split("/")[1:]
            about = {"month": month, "creditor_id": creditor_id}
            kinds = {"kinds": true["kind_of_error"], "register_id": true["register_id"]}
            rows.append({**dict.fromkeys(ALL, ""), **row, **about, **kinds})
        return rows

    def _file(self, name: str) -> list[dict[str, str]]:
        creditor_id = Path(name).stem
        one = next(one for one in self.spec.creditors if one.creditor_id == creditor_id)
        with (self.folder / name).open(encoding=one.encoding, newline="") as file:
            rows = list(csv.DictReader(file, delimiter=one.delimiter))
        return [{one.columns[theirs]: text for theirs, text in row.items()} for row in rows]


def order(**changes: object) -> SynthSpec:
    """An ordinary order, changed where the test needs it."""
    usual = SynthSpec(
        city="Dronten",
        residents=1500,
        months=2,
        seed=7,
        creditors=CREDITORS,
        districts=("8251", "8252", "8253"),
        first_month=date(2026, 1, 1),
        signals_per_1000=20.0,
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def order_of() -> Callable[..., SynthSpec]:
    """Makes an order with changes."""
    return order


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A Dutch town at the national rate, but for its size."""
    spec = order(residents=6000, months=3, signals_per_1000=30.0)
    folder = tmp_path_factory.mktemp("town")
    return Made(spec, folder, make_city(spec, folder))


@pytest.fixture(scope="session")
def long_run(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Eight months of 5,000 residents at a raised rate: two months have a half year before."""
    spec = order(residents=5000, months=8, seed=1, signals_per_1000=80.0)
    folder = tmp_path_factory.mktemp("long")
    return Made(spec, folder, make_city(spec, folder))


@pytest.fixture(scope="session")
def flemish(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A Flemish town."""
    spec = order(
        city="Gent", country="BE", residents=4000, districts=("9000", "9030"), signals_per_1000=60.0
    )
    folder = tmp_path_factory.mktemp("flemish")
    return Made(spec, folder, make_city(spec, folder))
