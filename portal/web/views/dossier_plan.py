"""Scenarios side by side, the proposal on the table, and what the resident says to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.dossier.offers import Offer
from portal.dossier.views import ResidentFile
from portal.web.views.dossier_chart import ChartView, chart_view
from portal.web.views.dossier_frame import Trail
from portal.web.views.dossier_law import LawView, law_view
from portal.web.views.fields import Field, FormView, Sent, errors_of, filled
from portal.web.views.parts import Fact, FieldError, Notice
from portal.web.views.plan_forms import (
    PlanPage,
    accept_form,
    choose_form,
    other_form,
    reject_form,
    start_form,
    wish_fields,
)
from portal.web.words import counted, day
from protocols.money import euros
from protocols.plan.scenarios import Scenario
from protocols.work.dossier_moves import Move

NameOf = Callable[[str], str]
"""A claim by its id, as it is called."""


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """One length of a plan; `form` proposes it, and is None where it cannot be agreed."""

    months: str
    needed: str
    verdict: str
    repaid: str
    remains: str
    ends_on: str
    form: FormView | None


@dataclass(frozen=True, slots=True)
class OfferView:
    """A plan on the table, or agreed on: what is asked, and what it repays."""

    facts: tuple[Fact, ...]
    claims: tuple[Fact, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """The page of the plan; `why` tells why there are no scenarios."""

    trail: Trail
    notices: tuple[Notice, ...]
    errors: tuple[FieldError, ...]
    why: str
    law: LawView | None
    chart: ChartView | None
    rows: tuple[ScenarioRow, ...]
    reasons: tuple[str, ...]
    left_out: tuple[str, ...]
    path: str
    wish: tuple[Field, ...]
    other: FormView | None
    proposal: OfferView | None
    accept: FormView | None
    reject: FormView | None
    agreement: OfferView | None
    start: FormView | None
    payments_path: str


def plan_view(
    trail: Trail,
    page: PlanPage,
    file: ResidentFile,
    found: Sequence[Scenario],
    why: str,
    name_of: NameOf,
    sent: Sent | None,
    notice: Notice | None,
) -> PlanView:
    """Show what could be agreed, what is proposed and what was agreed."""
    prospect, allowed = file.prospect, file.allowed
    may = Move.PROPOSE in allowed and prospect is not None
    other = filled(other_form(page), sent) if may else None
    offer = file.proposal.offer if file.proposal else None
    plan_id = file.proposal.row.plan_id if file.proposal else ""
    agreed = file.agreement.offer if file.agreement else None
    return PlanView(
        trail=trail,
        notices=(notice,) if notice else (),
        errors=errors_of([other]),
        why=why,
        law=law_view(prospect.affordable, prospect.doubts) if prospect else None,
        chart=chart_view(found, prospect.affordable.cents) if prospect else None,
        rows=tuple(_row(page, one, offers=may) for one in found),
        reasons=tuple(_reason(one) for one in found if one.reason),
        left_out=tuple(name_of(one.claim.claim_id) for one in prospect.left_out)
        if prospect
        else (),
        path=page.path,
        wish=wish_fields(page) if prospect else (),
        other=other,
        proposal=_offer(offer, name_of) if offer else None,
        accept=accept_form(page, plan_id) if offer and Move.ACCEPT in allowed else None,
        reject=reject_form(page, plan_id) if offer and Move.REJECT in allowed else None,
        agreement=_offer(agreed, name_of) if agreed else None,
        start=start_form(page) if Move.START in allowed else None,
        payments_path=page.path.rpartition("/")[0] + "/betalingen" if file.running else "",
    )


def _row(page: PlanPage, one: Scenario, *, offers: bool) -> ScenarioRow:
    return ScenarioRow(
        months=counted(one.months, "maand", "maanden"),
        needed=euros(one.needed_cents),
        verdict="Haalbaar" if one.within_ceiling else "Niet haalbaar",
        repaid=euros(one.repaid_cents),
        remains=euros(one.remains_cents),
        ends_on=day(one.ends_on) if one.ends_on else "",
        form=choose_form(page, one) if offers and one.within_ceiling else None,
    )


def _reason(one: Scenario) -> str:
    """Why a length cannot be agreed, and what the affordable amount would leave open."""
    months = counted(one.months, "maand", "maanden")
    told = f"{months}: {one.reason}."
    if not one.monthly_cents:
        return told
    left = f"na {months} {euros(one.remains_cents)} open"
    return f"{told} Met {euros(one.monthly_cents)} per maand blijft {left}."


def _offer(offer: Offer, name_of: NameOf) -> OfferView:
    agreed, figures = offer.agreed, offer.figures
    terms = agreed.terms
    facts = (
        ("Per maand", euros(agreed.monthly_cents)),
        ("Termijnen", f"{counted(len(terms), 'termijn', 'termijnen')}, op dag {offer.wish.day}"),
        ("Eerste termijn", day(terms[0].due_on)),
        ("Laatste termijn", f"{day(terms[-1].due_on)}, {euros(terms[-1].cents)}"),
        ("Ten hoogste haalbaar", f"{euros(figures.cents)}, berekend op {day(figures.on)}"),
    )
    return OfferView(
        facts=tuple(Fact(*fact) for fact in facts),
        claims=tuple(
            Fact(name_of(one.claim_id), euros(one.balance_cents)) for one in agreed.claims
        ),
        mark="onzeker" if figures.doubts else "",
    )
