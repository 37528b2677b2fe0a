"""Any history of payments: every cent of every payment in exactly one place, and never lost."""

from datetime import date

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from protocols.claims.correction import correct
from protocols.claims.ledger import Ledger, MoveReason, lying, reallocate, receive, refund
from protocols.claims.payment_refusals import (
    ClaimUnknown,
    NothingToMove,
    PaymentRefused,
    PaymentTwice,
    PaymentUnknown,
    TooMuchBack,
)
from protocols.claims.payments import (
    ON_CLAIM,
    Account,
    Asked,
    Book,
    Named,
    Payment,
    Place,
    Posting,
    Target,
    Unplaced,
)
from protocols.claims.reference import Ogm
from protocols.claims.words import Entity
from protocols.ids import WorkerId
from protocols.money import Cents
from protocols.plan.claims import Split
from protocols.plan.words import Within

ON, BY = date(2026, 11, 22), WorkerId("w-1")
CLAIMS = ("a", "b", "c", "d")
BOOK = Book(
    accounts={
        "a": Account("a", Entity.CITY, date(2026, 1, 1)),
        "b": Account("b", Entity.CITY, date(2025, 1, 1), Within.COSTS_FIRST),
        "c": Account("c", Entity.OCMW, date(2024, 1, 1)),
        "d": Account("d", Entity.CITY, date(2023, 1, 1), asked=Asked.ONLY_BY_WISH),
    },
    references={
        Ogm.of(1).digits: [Target(Named.CLAIM, "a")],
        Ogm.of(2).digits: [Target(Named.PLAN, "plan")],
        Ogm.of(3).digits: [Target(Named.CLAIM, "a"), Target(Named.CLAIM, "b")],
    },
    plans={"plan": ["b", "a", "c"]},
    claims_of={
        ("r-1", Entity.CITY): ["a", "b", "d"],
        ("r-1", Entity.OCMW): ["c"],
    },
)
cents = st.integers(1, 3_000)
splits = st.builds(
    lambda p, c, i: Split(Cents(p), Cents(c), Cents(i)),
    st.integers(1, 2_000),
    st.integers(0, 300),
    st.integers(0, 90),
)
names = st.sampled_from([f"p-{number}" for number in range(6)])
references = st.sampled_from(
    ["", "", "zomaar", "000000000102", *(str(Ogm.of(n)) for n in (1, 2, 3))]
)
some_claims = st.lists(st.sampled_from([*CLAIMS, "nergens"]), max_size=3)
entities = st.sampled_from([Entity.CITY, Entity.CITY, Entity.OCMW])


class Books(RuleBasedStateMachine):
    """Payments, moves, refunds and corrections in any order, refused ones among them."""

    ledger: Ledger
    owed: dict[str, Split]
    received: dict[str, int]
    paid_back: int

    @initialize(owed=st.fixed_dictionaries(dict.fromkeys(CLAIMS, splits)))
    def begin(self, owed: dict[str, Split]) -> None:
        """Four claims, of two legal persons."""
        self.ledger, self.owed = Ledger(owed), owed
        self.received, self.paid_back = {}, 0

    @rule(
        name=names,
        entity=entities,
        amount=cents,
        reference=references,
        payer=st.sampled_from(["", "r-1", "r-2"]),
        wishes=some_claims | st.just([]),
    )
    def pay(
        self, name: str, entity: Entity, amount: int, reference: str, payer: str, wishes: list[str]
    ) -> None:
        """A payment, perhaps told twice; the second time it is refused."""
        one = Payment(name, entity, Cents(amount), ON, reference, tuple(wishes), payer)
        try:
            self.ledger = receive(self.ledger, BOOK, one)
        except PaymentTwice:
            assert name in self.received
            return
        assert name not in self.received
        self.received[name] = amount

    @rule(name=names, onto=some_claims, reason=st.sampled_from(MoveReason))
    def move(self, name: str, onto: list[str], reason: MoveReason) -> None:
        """By hand; moving to the same place twice leaves the same books."""
        before = self.ledger
        try:
            self.ledger = reallocate(before, BOOK, name, onto, reason, ON, BY)
        except PaymentRefused:
            assert self.ledger is before
            return
        again = reallocate(self.ledger, BOOK, name, onto, reason, ON, BY)
        assert set(again.lies(name)) == set(self.ledger.lies(name))
        assert again.still_open == self.ledger.still_open

    @rule(name=names, amount=st.integers(-5, 2_000))
    def pay_back(self, name: str, amount: int) -> None:
        """Only what lies apart or waits."""
        try:
            self.ledger = refund(self.ledger, name, amount, ON, BY)
        except (PaymentUnknown, TooMuchBack):
            return
        self.paid_back += amount

    @rule(claim_id=st.sampled_from(CLAIMS), owed=splits)
    def reduce(self, claim_id: str, owed: Split) -> None:
        """The claim turns out to be another amount."""
        self.owed = {**self.owed, claim_id: owed}
        self.ledger = correct(self.ledger, BOOK.accounts[claim_id], owed, ON, BY)

    @invariant()
    def every_cent_of_every_payment_is_in_exactly_one_place(self) -> None:
        """Nothing is lost, invented or below nothing; nothing crosses to another payment."""
        for name, amount in self.received.items():
            lies = self.ledger.lies(name)
            assert sum(one.cents for one in lies) == amount
            assert all(one.cents > 0 for one in lies)
        total = sum(self.ledger.cents_in(place) for place in Place)
        assert total == sum(self.received.values())
        assert self.ledger.cents_in(Place.REFUNDED) == self.paid_back

    @invariant()
    def what_is_open_and_what_was_paid_is_what_was_owed(self) -> None:
        """Per claim and per part."""
        for claim_id, owed in self.owed.items():
            left = self.ledger.still_open[claim_id]
            paid = dict.fromkeys(ON_CLAIM, 0)
            for name in self.received:
                for one in self.ledger.lies(name):
                    if one.claim_id == claim_id:
                        paid[one.place] += one.cents
            assert left.principal_cents + paid[Place.PRINCIPAL] == owed.principal_cents
            assert left.costs_cents + paid[Place.COSTS] == owed.costs_cents
            assert left.interest_cents + paid[Place.INTEREST] == owed.interest_cents
            assert min(left.principal_cents, left.costs_cents, left.interest_cents) >= 0

    @invariant()
    def no_money_crosses_from_one_legal_person_to_the_other(self) -> None:
        """Separate books."""
        for name, one in self.ledger.payments.items():
            for posting in self.ledger.lies(name):
                if posting.claim_id:
                    assert BOOK.accounts[posting.claim_id].entity is one.entity

    @invariant()
    def the_work_list_is_what_lies_on_it(self) -> None:
        """Each with why; nothing else."""
        waiting = {
            name
            for name in self.received
            if any(one.place is Place.WORK_LIST for one in self.ledger.lies(name))
        }
        assert {name for name, _ in self.ledger.work_list()} == waiting


Books.TestCase.settings = settings(max_examples=120, stateful_step_count=25, deadline=None)
TestAnyHistoryOfPayments = Books.TestCase


def start(**owed: int) -> Ledger:
    """Books with claims of so many cents."""
    return Ledger({one: Split(Cents(n), Cents(0), Cents(0)) for one, n in owed.items()})


def paid(ledger: Ledger, amount: int, number: int = 1, name: str = "p-1") -> Ledger:
    """A payment for the city with the reference of a number."""
    one = Payment(name, Entity.CITY, Cents(amount), ON, str(Ogm.of(number)))
    return receive(ledger, BOOK, one)


def where(ledger: Ledger, name: str = "p-1") -> list[tuple[str, str, int]]:
    """Where a payment lies."""
    return sorted((one.place.value, one.claim_id, one.cents) for one in ledger.lies(name))


def test_a_payment_with_a_double_reference_waits_and_then_is_placed_by_hand() -> None:
    """Found out with whom it belongs; the reason and the worker stay in the books."""
    ledger = paid(start(a=500, b=500), 600, 3)
    assert ledger.work_list() == (("p-1", Unplaced.DOUBLE_REFERENCE),)
    ledger = reallocate(ledger, BOOK, "p-1", ["b"], MoveReason.REFERENCE_FOUND, ON, BY)
    assert where(ledger) == [("kept_apart", "", 100), ("principal", "b", 500)]
    assert ledger.work_list() == ()
    assert (ledger.entries[-1].reason, ledger.entries[-1].by) == (MoveReason.REFERENCE_FOUND, BY)


def test_a_reallocation_takes_back_exactly_what_was_posted() -> None:
    """The entry comes to nothing: first the same postings below nothing, then the new ones."""
    before = paid(start(a=500, b=500), 600)
    after = reallocate(before, BOOK, "p-1", ["b"], MoveReason.MISTAKE, ON, BY)
    entry = after.entries[-1]
    assert sum(one.cents for one in entry.postings) == 0
    back = [Posting(o.payment_id, o.place, Cents(-o.cents), o.claim_id) for o in before.lies("p-1")]
    assert list(entry.postings[: len(back)]) == back
    assert after.still_open["a"].cents == 500
    there = reallocate(after, BOOK, "p-1", ["a"], MoveReason.MISTAKE, ON, BY)
    assert where(there) == where(before)
    assert there.still_open == before.still_open


def test_a_reallocation_without_claims_keeps_the_money_apart() -> None:
    """A claim that lapsed: nothing jumps to another one."""
    ledger = reallocate(paid(start(a=500), 300), BOOK, "p-1", [], MoveReason.CLAIM_REDUCED, ON, BY)
    assert where(ledger) == [("kept_apart", "", 300)]
    assert ledger.still_open["a"].cents == 500


def test_what_was_paid_too_much_can_be_paid_back_and_no_more() -> None:
    """What pays a claim is not refundable before it is taken off that claim."""
    ledger = paid(start(a=500), 600)
    for wrong in (0, -1, 101):
        with pytest.raises(TooMuchBack):
            refund(ledger, "p-1", wrong, ON, BY)
    ledger = refund(ledger, "p-1", 100, ON, BY)
    assert where(ledger) == [("principal", "a", 500), ("refunded", "", 100)]


def test_what_waits_can_be_paid_back_too_and_then_nothing_is_left_to_move() -> None:
    """Money of somebody who owes nothing here."""
    ledger = refund(paid(start(a=500), 600, 9), "p-1", 600, ON, BY)
    assert where(ledger) == [("refunded", "", 600)]
    assert ledger.work_list() == ()
    with pytest.raises(NothingToMove):
        reallocate(ledger, BOOK, "p-1", ["a"], MoveReason.MISTAKE, ON, BY)


def test_money_that_was_paid_back_is_not_moved_again() -> None:
    """Only what is still here."""
    ledger = refund(paid(start(a=500, b=500), 600), "p-1", 100, ON, BY)
    ledger = reallocate(ledger, BOOK, "p-1", ["b"], MoveReason.PAYER_ASKED, ON, BY)
    assert where(ledger) == [("principal", "b", 500), ("refunded", "", 100)]


def test_a_claim_that_turns_out_lower_frees_what_was_paid_too_much() -> None:
    """A discount granted late: of EUR 5 paid on a claim that is now EUR 2, EUR 3 lies apart."""
    ledger = paid(paid(start(a=500), 150), 350, name="p-2")
    lower = Split(Cents(200), Cents(0), Cents(0))
    ledger = correct(ledger, BOOK.accounts["a"], lower, ON, BY)
    assert where(ledger, "p-1") == [("principal", "a", 150)]
    assert where(ledger, "p-2") == [("kept_apart", "", 300), ("principal", "a", 50)]
    assert ledger.still_open["a"].cents == 0


@pytest.mark.parametrize("onto", [["nergens"], ["c"], ["a", "c"]])
def test_money_does_not_go_to_a_claim_that_is_not_there_or_of_the_other(onto: list[str]) -> None:
    """City and OCMW: the one cannot pay the other's claim with this money."""
    with pytest.raises(ClaimUnknown):
        reallocate(paid(start(a=500, c=500), 300), BOOK, "p-1", onto, MoveReason.MISTAKE, ON, BY)


def test_the_same_payment_is_booked_once_and_an_unknown_one_is_not_there() -> None:
    """The same file twice is the same money."""
    ledger = paid(start(a=500), 300)
    with pytest.raises(PaymentTwice):
        paid(ledger, 300)
    with pytest.raises(PaymentUnknown):
        refund(ledger, "p-9", 1, ON, BY)
    with pytest.raises(PaymentUnknown):
        reallocate(ledger, BOOK, "p-9", [], MoveReason.MISTAKE, ON, BY)


def test_postings_that_cancel_out_are_not_lying_anywhere() -> None:
    """Adding up leaves what is there."""
    one = Posting("p-1", Place.KEPT_APART, Cents(5))
    back = Posting("p-1", Place.KEPT_APART, Cents(-5))
    assert lying([one, back]) == ()
    assert lying([one, back, one]) == (one,)
