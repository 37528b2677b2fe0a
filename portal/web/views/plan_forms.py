"""The forms of a plan: what is asked of it, choosing a scenario, another amount, the answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.web.views.dossier_words import ORDERS
from portal.web.views.fields import Field, FormView, Kind, choice_field, field, plain
from portal.web.words import counted, day
from protocols.money import euros
from protocols.plan.claims import Order
from protocols.plan.plan import Wish
from protocols.plan.scenarios import Scenario

PROPOSE, ACCEPT, REJECT, START = "voorstellen", "aanvaarden", "weigeren", "starten"
FIRST = "eerst:"
"""Before the id of the claim that the resident wants to repay first."""


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What the forms need to know. `claims` are ids with names, for the resident's own choice."""

    path: str
    stand: int
    wish: Wish
    claims: Sequence[tuple[str, str]]

    @property
    def order(self) -> str:
        """The order as one choice."""
        if self.wish.order is Order.RESIDENTS_CHOICE and self.wish.choice:
            return FIRST + self.wish.choice[0]
        return self.wish.order.value


def wish_fields(page: PlanPage, doing: str = "wens") -> tuple[Field, ...]:
    """From when, on which day, in which order."""
    orders = [
        *((one.value, told) for one, told in ORDERS.items() if one is not Order.RESIDENTS_CHOICE),
        *((FIRST + claim_id, f"Eerst {name}") for claim_id, name in page.claims),
    ]
    return (
        field(doing, "begin", "Begint op", Kind.DATE, page.wish.start_on.isoformat()),
        field(doing, "dag", "Vaste dag van de maand", Kind.NUMBER, str(page.wish.day)),
        choice_field(
            doing, "volgorde", "Wat eerst wordt afgelost", orders, page.order, kind=Kind.SELECT
        ),
    )


def choose_form(page: PlanPage, one: Scenario) -> FormView:
    """Propose one of the scenarios."""
    return FormView(
        path=page.path,
        doing=PROPOSE,
        stand=page.stand,
        button="Voorstellen",
        about=f"{counted(one.months, 'maand', 'maanden')}, {euros(one.needed_cents)} per maand",
        hidden=(
            ("bedrag", plain(one.needed_cents)),
            ("begin", page.wish.start_on.isoformat()),
            ("dag", str(page.wish.day)),
            ("volgorde", page.order),
            ("maanden", str(one.months)),
        ),
    )


def other_form(page: PlanPage) -> FormView:
    """Propose an amount of one's own."""
    return FormView(
        path=page.path,
        doing=PROPOSE,
        stand=page.stand,
        button="Dit bedrag voorstellen",
        tone="second",
        fields=(
            field(
                PROPOSE,
                "bedrag",
                "Bedrag per maand",
                Kind.AMOUNT,
                hint=f"Vanaf {day(page.wish.start_on)}, op dag {page.wish.day} van elke maand.",
            ),
        ),
        hidden=(
            ("begin", page.wish.start_on.isoformat()),
            ("dag", str(page.wish.day)),
            ("volgorde", page.order),
            ("maanden", ""),
        ),
    )


def accept_form(page: PlanPage, plan_id: str) -> FormView:
    """The resident says yes."""
    return _answer(page, ACCEPT, "De inwoner aanvaardt", plan_id, "")


def reject_form(page: PlanPage, plan_id: str) -> FormView:
    """The resident says no."""
    return _answer(page, REJECT, "De inwoner wil dit niet", plan_id, "second")


def start_form(page: PlanPage) -> FormView:
    """What was accepted begins."""
    return FormView(page.path, START, page.stand, "De regeling laten beginnen")


def _answer(page: PlanPage, doing: str, button: str, plan_id: str, tone: str) -> FormView:
    return FormView(
        page.path, doing, page.stand, button, tone=tone, hidden=(("voorstel", plan_id),)
    )
