"""From bytes to cells: encodings, CSV and JSON, with an upper limit on everything."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portal.faults import BadFile, Fault

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

MOST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 80
MOST_CELL = 1_000


@dataclass(frozen=True, slots=True)
class Table:
    """Cells by heading, in order; a row is None where its shape is wrong.

    `lines` is the line of the file on which each row begins, from 1; in JSON its position.
    """

    headings: tuple[str, ...]
    rows: Sequence[Mapping[str, str] | None]
    lines: Sequence[int]


def read_bytes(path: Path) -> bytes:
    """The content of a file; refuses what is absent, no file, or too large, before reading it."""
    if not path.is_file():
        raise bad(path.name, "no-file", "dit bestand is er niet; controleer de naam")
    if path.stat().st_size > MOST_BYTES:
        raise bad(path.name, "too-large", _too_large())
    return path.read_bytes()


def open_table(content: bytes, name: str) -> Table:
    """Read a delivery: JSON when it starts as JSON, else CSV. Raises BadFile for the whole."""
    if len(content) > MOST_BYTES:
        raise bad(name, "too-large", _too_large())
    text = _decode(content, name)
    table = _json(text, name) if text.lstrip()[:1] in {"[", "{"} else _csv(text, name)
    if not table.rows:
        raise bad(name, "no-rows", "het bestand heeft geen enkele regel met gegevens")
    return table


def bad(name: str, code: str, message: str, line: int = 0) -> BadFile:
    """A refusal of the whole file, with one clear reason."""
    return BadFile([Fault(name, line, "", code, message)])


def _too_large() -> str:
    return f"het bestand is groter dan {MOST_BYTES // 1024 // 1024} MB; lever het in delen aan"


def _no_headings() -> str:
    return "de eerste regel heeft geen kolomkoppen met ; of , ertussen"


def _decode(content: bytes, name: str) -> str:
    """UTF-8 with or without BOM, else cp1252; a NUL byte means this is no text at all."""
    if b"\x00" in content:
        raise bad(name, "not-text", "dit is geen tekstbestand; lever CSV of JSON in UTF-8 aan")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise bad(name, "encoding", "de tekens zijn onleesbaar; sla het bestand op als UTF-8")


def _csv(text: str, name: str) -> Table:
    first = next((line for line in text.split("\n", 50) if line.strip()), "")
    delimiter = max(";,\t|", key=first.count)
    if first.count(delimiter) == 0:
        raise bad(name, "no-headings", _no_headings())
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lined = list(_with_lines(reader))
    except csv.Error as error:
        message = "een aanhalingsteken of regeleinde staat verkeerd; exporteer het bestand opnieuw"
        raise bad(name, "broken-csv", message, reader.line_num) from error
    if not lined:
        raise bad(name, "no-headings", _no_headings())
    (_, head), *rest = lined
    headings = tuple(cell.strip() for cell in head)
    _check_size(name, len(rest), headings)
    rows = [_shaped(headings, row) for _, row in rest]
    return Table(headings, rows, [line for line, _ in rest])


def _with_lines(reader: "CsvReader") -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, each with the line of the file on which it begins."""
    line = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield line, row
        line = reader.line_num + 1


def _shaped(headings: Sequence[str], row: Sequence[str]) -> Mapping[str, str] | None:
    """Cells by heading; None when there are too many or too few cells or one is far too long."""
    if len(row) != len(headings) or any(len(cell) > MOST_CELL for cell in row):
        return None
    return {heading: cell.strip() for heading, cell in zip(headings, row, strict=True)}


def _check_size(name: str, rows: int, headings: Sequence[str]) -> None:
    if rows > MOST_ROWS:
        message = f"het bestand heeft meer dan {MOST_ROWS} regels; lever het in delen aan"
        raise bad(name, "too-many-rows", message)
    if len(headings) > MOST_COLUMNS:
        raise bad(name, "too-many-columns", f"er zijn meer dan {MOST_COLUMNS} kolommen")
    named = [heading for heading in headings if heading]
    if len(set(named)) != len(named):
        raise bad(name, "double-heading", "een kolomkop komt twee keer voor; houd er één over", 1)


def _json(text: str, name: str) -> Table:
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError, InvalidOperation) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        message = "dit is geen geldige JSON; controleer haakjes, komma's en aanhalingstekens"
        raise bad(name, "broken-json", message, line) from error
    return table_of(found, name)


def table_of(found: Any, name: str) -> Table:
    """A table from decoded JSON: a list of objects, or an object with it under `signalen`."""
    listed = found.get("signalen") if isinstance(found, dict) else found
    if not isinstance(listed, list):
        message = 'verwacht wordt een lijst van signalen, of een object met "signalen": [...]'
        raise bad(name, "no-list", message)
    headings = tuple(
        dict.fromkeys(str(key) for one in listed if isinstance(one, dict) for key in one)
    )
    _check_size(name, len(listed), headings)
    rows = [_from_object(one) for one in listed]
    return Table(headings, rows, range(1, len(rows) + 1))


def _from_object(found: Any) -> Mapping[str, str] | None:
    if not isinstance(found, dict):
        return None
    cells = {str(key): _cell(value) for key, value in found.items()}
    if any(cell is None or len(cell) > MOST_CELL for cell in cells.values()):
        return None
    return {key: cell for key, cell in cells.items() if cell is not None}


def _cell(value: Any) -> str | None:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, str | int | Decimal):
        return str(value).strip()
    return None


def _no_constant(_word: str) -> None:
    raise ValueError("not a number")
