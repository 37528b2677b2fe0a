"""How fast casework is, beside a bare loop that does the same sums.

    python -m bench.casework

A plan: from income and budget to the affordable amount, four scenarios of ten claims, and of each
that is possible every instalment with its parts. The bare loop lays the same terms on the same
claims with integers in lists: no types, no checks, no dates, no explanation.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from portal.cities.load import city_folder, load_city
from protocols.city import City
from protocols.money import Cents
from protocols.plan.budget import affordable, reference_budget
from protocols.plan.ceiling import Situation, ceiling
from protocols.plan.claims import Order, PlanClaim, Split
from protocols.plan.plan import Wish
from protocols.plan.protected import DutchHousehold
from protocols.plan.scenarios import Scenario, scenarios
from protocols.plan.seizable import BelgianIncome
from protocols.plan.words import Group

ON = date(2026, 11, 22)
MOST_MS = 5.0
RUNS = 300
WISH = Wish(ON, 31, Order.NEAR_LIMITATION)
HOUSEHOLDS: dict[str, tuple[Situation, Group, int]] = {
    "gent": (BelgianIncome(labour_cents=Cents(205_000), children=2), Group.SINGLE_PARENT, 2),
    "dronten": (DutchHousehold(Group.COUPLE, Cents(340_000)), Group.COUPLE, 0),
}


def ten_claims() -> list[PlanClaim]:
    """Ten claims of different age, size and limitation, together about EUR 1,700."""
    return [
        PlanClaim(
            f"v-{number}",
            Split(Cents(9_937 + 1_311 * number), Cents(500 * (number % 3)), Cents(17 * number)),
            ON - timedelta(days=40 * number + 30),
            ON + timedelta(days=365 * (1 + number % 5)) if number % 2 else None,
        )
        for number in range(10)
    ]


def plan(city: City, claims: list[PlanClaim]) -> tuple[Scenario, ...]:
    """All that a worker sees on the page of a proposal."""
    situation, group, children = HOUSEHOLDS[city.city_id]
    budget = reference_budget(city.plan, group, children, ON)
    amount = affordable(ceiling(city.plan, situation, ON), budget)
    table = scenarios(amount, claims, city.plan_rules_on(ON), WISH)
    for one in table:
        if one.plan is not None:
            assert one.plan.instalments
    return table


def bare(table: tuple[Scenario, ...], balances: list[int]) -> int:
    """The same terms laid on the same balances, with nothing around it; answers the parts."""
    parts = 0
    for one in table:
        left, at = list(balances), 0
        for _ in range(one.months):
            cents = int(one.monthly_cents)
            while cents and at < len(left):
                taken = min(cents, left[at])
                left[at] -= taken
                cents -= taken
                parts += 1
                if not left[at]:
                    at += 1
    return parts


def timed_ms(work: Callable[[], object]) -> tuple[float, float]:
    """The median and the slowest of many runs, in milliseconds."""
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1e3)
    taken.sort()
    return taken[len(taken) // 2], taken[-1]


def plans() -> None:
    """Print what a plan costs in both legal worlds."""
    claims = ten_claims()
    balances = [int(claim.balance_cents) for claim in claims]
    print("| ten claims, four scenarios | possible | ms (median) | ms (slowest) | bare loop | : |")
    print("|---|--:|--:|--:|--:|--:|")
    for name in HOUSEHOLDS:
        city = load_city(city_folder(name))
        table = plan(city, claims)
        median, slowest = timed_ms(partial(plan, city, claims))
        loop, _ = timed_ms(partial(bare, table, balances))
        possible = sum(one.within_ceiling for one in table)
        ratio = median / loop
        print(
            f"| {name} (at most {MOST_MS:.0f} ms) | {possible} of {len(table)} | **{median:.2f}** "
            f"| {slowest:.2f} | {loop:.3f} | {ratio:.1f} |"
        )


def main() -> None:
    """On one core."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    plans()


if __name__ == "__main__":
    main()
