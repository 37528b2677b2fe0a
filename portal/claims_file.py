"""Reading the city's own open claims from a CSV file."""

from collections.abc import Callable, Mapping
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
    for number, raw in enumerate(table.rows, start=1):
        cells = Cells({columns[k]: v for k, v in (raw or {}).items() if columns.get(k) and v})
        found = _claim(cells, resident_id, raw)
        if found and found[0].claim_id in seen:
            cells.need("claim_id", "double")
        if cells.faults or found is None:
            faults += _faults(path.name, number, cells)
            continue
        seen.add(found[0].claim_id)
        claims.append(found)
    return ClaimsFile(tuple(claims), tuple(faults))


def _claim(
    cells: Cells, resident_id: Callable[[str], ResidentId], raw: Mapping[str, str] | None
) -> tuple[OpenClaim, Debtor] | None:
    if raw is None:
        cells.need("", "wrong-shape")
        return None
    for column in _REQUIRED:
        if not cells.cells.get(column):
            cells.need(column)
    register_id = cells.text("register_id")
    person, _ = read_person(cells)
    if cells.faults:
        return None
    principal = cells.read("principal", fields.amount, Cents(0))
    owed = "balance" if cells.cells.get("balance") else "principal"
    due_on = cells.read("due_on", fields.day, None)
    balance = cells.read(owed, _balance, Cents(0))
    if due_on is None:
        return None
    claim = OpenClaim(cells.text("claim_id"), cells.text("category"), principal, balance, due_on)
    known = resident_id(register_id) if register_id else ResidentId("")
    return claim, Debtor(known, person)


def _balance(text: str) -> Cents:
    """What is still due: nothing is allowed here."""
    return (
        Cents(0) if text.replace(",", "").replace(".", "").strip("0") == "" else fields.amount(text)
    )


def _faults(name: str, row: int, cells: Cells) -> list[Fault]:
    return [
        Fault(name, row, column, code, fields.REMEDIES.get(code, "dit nummer staat er al"))
        for column, code in cells.faults
    ]
