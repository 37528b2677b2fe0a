"""Reading the CSV files of `vroegsignaal match`: people by column name, and the truth."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from portal.faults import BadFile, Fault

COLUMNS: Final = (
    "id", "given_names", "initials", "prefix", "surname", "partner_prefix", "partner_surname",
    "name_use", "date_of_birth", "sex", "street", "house_number", "house_letter", "house_addition",
    "postcode", "city", "phone", "email", "national_id",
)  # fmt: skip
"""What is known of a person; all but `id` may be absent, others are passed over."""
_MARKS: Final = ",;\t|"
_MOST_FAULTS: Final = 50

Person = Mapping[str, str]


def read_people(path: Path) -> Sequence[Person]:
    """The people of a file, in order; every one has its own `id`. Raises BadFile."""
    table = _Table(path, ("id",))
    people, seen = list[Person](), set[str]()
    for line, person in table.rows():
        people.append(person)
        if not person["id"].strip():
            table.fault(line, "id", "id-missing", "geef elke rij een eigen id.")
        elif person["id"] in seen:
            table.fault(line, "id", "id-twice", "dit id is al gebruikt; geef elke rij een eigen.")
        seen.add(person["id"])
    table.check()
    return people


def read_truth(path: Path, signals: set[str], residents: set[str]) -> Mapping[str, str]:
    """Which resident each signal is about; signals without a row have none. Raises BadFile."""
    table, truth = _Table(path, ("signal_id", "register_id")), dict[str, str]()
    for line, row in table.rows():
        signal_id, register_id = row["signal_id"], row["register_id"]
        if not register_id.strip():
            continue
        if signal_id not in signals:
            table.fault(line, "signal_id", "unknown-id", "dit id staat niet bij de signalen.")
        if register_id not in residents:
            table.fault(line, "register_id", "unknown-id", "dit id staat niet in het register.")
        if signal_id in truth and truth[signal_id] != register_id:
            table.fault(line, "signal_id", "id-twice", "een signaal gaat over een persoon.")
        truth[signal_id] = register_id
    table.check()
    return truth


class _Table:
    """A CSV file with headings; faults are gathered and told together."""

    def __init__(self, path: Path, needed: tuple[str, ...]) -> None:
        self._path: Final = path
        self._faults: Final[list[Fault]] = []
        text = self._text()
        first = text.split("\n", 1)[0]
        mark = max(_MARKS, key=first.count)
        self._reader: Final = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        self._headings: Final = [name.strip().lower() for name in next(self._reader, [])]
        for name in needed:
            if name not in self._headings:
                self.fault(1, name, "column-missing", "deze kolom ontbreekt; zet haar in regel 1.")
        for name in sorted({*COLUMNS, *needed}.intersection(self._headings)):
            if self._headings.count(name) > 1:
                self.fault(1, name, "column-twice", "deze kolom staat er tweemaal.")
        self.check()

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row by heading, with the line it begins on; too few or many cells are a fault."""
        width, line = len(self._headings), self._reader.line_num + 1
        try:
            for row in self._reader:
                if len(row) == width:
                    yield line, dict(zip(self._headings, row, strict=True))
                elif row:
                    self.fault(
                        line, "", "cells", f"deze rij heeft {len(row)} cellen; {width} verwacht."
                    )
                line = self._reader.line_num + 1
        except csv.Error:
            self.fault(
                line, "", "unreadable", "deze rij is niet te lezen; let op aanhalingstekens."
            )

    def fault(self, line: int, field: str, code: str, message: str) -> None:
        """Note what is wrong; at most fifty are kept."""
        if len(self._faults) < _MOST_FAULTS:
            self._faults.append(Fault(self._path.name, line, field, code, message))

    def check(self) -> None:
        """Raise BadFile when anything is wrong."""
        if self._faults:
            raise BadFile(self._faults)

    def _text(self) -> str:
        try:
            content = self._path.read_bytes()
        except OSError as error:
            message = "dit bestand is niet te lezen; controleer pad en rechten."
            raise BadFile([Fault(self._path.name, 0, "", "unreadable", message)]) from error
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252", "replace")
