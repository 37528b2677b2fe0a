"""Reading the city's own open claims from a CSV file."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from portal.faults import Fault
from portal.intake import fields
from portal.intake.cells import Cells
from portal.intake.opening import bad, open_table, read_bytes
from portal.intake.person import read_person
from portal.intake.words import KNOWN_HEADINGS, plain
from protocols.ids import ResidentId
from protocols.money import Cents
from protocols.work.enrich import OpenClaim
from streams.registering import Debtor

OWN = {
    "claim_id": ("claim id", "vordering", "vorderingsnummer", "factuurnummer", "kenmerk"),
    "register_id": ("register id", "a nummer", "persoonsnummer"),
    "category": ("category", "soort", "categorie"),
    "principal": ("principal", "hoofdsom"),
    "balance": ("balance", "saldo", "openstaand", "openstaand bedrag"),
    "due_on": ("due on", "vervaldatum", "uiterste betaaldatum"),
}
_OURS = {plain(word): column for column, words in OWN.items() for word in (column, *words)}
_REQUIRED = ("claim_id", "category", "principal", "due_on")


@dataclass(frozen=True, slots=True)
class ClaimsFile:
    """The claims of a file with their debtors, and the rows that could not be read."""

    claims: tuple[tuple[OpenClaim, Debtor], ...]
    faults: tuple[Fault, ...]


def read_claims(path: Path, resident_id: Callable[[str], ResidentId]) -> ClaimsFile:
    """Read claims; a bad row is told and left out. Raises BadFile when the file is unreadable.

    Columns: claim_id, category, principal (euros), due_on, and optionally balance (default: the
    principal), register_id or the columns that describe a person in a signal.
    """
    table = open_table(read_bytes(path), path.name)
    columns = {
        heading: _OURS.get(plain(heading)) or KNOWN_HEADINGS.get(plain(heading), "")
        for heading in table.headings
    }
    missing = [column for column in _REQUIRED if column not in columns.values()]
    if missing:
        raise bad(path.name, "missing-columns", f"deze kolommen ontbreken: {', '.join(missing)}", 1)
    claims, faults, seen = [], [], set()
    for line, raw in zip(table.lines, table.rows, strict=True):
        cells = Cells({columns[k]: v for k, v in (raw or {}).items() if columns.get(k) and v})
        found = _claim(cells, resident_id) if raw is not None else None
        if raw is None:
            cells.need("", "wrong-shape")
        elif found and found[0].claim_id in seen:
            cells.need("claim_id", "double")
        if cells.faults or found is None:
            faults += _faults(path.name, line, cells)
            continue
        seen.add(found[0].claim_id)
        claims.append(found)
    return ClaimsFile(tuple(claims), tuple(faults))


def _claim(
    cells: Cells, resident_id: Callable[[str], ResidentId]
) -> tuple[OpenClaim, Debtor] | None:
    """Read one claim; None when anything is wrong, with all of it in the cells' faults."""
    for column in _REQUIRED:
        if not cells.cells.get(column):
            cells.need(column)
    claim_id, category = cells.text("claim_id"), cells.text("category")
    register_id = cells.text("register_id")
    principal = _read_amount(cells, "principal", fields.amount)
    balance = _read_amount(cells, "balance", _balance)
    due_on = cells.read("due_on", fields.day, None)
    person, _ = read_person(cells)
    if cells.faults or due_on is None or principal is None:
        return None
    owed = principal if balance is None else balance
    known = resident_id(register_id) if register_id else ResidentId("")
    return OpenClaim(claim_id, category, principal, owed, due_on), Debtor(known, person)


def _read_amount(cells: Cells, column: str, reader: Callable[[str], Cents]) -> Cents | None:
    """An amount, or None when the file tells none."""
    if not cells.cells.get(column):
        return None
    return cells.read(column, reader, Cents(0))


def _balance(text: str) -> Cents:
    """What is still due: nothing is allowed here."""
    return Cents(0) if re.fullmatch(r"0+([.,]0{1,2})?", text) else fields.amount(text)


def _faults(name: str, line: int, cells: Cells) -> list[Fault]:
    return [
        Fault(name, line, column, code, fields.REMEDIES.get(code, "dit nummer staat er al"))
        for column, code in cells.faults
    ]
