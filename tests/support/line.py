"""The line on a made-up city in a database of its own, for tests that need it whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from protocols.city import City
from protocols.covenant.signal import Delivered
from protocols.ids import CreditorId, DeliveryId
from protocols.people import Resident
from protocols.privacy.audit import Origin
from store import signals, status
from store.deliveries import Receipt, receipts
from store.engine import USUAL, Engine, begin, reading
from store.migrate import migrate
from store.postgres import Bounds
from store.vault import Vault
from streams import topics
from streams.embedded import EmbeddedLine
from streams.intake import Batch, Taken, Unreadable, deliver
from streams.parking import tell_creditor
from streams.processor import Processor
from streams.registering import load_register
from streams.residents import Residents
from streams.steps.admission import AdmissionStep
from streams.steps.casework import CaseworkStep
from tests.support import made
from tests.support.databases import lay_out, opened

SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Line:
    """A city at work."""

    city: City
    engine: Engine
    vault: Vault
    residents: Residents
    embedded: EmbeddedLine

    def send(
        self,
        rows: Sequence[Delivered],
        at: datetime = made.AT,
        unreadable: Sequence[Unreadable] = (),
    ) -> Taken:
        """Deliver rows, all of one delivery, and let the line handle them."""
        taken = self.deliver(rows, at, unreadable)
        self.embedded.drain()
        return taken

    def deliver(
        self,
        rows: Sequence[Delivered],
        at: datetime = made.AT,
        unreadable: Sequence[Unreadable] = (),
    ) -> Taken:
        """Deliver rows, all of one delivery; the line does not handle them yet."""
        delivery_id = rows[0].delivery_id if rows else DeliveryId("d-none")
        creditor_id = rows[0].creditor_id if rows else CreditorId("woonhof")
        batch = Batch(delivery_id, creditor_id, delivery_id.encode(), rows, unreadable)
        with begin(self.engine) as tx:
            return deliver(
                tx,
                self.vault,
                batch,
                actor="test",
                origin=Origin.API,
                purpose="test",
                at=at,
            )

    def receipts(self, delivery_id: str = "d1") -> dict[int, Receipt]:
        """Receipts of a delivery by row."""
        with reading(self.engine) as tx:
            return {one.row: one for one in receipts(tx, delivery_id)}

    def counts(self) -> dict[str, int]:
        """Every count that must be right, and the cent total."""
        with reading(self.engine) as tx:
            found = dict(status.counts(tx))
            found["active signals"], found["cents"] = status.totals(tx)
            found.update({f"tally {k}": v for k, v in signals.tallies(tx).items()})
            found.update({f"track {k}": v for k, v in status.tracks(tx).items()})
        return found


def open_line(
    place: Path | str, city: City | None = None, batch: int = 50, bounds: Bounds = USUAL
) -> Line:
    """Open (or make) a line on a SQLite file, or on the database of a URL."""
    url = place if isinstance(place, str) else f"{SQLITE}{place}"
    if url.startswith(SQLITE):
        lay_out(Path(url.removeprefix(SQLITE)))
    engine = opened(url, bounds)
    migrate(engine)
    wanted, vault = city or made.city(), Vault(made.ROOT)
    residents = Residents(wanted, vault)
    admission = Processor(
        engine,
        topics.ADMISSION,
        AdmissionStep(wanted, vault, residents),
        lambda: made.AT,
        on_parked=tell_creditor,
    )
    casework = Processor(engine, topics.CASEWORK, CaseworkStep(wanted), lambda: made.AT)
    stages = ((topics.SIGNALS, admission), (topics.MATCHED, casework))
    return Line(wanted, engine, vault, residents, EmbeddedLine(engine, stages, batch))


def with_residents(line: Line, residents: Sequence[Resident]) -> Line:
    """Load a register into a line."""
    with begin(line.engine) as tx:
        load_register(tx, line.vault, residents, "digest", actor="test", at=made.AT)
    return line
