"""Reading, by a worker, which instruments of recovery were used in a case."""

from collections.abc import Sequence

from portal.access import Visit
from portal.casework.file import not_yours, own_case
from portal.wiring import Platform
from protocols.privacy.audit import Action
from store import audit, casenotes
from store.casenotes import UseRow
from store.engine import begin


def read_used(platform: Platform, by: Visit, case_id: str) -> Sequence[UseRow]:
    """The uses, oldest first. Raises NotYourCase; the reading is written down."""
    with begin(platform.engine) as tx:
        if own_case(tx, platform, by, case_id) is not None:
            found = casenotes.uses(tx, case_id)
            about, counts = ("case", case_id), {"uses": len(found)}
            privacy = platform.city.privacy
            audit.record(tx, [by.note(privacy, Action.CASE_READ, about, "instruments", counts)])
            return found
    raise not_yours()
