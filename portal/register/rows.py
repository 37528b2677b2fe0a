"""From lines to rows of cells: quotes, widths, lengths and characters, the same for each format."""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Final, TextIO

from portal.register.findings import Findings

MAX_ROWS: Final = 5_000_000
"""Lines of a file; a file with more is refused."""

MAX_LINE_CHARS: Final = 65_536
"""Characters of one line; a file with a longer line is refused."""

_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")


class _LineTooLong(Exception):
    """A line without an end in sight."""


def read_rows(stream: TextIO, delimiter: str, findings: Findings) -> Iterator[list[str]]:
    """The rows of the file, the header first, without blank lines; sets `findings.line` for each.

    A misplaced quote, a line too long or too many lines is a fault after which reading ends.
    """
    reader = csv.reader(_lines(stream), delimiter=delimiter, strict=True)
    while reader.line_num <= MAX_ROWS:
        findings.line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error:
            return findings.fault("bad-quotes")
        except _LineTooLong:
            return findings.fault("line-too-long", limit=MAX_LINE_CHARS)
        if row is None:
            return None
        if row:
            yield row
    return findings.fault("too-many-rows", limit=MAX_ROWS)


def of_width(rows: Iterator[list[str]], width: int, findings: Findings) -> Iterator[list[str]]:
    """Only the rows with as many cells as the header; any other row is a fault."""
    for row in rows:
        if len(row) == width:
            yield row
        else:
            findings.fault("cell-count", found=len(row), expected=width)


def tidy(cells: Sequence[str], columns: Sequence[str], findings: Findings) -> list[str]:
    """The cells without space around them and with single spaces in them.

    A line break or tab within a cell counts as a space; any other control character is a fault.
    """
    if _is_tidy(f"|{'|'.join(cells)}|"):
        return list(cells)
    single = [" ".join(cell.split()) for cell in cells]
    for cell, column in zip(single, columns, strict=True):
        if _CONTROL.search(cell):
            findings.fault("control-character", column)
    return single


def _is_tidy(joined: str) -> bool:
    """Tell for a whole row at once that there is nothing to do; the tests are the fast ones."""
    return not ("  " in joined or "| " in joined or " |" in joined) and joined.isprintable()


def _lines(stream: TextIO) -> Iterator[str]:
    while line := stream.readline(MAX_LINE_CHARS):
        if len(line) == MAX_LINE_CHARS:
            raise _LineTooLong
        yield line
