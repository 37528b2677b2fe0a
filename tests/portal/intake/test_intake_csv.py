"""CSV as it comes out of the programs of creditors."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.intake.opening import open_table

NAME = "levering.csv"
HEAD = "achternaam;bedrag;geboortedatum"
ROW = "Zilverschoon;123,45;17-04-1961"


def _surnames(batch: Any) -> list[str]:
    return [row.person.name.surname for row in batch.rows]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_each_delimiter_is_recognised_by_the_headings(intake: Any, delimiter: str) -> None:
    """Whatever the row holds of the others."""
    lines = [["achternaam", "bedrag", "geboortedatum"], ["Z;,|S", "123.45", "17-04-1961"]]
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(lines)
    (row,) = intake.read(stream.getvalue()).rows
    assert row.person.name.surname == "Z;,|S"
    assert row.amount_cents == 12_345


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_way_to_end_a_line_is_read(intake: Any, end: str) -> None:
    """Also without one at the very end."""
    found = intake.read(end.join([HEAD, ROW, ROW]))
    assert _surnames(found) == ["Zilverschoon", "Zilverschoon"]


def test_quotes_hold_delimiters_quotes_and_new_lines(intake: Any) -> None:
    """As RFC 4180 has it; a new line in a name is told, in another field it spoils that only."""
    table = open_table(b'a;b\n"x;y";"he said ""no"""\n"two\nlines";z\n', NAME)
    assert table.rows == [{"a": "x;y", "b": 'he said "no"'}, {"a": "two\nlines", "b": "z"}]
    found = intake.read(f'{HEAD};opmerking\n{ROW};"twee\nregels"\nZilver;1,00;1-1-1970;ja\n')
    assert _surnames(found) == ["Zilverschoon", "Zilver"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_each_encoding_gives_the_same_name(intake: Any, encoding: str) -> None:
    """With a byte order mark or without, or as an old spreadsheet does it."""
    found = intake.read(f"{HEAD}\nZilverschoën;1,00;1-1-1970\n".encode(encoding))
    assert _surnames(found) == ["Zilverschoën"]


def test_blank_lines_do_not_count(intake: Any) -> None:
    """Before the headings, between the rows, of spaces or of delimiters alone."""
    found = intake.read(f"\n  \n{HEAD}\n\n{ROW}\n;;\n  ; ;\n{ROW}\n\n")
    assert [row.row for row in found.rows] == [1, 2]


def test_spaces_around_cells_and_headings_do_not_count(intake: Any) -> None:
    """Programs with fixed columns pad them."""
    found = intake.read(" achternaam ; bedrag\t;geboortedatum\n Zilver ; 1,00 ; 1-1-1970 \n")
    assert _surnames(found) == ["Zilver"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_row_knows_the_line_on_which_it_begins(end: str) -> None:
    """So that somebody can find it: blank lines and lines within quotes count too."""
    lines = ["", "a;b", "1;2", "", '3;"4', '4"', ";", "5;6"]
    table = open_table(end.join(lines).encode(), NAME)
    assert [row and row["a"] for row in table.rows] == ["1", "3", "5"]
    assert list(table.lines) == [3, 5, 8]


@pytest.mark.parametrize("row", ["Zilver;1,00", "Zilver;1,00;1-1-1970;", "Zilver"])
def test_a_row_of_another_width_is_told_and_the_others_are_read(intake: Any, row: str) -> None:
    """Which cell is which could only be guessed."""
    found = intake.read(f"{HEAD}\n{ROW}\n{row}\n{ROW}\n")
    assert [one.row for one in found.rows] == [1, 3]
    assert [(one.row, one.faults) for one in found.unreadable] == [(2, (("", "wrong-shape"),))]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no-headings"),
        (b"\n\n", "no-headings"),
        (b"\xef\xbb\xbf", "no-headings"),
        (b"achternaam\nZilverschoon\n", "no-headings"),
        (b";;", "no-headings"),
        (b";\n;\n", "no-headings"),
        (b'"";""\n', "no-headings"),
        (b"achternaam;bedrag", "no-rows"),
        (b"achternaam;bedrag\n;\n\n", "no-rows"),
        (b"achternaam;bedrag\nZilver\x00schoon;1,00", "not-text"),
        ("achternaam;bedrag\nZilver;1,00".encode("utf-16"), "not-text"),
        (b"PK\x03\x04\x00\x00", "not-text"),
        (b"achternaam;bedrag\nZilv\x81r;1,00", "encoding"),
        (b'achternaam;bedrag\n"Zilver;1,00\n', "broken-csv"),
        (b'achternaam;bedrag\n"Zilver"x;1,00\n', "broken-csv"),
        (b"achternaam;bedrag;achternaam\nZilver;1,00;Goud\n", "double-heading"),
        (b"naam 1;bedrag\nZilver;1,00\n", "unknown-headings"),
    ],
)
def test_a_file_that_cannot_be_read_as_a_whole_is_refused(
    intake: Any, content: bytes, code: str
) -> None:
    """With one clear reason, and nothing is taken in."""
    assert intake.refused(content) == code


def test_columns_without_a_heading_do_not_matter(intake: Any) -> None:
    """Spreadsheets leave empty columns behind the last one: two of them are no double heading."""
    found = intake.read(f"{HEAD};;\n{ROW};;\n{ROW};los;eind\n")
    assert _surnames(found) == ["Zilverschoon", "Zilverschoon"]


def test_the_place_of_a_broken_quote_is_told(intake: Any) -> None:
    """Somebody has to find it."""
    with pytest.raises(Exception, match=r"^levering\.csv:3: .*\[broken-csv\]$"):
        intake.read(f'{HEAD}\n{ROW}\n"Zilver"x;1,00;1-1-1970\n')


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6), st.sampled_from(";,\t|"))
@settings(max_examples=150, deadline=None)
def test_a_written_table_is_read_back(rows: list[tuple[str, str]], delimiter: str) -> None:
    """Any cells, quoted as the rules have it; rows without anything in them fall out."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("een", "twee"), ("vol", "vol"), *rows])
    table = open_table(stream.getvalue().encode(), NAME)
    kept = [(a.strip(), b.strip()) for a, b in [("vol", "vol"), *rows] if a.strip() or b.strip()]
    assert table.headings == ("een", "twee")
    assert table.rows == [{"een": a, "twee": b} for a, b in kept]
