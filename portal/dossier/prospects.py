"""What a household could repay: the affordable amount, and plans of different length beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.access import Visit
from portal.dossier.acting import Acting, note, on_dossier
from portal.dossier.debts import Debt, read_debts
from portal.dossier.means import affordable_now
from portal.wiring import Platform
from protocols.plan.budget import AffordableAmount
from protocols.plan.claims import Order, PlanClaim
from protocols.plan.plan import Wish
from protocols.plan.rules import PlanRules
from protocols.plan.scenarios import Scenario, scenarios
from protocols.privacy.audit import Action


@dataclass(frozen=True, slots=True)
class Prospect:
    """What could be agreed today. `left_out` are debts that may not be in a plan: disputed, or
    past their limitation day. `doubts` tells in Dutch what of law, budget or rules is not
    confirmed; the explanation line by line is `affordable.ceiling.lines`."""

    affordable: AffordableAmount
    scenarios: tuple[Scenario, ...]
    wish: Wish
    rules: PlanRules
    left_out: tuple[Debt, ...]
    doubts: tuple[str, ...]


def outlook(platform: Platform, by: Visit, dossier_id: str, wish: Wish | None = None) -> Prospect:
    """The affordable amount with the scenarios of the city; the impossible ones with the reason.

    Raises NotYourCase, ConsentMissing (income), MeansMissing, AmountStale, NoFigures, BadClaims
    and BadDay.
    """

    def _doing(now: Acting) -> Prospect:
        found = prospect(now, wish)
        note(now, Action.DOSSIER_READ, "outlook", {"scenarios": len(found.scenarios)})
        return found

    return on_dossier(platform, by, dossier_id, _doing)


def prospect(now: Acting, wish: Wish | None = None) -> Prospect:
    """The outlook within a transaction."""
    affordable = affordable_now(now)
    rules = now.platform.city.plan_rules_on(now.by.on)
    wanted = wish or usual_wish(now.by.on)
    debts = read_debts(now.tx, now.platform, now.dossier_id)
    claims, left_out = for_plan(debts, wanted.start_on)
    return Prospect(
        affordable,
        scenarios(affordable, claims, rules, wanted),
        wanted,
        rules,
        left_out,
        tuple(dict.fromkeys((*affordable.doubts, *rules.doubts))),
    )


def usual_wish(on: date) -> Wish:
    """On the first day of each month from the next on; what is nearest to its limitation first."""
    start = date(on.year + on.month // 12, on.month % 12 + 1, 1)
    return Wish(start, 1, Order.NEAR_LIMITATION)


def for_plan(
    debts: Sequence[Debt], start_on: date
) -> tuple[tuple[PlanClaim, ...], tuple[Debt, ...]]:
    """The claims that may be in a plan, and the debts that may not: nobody repays what is
    disputed, or what can no longer be asked for."""
    left_out = tuple(one for one in debts if one.disputed or _barred(one.claim, start_on))
    kept = tuple(one.claim for one in debts if one not in left_out)
    return kept, left_out


def _barred(claim: PlanClaim, start_on: date) -> bool:
    return claim.limitation_on is not None and claim.limitation_on <= start_on
