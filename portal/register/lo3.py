"""The Dutch register file in columns of the Logical Design (LO3, GBA-V): several lines a person.

The first line of a person has the list number in the first column and says what holds now; lines
with that column empty hold history and what there may be more of (nationalities, partners).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Final, TextIO

from portal.register.findings import Findings
from portal.register.lo3_person import ELEMENTS, Line, resident_of
from portal.register.rows import of_width, read_rows, tidy
from portal.register.seen import Seen
from protocols.ids import ResidentId
from protocols.people import Residency, Resident

A_NUMBER: Final = "01.01.10"
CITIZEN_NUMBER: Final = "01.01.20"
MUNICIPALITY: Final = "08.09.10"
SUSPENSION: Final = "07.67.20"

MAX_CHARS: Final = 200
"""The longest element in the Logical Design (given names, surname)."""

_TEN_DIGITS: Final = re.compile(r"[0-9]{10}")


def read_lo3(
    stream: TextIO, findings: Findings, pseudonym: Callable[[str], ResidentId], municipality: str
) -> tuple[list[Resident], Counter[str]]:
    """Everybody in the file, in its order, and how many of them each municipality has.

    What is wrong goes to the findings. Raises BadFile when the header is wrong.
    """
    seen = Seen(findings)
    found: list[Resident] = []
    counts: Counter[str] = Counter()
    for lines in _persons(_lines(stream, findings), findings):
        now = lines[0].cells
        if now[SUSPENSION] == "F":
            findings.line = lines[0].number
            findings.warn("error-record", SUSPENSION)
            continue
        found.append(_resident(lines, findings, seen, pseudonym, municipality))
        counts[now[MUNICIPALITY]] += 1
    _warn_when_nobody_is_here(found, findings)
    return found, counts


def _warn_when_nobody_is_here(found: list[Resident], findings: Findings) -> None:
    findings.line = 0
    if found and not any(person.residency is Residency.RESIDENT for person in found):
        findings.warn("nobody-here", MUNICIPALITY)


def _resident(
    lines: list[Line],
    findings: Findings,
    seen: Seen,
    pseudonym: Callable[[str], ResidentId],
    municipality: str,
) -> Resident:
    findings.line = lines[0].number
    a_number = lines[0].cells[A_NUMBER]
    if not _TEN_DIGITS.fullmatch(a_number):
        findings.fault("bad-a-number", A_NUMBER)
    seen.record(a_number, A_NUMBER)
    person = resident_of(lines, pseudonym(a_number), municipality, findings)
    findings.line = lines[0].number
    seen.national(person.national_id, CITIZEN_NUMBER)
    return person


def _persons(lines: Iterator[Line], findings: Findings) -> Iterator[list[Line]]:
    """The lines of one person at a time; a line before the first person is a fault."""
    person: list[Line] = []
    for line in lines:
        if line.is_first:
            if person:
                yield person
            person = [line]
        elif person:
            person.append(line)
        else:
            findings.fault("orphan-row")
    if person:
        yield person


def _lines(stream: TextIO, findings: Findings) -> Iterator[Line]:
    """The lines with the elements we use; a cell that is too long is a fault."""
    rows = read_rows(stream, ";", findings)
    header = [cell.strip() for cell in next(rows, [])]
    findings.refuse()
    _check_header(header, findings)
    pick = itemgetter(0, *(header.index(element) for element in ELEMENTS))
    columns = ("kolom 1", *ELEMENTS)
    for row in of_width(rows, len(header), findings):
        cells = dict(zip(columns, tidy(pick(row), columns, findings), strict=True))
        if max(map(len, cells.values())) > MAX_CHARS:
            _report_lengths(cells, findings)
        yield Line(findings.line, bool(cells["kolom 1"]), cells)


def _check_header(header: list[str], findings: Findings) -> None:
    for element in ELEMENTS:
        if header.count(element) > 1:
            findings.fault("duplicate-column", element)
        elif element not in header[1:]:
            findings.fault("missing-column", element)
    findings.refuse()


def _report_lengths(cells: dict[str, str], findings: Findings) -> None:
    for column, cell in cells.items():
        if len(cell) > MAX_CHARS:
            findings.fault("too-long", column, limit=MAX_CHARS)
