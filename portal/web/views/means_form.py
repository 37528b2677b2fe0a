"""The form of income and household: by the law of the country, with costs and a budget."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.dossier.means import MOST_SOURCE, Means
from portal.web.views.dossier_words import AGES, COSTS, GROUPS, ORIGINS, choices
from portal.web.views.fields import (
    Field,
    FormView,
    Kind,
    choice_field,
    field,
    plain,
    text_field,
)
from protocols.money import Cents
from protocols.plan.protected import Age
from protocols.plan.words import Allowance

DOING = "inkomen"
_NET = "Netto per maand, in euro's. Leeg is niets."


@dataclass(frozen=True, slots=True)
class MeansPage:
    """What the form needs to know."""

    path: str
    stand: int
    country: str


def means_form(page: MeansPage, means: Means | None) -> FormView:
    """The form with what was told before, if anything."""
    income = _belgian(means) if page.country == "BE" else _dutch(means)
    group = means.group.value if means else ""
    children = str(means.children) if means else "0"
    return FormView(
        path=page.path,
        doing=DOING,
        stand=page.stand,
        button="Inkomen en huishouden vastleggen",
        fields=(
            choice_field(DOING, "gezin", "Huishouden", choices(GROUPS), group, empty="Kies"),
            field(
                DOING,
                "kinderen",
                "Kinderen ten laste",
                Kind.NUMBER,
                children,
                hint="Een kind met te veel eigen inkomsten telt niet mee.",
            ),
            *income,
            *_costs(means),
            *_own(means),
        ),
    )


def _belgian(means: Means | None) -> Sequence[Field]:
    told = means.belgian if means else None
    amounts = (
        ("loon", "Loon of wedde", _NET, told.labour_cents if told else 0),
        (
            "vervanging",
            "Vervangingsinkomen",
            "Werkloosheid, ziekte, pensioen; netto per maand.",
            told.replacement_cents if told else 0,
        ),
        (
            "ander",
            "Ander inkomen",
            "Zelfstandige, huur; netto per maand.",
            told.other_cents if told else 0,
        ),
        (
            "vrij",
            "Inkomen dat de wet helemaal beschermt",
            "Leefloon, Groeipakket; hiervan wordt nooit iets gevraagd.",
            told.exempt_cents if told else 0,
        ),
    )
    return [
        field(DOING, name, title, Kind.AMOUNT, plain(cents), hint=hint)
        for name, title, hint, cents in amounts
    ]


def _dutch(means: Means | None) -> Sequence[Field]:
    told = means.dutch if means else None
    losses = {loss.allowance: loss.cents for loss in told.losses} if told else {}
    hint = "Alleen als dit elders is berekend; anders rekent de tabel van de stad."
    return [
        field(
            DOING,
            "netto",
            "Netto inkomen per maand",
            Kind.AMOUNT,
            plain(told.net_cents if told else 0),
            hint="Met vakantiegeld en het inkomen van de partner.",
        ),
        choice_field(
            DOING, "leeftijd", "Leeftijd", choices(AGES), (told.age if told else Age.WORKING).value
        ),
        field(
            DOING,
            "huurtoeslag",
            "Verlies van huurtoeslag per maand",
            Kind.AMOUNT,
            plain(losses.get(Allowance.RENT, 0)),
            hint=hint,
        ),
        field(
            DOING,
            "zorgtoeslag",
            "Verlies van zorgtoeslag per maand",
            Kind.AMOUNT,
            plain(losses.get(Allowance.HEALTH, 0)),
            hint=hint,
        ),
    ]


def _costs(means: Means | None) -> Sequence[Field]:
    told = {cost.kind: cost.cents for cost in means.costs} if means else {}
    return [
        field(
            DOING,
            f"kosten-{kind.value}",
            f"{title} (meer dan in het budget)",
            Kind.AMOUNT,
            plain(told.get(kind, Cents(0))),
        )
        for kind, title in COSTS.items()
    ]


def _own(means: Means | None) -> Sequence[Field]:
    own = means.own if means else None
    origin = own.origin.value if own else ""
    return [
        choice_field(
            DOING,
            "budget",
            "Referentiebudget",
            choices(ORIGINS),
            origin,
            empty="De tabel van de stad",
            hint="Kies iets anders als u het met een hulpmiddel hebt berekend.",
        ),
        field(
            DOING,
            "budget-bedrag",
            "Bedrag van dat budget",
            Kind.AMOUNT,
            plain(own.cents if own else 0),
        ),
        text_field(
            DOING,
            "budget-bron",
            "Waar dat budget staat",
            MOST_SOURCE,
            own.source if own else "",
        ),
    ]
