"""What the financial director does: see what waits for four eyes, and confirm or refuse it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from portal.access import Visit
from portal.dossier.debts import Debt, read_debts
from portal.dossier.moving import Loaded, load
from portal.dossier.offers import GivingUp, live
from portal.wiring import Platform
from protocols.privacy.audit import Action
from protocols.work.dossier_state import ConfirmationAsked
from store import audit, dossiers
from store.engine import Tx, begin

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """One decision that waits: what is asked, how much, and of which debts. No name: who decides
    about money need not know whose it is."""

    dossier_id: str
    number: int
    asked: ConfirmationAsked
    giving_up: GivingUp | None
    debts: Sequence[Debt]


def read_waiting(platform: Platform, by: Visit) -> Sequence[Waiting]:
    """What waits for four eyes, the oldest first, at most 200; each reading is written down."""
    with begin(platform.engine) as tx:
        rows = dossiers.waiting_for_four_eyes(tx, MOST)
        loaded = [load(tx, platform, row.dossier_id) for row in rows]
        found = [one for each in loaded if each and (one := _waiting(tx, platform, each))]
        about, counts = ("dossier", ""), {"waiting": len(found)}
        privacy = platform.city.privacy
        audit.record(tx, [by.note(privacy, Action.DOSSIER_READ, about, "waiting", counts)])
    return found


def _waiting(tx: Tx, platform: Platform, loaded: Loaded) -> Waiting | None:
    dossier = loaded.dossier
    if dossier.waiting is None:
        return None
    found = live(tx, platform, dossier.dossier_id, dossiers.OPEN)
    debts = read_debts(tx, platform, dossier.dossier_id)
    giving_up = found.giving_up if found else None
    return Waiting(dossier.dossier_id, loaded.number, dossier.waiting, giving_up, debts)
