"""Where a payment goes: wish, plan, oldest; and what waits for a human."""

from datetime import timedelta

import pytest

from protocols.claims.allocation import Repeated, allocate, allocate_all
from protocols.claims.payment_refusals import BadPayment
from protocols.claims.payments import (
    Account,
    Allocation,
    Asked,
    Book,
    ByRule,
    Named,
    Payment,
    Place,
    Posting,
    Target,
    Unplaced,
)
from protocols.claims.reference import Ogm
from protocols.claims.words import Entity
from protocols.money import Cents
from protocols.plan.claims import Split
from protocols.plan.words import Within
from tests.support.claims import DUE

CITY, OCMW = Entity.CITY, Entity.OCMW
NEW, OLD, COSTLY = Ogm.of(1), Ogm.of(2), Ogm.of(3)
PLAN, TWICE, PAYER, EMPTY = Ogm.of(4), Ogm.of(5), Ogm.of(6), Ogm.of(7)


def split(principal: int, costs: int = 0, interest: int = 0) -> Split:
    """An amount in its parts."""
    return Split(Cents(principal), Cents(costs), Cents(interest))


OPEN = {
    "new": split(1_000, 100, 10),
    "old": split(500),
    "costly": split(1_000, 100, 10),
    "disputed": split(700),
    "aid": split(900),
}
BOOK = Book(
    accounts={
        "new": Account("new", CITY, DUE),
        "old": Account("old", CITY, DUE - timedelta(days=90)),
        "costly": Account("costly", CITY, DUE - timedelta(days=30), Within.COSTS_FIRST),
        "disputed": Account("disputed", CITY, DUE - timedelta(days=200), asked=Asked.ONLY_BY_WISH),
        "aid": Account("aid", OCMW, DUE - timedelta(days=300)),
    },
    references={
        NEW.digits: [Target(Named.CLAIM, "new")],
        OLD.digits: [Target(Named.CLAIM, "old")],
        COSTLY.digits: [Target(Named.CLAIM, "costly")],
        PLAN.digits: [Target(Named.PLAN, "plan-1")],
        TWICE.digits: [Target(Named.CLAIM, "new"), Target(Named.CLAIM, "old")],
        PAYER.digits: [Target(Named.PAYER, "r-1")],
        EMPTY.digits: [Target(Named.PLAN, "gone")],
        "F202612": [Target(Named.CLAIM, "new")],
    },
    plans={"plan-1": ["new", "costly", "aid"], "aid-plan": ["aid"], "gone": []},
    plan_of={("r-2", CITY): "plan-1", ("r-3", CITY): "aid-plan"},
    claims_of={
        ("r-1", CITY): ["new", "old", "disputed", "costly", "elsewhere"],
        ("r-1", OCMW): ["aid"],
    },
)


def payment(cents: int = 600, reference: object = "", **fields: object) -> Payment:
    """Money on the account of the city."""
    known: dict[str, object] = {"entity": CITY, "paid_on": DUE, "reference": str(reference)}
    return Payment("p-1", cents=Cents(cents), **(known | fields))  # type: ignore[arg-type]


def laid(found: Allocation) -> list[tuple[str, str, int]]:
    """Where the cents went: place, claim, cents."""
    return [(one.place.value, one.claim_id, one.cents) for one in found.postings]


def test_the_payers_wish_goes_first() -> None:
    """OSLO workshop 1: the payer may choose the claim, also when another is older."""
    found = allocate(payment(600, NEW, payer="r-1"), BOOK, OPEN)
    assert (found.rule, laid(found)) == (ByRule.WISH, [("principal", "new", 600)])
    named = allocate(payment(600, OLD, wishes=("costly", "new")), BOOK, OPEN)
    assert (named.rule, named.postings[0].claim_id) == (ByRule.WISH, "costly")


def test_a_wish_may_name_a_disputed_claim() -> None:
    """Paying it is the payer's own choice."""
    found = allocate(payment(600, wishes=("disputed",)), BOOK, OPEN)
    assert laid(found) == [("principal", "disputed", 600)]


def test_without_a_wish_the_plan_goes_before_the_oldest() -> None:
    """The reference of the plan, or the payer who has one."""
    for one in (payment(600, PLAN), payment(600, payer="r-2")):
        found = allocate(one, BOOK, OPEN)
        assert (found.rule, laid(found)) == (ByRule.PLAN, [("principal", "new", 600)])


def test_without_wish_and_plan_the_oldest_goes_first_and_never_a_disputed_one() -> None:
    """OSLO workshop 3: unallocated money goes to the oldest claim."""
    for one in (payment(600, PAYER), payment(600, payer="r-1")):
        found = allocate(one, BOOK, OPEN)
        assert found.rule is ByRule.OLDEST
        assert laid(found) == [("principal", "old", 500), ("costs", "costly", 100)]


def test_costs_go_first_only_where_the_terms_say_so() -> None:
    """The same claim and amount, of two categories."""
    first = allocate(payment(105, COSTLY), BOOK, OPEN)
    assert laid(first) == [("costs", "costly", 100), ("interest", "costly", 5)]
    last = allocate(payment(1_050, NEW), BOOK, OPEN)
    assert laid(last) == [
        ("principal", "new", 1_000),
        ("costs", "new", 40),
        ("interest", "new", 10),
    ]


def test_what_is_paid_too_much_is_kept_apart_and_does_not_jump() -> None:
    """OSLO workshops 3 and 5: not silently to other debts."""
    found = allocate(payment(600, OLD, payer="r-1"), BOOK, OPEN)
    assert laid(found) == [("principal", "old", 500), ("kept_apart", "", 100)]
    plan = allocate(payment(5_000, PLAN), BOOK, OPEN)
    assert laid(plan)[-1] == ("kept_apart", "", 5_000 - 1_110 - 1_110)
    none = allocate(payment(600, payer="r-9"), BOOK, OPEN)
    assert laid(none) == [("kept_apart", "", 600)]


def test_a_wish_named_twice_is_paid_once() -> None:
    """A file may repeat a claim."""
    found = allocate(payment(600, wishes=("old", "old")), BOOK, OPEN)
    assert laid(found) == [("principal", "old", 500), ("kept_apart", "", 100)]


def test_a_reference_that_is_no_structured_one_is_found_too() -> None:
    """Invoice numbers, in any spelling."""
    assert allocate(payment(600, " f-2026/12"), BOOK, OPEN).postings[0].claim_id == "new"


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (payment(), Unplaced.NO_REFERENCE),
        (payment(reference="  "), Unplaced.NO_REFERENCE),
        (payment(reference="+++000/0000/00102+++"), Unplaced.BAD_CHECK_DIGITS),
        (payment(reference=Ogm.of(99)), Unplaced.UNKNOWN_REFERENCE),
        (payment(reference="bedankt"), Unplaced.UNKNOWN_REFERENCE),
        (payment(reference=Ogm.of(99), payer="r-1"), Unplaced.UNKNOWN_REFERENCE),
        (payment(reference=EMPTY), Unplaced.UNKNOWN_REFERENCE),
        (payment(reference=TWICE), Unplaced.DOUBLE_REFERENCE),
        (payment(wishes=("new", "nergens")), Unplaced.UNKNOWN_CLAIM),
        (payment(wishes=("new", "aid")), Unplaced.OTHER_ENTITY),
        (payment(reference=NEW, entity=OCMW), Unplaced.OTHER_ENTITY),
        (payment(payer="r-3"), Unplaced.OTHER_ENTITY),
    ],
)
def test_what_cannot_be_told_waits_for_a_human(one: Payment, why: Unplaced) -> None:
    """Never guessed, also not when the payer is known: the reference says something else."""
    found = allocate(one, BOOK, OPEN)
    assert (found.rule, found.why) == (ByRule.NONE, why)
    assert laid(found) == [("work_list", "", 600)]


def test_money_for_the_ocmw_stays_with_the_ocmw() -> None:
    """OSLO workshop 1: separate books. Of a shared plan only the own claims are paid."""
    found = allocate(payment(600, payer="r-1", entity=OCMW), BOOK, OPEN)
    assert laid(found) == [("principal", "aid", 600)]
    plan = allocate(payment(1_000, PLAN, entity=OCMW), BOOK, OPEN)
    assert laid(plan) == [("principal", "aid", 900), ("kept_apart", "", 100)]


def test_payments_of_a_file_see_what_came_before_them() -> None:
    """Two of 300 on a claim of 500; the third is the first one again."""
    first = payment(300, OLD)
    second = Payment("p-2", CITY, Cents(300), DUE, str(OLD))
    found = list(allocate_all([first, second, first], BOOK, OPEN, ["p-0"]))
    assert isinstance(found[1], Allocation)
    assert laid(found[1]) == [("principal", "old", 200), ("kept_apart", "", 100)]
    assert found[2] == Repeated("p-1")
    assert list(allocate_all([first], BOOK, OPEN, ["p-1"])) == [Repeated("p-1")]
    assert OPEN["old"] == split(500)


@pytest.mark.parametrize("fields", [{"cents": 0}, {"cents": -1}, {"payment_id": ""}])
def test_a_payment_without_an_amount_or_a_name_is_refused(fields: dict[str, object]) -> None:
    """Nothing cannot be placed."""
    known: dict[str, object] = {"payment_id": "p", "entity": CITY, "cents": 1, "paid_on": DUE}
    with pytest.raises(BadPayment):
        Payment(**(known | fields))  # type: ignore[arg-type]


def test_an_allocation_that_loses_a_cent_cannot_exist() -> None:
    """Nor a posting of nothing, on a claim that is not named, or apart but with a claim."""
    with pytest.raises(BadPayment):
        Allocation(payment(2), ByRule.WISH, (Posting("p-1", Place.KEPT_APART, Cents(1)),))
    for wrong in (
        (Place.KEPT_APART, 0, ""),
        (Place.COSTS, 1, ""),
        (Place.REFUNDED, 1, "new"),
    ):
        with pytest.raises(BadPayment):
            Posting("p-1", wrong[0], Cents(wrong[1]), wrong[2])
