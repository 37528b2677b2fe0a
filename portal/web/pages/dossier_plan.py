"""The page of the plan: scenarios, a proposal, and the resident's answer."""

from collections.abc import Sequence
from dataclasses import replace

from starlette.responses import Response

from portal.dossier import planning
from portal.dossier.planning import Asked, BadStart
from portal.dossier.prospects import for_plan, usual_wish
from portal.web.ask import Ask, Form
from portal.web.filled_in import Reading
from portal.web.pages.dossier import (
    NO_DOSSIER,
    USUAL,
    Here,
    Outcome,
    act,
    done,
    here,
    sentence,
    shown,
)
from portal.web.views.claim_names import namer
from portal.web.views.dossier_plan import plan_view
from portal.web.views.fields import DOING
from portal.web.views.parts import Notice
from portal.web.views.plan_forms import ACCEPT, FIRST, PROPOSE, REJECT, START, PlanPage
from protocols.errors import Refused
from protocols.plan.claims import Order, in_order
from protocols.plan.plan import Wish
from protocols.plan.refusals import (
    AmountProtected,
    AmountStale,
    BadAmount,
    BadDay,
    NothingAffordable,
    PlanTooLong,
)
from protocols.plan.scenarios import Scenario, scenarios

PART = "regeling"
_DONE = {
    PROPOSE: "Het voorstel ligt op tafel.",
    ACCEPT: "De inwoner aanvaardt: vanaf nu komen er geen kosten en geen rente meer bij.",
    REJECT: "Vastgelegd dat de inwoner dit voorstel niet wil.",
    START: "De regeling loopt.",
}
_ABOUT_AMOUNT = (AmountProtected, AmountStale, NothingAffordable, PlanTooLong, BadAmount)
_BESIDE: dict[type[Refused], str] = dict.fromkeys((*_ABOUT_AMOUNT, BadStart, BadDay), "bedrag")
_NO_WISH = "Vul een begindag in vanaf vandaag, en een dag van 1 tot en met 31."


def plan(ask: Ask) -> Response:
    """What could be agreed, what is proposed, what was agreed."""
    return _show(here(ask, PART), done(ask, _DONE))


def change(ask: Ask) -> Response:
    """Propose, note the answer, or let what was accepted begin."""
    now, reading = here(ask, PART), Reading(ask.form)
    doing = ask.form.text(DOING)
    if doing == PROPOSE:
        return _propose(now, reading)
    platform, by = ask.portal.platform, ask.visit
    which = ask.form.text("voorstel")

    def _answer() -> None:
        if doing == START:
            planning.start(platform, by, now.dossier_id)
        elif doing == REJECT:
            planning.reject(platform, by, now.dossier_id)
        else:
            planning.accept(platform, by, now.dossier_id, which)

    return act(now, reading, _answer, _show, doing if doing in _DONE else ACCEPT)


def _propose(now: Here, reading: Reading) -> Response:
    ask, wish = now.ask, _wish(now, now.ask.form)
    cents = reading.cents("bedrag")
    if wish is None:
        reading.fault("bedrag", _NO_WISH)

    def _propose() -> None:
        if wish is not None:
            asked = Asked(cents, wish)
            planning.propose(ask.portal.platform, ask.visit, now.dossier_id, asked)

    beside = {} if ask.form.text("maanden") else _BESIDE
    return act(now, reading, _propose, _show, PROPOSE, beside)


def _wish(now: Here, form: Form) -> Wish | None:
    """What is asked of a plan; None when it cannot be. Nothing asked is the usual wish."""
    on = now.ask.visit.on
    usual = usual_wish(on)
    if not form.text("begin"):
        return usual
    reading = Reading(form)
    start_on, number = reading.day("begin"), reading.number("dag", 1, 31)
    if reading.wrong or start_on is None or start_on < on:
        return None
    return _ordered(now, Wish(start_on, number, usual.order), form.text("volgorde"))


def _ordered(now: Here, wish: Wish, order: str) -> Wish:
    """The wish with its order: one of the city's, or first what the resident chose."""
    known = next((one for one in Order if one.value == order), None)
    if known is not None and known is not Order.RESIDENTS_CHOICE:
        return replace(wish, order=known)
    claims, _ = for_plan(now.file.debts, wish.start_on)
    claims = tuple(one for one in claims if one.balance_cents)
    first = order.removeprefix(FIRST)
    ids = [one.claim_id for one in in_order(claims, wish.order)]
    if not order.startswith(FIRST) or first not in ids:
        return wish
    choice = (first, *(one for one in ids if one != first))
    return replace(wish, order=Order.RESIDENTS_CHOICE, choice=choice)


def _show(now: Here, outcome: Outcome = USUAL) -> Response:
    ask, notice = now.ask, outcome.notice
    asked = ask.form if outcome.sent else Form(dict(ask.query))
    wish = _wish(now, asked)
    if wish is None:
        wish, notice = usual_wish(ask.visit.on), notice or Notice("wrong", _NO_WISH)
    name_of = namer(ask, now.file.debts)
    found, why = _scenarios(now, wish)
    claims, _ = for_plan(now.file.debts, wish.start_on)
    names = [(one.claim_id, name_of(one.claim_id)) for one in claims]
    page = PlanPage(now.path, now.stand, wish, names)
    view = plan_view(now.trail, page, now.file, found, why, name_of, outcome.sent, notice)
    return shown(now, "Regeling", "plan.html", view, outcome.status)


def _scenarios(now: Here, wish: Wish) -> tuple[Sequence[Scenario], str]:
    """The scenarios of a wish, or why there are none."""
    prospect = now.file.prospect
    if now.file.dossier is None:
        return (), NO_DOSSIER
    if prospect is None:
        return (), sentence(now.file.no_prospect) if now.file.no_prospect else ""
    claims, _ = for_plan(now.file.debts, wish.start_on)
    try:
        return scenarios(prospect.affordable, claims, prospect.rules, wish), ""
    except Refused as refused:
        return (), sentence(refused.message)
