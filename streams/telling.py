"""Who tells creditors something, and under which reference a creditor knows a signal."""

from dataclasses import dataclass
from datetime import date, datetime

from protocols.city import City
from protocols.covenant.feedback import Reference
from protocols.covenant.terms import Terms
from protocols.ids import CreditorId
from protocols.privacy.audit import Action, AuditEntry, Origin
from protocols.work.clock import local_day
from store import deliveries
from store.engine import Tx
from store.vault import Vault
from streams.encoded import OWN


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells creditors what, for which city; `at` is in UTC."""

    city: City
    vault: Vault
    actor: str
    origin: Origin
    at: datetime

    @property
    def on(self) -> date:
        """The day it is here."""
        return local_day(self.at)

    def terms(self, creditor_id: str) -> Terms | None:
        """The covenant with a creditor as it stands today; None: there is none."""
        covenant = self.city.covenants.get(CreditorId(creditor_id))
        return covenant.on(self.on) if covenant else None

    def note(self, action: Action, about: tuple[str, str], result: str) -> AuditEntry:
        """An audit entry; `about` is the kind and the id of what was told of."""
        privacy = self.city.privacy
        basis = privacy.basis.value
        who = (self.actor, self.origin)
        return AuditEntry(self.at, *who, action, *about, result, privacy.purpose, basis)


def reference_of(tx: Tx, creditor_id: str, signal_id: str) -> Reference | None:
    """The reference under which a creditor knows a signal; None when it knows none.

    Signals that came in encoded travel under a delivery of the city's own: what the creditor is
    told must not show which of its rows were opened.
    """
    delivery_id, _, row = signal_id.rpartition("-")
    if deliveries.find(tx, creditor_id, delivery_id) is not None:
        return Reference(signal_id)
    if deliveries.find(tx, f"{creditor_id}{OWN}", delivery_id) is not None:
        return Reference(f"{delivery_id.partition('-')[0][:-1]}-{row}")
    return None
