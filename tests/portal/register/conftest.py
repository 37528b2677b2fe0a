"""Makes small register files of invented persons and reads them."""

from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path

import pytest

from portal.faults import BadFile
from portal.register.lo3_person import ELEMENTS
from portal.register.reading import RegisterFile, RegisterFormat, read_register
from protocols.ids import ResidentId

SOMEBODY = {"01.01.10": "1000000001", "01.02.40": "Zilvervos", "08.09.10": "0303"}


class Register:
    """A folder for register files; every method writes a new one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def write(self, data: str | bytes) -> Path:
        """A file with this content, text as UTF-8."""
        path = self._folder / f"register-{next(self._numbers)}.csv"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def csv(self, data: str | bytes) -> RegisterFile:
        """Read this content as plain CSV."""
        return self._read(self.write(data), RegisterFormat.CSV)

    def people(self, *people: Mapping[str, str]) -> RegisterFile:
        """Read these persons, given by column, as plain CSV; id and surname fill themselves."""
        whole = [{"id": f"p{n}", "surname": "Zilvervos", **one} for n, one in enumerate(people, 1)]
        columns = list(dict.fromkeys(column for one in whole for column in one))
        lines = [columns, *([one.get(column, "") for column in columns] for one in whole)]
        return self.csv("".join(";".join(line) + "\n" for line in lines))

    def lo3(self, *lines: Mapping[str, str], municipality: str = "") -> RegisterFile:
        """Read these lines, given by element; key `""` is the list number (none: same person)."""
        return self.lo3_text(self.lo3_of(*lines), municipality)

    def lo3_text(self, data: str | bytes, municipality: str = "") -> RegisterFile:
        """Read this content as LO3."""
        return self._read(self.write(data), RegisterFormat.LO3, municipality)

    def lo3_of(self, *lines: Mapping[str, str]) -> str:
        """A file with these lines; the header has a double column that nobody needs."""
        columns = ["", *ELEMENTS, "06.88.10", "06.88.10", ""]
        rows = [columns, *([line.get(column, "") for column in columns[:-3]] for line in lines)]
        return "".join(";".join(row + [""] * (len(columns) - len(row))) + "\n" for row in rows)

    def person(self, number: int = 1, **elements: str) -> dict[str, str]:
        """The first line of a person; `e01_02_10="Anna"` sets element 01.02.10."""
        cells = {name[1:].replace("_", "."): value for name, value in elements.items()}
        return {**SOMEBODY, "": f"Lg{number}", "01.01.10": f"{1000000000 + number}", **cells}

    def more(self, **elements: str) -> dict[str, str]:
        """A following line of the same person."""
        return {name[1:].replace("_", "."): value for name, value in elements.items()}

    def refused(self, attempt: Callable[[], object]) -> list[tuple[int, str, str]]:
        """The line, field and code of every fault for which the attempt was refused."""
        with pytest.raises(BadFile) as refusal:
            attempt()
        return [(fault.line, fault.field, fault.code) for fault in refusal.value.faults]

    def warned(self, found: RegisterFile) -> list[tuple[int, str, str]]:
        """The line, field and code of every warning."""
        return [(fault.line, fault.field, fault.code) for fault in found.warnings]

    def _read(self, path: Path, layout: RegisterFormat, municipality: str = "") -> RegisterFile:
        return read_register(
            path,
            format=layout,
            pseudonym=lambda record: ResidentId(f"r-{record}"),
            municipality=municipality,
        )


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """A maker and reader of small register files."""
    return Register(tmp_path_factory.mktemp("register"))
