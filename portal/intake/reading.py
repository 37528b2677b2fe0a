"""From a delivery's cells to well-formed rows, and to what is wrong with the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from portal.cities.columns import CANONICAL_COLUMNS
from portal.intake import fields
from portal.intake.cells import Cells
from portal.intake.fields import Unread
from portal.intake.opening import Table, bad, open_table
from portal.intake.person import check_findable, read_person
from portal.intake.words import ARREARS, KINDS, KNOWN_HEADINGS, plain
from protocols.covenant.signal import (
    ArrearsType,
    Circumstance,
    CollectionStep,
    Delivered,
    MessageKind,
)
from protocols.covenant.terms import Covenant
from protocols.ids import DeliveryId, SignalId
from protocols.money import Cents
from streams.intake import Batch, Unreadable

_STANDING = {
    "crisis": Circumstance.CRISIS,
    "arrangement": Circumstance.ARRANGEMENT,
    "objection": Circumstance.OBJECTION,
}


def read_delivery(
    content: bytes, name: str, covenant: Covenant, delivery_id: DeliveryId, on: date
) -> Batch:
    """Read a delivery of a creditor. `on` is the day of receipt and the day of a signal that
    names none. Raises BadFile when the file as a whole cannot be read; `name` is told in it."""
    table = open_table(content, name)
    reading = Reading(covenant, delivery_id, on, _columns(table, covenant, name))
    rows, unreadable = [], []
    for number, cells in enumerate(table.rows, start=1):
        found = reading.row(number, cells)
        if isinstance(found, Delivered):
            rows.append(found)
        else:
            unreadable.append(found)
    digest = sha256(content).digest()
    return Batch(delivery_id, covenant.creditor.creditor_id, digest, rows, unreadable)


def _columns(table: Table, covenant: Covenant, name: str) -> Mapping[str, str]:
    """Our column for each heading: the creditor's own words first, the general ones after.

    A heading that we do not know is not read at all.
    """
    own = {plain(theirs): ours for theirs, ours in covenant.creditor.columns.items()}
    general = {word: ours for word, ours in KNOWN_HEADINGS.items() if word not in own}
    found: dict[str, str] = {}
    for words in (own, general):
        for heading in table.headings:
            ours = words.get(plain(heading))
            if ours in CANONICAL_COLUMNS and ours not in found.values():
                found[heading] = ours
    if not {"surname", "company_name", "reference"} & set(found.values()):
        message = "geen enkele kolomkop is bekend als achternaam, bedrijfsnaam of kenmerk"
        raise bad(name, "unknown-headings", message, 1)
    return found


def unknown_headings(content: bytes, name: str, covenant: Covenant) -> tuple[str, ...]:
    """Headings of a delivery that are not read, so that a creditor can see what is left out."""
    table = open_table(content, name)
    known = _columns(table, covenant, name)
    return tuple(heading for heading in table.headings if heading and heading not in known)


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads the rows of one delivery; `columns` is our column per heading."""

    covenant: Covenant
    delivery_id: DeliveryId
    on: date
    columns: Mapping[str, str]

    def row(self, number: int, raw: Mapping[str, str] | None) -> Delivered | Unreadable:
        """Read one row; all that is wrong with it is told at once."""
        if raw is None:
            return Unreadable(number, (("", "wrong-shape"),))
        cells = Cells({self.columns[k]: v for k, v in raw.items() if k in self.columns and v})
        delivered = self._delivered(number, cells)
        return Unreadable(number, tuple(cells.faults)) if cells.faults else delivered

    def _delivered(self, number: int, cells: Cells) -> Delivered:
        kind = cells.read("kind", _kind, MessageKind.SIGNAL)
        steps, denied = _steps(cells)
        person, remarks = read_person(cells)
        if kind is MessageKind.SIGNAL or not cells.cells.get("reference"):
            check_findable(cells, person)
        return Delivered(
            signal_id=SignalId(f"{self.delivery_id}-{number}"),
            delivery_id=self.delivery_id,
            row=number,
            creditor_id=self.covenant.creditor.creditor_id,
            kind=kind,
            reference=cells.text("reference"),
            arrears_type=cells.read("arrears_type", self._arrears_type, ArrearsType.RENT),
            amount_cents=_amount(cells, kind),
            signal_on=cells.read("signal_date", fields.day, None) or self.on,
            person=person,
            arrears_since_on=cells.read("arrears_since", fields.day, None),
            steps=steps,
            denied=denied,
            circumstances=_circumstances(cells) | remarks,
        )

    def _arrears_type(self, text: str) -> ArrearsType:
        """As told; without a word the first kind that the covenant agrees on."""
        if text:
            found = ARREARS.get(text.casefold())
            if found is None:
                raise Unread("not-an-arrears-type")
            return found
        agreed = self.covenant.on(self.on).arrears_in_order
        if not agreed:
            raise Unread("missing")
        return agreed[0]


def _kind(text: str) -> MessageKind:
    kind = KINDS.get(text.casefold())
    if kind is None:
        raise Unread("not-a-kind")
    return kind


def _amount(cells: Cells, kind: MessageKind) -> Cents:
    if kind is MessageKind.WITHDRAW:
        return Cents(0)
    if not cells.cells.get("amount"):
        cells.need("amount")
        return Cents(0)
    return cells.read("amount", fields.amount, Cents(0))


def _steps(cells: Cells) -> tuple[frozenset[CollectionStep], frozenset[CollectionStep]]:
    said = {step: cells.read(step.value, fields.yes_or_no, "") for step in CollectionStep}
    taken = frozenset(step for step, word in said.items() if word == "ja")
    return taken, frozenset(step for step, word in said.items() if word == "nee")


def _circumstances(cells: Cells) -> frozenset[Circumstance]:
    said = {kind: cells.read(column, fields.yes_or_no, "") for column, kind in _STANDING.items()}
    return frozenset(kind for kind, word in said.items() if word == "ja")
