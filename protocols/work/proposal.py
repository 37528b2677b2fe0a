"""A proposal to a resident: it holds the proof of consent, so without consent none exists. Pure."""

from dataclasses import dataclass
from datetime import date

from protocols.errors import Refused
from protocols.money import Cents
from protocols.privacy.consent import Consent, Purpose


class ProposalBarred(Refused):
    """The proof of consent is for another purpose or another day."""

    code = "proposal-barred"


@dataclass(frozen=True, slots=True)
class PlanRef:
    """A plan as a dossier knows it: an opaque id and the amount per month, above zero."""

    plan_id: str
    monthly_cents: Cents

    def __post_init__(self) -> None:
        """Raise ValueError for a plan without id or amount."""
        if not self.plan_id or self.monthly_cents <= 0:
            raise ValueError("a plan has an id and an amount above zero")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is offered to a resident. `consent` is a proof that only `require` hands out."""

    consent: Consent
    dossier_id: str
    plan: PlanRef
    made_on: date

    def __post_init__(self) -> None:
        """Raise ProposalBarred for a proof that is not about this: another purpose or day."""
        if self.consent.purpose is not Purpose.DOSSIER or self.consent.on != self.made_on:
            raise ProposalBarred(
                "Er is geen toestemming voor een dossier op deze dag. Vraag haar eerst, of kijk "
                "haar vandaag opnieuw na."
            )


def make_proposal(consent: Consent, dossier_id: str, plan: PlanRef, on: date) -> Proposal:
    """Make a proposal on a day, with the proof of consent to a dossier of that same day.

    Raises ProposalBarred for a proof of something else.
    """
    return Proposal(consent, dossier_id, plan, on)
