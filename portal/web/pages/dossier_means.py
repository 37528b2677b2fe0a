"""The page of income and household."""

from starlette.responses import Response

from portal.dossier.means import MOST_CHILDREN, MOST_SOURCE, BadMeans, OwnBudget, Told, note_means
from portal.web.ask import Ask
from portal.web.filled_in import Reading
from portal.web.pages.dossier import NO_DOSSIER, USUAL, Here, Outcome, act, done, here, shown
from portal.web.views.dossier_law import LawView, law_view
from portal.web.views.dossier_means import means_view
from portal.web.views.means_form import MeansPage
from protocols.errors import Refused
from protocols.money import Cents
from protocols.plan.budget import (
    AffordableAmount,
    Budget,
    CostKind,
    LivingCost,
    affordable,
    reference_budget,
)
from protocols.plan.ceiling import Situation, ceiling
from protocols.plan.protected import Age, DutchHousehold, KnownLoss
from protocols.plan.seizable import BelgianIncome
from protocols.plan.words import Allowance, BudgetOrigin, Group
from protocols.privacy.consent import ConsentMissing, Purpose, require

PART = "inkomen"
_DONE = {"inkomen": "Inkomen en huishouden zijn vastgelegd."}
_ELSEWHERE = "elders berekend, opgave van de medewerker"


def means(ask: Ask) -> Response:
    """What was told of income and household, and what follows from it."""
    return _show(here(ask, PART), done(ask, _DONE))


def note(ask: Ask) -> Response:
    """Keep income and household, in place of what was told before."""
    now, reading = here(ask, PART), Reading(ask.form)
    told = _told(ask, reading)

    def _keep() -> None:
        if told is not None:
            note_means(ask.portal.platform, ask.visit, now.dossier_id, told)

    return act(now, reading, _keep, _show, "inkomen", {BadMeans: "gezin"})


def _told(ask: Ask, reading: Reading) -> Told | None:
    group = reading.word("gezin", Group, "Kies hoe het huishouden woont.")
    children = reading.number("kinderen", 0, MOST_CHILDREN)
    belgian = ask.portal.platform.city.country == "BE"
    situation = _belgian(reading, children) if belgian else _dutch(reading, group)
    costs = tuple(
        LivingCost(kind, cents)
        for kind in CostKind
        if (cents := reading.cents_or_zero(f"kosten-{kind.value}"))
    )
    own = _own(reading)
    if reading.wrong or group is None or situation is None:
        return None
    return Told(situation, group, children, costs, own)


def _belgian(reading: Reading, children: int) -> Situation:
    labour, replaced, other, exempt = (
        reading.cents_or_zero(name) for name in ("loon", "vervanging", "ander", "vrij")
    )
    if not any((labour, replaced, other, exempt)):
        reading.fault("loon", "Vul ten minste een inkomen in.")
    return BelgianIncome(labour, replaced, other, exempt, children)


def _dutch(reading: Reading, group: Group | None) -> Situation | None:
    net = reading.cents("netto")
    age = reading.word("leeftijd", Age, "Kies of de pensioenleeftijd is bereikt.")
    losses = tuple(
        KnownLoss(allowance, cents, _ELSEWHERE)
        for name, allowance in (("huurtoeslag", Allowance.RENT), ("zorgtoeslag", Allowance.HEALTH))
        if (cents := reading.cents_or_zero(name))
    )
    return DutchHousehold(group, net, age, losses) if group and age else None


def _own(reading: Reading) -> OwnBudget | None:
    """A budget of a tool; empty is the table of the city."""
    if not reading.form.text("budget"):
        return None
    origin = reading.word("budget", BudgetOrigin, "Kies waar het budget vandaan komt.")
    cents = reading.cents("budget-bedrag")
    source = reading.text("budget-bron", MOST_SOURCE, "Noem waar het budget staat.")
    return OwnBudget(origin, cents, source) if origin else None


def _show(now: Here, outcome: Outcome = USUAL) -> Response:
    ask = now.ask
    page = MeansPage(now.path, now.stand, ask.portal.platform.city.country)
    notice = outcome.notice
    view = means_view(
        now.trail, page, now.file.means, _barred(now), _law(now), outcome.sent, notice
    )
    return shown(now, "Inkomen en huishouden", "means.html", view, outcome.status)


def _barred(now: Here) -> str:
    """Why nothing may be noted; empty when it may."""
    if now.file.dossier is None:
        return NO_DOSSIER
    try:
        require(now.file.consents, Purpose.INCOME, now.ask.visit.on)
    except ConsentMissing as missing:
        return missing.message
    return ""


def _law(now: Here) -> LawView | str:
    if now.file.means is None or _barred(now):
        return ""
    try:
        return law_view(_affordable(now))
    except Refused as refused:
        return refused.message


def _affordable(now: Here) -> AffordableAmount:
    """What follows from what was told, also when there is no debt yet."""
    told, on, terms = now.file.means, now.ask.visit.on, now.ask.portal.platform.city.plan
    if told is None:
        raise LookupError("nothing was told")
    found = ceiling(terms, told.situation, on)
    if told.own is None:
        return affordable(found, reference_budget(terms, told.group, told.children, on, told.costs))
    own = told.own
    budget = Budget(own.origin, Cents(own.cents), own.source, told.noted_on, told.costs)
    return affordable(found, budget)
