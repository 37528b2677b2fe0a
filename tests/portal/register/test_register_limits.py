"""Files that are cut off, too large, double or changing: what the whole file must be like."""

import os

import pytest

from portal.faults import BadFile
from portal.register import findings, opening, rows
from portal.register.lo3_person import ELEMENTS
from portal.register.reading import RegisterFormat, read_register
from protocols.ids import ResidentId


@pytest.mark.parametrize("element", ELEMENTS)
def test_lo3_without_an_element_we_need_is_refused(register, element):
    """Reading on would make everybody look as if nothing were known of it."""
    text = register.lo3_of(register.person()).replace(element, "99.99.99")
    assert register.refused(lambda: register.lo3_text(text)) == [(1, element, "missing-column")]


def test_lo3_without_the_column_of_list_numbers_is_refused(register):
    """Every line would look like a person of its own, history included."""
    lines = register.lo3_of(register.person(), register.more()).splitlines()
    text = "".join(line.partition(";")[2] + "\n" for line in lines)
    assert register.refused(lambda: register.lo3_text(text)) == [(1, "01.01.10", "missing-column")]


def test_lo3_may_have_double_columns_that_nobody_needs(register):
    """The official file has 06.88.10 twice and an empty last column; a needed one may not."""
    text = register.lo3_of(register.person())
    assert len(register.lo3_text(text).residents) == 1
    double = text.replace("06.88.10", "01.02.40")
    assert (1, "01.02.40", "duplicate-column") in register.refused(
        lambda: register.lo3_text(double)
    )


def test_lo3_is_utf8_and_nothing_else(register):
    """The Dutch register has letters that cp1252 does not know."""
    text = register.lo3_of(register.person(e01_02_40="Müller"))
    assert len(register.lo3_text(text.encode("utf-8-sig")).residents) == 1
    assert register.refused(lambda: register.lo3_text(text.encode("cp1252"))) == [
        (0, "", "bad-encoding")
    ]


def test_a_truncated_lo3_file_is_refused_wherever_it_is_cut(register):
    """A line that ends early has too few cells, even when only empty ones are gone."""
    text = register.lo3_of(register.person(1), register.person(2)).rstrip("\n")
    for lost in range(1, 60):
        faults = register.refused(lambda lost=lost: register.lo3_text(text[:-lost]))
        assert faults == [(3, "", "cell-count")]


def test_a_file_that_ends_without_a_line_end_is_doubted(register):
    """In a plain file a cut inside the last cell shows in nothing else."""
    found = register.csv("id;surname\n1;Uil\n2;Mees")
    assert register.warned(found) == [(0, "", "no-final-newline")]
    assert len(found.residents) == 2


def test_what_is_no_file_is_refused(register, tmp_path):
    """A folder, and a file that is not there."""
    for path in (tmp_path, tmp_path / "not-there.csv"):
        with pytest.raises(BadFile) as refusal:
            read_register(path, format=RegisterFormat.CSV, pseudonym=ResidentId)
        assert [fault.code for fault in refusal.value.faults] == ["unreadable"]


def test_a_file_over_two_gibibytes_is_refused_before_it_is_read(tmp_path):
    """A sparse file: it takes no room, and reading it would take minutes."""
    path = tmp_path / "large.csv"
    path.touch()
    os.truncate(path, opening.MAX_BYTES + 1)
    with pytest.raises(BadFile) as refusal:
        read_register(path, format=RegisterFormat.LO3, pseudonym=ResidentId)
    assert [fault.code for fault in refusal.value.faults] == ["too-large"]


def test_a_file_with_too_many_lines_is_refused(register, monkeypatch):
    """At the limit it is read, one line over the limit it is not."""
    monkeypatch.setattr(rows, "MAX_ROWS", 3)
    assert len(register.csv("id;surname\n1;Uil\n2;Mees\n").residents) == 2
    faults = register.refused(lambda: register.csv("id;surname\n1;Uil\n2;Mees\n3;Vink\n"))
    assert [code for *_, code in faults] == ["too-many-rows"]


def test_after_too_many_faults_reading_stops(register, monkeypatch):
    """A wrong export has a fault on every line; nobody reads them all."""
    monkeypatch.setattr(findings, "MAX_FAULTS", 3)
    text = "id;surname;sex\n" + "".join(f"{n};Uil;?\n" for n in range(50))
    codes = [code for *_, code in register.refused(lambda: register.csv(text))]
    assert codes == ["bad-choice"] * 3 + ["too-many-faults"]


def test_after_too_many_warnings_the_rest_is_counted(register, monkeypatch):
    """Warnings never stop the reading."""
    monkeypatch.setattr(findings, "MAX_FAULTS", 3)
    found = register.people(*({"national_id": "999990018"} for _ in range(10)))
    assert [code for *_, code in register.warned(found)] == ["bad-national-id"] * 3 + [
        "more-warnings"
    ]
    assert "7" in found.warnings[-1].message
    assert len(found.residents) == 10


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path):
    """The check of the bytes comes first; what is written after it was never checked."""
    path = tmp_path / "growing.csv"
    path.write_text("id;surname\n" + "".join(f"{n};Uil\n" for n in range(5_000)))

    def overwriting(record: str) -> ResidentId:
        with path.open("ab") as stream:
            stream.write(b"\xff\n")
        return ResidentId(record)

    with pytest.raises(BadFile) as refusal:
        read_register(path, format=RegisterFormat.CSV, pseudonym=overwriting)
    assert {fault.code for fault in refusal.value.faults} == {"unreadable"}
