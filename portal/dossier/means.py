"""Income and household of a resident: told for one purpose, and of use for a plan only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from portal.access import Visit
from portal.dossier.acting import Acting, close, note, on_dossier, opened, proof
from portal.wiring import Platform
from protocols.errors import Refused
from protocols.money import Cents
from protocols.plan.budget import (
    AffordableAmount,
    Budget,
    LivingCost,
    affordable,
    reference_budget,
)
from protocols.plan.ceiling import Situation, ceiling
from protocols.plan.protected import DutchHousehold
from protocols.plan.refusals import AmountStale
from protocols.plan.seizable import Against, BelgianIncome
from protocols.plan.words import BudgetOrigin, Group
from protocols.privacy.audit import Action
from protocols.privacy.consent import Purpose
from protocols.work.dossier_moves import FINAL
from store import dossiers
from store.engine import Tx

MOST_COSTS: Final = 20
MOST_CENTS: Final = 10_000_000
"""A hundred thousand euros a month: what is more, is a slip of the pen."""
MOST_CHILDREN: Final = 20
MOST_SOURCE: Final = 200
_KIND: Final = "means"


class BadMeans(Refused):
    """Income or household that cannot be of this city or of any household."""

    code = "bad-means"


class MeansMissing(Refused):
    """Nobody noted an income yet, so nothing can be called affordable."""

    code = "means-missing"


@dataclass(frozen=True, slots=True)
class OwnBudget:
    """A reference budget that the worker made with a tool; `source` tells where it can be found."""

    origin: BudgetOrigin
    cents: Cents
    source: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the resident tells. The income is of the city's country; costs come on top of the
    reference budget, which `own` replaces."""

    situation: Situation
    group: Group
    children: int = 0
    costs: tuple[LivingCost, ...] = ()
    own: OwnBudget | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """What was told, as it is kept: one of `belgian` and `dutch` is there."""

    noted_on: date
    group: Group
    children: int
    belgian: BelgianIncome | None
    dutch: DutchHousehold | None
    costs: tuple[LivingCost, ...]
    own: OwnBudget | None

    @property
    def situation(self) -> Situation:
        """The income before the law of its country."""
        found = self.belgian or self.dutch
        if found is None:
            raise ValueError("means hold an income")
        return found


def note_means(platform: Platform, by: Visit, dossier_id: str, told: Told) -> Means:
    """Keep what a resident tells of income and household, in place of what was told before.

    Raises NotYourCase, ConsentMissing (for income) and BadMeans; then nothing is kept.
    """
    return on_dossier(platform, by, dossier_id, lambda now: _noted(now, told))


def read_means(tx: Tx, platform: Platform, dossier_id: str) -> Means | None:
    """What was told; None when nothing was, or when it was erased."""
    sealed = dossiers.find_means(tx, dossier_id)
    return None if sealed is None else opened(platform, _KIND, dossier_id, sealed, Means)


def affordable_now(now: Acting) -> AffordableAmount:
    """What can be asked today, by the law, the budget and what the resident told.

    Raises ConsentMissing, MeansMissing, AmountStale (told too long ago) and NoFigures.
    """
    proof(now, Purpose.INCOME)
    means = read_means(now.tx, now.platform, now.dossier_id)
    if means is None:
        raise MeansMissing("Er is nog geen inkomen vastgelegd. Leg eerst inkomen en gezin vast.")
    on, terms = now.by.on, now.platform.city.plan
    days = now.platform.city.plan_rules_on(on).amount_days
    if on - means.noted_on > timedelta(days=days):
        raise AmountStale
    found = ceiling(terms, means.situation, on)
    if means.own is None:
        budget = reference_budget(terms, means.group, means.children, on, means.costs)
    else:
        own = means.own
        budget = Budget(own.origin, own.cents, own.source, means.noted_on, means.costs)
    return affordable(found, budget)


def _noted(now: Acting, told: Told) -> Means:
    faults = list(_faults(told, now.platform.city.country))
    if now.dossier.stage in FINAL:
        faults.append("Dit dossier is afgesloten. Begin een nieuw dossier, met toestemming.")
    if faults:
        raise BadMeans("\n".join(faults))
    proof(now, Purpose.INCOME)
    situation = told.situation
    means = Means(
        now.by.on,
        told.group,
        told.children,
        situation if isinstance(situation, BelgianIncome) else None,
        situation if isinstance(situation, DutchHousehold) else None,
        told.costs,
        told.own,
    )
    sealed = close(now, _KIND, now.dossier_id, means)
    dossiers.put_means(now.tx, now.dossier_id, now.by.at, sealed)
    note(now, Action.MEANS_NOTED, "noted", {"costs": len(told.costs)})
    return means


def _faults(told: Told, country: str) -> Sequence[str]:
    """Everything that is wrong, without the amounts."""
    situation, own = told.situation, told.own
    dutch = isinstance(situation, DutchHousehold)
    amounts = [situation.income_cents, *(cost.cents for cost in told.costs)]
    amounts += [own.cents] if own else []
    checks = (
        (dutch != (country == "NL"), "Het inkomen is niet naar het recht van deze stad opgegeven."),
        (
            isinstance(situation, DutchHousehold) and situation.group is not told.group,
            "De samenstelling van het gezin staat er twee keer verschillend in.",
        ),
        (
            isinstance(situation, BelgianIncome) and situation.children > told.children,
            "Kinderen ten laste: dat zijn er niet meer dan er kinderen in het gezin zijn.",
        ),
        (
            isinstance(situation, BelgianIncome) and situation.against is not Against.ORDINARY,
            "Een plan bundelt gewone schulden; voor onderhoudsgeld geldt een andere weg.",
        ),
        (
            not 0 <= told.children <= MOST_CHILDREN,
            f"Kinderen: kies een aantal van 0 tot en met {MOST_CHILDREN}.",
        ),
        (
            len(told.costs) > MOST_COSTS,
            f"Kosten: geef er hoogstens {MOST_COSTS}; tel kleine kosten samen.",
        ),
        (
            min(amounts) < 0 or max(amounts) > MOST_CENTS,
            f"Bedragen: gebruik hele centen per maand, van 0 tot en met {MOST_CENTS}.",
        ),
        (
            own is not None and not 0 < len(own.source.strip()) <= MOST_SOURCE,
            f"Budget: noem waar het vandaan komt, in hoogstens {MOST_SOURCE} tekens.",
        ),
    )
    return [message for wrong, message in checks if wrong]
