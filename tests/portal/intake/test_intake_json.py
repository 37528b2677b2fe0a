"""JSON as programs send it: a list of objects, and everything that only looks like it."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.faults import BadFile
from portal.intake.opening import open_table, table_of

NAME = "levering.json"
GOOD = '"surname":"Zilver","date_of_birth":"1961-04-17","amount":"1,00"'


def _rows(content: str) -> Any:
    return open_table(content.encode(), NAME).rows


def test_a_list_and_an_object_around_it_are_the_same(intake: Any) -> None:
    """Whatever else the object holds; space before it does not matter."""
    plain = intake.read(f"[{{{GOOD}}}]")
    assert len(plain.rows) == 1
    for content in (
        f'{{"signalen":[{{{GOOD}}}]}}',
        f'{{"versie":"2","signalen":[{{{GOOD}}}],"meer":[1]}}',
        f"\n  [{{{GOOD}}}]\n",
        f"\ufeff[{{{GOOD}}}]",
    ):
        assert intake.read(content).rows == plain.rows


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{}", "no-list"),
        ('{"signalen":{}}', "no-list"),
        ('{"signalen":null}', "no-list"),
        ('{"Signalen":[]}', "no-list"),
        (f"{{{GOOD}}}", "no-list"),
        ("[]", "no-rows"),
        ('{"signalen":[]}', "no-rows"),
        ("[", "broken-json"),
        ("[{]", "broken-json"),
        (f"[{{{GOOD},}}]", "broken-json"),
        (f"[{{{GOOD}}}] en meer", "broken-json"),
        ("{'surname': 'Zilver'}", "broken-json"),
        ('[{"amount":NaN}]', "broken-json"),
        ('[{"amount":Infinity}]', "broken-json"),
        ('[{"amount":-Infinity}]', "broken-json"),
        ('[{"amount":1e99999999999999999999}]', "broken-json"),
        ('[{"amount":1e-99999999999999999999}]', "broken-json"),
        (f'[{{"amount":{"9" * 5_000}}}]', "broken-json"),
        ("[" * 100_000, "broken-json"),
        ('[{"a":' * 100_000, "broken-json"),
        ("[1]", "unknown-headings"),
        ('[{"leeftijd":1}]', "unknown-headings"),
    ],
)
def test_a_file_that_cannot_be_read_as_a_whole_is_refused(
    intake: Any, content: str, code: str
) -> None:
    """Never with another exception: not for depth, not for size, not for numbers without end."""
    assert intake.refused(content) == code


def test_the_line_of_a_mistake_is_told() -> None:
    """Somebody has to find it."""
    with pytest.raises(BadFile, match=r"^levering\.json:3: "):
        _rows('[\n{"a":1},\n{"a" 2}\n]')


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ('" tekst "', "tekst"),
        ("12", "12"),
        ("-5", "-5"),
        ("12.50", "12.50"),
        ("0.1", "0.1"),
        ("1e2", "1E+2"),
        ("12345678901234567890.123456789", "12345678901234567890.123456789"),
        ("true", "ja"),
        ("false", "nee"),
        ("null", ""),
        ('""', ""),
    ],
)
def test_a_value_becomes_a_cell(value: str, cell: str) -> None:
    """Numbers digit by digit as they were sent, never by way of a float."""
    assert _rows(f'[{{"a":{value}}}]') == [{"a": cell}]


@pytest.mark.parametrize("value", ["[]", "[1]", "{}", '{"a":1}', '[["Zilver"]]'])
def test_a_nested_value_spoils_its_row_and_no_other(intake: Any, value: str) -> None:
    """Which cell it should be could only be guessed."""
    found = intake.read(f'[{{{GOOD}}},{{{GOOD},"reference":{value}}},{{{GOOD}}}]')
    assert [one.row for one in found.rows] == [1, 3]
    assert [(one.row, one.faults) for one in found.unreadable] == [(2, (("", "wrong-shape"),))]


@pytest.mark.parametrize("row", ["1", "null", '"Zilver"', "[]", f"[{{{GOOD}}}]", "true"])
def test_a_row_that_is_no_object_is_told_and_the_others_are_read(intake: Any, row: str) -> None:
    """A bad row never stops good ones."""
    found = intake.read(f"[{row},{{{GOOD}}}]")
    assert [one.row for one in found.rows] == [2]
    assert [(one.row, one.faults) for one in found.unreadable] == [(1, (("", "wrong-shape"),))]


def test_objects_may_have_other_fields_each(intake: Any) -> None:
    """The headings are those of all of them; what one does not tell is empty."""
    found = intake.read(f'[{{{GOOD}}},{{{GOOD},"reference":"K-2","leeftijd":7}}]')
    assert [row.reference for row in found.rows] == ["", "K-2"]
    table = open_table(b'[{"a":1,"b":2},{"c":3,"a":4}]', NAME)
    assert table.headings == ("a", "b", "c")
    assert list(table.lines) == [1, 2], "in JSON a row is found by its position"


def test_a_number_of_the_most_digits_that_are_read_spoils_its_row_only() -> None:
    """Four thousand digits are no amount, and too long for a cell."""
    assert _rows(f'[{{"a":{"9" * 4_000}}},{{"a":1}}]') == [None, {"a": "1"}]


SIMPLE = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
ANY = st.recursive(
    SIMPLE | st.floats(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=15,
)


@given(ANY)
@settings(max_examples=200, deadline=None)
def test_any_json_becomes_a_table_or_is_refused(found: Any) -> None:
    """Decoded by whomever: one entry per row, each with its cells as text or left out whole."""
    try:
        table = table_of(found, NAME)
    except BadFile:
        return
    listed = found["signalen"] if isinstance(found, dict) else found
    assert len(table.rows) == len(listed)
    for row in table.rows:
        assert row is None or all(isinstance(cell, str) for cell in row.values())


@given(st.lists(st.dictionaries(st.text(max_size=8), SIMPLE, max_size=4), min_size=1, max_size=5))
@settings(max_examples=150, deadline=None)
def test_written_json_is_read_as_it_was_meant(rows: list[dict[str, Any]]) -> None:
    """Escaped or not: the same cells."""
    for escaped in (True, False):
        content = json.dumps(rows, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
        if not escaped and any(0xD800 <= ord(c) < 0xE000 for c in str(rows)):
            continue
        assert open_table(content, NAME).rows == table_of(rows, NAME).rows
