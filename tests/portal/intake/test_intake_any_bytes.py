"""Whatever arrives: it becomes a batch or is refused with BadFile. Nothing else happens."""

import json
import random
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.faults import BadFile
from portal.intake.fields import REMEDIES
from portal.intake.words import HEADINGS
from streams.intake import Batch
from streams.wire import read_row, write_row

COLUMNS = sorted(HEADINGS)
HEAD = ";".join(COLUMNS).encode() + b"\n"
GOOD = b'naam;bedrag;geboortedatum;opmerking\nZilver;1,00;1-1-1970;"ja;ja"\nGoud;2,00;;\n'
BITS = [b'"', b";", b",", b"\n", b"\r", b"\t", b"|", b"[", b"]", b"{", b"}", b":", b"\x00", b"\xff"]
BITS += [b"naam", b"bedrag", b"signalen", b"null", b"NaN", b"1e9", b"\\u0000", b"\\ud800", b"-1"]
BITS += [b"\xef\xbb\xbf", b"\xc3", b"\x81", b"0000-00-00", b"99999999999999999999", b"1.234"]


def _check(batch: Batch) -> None:
    """Every row is in one place, can be written down and read back, and is within bounds."""
    numbers = [one.row for one in batch.rows] + [one.row for one in batch.unreadable]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    for row in batch.rows:
        assert read_row(write_row(row)) == row
        assert 0 <= row.amount_cents < 10**11
    for bad in batch.unreadable:
        assert bad.faults
        assert all(field in {"", *COLUMNS} and code in REMEDIES for field, code in bad.faults)


def _read(intake: Any, content: bytes) -> None:
    with suppress(BadFile):
        _check(intake.read(content))


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(intake: Any, content: bytes) -> None:
    """From nothing at all."""
    _read(intake, content)


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes_under_good_headings_are_read_or_refused(intake: Any, content: bytes) -> None:
    """Most rubbish has a good header: the rows are where it goes wrong."""
    _read(intake, HEAD + content)


@given(st.lists(st.sampled_from(BITS), max_size=30).map(b"".join))
@settings(max_examples=300, deadline=None)
def test_any_pieces_of_csv_and_json_are_read_or_refused(intake: Any, content: bytes) -> None:
    """Quotes, brackets and half characters in any order."""
    for start in (b"", b"naam;bedrag\n", b"[", b'[{"naam":'):
        _read(intake, start + content)


CELLS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10)
VALUES = st.recursive(CELLS, lambda inner: st.lists(inner, max_size=3), max_leaves=4)
ROWS = st.lists(st.dictionaries(st.sampled_from(COLUMNS), VALUES, max_size=8), max_size=5)


@given(ROWS, st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_json_rows_are_read_or_refused(intake: Any, rows: Any, wrapped: bool) -> None:
    """Also numbers without end, half surrogate pairs and lists where a cell should be."""
    listed = [{"reference": "K", **row} for row in rows]
    _read(intake, json.dumps({"signalen": listed} if wrapped else listed).encode())


@pytest.mark.parametrize("seed", range(4))
def test_two_thousand_random_files_are_read_or_refused(intake: Any, seed: int) -> None:
    """A harness of another kind than the properties above: noise, and good files with noise in."""
    chance = random.Random(seed)
    for turn in range(500):
        noise = chance.randbytes(chance.randrange(1, 300))
        changed = bytearray(GOOD)
        for _ in range(chance.randrange(1, 6)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        spot = chance.randrange(len(GOOD))
        pieces = b"".join(chance.choices(BITS, k=3))
        content = (noise, bytes(changed), GOOD[:spot] + pieces + GOOD[spot:], GOOD[:spot])
        _read(intake, content[turn % 4])


def test_the_good_file_among_the_noise_is_good(intake: Any) -> None:
    """Otherwise its changes would prove nothing."""
    found = intake.read(GOOD)
    assert len(found.rows) == 1
    assert len(found.unreadable) == 1
    _check(found)
