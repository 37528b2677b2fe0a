"""What happened with the dossiers of a case, as lines of its timeline."""

from collections.abc import Mapping, Sequence
from typing import Final

from portal.dossier.views import ResidentFile
from portal.web.views.item import TimelineItem, item
from portal.web.words import called
from protocols.work.clock import local_day
from protocols.work.dossier_state import TimelineEntry
from protocols.work.dossier_words import ROLES

TEXTS: Final[Mapping[str, str]] = {
    "dossier.detected": "Dossier geopend",
    "dossier.offered": "Dossier aangeboden",
    "dossier.offered_again": "Dossier opnieuw aangeboden",
    "dossier.consented": "Toestemming voor een dossier",
    "dossier.declined": "Dossier geweigerd",
    "dossier.proposed": "Voorstel gedaan",
    "dossier.proposed_again": "Nieuw voorstel gedaan",
    "dossier.rejected": "Voorstel geweigerd",
    "dossier.accepted": "Voorstel aanvaard",
    "dossier.started": "Regeling begonnen",
    "dossier.changed": "Regeling gewijzigd",
    "dossier.remitted": "Deel kwijtgescholden",
    "dossier.paused": "Regeling gepauzeerd",
    "dossier.resumed": "Regeling hervat",
    "dossier.completed": "Alles afgelost",
    "dossier.scrapped": "Rest kwijtgescholden",
    "dossier.written_off": "Rest oninbaar verklaard",
    "dossier.withdrawn": "Gestopt: toestemming ingetrokken",
    "dossier.expired": "Gestopt: toestemming verlopen",
    "dossier.confirmation_asked": "Vier ogen gevraagd",
    "dossier.confirmation_dropped": "Gaat niet door",
}
"""What the timeline says of each event of a dossier."""


def dossier_items(residents: Sequence[ResidentFile]) -> tuple[TimelineItem, ...]:
    """A line for every event, with whose dossier it is when the case has more than one."""
    many = len(residents) > 1
    return tuple(
        _item(entry, called(one.resident.name) if many and one.resident else "")
        for one in residents
        for entry in one.timeline
    )


def _item(entry: TimelineEntry, whose: str) -> TimelineItem:
    by = f"Door {ROLES[entry.by.who]}"
    reason = entry.reason[:1].upper() + entry.reason[1:].rstrip(".")
    detail = ". ".join(part for part in (whose, by, reason) if part)
    return item(local_day(entry.at).isoformat(), TEXTS[entry.text], f"{detail}.")
