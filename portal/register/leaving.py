"""A file of changes may lack columns: what it does not speak of stays as it was."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from portal.register.columns import columns_of, delimiter_of
from portal.register.findings import Findings
from portal.register.opening import CP1252, encoding_of
from protocols.people import Resident

_NAMES: Final[Mapping[str, str]] = {
    "given_names": "given",
    "initials": "initials",
    "prefix": "prefix",
    "partner_prefix": "partner_prefix",
    "partner_surname": "partner_surname",
    "name_use": "use",
}
_FIELDS: Final[Mapping[str, str]] = {
    "date_of_birth": "born",
    **{
        name: name
        for name in (
            "sex",
            "phone",
            "email",
            "national_id",
            "residency",
            "secret",
            "under_investigation",
            "guardianship",
            "mail_address",
        )
    },
}
_PLACE: Final = frozenset(
    {"street", "house_number", "house_letter", "house_addition", "postcode", "city"}
)

Left = Callable[[Resident, Resident], Resident]
"""From the record before and the one that was read to the one that holds."""


def leaving(path: Path) -> Left:
    """Tells what stays of a person, by the columns of a file that was read without faults.

    Earlier addresses stay in any case. Initials that were made of new given names hold.
    """
    told = _told(path)
    names = [field for column, field in _NAMES.items() if column not in told]
    if "given_names" in told and "initials" in names:
        names.remove("initials")
    fields = [field for column, field in _FIELDS.items() if column not in told]
    if told.isdisjoint(_PLACE):
        fields.append("address")

    def _left(before: Resident, now: Resident) -> Resident:
        name = replace(now.name, **_of(before.name, names))
        return replace(now, name=name, **_of(before, fields))

    return _left


def _of(one: object, fields: list[str]) -> dict[str, Any]:
    return {field: getattr(one, field) for field in fields}


def _told(path: Path) -> frozenset[str]:
    """The columns of the first line that is not empty."""
    findings = Findings(path.name)
    with path.open(encoding=encoding_of(path, findings, fallback=CP1252), newline="") as stream:
        rows = csv.reader(stream, delimiter=delimiter_of(stream))
        return frozenset(columns_of(next(row for row in rows if row), findings))
