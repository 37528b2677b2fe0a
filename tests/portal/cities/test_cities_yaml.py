"""Opening a YAML file that may hold anything: bounded, strict, and never quoting it."""

import os
import random
import shutil
import string
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.cities.folder import open_folder
from portal.cities.load import city_folder, load_city
from portal.cities.nodes import UNREADABLE, Document, dotted
from portal.cities.opening import DEEPEST, LARGEST_BYTES, open_document
from portal.faults import BadFile, Fault

SECRET = "geheim-4711"


def opened(tmp_path: Path, content: str | bytes) -> tuple[Document | None, list[Fault]]:
    """Open a file with this content."""
    path = tmp_path / "een.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    faults: list[Fault] = []
    return open_document(path, "een.yaml", faults), faults


def test_every_field_knows_its_line(tmp_path: Path) -> None:
    """Lines count from 1; a list item has the line of its dash's value."""
    text = (
        "# uitleg\nnaam: Stad\nrijen:\n  - a: 1\n    b: >-\n      lang\n      verhaal\n  - a: 2\n"
    )
    document, faults = opened(tmp_path, text)
    assert document is not None
    assert not faults
    assert document.data == {"naam": "Stad", "rijen": ({"a": 1, "b": "lang verhaal"}, {"a": 2})}
    assert document.lines[("naam",)] == 2
    assert document.lines[("rijen", 0, "b")] == 5
    assert document.lines[("rijen", 1)] == 8


def test_values_are_read_plainly(tmp_path: Path) -> None:
    """YAML 1.1 would make `no` false, `0303` the number 195 and `12:30` the number 750."""
    text = (
        "a: no\nb: True\nc: 10_000_000\nd: 2022-11-29\ne: null\nf: '0303'\ng: -5\nh: on\ni: 0909\n"
    )
    document, faults = opened(tmp_path, text)
    assert document is not None
    assert not faults
    assert document.data == {
        "a": "no",
        "b": True,
        "c": 10_000_000,
        "d": date(2022, 11, 29),
        "e": None,
        "f": "0303",
        "g": -5,
        "h": "on",
        "i": "0909",
    }


@pytest.mark.parametrize("value", ["0303", "12:30", "0x1F", "0b11", "5.1", ".inf", "9" * 40])
def test_a_number_in_another_guise_is_refused(tmp_path: Path, value: str) -> None:
    """What a jurist writes as a code must not become a number nobody meant."""
    document, faults = opened(tmp_path, f"a: 1\nb: {value}\n")
    assert document is not None
    assert document.data["b"] is UNREADABLE
    assert [(one.line, one.field, one.code) for one in faults] == [(2, "b", "bad-number")]


@pytest.mark.parametrize("value", ["2025-02-29", "2025-13-01", "2021-01-01T10:00:00", "0000-01-01"])
def test_a_day_that_does_not_exist_is_refused(tmp_path: Path, value: str) -> None:
    """And a moment is no day."""
    document, faults = opened(tmp_path, f"a: {value}\n")
    assert document is not None
    assert [(one.line, one.field, one.code) for one in faults] == [(1, "a", "bad-date")]


def test_a_double_field_is_a_fault_and_the_first_one_stays(tmp_path: Path) -> None:
    """PyYAML by itself would silently keep the last."""
    document, faults = opened(tmp_path, f"a:\n  b: 1\n  c: 2\n  b: {SECRET}\n")
    assert document is not None
    assert document.data == {"a": {"b": 1, "c": 2}}
    (fault,) = faults
    assert (fault.line, fault.field, fault.code) == (4, "a.b", "duplicate-key")
    assert "regel 2" in fault.message
    assert SECRET not in str(fault)


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        (f"a: 1\nb: [{SECRET}\n", 3, "bad-yaml"),
        (f"a: 1\n  b: {SECRET}\n", 2, "bad-yaml"),
        (f"a: 1\n\tb: {SECRET}\n", 2, "bad-yaml"),
        (f"a: 1\nb: '{SECRET}\n", 3, "bad-yaml"),
        (f"a: {SECRET}\x00\n", 0, "bad-yaml"),
        (f"a: &x {SECRET}\nb: 2\n", 1, "anchor"),
        (f"a: 1\nb: !!python/object/apply:os.system ['{SECRET}']\n", 2, "tag"),
        (f"a: 1\nb: !geheim {SECRET}\n", 2, "tag"),
        (f"a: 1\n---\nb: {SECRET}\n", 2, "many-documents"),
        ("", 0, "empty"),
        ("# alleen uitleg\n", 0, "empty"),
        (f"- {SECRET}\n", 1, "not-a-table"),
        (SECRET, 1, "not-a-table"),
        (f"a: 1\nb: {SECRET}".encode() + b"\xff\n", 2, "not-utf8"),
        (("a: " + SECRET).encode("utf-16"), 1, "not-utf8"),
        ("a: " + "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), 1, "too-deep"),
        ("a: " + "[" * 200_000, 1, "too-deep"),
        ("a: " + "x" * LARGEST_BYTES, 0, "too-large"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_line(
    tmp_path: Path, content: str | bytes, line: int, code: str
) -> None:
    """One fault, with a remedy and without the text that was wrong."""
    document, faults = opened(tmp_path, content)
    assert document is None
    assert [(one.file, one.line, one.code) for one in faults] == [("een.yaml", line, code)]
    assert SECRET not in str(faults[0])


def test_a_bomb_of_references_is_refused_before_it_grows(tmp_path: Path) -> None:
    """Every anchor and alias is reported; none is followed."""
    text = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    document, faults = opened(tmp_path, text)
    assert document is None
    assert [one.code for one in faults] == ["anchor"] * 6


def test_a_strange_key_does_not_break_the_place(tmp_path: Path) -> None:
    """A key may hold anything; a fault's place stays one readable line."""
    document, faults = opened(tmp_path, '"a\\nb": {"x": 1, "x": 2}\n? [1, 2]\n: 3\n')
    assert document is not None
    assert [(one.field, one.code) for one in faults] == [
        ("?.x", "duplicate-key"),
        ("", "bad-key"),
    ]
    assert dotted(("articles", 3, "value")) == "articles[3].value"
    assert dotted(("x" * 100, 0)) == "?[0]"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    """Editors add them."""
    document, faults = opened(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: x\r\n")
    assert document is not None
    assert not faults
    assert document.data == {"a": 1, "b": "x"}
    assert document.lines[("b",)] == 2


def test_a_missing_file_and_a_folder_in_its_place_are_told_apart(tmp_path: Path) -> None:
    """One has to be made, the other to be looked at."""
    faults: list[Fault] = []
    (tmp_path / "map.yaml").mkdir()
    assert open_document(tmp_path / "niets.yaml", "niets.yaml", faults) is None
    assert open_document(tmp_path / "map.yaml", "map.yaml", faults) is None
    assert [one.code for one in faults] == ["missing-file", "unreadable-file"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_no_content_makes_it_fail_otherwise(tmp_path: Path, content: bytes) -> None:
    """Either a table or a reason, whatever the bytes."""
    document, faults = opened(tmp_path, content)
    assert document is not None or faults


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(st.randoms(use_true_random=False))
def test_a_damaged_city_is_refused_or_still_whole(tmp_path: Path, chance: random.Random) -> None:
    """Lines lost, doubled, swapped or cut: load_city answers with BadFile or with a city."""
    folder = tmp_path / "dronten"
    shutil.copytree(city_folder("dronten"), folder, dirs_exist_ok=True)
    path = chance.choice(sorted(folder.rglob("*.yaml")))
    lines = path.read_text("utf-8").split("\n")
    for _ in range(chance.randint(1, 3)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        cut = chance.randint(0, len(lines[at]))
        lines[at] = chance.choice(
            [
                "",
                lines[other],
                lines[at][:cut] + chance.choice(string.punctuation) + lines[at][cut:],
            ]
        )
    path.write_text("\n".join(lines), "utf-8")
    faults: tuple[Fault, ...] = ()
    try:
        assert load_city(folder).name
    except BadFile as refused:
        faults = refused.faults
    names = {file.relative_to(folder).as_posix() for file in folder.rglob("*.yaml")}
    assert {one.file for one in faults} <= names


def test_a_city_is_found_by_name_and_by_path(tmp_path: Path) -> None:
    """The packaged one by its name, any other folder by its path."""
    packaged = city_folder("gent")
    assert (packaged / "city.yaml").is_file()
    copied = Path(shutil.copytree(packaged, tmp_path / "elders"))
    assert city_folder(str(copied)) == copied
    assert load_city(city_folder(str(copied))).city_id == "elders"


def test_a_packaged_name_goes_before_a_folder_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which city is loaded may not depend on where a command is run."""
    (tmp_path / "gent").mkdir()
    monkeypatch.chdir(tmp_path)
    assert city_folder("gent") != Path("gent")
    assert city_folder("." + os.sep + "gent") == Path("gent")


@pytest.mark.parametrize("name", ["", "atlantis", "../nergens", "city.yaml", "README.md"])
def test_an_unknown_city_is_answered_with_the_ones_there_are(name: str) -> None:
    """Without repeating what was asked."""
    with pytest.raises(BadFile) as caught:
        city_folder(name)
    (fault,) = caught.value.faults
    assert fault.code == "unknown-city"
    assert "dronten, gent" in fault.message
    assert not name or name not in fault.message


def test_a_folder_that_is_not_there_is_one_fault(tmp_path: Path) -> None:
    """And not seven missing files."""
    faults: list[Fault] = []
    assert not open_folder(tmp_path / "weg", faults)
    assert [one.code for one in faults] == ["missing-folder"]
    with pytest.raises(BadFile):
        load_city(tmp_path / "weg")
