"""The city's door for encoded deliveries: who verifies, and how opened rows are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.cities.columns import CANONICAL_COLUMNS
from portal.intake.cells import Cells as RowCells
from portal.intake.person import read_person
from portal.intake.reading import Reading
from portal.wiring import Platform, new_delivery_id
from protocols.covenant.signal import Delivered
from protocols.covenant.terms import Covenant, Term
from protocols.ids import DeliveryId, ResidentId
from protocols.judgement import Disposition, dispose
from protocols.privacy.audit import Origin
from protocols.work.clock import local_day
from store import epochs
from store.engine import Tx, begin, reading
from store.epochs import Epoch, State
from streams.encoded import Door, Encoded
from streams.epoch_keys import kinds_of, suite_of
from streams.epochs import Registrar, is_past
from streams.intake import Seen, Unreadable
from streams.keyed import build, is_fresh
from streams.residents import Matching
from streams.unsealing import Cells

_COLUMNS = {column: column for column in CANONICAL_COLUMNS}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who delivers, by account, and through which door."""

    actor: str
    origin: Origin


def receive(
    wired: Platform,
    covenant: Covenant,
    encoded: Encoded,
    at: datetime,
    sender: Sender | None = None,
) -> Seen:
    """Take in an encoded delivery of a creditor; the line handles what was opened.

    Where the register changed since, the index is built anew first and what waits is looked up
    again. All that takes long is made ready before the transaction that writes. Without a sender
    the creditor itself delivers by command. Raises what `Door.take_in` raises.
    """
    by = sender or Sender(covenant.creditor.creditor_id, Origin.COMMAND)
    end_past_epochs(wired, at)
    with reading(wired.engine) as tx:
        wired.residents.matching(tx, local_day(at))
    _look_again_if_changed(wired, covenant, by, at)
    with begin(wired.engine) as tx:
        door = door_of(tx, wired, covenant, by, at)
        return door.take_in(tx, encoded, new_delivery_id(wired.clock()), at)


def end_past_epochs(
    wired: Platform, at: datetime, actor: str = "clock", origin: Origin = Origin.CLOCK
) -> int:
    """Destroy what belongs to epochs whose last day has passed; returns how many there were."""
    registrar = Registrar(wired.vault, actor, wired.city.privacy.purpose, origin)
    with begin(wired.engine) as tx:
        return registrar.end_past(tx, local_day(at), at)


def past_epochs(tx: Tx, wired: Platform, at: datetime) -> int:
    """How many epochs of the city's covenants `end_past_epochs` would end."""
    known = (one for creditor in wired.city.covenants for one in epochs.of_creditor(tx, creditor))
    return sum(is_past(one, local_day(at)) for one in known)


def door_of(tx: Tx, wired: Platform, covenant: Covenant, by: Sender, at: datetime) -> Door:
    """The door of one creditor, with the matcher of today's register. Raises NoRegister."""
    day, creditor_id = local_day(at), covenant.creditor.creditor_id

    def _read(delivery_id: DeliveryId, row: int, cells: Cells) -> Delivered | Unreadable:
        return Reading(covenant, delivery_id, day, _COLUMNS).row(row, cells)

    return Door(
        wired.vault,
        creditor_id,
        covenant.on(day).article(Term.IN_FORCE),
        by.actor,
        by.origin,
        wired.city.privacy.purpose,
        Verifier(wired, wired.residents.matching(tx, day), day).verify,
        _read,
    )


@dataclass(frozen=True, slots=True)
class Verifier:
    """Verifies with the matcher of the line, so that what passes here is not refused there."""

    wired: Platform
    matching: Matching
    on: date

    def verify(self, fields: Cells, residents: Sequence[ResidentId]) -> ResidentId | None:
        """Whom the matcher finds, or compares best for a human to judge, of these residents."""
        person, _ = read_person(RowCells(fields))
        judgement = self.matching.match(person, self.on)
        found = [judgement.resident_id] if judgement.resident_id else []
        table = self.wired.city.privacy.dispositions_on(self.on)
        if dispose(judgement, table) is Disposition.REVIEW:
            found = [one.resident_id for one in judgement.candidates]
        return next((one for one in found if one in residents), None)


def _look_again_if_changed(wired: Platform, covenant: Covenant, by: Sender, at: datetime) -> None:
    """Renew the indexes that are of an older register, and open what can be opened now."""
    with reading(wired.engine) as tx:
        known = epochs.of_creditor(tx, covenant.creditor.creditor_id)
        late = [one for one in known if one.state != State.OVER and not is_fresh(tx, one)]
    for one in late:
        _renew(wired, one)
        with begin(wired.engine) as tx:
            door_of(tx, wired, covenant, by, at).look_again(tx, one, at)


def _renew(wired: Platform, one: Epoch) -> None:
    """Build beside the old index, then put it in its place (blue, green)."""
    suite = suite_of(wired.vault, one)
    with reading(wired.engine) as tx:
        built = build(tx, wired.vault, suite, kinds_of(one), one.region)
    with begin(wired.engine) as tx:
        epochs.put_arrays(tx, one, built.register_version, built.arrays)
