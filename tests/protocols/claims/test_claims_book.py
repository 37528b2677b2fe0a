"""From claims and rules to what payments need to know."""

from dataclasses import replace
from datetime import timedelta

import pytest

from protocols.claims.allocation import allocate
from protocols.claims.book import account_of, owed_of, references_of, within_of
from protocols.claims.categories import CostTerms
from protocols.claims.payments import Asked, Book, Named, Payment, Place, Target, Unplaced
from protocols.claims.reference import Ogm
from protocols.claims.words import Cost, Entity
from protocols.money import Cents
from protocols.plan.claims import Split
from protocols.plan.words import Within
from tests.support.claims import DUE, SCHOOL, charged, claim

ON = DUE + timedelta(days=60)
COSTLY = replace(SCHOOL, costs=CostTerms(frozenset({Cost.REMINDER}), Within.COSTS_FIRST))


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({}, Asked.YES),
        ({"due_on": ON}, Asked.YES),
        ({"paid_cents": Cents(10_000)}, Asked.YES),
        ({"disputed_on": DUE}, Asked.ONLY_BY_WISH),
        ({"limitation_on": ON}, Asked.ONLY_BY_WISH),
    ],
)
def test_what_is_disputed_or_time_barred_takes_money_only_by_wish(
    fields: dict[str, object], asked: Asked
) -> None:
    """A claim in its ordinary term is simply owed."""
    assert account_of(claim(**fields), SCHOOL, ON).asked is asked  # type: ignore[arg-type]


def test_what_is_not_regulated_takes_money_only_by_wish() -> None:
    """Absent means forbidden; but nobody is kept from paying."""
    account = account_of(claim(), None, ON)
    assert (account.asked, account.within) == (Asked.ONLY_BY_WISH, Within.PRINCIPAL_FIRST)


def test_the_terms_of_the_category_say_what_goes_first() -> None:
    """Of what was paid already, too."""
    one = claim(amount=charged(1_000, reminder=200), paid_cents=Cents(300))
    assert owed_of(one, COSTLY) == Split(Cents(900), Cents(0), Cents(0))
    assert owed_of(one, SCHOOL) == Split(Cents(700), Cents(200), Cents(0))
    assert within_of(COSTLY) is account_of(one, COSTLY, ON).within is Within.COSTS_FIRST


def test_a_reference_of_two_claims_is_a_double_one() -> None:
    """And of a claim and a plan; the same claim told twice is not."""
    one, other = claim("v-1", reference=Ogm.of(1)), claim("v-2", reference=Ogm.of(1))
    target = Target(Named.CLAIM, "v-1")
    assert references_of([one, one, claim("v-3")]) == {Ogm.of(1).digits: (target,)}
    assert len(references_of([one, other])[Ogm.of(1).digits]) == 2
    plan = Target(Named.PLAN, "plan-1")
    assert references_of([one], [(Ogm.of(1), "plan-1")])[Ogm.of(1).digits] == (target, plan)
    assert references_of([], [(Ogm.of(2), "plan-1")]) == {Ogm.of(2).digits: (plan,)}


def test_a_payment_finds_its_claim_through_the_book() -> None:
    """From the overview to the cent; with a second claim under the reference it waits."""
    one, other = claim("v-1", reference=Ogm.of(1)), claim("v-2", reference=Ogm.of(1))
    money = Payment("p-1", Entity.CITY, Cents(400), ON, str(Ogm.of(1)))
    accounts = {one.claim_id: account_of(one, SCHOOL, ON)}
    owed = {one.claim_id: owed_of(one, SCHOOL)}
    found = allocate(money, Book(accounts, references_of([one])), owed)
    assert [(p.place, p.claim_id) for p in found.postings] == [(Place.PRINCIPAL, "v-1")]
    double = allocate(money, Book(accounts, references_of([one, other])), owed)
    assert double.why is Unplaced.DOUBLE_REFERENCE
