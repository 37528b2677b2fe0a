"""What payments need to know of claims, made from the claims and the rules of their categories."""

from collections.abc import Iterable, Mapping
from datetime import date

from protocols.claims.categories import Category
from protocols.claims.claim import Claim, open_split
from protocols.claims.ordinary import Standing, standing
from protocols.claims.payments import Account, Asked, Named, Target
from protocols.claims.reference import Ogm
from protocols.plan.claims import Split
from protocols.plan.words import Within

_ASKED = frozenset({Standing.ORDINARY, Standing.OVERVIEW, Standing.SETTLED})


def account_of(claim: Claim, category: Category | None, on: date) -> Account:
    """A claim as payments see it. What is disputed, time-barred or not regulated takes money only
    when the payer names it."""
    asked = Asked.YES if standing(claim, category, on) in _ASKED else Asked.ONLY_BY_WISH
    return Account(claim.claim_id, claim.entity, claim.due_on, within_of(category), asked)


def owed_of(claim: Claim, category: Category | None) -> Split:
    """What is open of a claim, in its parts."""
    return open_split(claim, within_of(category))


def within_of(category: Category | None) -> Within:
    """What a payment pays first; the principal where nothing says otherwise."""
    return category.costs.within if category else Within.PRINCIPAL_FIRST


def references_of(
    claims: Iterable[Claim], plans: Iterable[tuple[Ogm, str]] = ()
) -> Mapping[str, tuple[Target, ...]]:
    """Everything a reference stands for; one that stands for two things has both (a double one).

    `plans` are the references of plans with the plan's key.
    """
    found: dict[str, tuple[Target, ...]] = {}
    named = [(one.reference, Target(Named.CLAIM, one.claim_id)) for one in claims]
    named += [(reference, Target(Named.PLAN, key)) for reference, key in plans]
    for reference, target in named:
        if reference is not None and target not in found.get(reference.digits, ()):
            found[reference.digits] = (*found.get(reference.digits, ()), target)
    return found
