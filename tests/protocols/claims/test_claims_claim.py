"""A claim is valid from birth, and its parts always add up to its balance."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.claims.claim import (
    BadClaim,
    Phase,
    Source,
    open_claim,
    open_split,
    paid_of,
    plan_claim,
)
from protocols.claims.words import Cost, Entity
from protocols.money import Cents
from protocols.plan.claims import ClaimMark, Split
from protocols.plan.words import Within
from tests.support.claims import DUE, charged, claim

parts = st.integers(0, 50_000)


@given(st.integers(1, 50_000), parts, parts, parts, parts, parts, st.sampled_from(Within))
def test_what_is_open_in_parts_is_the_balance(
    principal: int, reminder: int, bailiff: int, interest: int, paid: int, reduced: int, how: Within
) -> None:
    """No cent is lost between what was charged, taken off and paid; no part is below nothing."""
    amount = charged(principal, reminder, bailiff, interest)
    if paid + reduced > amount.split.cents:
        return
    one = claim(amount=amount, paid_cents=Cents(paid), reduced_cents=Cents(reduced))
    left = open_split(one, how)
    assert left.cents == one.balance_cents == amount.split.cents - paid - reduced
    assert min(left.principal_cents, left.costs_cents, left.interest_cents) >= 0


def test_a_payment_goes_to_the_principal_unless_the_terms_say_costs_first() -> None:
    """OSLO workshops 1 and 3: costs first only if the terms say so."""
    owed = Split(Cents(100), Cents(30), Cents(20))
    assert paid_of(owed, 110, Within.PRINCIPAL_FIRST) == Split(Cents(100), Cents(0), Cents(10))
    assert paid_of(owed, 60, Within.COSTS_FIRST) == Split(Cents(10), Cents(30), Cents(20))


def test_costs_are_told_apart_from_the_principal() -> None:
    """OSLO: hoofdsom excludes what was put on top for not paying."""
    amount = charged(10_000, reminder=500, interest=20)
    assert amount.costs() == {Cost.REMINDER, Cost.INTEREST}
    assert amount.split == Split(Cents(10_000), Cents(500), Cents(20))
    assert charged().costs() == frozenset()


def test_a_claim_is_shown_and_planned_as_it_stands() -> None:
    """The case and the plan get the same balance; a disputed one is marked."""
    one = claim(paid_cents=Cents(4_000), limitation_on=date(2027, 3, 11))
    assert (
        open_claim(one).balance_cents == plan_claim(one, Within.COSTS_FIRST).balance_cents == 6_000
    )
    assert plan_claim(one, Within.COSTS_FIRST).limitation_on == date(2027, 3, 11)
    assert not plan_claim(one, Within.COSTS_FIRST).marks
    disputed = claim(disputed_on=DUE)
    assert plan_claim(disputed, Within.COSTS_FIRST).marks == {ClaimMark.DISPUTED}


def test_city_and_ocmw_are_two_legal_persons() -> None:
    """OSLO workshop 1: separate books. A claim has exactly one creditor."""
    assert claim(entity=Entity.OCMW) != claim(entity=Entity.CITY)


WRONG = [
    ({"service": " "}, ("service", "bad-text")),
    ({"service": "x" * 81}, ("service", "bad-text")),
    ({"category": "a\x1fb"}, ("category", "bad-text")),
    ({"source": Source("", "1")}, ("source.application", "bad-text")),
    ({"source": Source("app", "")}, ("source.key", "bad-text")),
    ({"amount": charged(0)}, ("principal_cents", "nothing")),
    ({"amount": charged(-1)}, ("principal_cents", "bad-amount")),
    ({"amount": charged(1, reminder=-1)}, ("reminder_cents", "bad-amount")),
    ({"amount": charged(1, bailiff=-1)}, ("bailiff_cents", "bad-amount")),
    ({"amount": charged(1, interest=-1)}, ("interest_cents", "bad-amount")),
    ({"amount": charged(10**11 + 1)}, ("principal_cents", "bad-amount")),
    ({"paid_cents": Cents(-1)}, ("paid_cents", "bad-amount")),
    ({"reduced_cents": Cents(-1)}, ("reduced_cents", "bad-amount")),
    ({"paid_cents": Cents(10_001)}, ("paid_cents", "more-than-charged")),
    ({"sent_on": DUE + timedelta(days=1)}, ("due_on", "before-sent")),
    ({"limitation_on": DUE}, ("limitation_on", "before-due")),
    ({"phase": Phase(-1)}, ("phase.reminders", "bad-count")),
    ({"phase": Phase(100)}, ("phase.reminders", "bad-count")),
]


@pytest.mark.parametrize(("fields", "fault"), WRONG)
def test_a_claim_that_cannot_be_is_refused_at_its_field(
    fields: dict[str, object], fault: tuple[str, str]
) -> None:
    """Overpaid in its source too: that is for a human, not for a plan."""
    with pytest.raises(BadClaim) as caught:
        claim(**fields)  # type: ignore[arg-type]
    assert caught.value.faults == (fault,)
    assert fault[0] in str(caught.value)


def test_all_faults_of_a_claim_come_at_once() -> None:
    """A clerk repairs a row once; the id itself is not repeated."""
    with pytest.raises(BadClaim) as caught:
        claim("geheim\n", charged(0, -1), service="", limitation_on=DUE)
    fields = [field for field, _ in caught.value.faults]
    assert fields == ["claim_id", "service", "reminder_cents", "principal_cents", "limitation_on"]
    assert "geheim" not in str(caught.value)


def test_the_largest_and_smallest_claims_are_taken() -> None:
    """The pair: the bounds themselves are good."""
    day = {"sent_on": DUE, "limitation_on": DUE + timedelta(days=1)}
    one = claim("x" * 80, charged(10**11), phase=Phase(99, DUE), **day)
    assert one.balance_cents == 10**11
    assert claim(amount=charged(1), paid_cents=Cents(1)).balance_cents == 0
