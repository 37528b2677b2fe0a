"""A new claim first runs its ordinary term; only then can it enter the overview of a dossier.

OSLO Schuldbeheer (workshop of 2024-04-16): the ordinary track with its normal notice comes first.
What is disputed or time-barred never enters.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from protocols.claims.categories import Category, ClaimTerms
from protocols.claims.claim import Claim
from protocols.claims.limitation import first_limitation
from protocols.claims.words import Cost, OwnStep, PlanUse


class Standing(StrEnum):
    """Where a claim stands on a day, first that applies; only `overview` goes to a dossier."""

    SETTLED = "settled"
    NOT_REGULATED = "not_regulated"
    TIME_BARRED = "time_barred"
    DISPUTED = "disputed"
    ORDINARY = "ordinary"
    OVERVIEW = "overview"


class NoRecovery(StrEnum):
    """Why a claim may not be recovered now."""

    NOT_IN_OVERVIEW = "not_in_overview"
    OWN_STEPS_FIRST = "own_steps_first"
    COSTS_NOT_ALLOWED = "costs_not_allowed"


@dataclass(frozen=True, slots=True)
class Placed:
    """A claim with where it stands and what is not confirmed about that."""

    claim: Claim
    standing: Standing
    doubts: tuple[str, ...] = ()


def enters_on(claim: Claim, category: Category) -> date:
    """The first day on which a claim can be in the overview: after its due date and its term."""
    return claim.due_on + timedelta(days=category.ordinary_days + 1)


def limitation_of(claim: Claim, category: Category) -> date:
    """The limitation date: the source's, or the first one when the source does not know."""
    return claim.limitation_on or first_limitation(claim.due_on, category.limitation)


def standing(claim: Claim, category: Category | None, on: date) -> Standing:
    """Where a claim stands. A category without rules is not regulated, and so not shown.

    A dispute from before the limitation date goes first: its end may move that date.
    """
    if claim.balance_cents == 0:
        return Standing.SETTLED
    if category is None:
        return Standing.NOT_REGULATED
    barred_on = limitation_of(claim, category)
    disputed_on = claim.disputed_on or date.max
    if disputed_on <= on and disputed_on < barred_on:
        return Standing.DISPUTED
    if barred_on <= on:
        return Standing.TIME_BARRED
    return Standing.OVERVIEW if enters_on(claim, category) <= on else Standing.ORDINARY


def place(claims: Iterable[Claim], terms: ClaimTerms, on: date) -> Iterator[Placed]:
    """Every claim with where it stands on a day."""
    for claim in claims:
        category = terms.category_on(claim.category, on)
        doubts = category.doubts if category else ()
        yield Placed(claim, standing(claim, category, on), doubts)


def overview(claims: Iterable[Claim], terms: ClaimTerms, on: date) -> tuple[Claim, ...]:
    """The claims that a dossier may show on a day, the oldest first."""
    found = [one.claim for one in place(claims, terms, on) if one.standing is Standing.OVERVIEW]
    return tuple(sorted(found, key=lambda claim: (claim.due_on, claim.claim_id)))


def for_plan(claims: Iterable[Claim], terms: ClaimTerms, on: date) -> tuple[Claim, ...]:
    """Those of the overview whose category is not kept out of plans."""
    kinds = {claim: terms.category_on(claim.category, on) for claim in overview(claims, terms, on)}
    return tuple(
        claim for claim, found in kinds.items() if found and found.kind.plans is PlanUse.INCLUDED
    )


def steps_left(claim: Claim, category: Category) -> tuple[OwnStep, ...]:
    """What the service must still do itself, in order, before anything is recovered."""
    return tuple(step for step in category.steps if step not in claim.phase.done)


def costs_refused(claim: Claim, category: Category) -> frozenset[Cost]:
    """Costs that were charged though the category does not allow them."""
    return claim.charged.costs() - category.costs.allowed


def no_recovery(claim: Claim, category: Category | None, on: date) -> tuple[NoRecovery, ...]:
    """Every reason why recovery must wait; empty when it may begin."""
    bars = []
    if category is None or standing(claim, category, on) is not Standing.OVERVIEW:
        bars.append(NoRecovery.NOT_IN_OVERVIEW)
    if category is not None and steps_left(claim, category):
        bars.append(NoRecovery.OWN_STEPS_FIRST)
    if category is not None and costs_refused(claim, category):
        bars.append(NoRecovery.COSTS_NOT_ALLOWED)
    return tuple(bars)
