"""An upper limit on everything: bytes, rows, columns, the length of a cell."""

import json
from pathlib import Path
from typing import Any

import pytest

from portal.faults import BadFile
from portal.intake.opening import (
    MOST_BYTES,
    MOST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    bad,
    open_table,
    read_bytes,
)

NAME = "levering.csv"


def _code(attempt: Any, *arguments: Any) -> str:
    with pytest.raises(BadFile) as refusal:
        attempt(*arguments)
    return refusal.value.faults[0].code


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """A thousand gigabytes of nothing: reading it first would end the process."""
    file = tmp_path / NAME
    with file.open("wb") as stream:
        stream.truncate(10**12)
    assert _code(read_bytes, file) == "too-large"


def test_a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    """The limit itself is allowed; so it is for what comes in by the API."""
    file = tmp_path / NAME
    with file.open("wb") as stream:
        stream.truncate(MOST_BYTES)
    content = read_bytes(file)
    assert len(content) == MOST_BYTES
    assert _code(open_table, content, NAME) == "not-text"
    with file.open("ab") as stream:
        stream.write(b"x")
    assert _code(read_bytes, file) == "too-large"
    assert _code(open_table, content + b"x", NAME) == "too-large"


@pytest.mark.parametrize("name", ["nergens.csv", "."])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    """Nothing there, or a folder."""
    assert _code(read_bytes, tmp_path / name) == "no-file"


def test_a_refusal_tells_the_name_of_the_file_and_not_where_it_is(tmp_path: Path) -> None:
    """The folder may hold somebody's name."""
    with pytest.raises(BadFile) as refusal:
        read_bytes(tmp_path / "nergens.csv")
    assert str(refusal.value).startswith("nergens.csv: ")
    assert str(tmp_path) not in str(refusal.value)


@pytest.mark.parametrize("shape", ["csv", "json"])
def test_fifty_thousand_rows_are_read_and_one_more_is_refused(shape: str) -> None:
    """What is larger comes in parts, so that one delivery never holds up the line."""
    assert len(open_table(_rows(shape, MOST_ROWS), NAME).rows) == MOST_ROWS
    assert _code(open_table, _rows(shape, MOST_ROWS + 1), NAME) == "too-many-rows"


def _rows(shape: str, count: int) -> bytes:
    if shape == "csv":
        return b"a;b\n" + b"1;2\n" * count
    return b"[" + b",".join([b'{"a":1}'] * count) + b"]"


@pytest.mark.parametrize("shape", ["csv", "json"])
def test_eighty_columns_are_read_and_one_more_is_refused(shape: str) -> None:
    """Nobody has more to tell of an arrears."""
    assert len(open_table(_columns(shape, MOST_COLUMNS), NAME).headings) == MOST_COLUMNS
    assert _code(open_table, _columns(shape, MOST_COLUMNS + 1), NAME) == "too-many-columns"


def _columns(shape: str, count: int) -> bytes:
    names = [f"k{number}" for number in range(count)]
    if shape == "csv":
        return f"{';'.join(names)}\n{';'.join(names)}\n".encode()
    return json.dumps([dict.fromkeys(names, 1)]).encode()


@pytest.mark.parametrize("shape", ["csv", "json"])
def test_a_cell_of_a_thousand_characters_is_read_and_a_longer_one_spoils_its_row(
    shape: str,
) -> None:
    """Its row only: the others are read."""
    cells = ["e" * MOST_CELL, "e" * (MOST_CELL + 1), "e"]
    if shape == "csv":
        content = "".join(f"{one};1\n" for one in ["a", *cells])
    else:
        content = json.dumps([{"a": one} for one in cells])
    rows = open_table(content.encode(), NAME).rows
    assert [row and len(row["a"]) for row in rows] == [MOST_CELL, None, 1]


def test_a_refusal_has_one_fault_with_its_place() -> None:
    """Line 0 stands for the file as a whole and is not shown."""
    assert str(bad(NAME, "no-rows", "leeg")) == "levering.csv: leeg [no-rows]"
    assert str(bad(NAME, "no-rows", "leeg", 3)) == "levering.csv:3: leeg [no-rows]"
