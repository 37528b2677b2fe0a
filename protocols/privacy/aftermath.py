"""What hangs on a consent: what must be stopped or undone when it is withdrawn. Pure.

AVG art. 7(3): withdrawing does not undo what was lawfully done before, and ends what goes on.
Art. 17(1)(b): what was kept on that ground alone is erased. Art. 19: who received it is told.
What must be done is a table; that it was done is counted off one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from protocols.errors import Refused
from protocols.privacy.consent import ConsentExpired, ConsentWithdrawn, Purpose


class Undoing(StrEnum):
    """Whether something goes on no longer, or is taken back."""

    STOP = "stop"
    UNDO = "undo"


class Consequence(StrEnum):
    """One thing that follows on the end of a consent."""

    DOSSIER_STOPPED = "dossier_stopped"
    PROPOSAL_WITHDRAWN = "proposal_withdrawn"
    PLAN_ENDED = "plan_ended"
    BUNDLE_ERASED = "bundle_erased"
    CREDITORS_TOLD = "creditors_told"
    INCOME_ERASED = "income_erased"
    CEILING_ERASED = "ceiling_erased"
    FEEDBACK_STOPPED = "feedback_stopped"
    PAUSES_ENDED = "pauses_ended"
    HANDOVER_STOPPED = "handover_stopped"
    RECEIVER_TOLD = "receiver_told"
    RESIDENT_TOLD = "resident_told"


_C = Consequence
UNDOING: Mapping[Consequence, Undoing] = {
    _C.DOSSIER_STOPPED: Undoing.STOP,
    _C.PROPOSAL_WITHDRAWN: Undoing.UNDO,
    _C.PLAN_ENDED: Undoing.STOP,
    _C.BUNDLE_ERASED: Undoing.UNDO,
    _C.CREDITORS_TOLD: Undoing.STOP,
    _C.INCOME_ERASED: Undoing.UNDO,
    _C.CEILING_ERASED: Undoing.UNDO,
    _C.FEEDBACK_STOPPED: Undoing.STOP,
    _C.PAUSES_ENDED: Undoing.STOP,
    _C.HANDOVER_STOPPED: Undoing.STOP,
    _C.RECEIVER_TOLD: Undoing.UNDO,
    _C.RESIDENT_TOLD: Undoing.STOP,
}
"""Whether each consequence stops or undoes."""

CONSEQUENCES: Mapping[Purpose, tuple[Consequence, ...]] = {
    Purpose.DOSSIER: (
        _C.DOSSIER_STOPPED,
        _C.PROPOSAL_WITHDRAWN,
        _C.PLAN_ENDED,
        _C.PAUSES_ENDED,
        _C.CREDITORS_TOLD,
        _C.BUNDLE_ERASED,
        _C.RESIDENT_TOLD,
    ),
    Purpose.INCOME: (
        _C.INCOME_ERASED,
        _C.CEILING_ERASED,
        _C.PROPOSAL_WITHDRAWN,
        _C.RESIDENT_TOLD,
    ),
    Purpose.CREDITORS: (_C.FEEDBACK_STOPPED, _C.PAUSES_ENDED, _C.CREDITORS_TOLD, _C.RESIDENT_TOLD),
    Purpose.HANDOVER: (_C.HANDOVER_STOPPED, _C.RECEIVER_TOLD, _C.RESIDENT_TOLD),
}
"""What hangs on each purpose, in the order in which it is done. A pause rests on help that was
accepted, so it ends with it; the minimal code that the covenant allows stays allowed."""


class NotAConsequence(Refused):
    """This does not follow from this withdrawal, or was counted off before."""

    code = "not-a-consequence"


class AftermathOpen(Refused):
    """Something is neither stopped nor undone yet; `open_items` names it."""

    code = "aftermath-open"

    def __init__(self, open_items: tuple[Consequence, ...]) -> None:
        self.open_items = open_items
        told = ", ".join(TOLD[one] for one in open_items)
        super().__init__(f"De intrekking is nog niet rond. Doe eerst: {told}.")


@dataclass(frozen=True, slots=True)
class Done:
    """That a consequence was carried out. `reference` names the record that shows it."""

    by: str
    at: datetime
    reference: str


@dataclass(frozen=True, slots=True)
class Aftermath:
    """One withdrawal and how far its consequences are. Each is done or not: nothing between."""

    purpose: Purpose
    ended_at: datetime
    due: tuple[Consequence, ...]
    done: Mapping[Consequence, Done] = field(default_factory=dict)

    @property
    def open_items(self) -> tuple[Consequence, ...]:
        """What is not done yet, in order."""
        return tuple(one for one in self.due if one not in self.done)


@dataclass(frozen=True, slots=True)
class Settled:
    """A withdrawal of which everything is done. Cannot exist with an open consequence."""

    aftermath: Aftermath

    def __post_init__(self) -> None:
        """Raise AftermathOpen naming what is open."""
        if self.aftermath.open_items:
            raise AftermathOpen(self.aftermath.open_items)


def aftermath_of(event: ConsentWithdrawn | ConsentExpired) -> Aftermath:
    """What hangs on a consent that ended, all of it still to be done."""
    return Aftermath(event.purpose, event.at, CONSEQUENCES[event.purpose])


def count_off(aftermath: Aftermath, what: Consequence, done: Done) -> Aftermath:
    """Note that a consequence was carried out. Raises NotAConsequence; a first note stays."""
    if what not in aftermath.open_items:
        raise NotAConsequence("Dit hoort niet bij deze intrekking, of het was al gedaan.")
    if not done.reference.strip() or done.at < aftermath.ended_at:
        raise NotAConsequence("Noem het bewijs, en een tijdstip na de intrekking.")
    return replace(aftermath, done={**aftermath.done, what: done})


TOLD: Mapping[Consequence, str] = {
    _C.DOSSIER_STOPPED: "het dossier stoppen",
    _C.PROPOSAL_WITHDRAWN: "het voorstel terugnemen",
    _C.PLAN_ENDED: "de betalingsregeling beëindigen",
    _C.BUNDLE_ERASED: "het overzicht van schulden wissen",
    _C.CREDITORS_TOLD: "de schuldeisers de toegestane code sturen",
    _C.INCOME_ERASED: "de inkomensgegevens wissen",
    _C.CEILING_ERASED: "het berekende bedrag wissen",
    _C.FEEDBACK_STOPPED: "de terugkoppeling stoppen",
    _C.PAUSES_ENDED: "de pauzes beëindigen",
    _C.HANDOVER_STOPPED: "de overdracht stoppen",
    _C.RECEIVER_TOLD: "de ontvanger vragen te wissen",
    _C.RESIDENT_TOLD: "de inwoner een bevestiging sturen",
}
"""What each consequence is called for whoever must do it."""
