"""Reading files of people: every fault is told with its line and remedy, and never a value."""

from pathlib import Path

import pytest

from portal.faults import BadFile, Fault
from portal.matching.files import read_people, read_truth

SECRET = "Geheimzinnig"
"""A value that no message may repeat."""


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A file with this in it."""
    path.write_bytes(text.encode(encoding))
    return path


def faults_of(path: Path) -> list[Fault]:
    """What is wrong with a file of people."""
    with pytest.raises(BadFile) as refused:
        read_people(path)
    assert SECRET not in refused.value.message
    return list(refused.value.faults)


def test_people_are_read_by_the_names_of_their_columns(tmp_path: Path) -> None:
    """In any order, with any capitals; what is not known here is passed along."""
    text = f"Surname, ID ,extra\n{SECRET},1,x\nVerlen,2,\n"
    assert read_people(write(tmp_path / "r.csv", text)) == [
        {"surname": SECRET, "id": "1", "extra": "x"},
        {"surname": "Verlen", "id": "2", "extra": ""},
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_sign_between_cells_is_found(tmp_path: Path, mark: str) -> None:
    """Spreadsheets in Dutch write semicolons."""
    text = f"id{mark}surname\n1{mark}Verlen\n"
    assert read_people(write(tmp_path / "r.csv", text)) == [{"id": "1", "surname": "Verlen"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_letters_with_accents_are_read_however_they_were_written(
    tmp_path: Path, encoding: str
) -> None:
    """From Linux, from Excel, and from older software."""
    path = write(tmp_path / "r.csv", "id,surname\n1,Lefèvre\n", encoding)
    assert read_people(path) == [{"id": "1", "surname": "Lefèvre"}]


def test_a_cell_may_hold_the_sign_quotes_and_a_line_break(tmp_path: Path) -> None:
    """As in any CSV file."""
    path = write(tmp_path / "r.csv", 'id,surname\n1,"Berg, van\nden ""x"""\n')
    assert read_people(path)[0]["surname"] == 'Berg, van\nden "x"'


@pytest.mark.parametrize(
    ("text", "line", "field", "code"),
    [
        ("", 1, "id", "column-missing"),
        (f"surname\n{SECRET}\n", 1, "id", "column-missing"),
        (f"id,surname,surname\n1,{SECRET},x\n", 1, "surname", "column-twice"),
        (f"id,id\n1,{SECRET}\n", 1, "id", "column-twice"),
        (f"id,surname\n1,{SECRET}\n ,Verlen\n", 3, "id", "id-missing"),
        (f"id,surname\n{SECRET},a\n{SECRET},b\n", 3, "id", "id-twice"),
        (f"id,surname\n1,{SECRET},x\n", 2, "", "cells"),
        (f"id,surname\n{SECRET}\n", 2, "", "cells"),
        (f"id,surname\n1,a\n2,{'x' * 140_000}{SECRET}\n", 3, "", "unreadable"),
    ],
)
def test_each_fault_is_told_with_its_line_and_a_remedy(
    tmp_path: Path, text: str, line: int, field: str, code: str
) -> None:
    """The header is line 1."""
    (fault,) = faults_of(write(tmp_path / "r.csv", text))
    assert (fault.file, fault.line, fault.field, fault.code) == ("r.csv", line, field, code)
    assert fault.message.endswith(".")


def test_lines_are_counted_as_an_editor_does(tmp_path: Path) -> None:
    """Empty lines, bad rows and cells of several lines come before the row with the fault."""
    path = write(tmp_path / "r.csv", 'id,surname\n\n1,"a\nb"\n2,x,y\n\n,c\n')
    assert [(f.line, f.code) for f in faults_of(path)] == [(5, "cells"), (7, "id-missing")]


def test_all_faults_are_told_at_once_up_to_fifty(tmp_path: Path) -> None:
    """One run shows all there is to mend."""
    path = write(tmp_path / "r.csv", "id,surname\n" + ",a\n" * 3 + "1\n")
    assert [(f.line, f.code) for f in faults_of(path)] == [
        (2, "id-missing"),
        (3, "id-missing"),
        (4, "id-missing"),
        (5, "cells"),
    ]
    assert len(faults_of(write(tmp_path / "r.csv", "id,surname\n" + ",a\n" * 80))) == 50


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    """A folder, or nothing at all."""
    for path in (tmp_path, tmp_path / "none.csv"):
        (fault,) = faults_of(path)
        assert (fault.line, fault.code) == (0, "unreadable")


def truth_of(path: Path, text: str) -> dict[str, str]:
    """The truth about signals s1 and s2 and residents r1 and r2."""
    return dict(read_truth(write(path / "t.csv", text), {"s1", "s2"}, {"r1", "r2"}))


def test_the_truth_is_whom_each_signal_is_about(tmp_path: Path) -> None:
    """A signal without a row, or with nobody in it, is about nobody."""
    assert truth_of(tmp_path, "signal_id,register_id\ns1,r2\n") == {"s1": "r2"}
    assert truth_of(tmp_path, "register_id;signal_id\nr2;s1\n;s2\n") == {"s1": "r2"}
    assert truth_of(tmp_path, "signal_id,register_id\ns1,r2\ns1,r2\n") == {"s1": "r2"}


@pytest.mark.parametrize(
    ("rows", "line", "field", "code"),
    [
        (f"{SECRET},r1\n", 2, "signal_id", "unknown-id"),
        (f"s1,r1\ns2,{SECRET}\n", 3, "register_id", "unknown-id"),
        ("s1,r1\ns1,r2\n", 3, "signal_id", "id-twice"),
        (f"s1,r1,{SECRET}\n", 2, "", "cells"),
    ],
)
def test_a_truth_about_others_is_refused(
    tmp_path: Path, rows: str, line: int, field: str, code: str
) -> None:
    """Figures against the truth of other files would be wrong without anybody noticing."""
    with pytest.raises(BadFile) as refused:
        truth_of(tmp_path, f"signal_id,register_id\n{rows}")
    (fault,) = refused.value.faults
    assert (fault.line, fault.field, fault.code) == (line, field, code)
    assert SECRET not in refused.value.message
