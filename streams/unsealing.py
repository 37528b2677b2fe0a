"""Opening the envelopes of an encoded delivery: look up, unlock, verify, and then the payload."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import msgspec

from matching.normal import Normal
from matching.tokens.envelope import Unlocked, open_payload
from matching.tokens.message import read_line
from matching.tokens.refusals import Tampered
from matching.tokens.suite import Suite
from matching.tokens.unlocking import open_with
from protocols.covenant.signal import Delivered
from protocols.ids import DeliveryId, ResidentId
from store.engine import Tx
from store.vault import Vault
from streams.epoch_keys import EpochKeys
from streams.intake import Unreadable
from streams.keyed import KeyedRegister

Cells = Mapping[str, str]
"""A row by our columns, as a delivery in clear has it."""
Verify = Callable[[Cells, Sequence[ResidentId]], ResidentId | None]
"""Whom of these residents the fields are about; None for none of them."""
Read = Callable[[DeliveryId, int, Cells], Delivered | Unreadable]
"""Reads a row as that of a delivery in clear is read, with the same limits."""
Line = tuple[int, bytes]
"""A row number, from 1, and the envelope of that row as it is written."""

VERIFIED: Final = frozenset(
    (
        *("given_names", "initials", "prefix", "surname", "partner_prefix", "partner_surname"),
        *("name_use", "company_name", "date_of_birth", "street", "house_number"),
        *("house_letter", "house_addition", "postcode", "city"),
    )
)
"""The columns that travel for verifying, unlocked by the person's own fields; the others are
sealed to the vault as well. What a payload says of these columns does not count."""

_read_cells = msgspec.json.Decoder(dict[str, str]).decode


class Outcome(StrEnum):
    """What became of an envelope; the creditor never hears."""

    SEALED = "sealed"
    OTHER = "other"
    DAMAGED = "damaged"
    PASSED = "passed"


@dataclass(slots=True)
class Found:
    """What came out: rows for the line, envelopes that stay sealed, rows that are damaged."""

    rows: list[Delivered] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    sealed: list[Line] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens envelopes of one epoch for the residents of today's register."""

    tx: Tx
    vault: Vault
    suite: Suite
    keys: EpochKeys
    register: KeyedRegister
    verify: Verify
    read: Read

    def open_all(self, delivery_id: DeliveryId, lines: Sequence[Line]) -> Found:
        """Open what can be opened; the rows get this delivery id."""
        found = Found()
        for row, line in lines:
            found.counts[self._open(delivery_id, row, line, found)] += 1
        return found

    def _open(self, delivery_id: DeliveryId, row: int, line: bytes, found: Found) -> Outcome:
        try:
            cells = self._cells(line)
        except (Tampered, msgspec.DecodeError, UnicodeDecodeError):
            found.damaged.append(row)
            return Outcome.DAMAGED
        if isinstance(cells, Outcome):
            found.sealed.append((row, line))
            return cells
        read = self.read(delivery_id, row, cells)
        if isinstance(read, Unreadable):
            found.unreadable.append(read)
        else:
            found.rows.append(read)
        return Outcome.PASSED

    def _cells(self, line: bytes) -> Cells | Outcome:
        """The whole row once it was verified whose it is; else why it stays sealed."""
        opened = open_with(read_line(line), self.suite, self.register.index, self._records)
        if opened is None:
            return Outcome.SEALED
        clear = _known(opened.unlocked.clear)
        people = [self.register.resident_id(row) for row in opened.rows]
        if self.verify(clear, people) is None:
            return Outcome.OTHER
        return {**self._payload(opened.unlocked), **clear}

    def _records(self, row: int) -> Sequence[Normal]:
        return self.register.records(self.tx, self.vault, row)

    def _payload(self, unlocked: Unlocked) -> Cells:
        cells = _read_cells(open_payload(unlocked, self.keys.vault))
        return {name: text for name, text in cells.items() if name not in VERIFIED}


def _known(clear: bytes) -> Cells:
    """The fields to verify; nothing else may be among them."""
    cells = _read_cells(clear)
    return {name: text for name, text in cells.items() if name in VERIFIED}
