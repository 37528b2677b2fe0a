"""The columns of the plain register file, and the reading of its header."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TextIO

from portal.register.findings import Findings
from portal.register.rows import MAX_LINE_CHARS

MANDATORY: Final = ("id", "surname")
"""Columns that must be there and filled on every line; the others may be left out."""

MAX_CHARS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "id": 64,
        "given_names": 200,
        "initials": 40,
        "prefix": 40,
        "surname": 200,
        "partner_prefix": 40,
        "partner_surname": 200,
        "street": 120,
        "house_letter": 5,
        "house_addition": 20,
        "postcode": 10,
        "city": 80,
        "phone": 40,
        "email": 254,
        "earlier_street": 120,
        "earlier_house_letter": 5,
        "earlier_house_addition": 20,
        "earlier_postcode": 10,
        "earlier_city": 80,
    }
)
"""Columns of free text with the most characters a cell may have."""

CODED: Final = (
    "name_use",
    "date_of_birth",
    "sex",
    "house_number",
    "national_id",
    "residency",
    "secret",
    "under_investigation",
    "guardianship",
    "mail_address",
    "earlier_house_number",
)
"""Columns of which each cell has a form of its own that is checked where it is read."""

ALLOWED: Final = (*MAX_CHARS, *CODED)
"""Every column the file may have, in any order."""


def delimiter_of(stream: TextIO) -> str:
    """The delimiter, `,` or `;`, under which most of the first line are columns we know."""
    line = stream.readline(MAX_LINE_CHARS)
    stream.seek(0)
    return max(",;", key=lambda delimiter: len({*ALLOWED} & {*_names(line.split(delimiter))}))


def columns_of(header: list[str], findings: Findings) -> list[str]:
    """The columns the header names. Raises BadFile for unknown, double and missing ones.

    An unknown column is called by its place: a file without header has a person there.
    """
    names = _names(header)
    for place, name in enumerate(names, start=1):
        if name not in ALLOWED:
            findings.fault("unknown-column", f"kolom {place}", allowed=", ".join(ALLOWED))
        elif name in names[: place - 1]:
            findings.fault("duplicate-column", name)
    for name in MANDATORY:
        if name not in names:
            findings.fault("missing-column", name)
    findings.refuse()
    return names


def _names(header: list[str]) -> list[str]:
    return [cell.strip().strip('"').strip().lower() for cell in header]
