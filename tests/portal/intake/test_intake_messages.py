"""What comes back about a bad delivery holds our words and the place, never a value from it."""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import portal.intake as package
from portal.cities import columns
from portal.faults import BadFile, Fault
from portal.intake.fields import REMEDIES
from portal.intake.words import HEADINGS
from streams.intake import Unreadable

FILES = [*Path(package.__file__).parent.glob("*.py"), Path(columns.__file__)]
SHAPES = repr([Fault("levering.csv", 0, "", "", ""), Unreadable(1, ()), BadFile([])])
VOCABULARY = "\n".join([SHAPES, *(file.read_text(encoding="utf-8") for file in FILES)]).casefold()
LONG = 4


def _told(intake: Any, content: bytes) -> str:
    """All that a creditor, an operator or a log can get to see of reading this."""
    try:
        batch = intake.read(content)
    except BadFile as refusal:
        return f"{refusal} {refusal!r} {refusal.faults!r} {refusal.args!r}"
    told = [repr(one) for one in batch.unreadable]
    told += [REMEDIES[code] for one in batch.unreadable for _, code in one.faults]
    return " ".join(told)


def _leaked(told: str, cells: Iterable[object]) -> list[str]:
    """Which of these cells came back; our own words and short cells do not count."""
    texts = {str(cell).strip().casefold() for cell in cells}
    mine = {text for text in texts if sum(map(str.isalnum, text)) < LONG or text in VOCABULARY}
    return sorted(text for text in texts - mine if text in told.casefold())


def _csv(headings: Iterable[str], rows: Iterable[Iterable[str]], quoting: Any) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", quoting=quoting, escapechar="\\")
    writer.writerows([list(headings), *rows])
    return stream.getvalue().encode("utf-8", "replace")


WORDS = st.one_of(
    st.text(min_size=LONG, max_size=14),
    st.text("abcdefghijklmnop0123456789-.,@ ;\"'", min_size=LONG, max_size=14),
    st.from_regex(r"\d{2}-\d{2}-\d{4}|\d{9}|[A-Z][a-z]{5,9} [a-z]{4}|-?\d{4,7}[.,]\d{3}"),
)
KNOWN = st.sampled_from(sorted(HEADINGS))
GRID = st.lists(st.lists(WORDS, min_size=6, max_size=7), min_size=1, max_size=4)
QUOTING = st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_NONE])


@given(st.lists(KNOWN, min_size=6, max_size=6, unique=True), GRID, QUOTING)
@settings(max_examples=150, deadline=None)
def test_no_cell_of_a_table_comes_back(
    intake: Any, headings: list[str], grid: list[list[str]], quoting: int
) -> None:
    """Rubbish under good headings: bad rows, wrong shapes, broken quotes."""
    told = _told(intake, _csv(["naam", *headings[1:]], grid, quoting))
    assert _leaked(told, (cell for row in grid for cell in row)) == []


@given(st.lists(WORDS, min_size=1, max_size=5), GRID, QUOTING)
@settings(max_examples=100, deadline=None)
def test_no_heading_comes_back_that_is_not_ours(
    intake: Any, headings: list[str], grid: list[list[str]], quoting: int
) -> None:
    """A file without headings has a person where they should be."""
    told = _told(intake, _csv([*headings, *headings[:1]], grid, quoting))
    assert _leaked(told, [*headings, *(cell for row in grid for cell in row)]) == []


VALUES = WORDS | st.integers(1000, 10**12) | st.decimals(1000, 10**9, places=3).map(str)


@given(st.lists(st.dictionaries(KNOWN | WORDS, VALUES | st.lists(VALUES)), max_size=4))
@settings(max_examples=120, deadline=None)
def test_no_value_of_json_comes_back(intake: Any, rows: list[dict[str, Any]]) -> None:
    """Nor a key that is not ours; also where the JSON breaks off."""
    content = json.dumps([{"surname": "", **row} for row in rows]).encode()
    cells = [value for row in rows for value in row.values()]
    cells += [one for value in cells if isinstance(value, list) for one in value]
    keys = [key for row in rows for key in row]
    for cut in (len(content), len(content) // 2):
        assert _leaked(_told(intake, content[:cut]), [*cells, *keys]) == []


@pytest.mark.parametrize("column", sorted(HEADINGS))
def test_no_value_of_any_column_comes_back(intake: Any, column: str) -> None:
    """A value that no reader takes, in every column by turns."""
    value = "Zilver\u200bschoon 061234 " * 9
    told = _told(intake, json.dumps([{"surname": "", column: value}]).encode())
    assert _leaked(told, [value, *value.split()]) == []


def test_the_search_would_find_a_value_that_came_back() -> None:
    """The yardstick itself: a leak is seen, our own words and short cells are not called one."""
    assert _leaked("levering.csv:2: Zilverschoon is geen bedrag", ["zilverschoon"])
    assert _leaked("amount: 123.456", ["123.456 "])
    assert not _leaked("amount: vul dit veld in", ["amount", "vul dit veld in", "in"])
