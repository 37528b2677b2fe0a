"""What a page shows of the dossiers of a case: frozen, whole, and opened for who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.dossier.debts import Debt
from portal.dossier.means import Means
from portal.dossier.offers import Live
from portal.dossier.prospects import Prospect
from protocols.money import Cents
from protocols.people import Resident
from protocols.plan.progress import Progress
from protocols.plan.rhythm import Term
from protocols.privacy.consent import Consents
from protocols.work.dossier_moves import Move
from protocols.work.dossier_state import Dossier, TimelineEntry
from store.consents import Owed


@dataclass(frozen=True, slots=True)
class RunningPlan:
    """How a plan stands today. `next_terms` are at most three terms not wholly paid, each with
    what is missing of it; `overdue` those whose days of grace have passed."""

    plan_id: str
    progress: Progress
    next_terms: tuple[Term, ...]
    overdue: tuple[Term, ...]
    behind_cents: Cents
    ahead_cents: Cents
    needs_talk: bool


@dataclass(frozen=True, slots=True)
class ResidentFile:
    """One resident of a case. `resident` is None when the register no longer has them; `dossier`
    is the one that is not over, or else the last one.

    `allowed` are the moves that this account may make or note for the resident; `may_confirm`
    tells whether it may confirm what waits. `no_prospect` tells in Dutch why there is no
    `prospect`. `proposal` is an offer on the table, or money that waits to be given up.
    """

    resident_id: str
    resident: Resident | None
    consents: Consents
    dossier: Dossier | None
    allowed: tuple[Move, ...]
    may_confirm: bool
    timeline: tuple[TimelineEntry, ...]
    means: Means | None
    debts: tuple[Debt, ...]
    suggested: tuple[Debt, ...]
    prospect: Prospect | None
    no_prospect: str
    proposal: Live | None
    agreement: Live | None
    running: RunningPlan | None
    aftermath: Sequence[Owed]

    @property
    def aftermath_open(self) -> tuple[Owed, ...]:
        """What is still to be done after a consent ended."""
        return tuple(one for one in self.aftermath if not one.done_at)


@dataclass(frozen=True, slots=True)
class DossierFile:
    """Everything of a case that rests on the residents' consents."""

    case_id: str
    residents: tuple[ResidentFile, ...]

    def of(self, resident_id: str) -> ResidentFile | None:
        """One resident's part of it."""
        return next((one for one in self.residents if one.resident_id == resident_id), None)
