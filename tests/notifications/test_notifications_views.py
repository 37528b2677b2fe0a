"""Views are whole from birth: a letter with a gap cannot be made, let alone sent."""

from dataclasses import fields, replace
from datetime import date

import pytest

from notifications.checked import BadView, Checked
from notifications.examples import everything
from notifications.letters import LETTERS
from notifications.views import (
    AgreementLetter,
    FeedbackNotice,
    Payment,
    ProposalLetter,
    Statement,
    Told,
)
from protocols.covenant.feedback import Code, Reference
from protocols.money import Cents

VIEWS = everything("Dronten", "een taak", 183, date(2026, 11, 22))
BY_TYPE = {type(view): view for view in VIEWS}
TEXTS = [
    (view, one.name)
    for view in VIEWS
    for one in fields(view)  # type: ignore[arg-type]
    if isinstance(getattr(view, one.name), str) and getattr(view, one.name)
]


def of(kind: type[Checked]):
    """The example of a view."""
    return BY_TYPE[kind]


def test_the_made_up_household_gets_every_letter_once():
    """A letter without an example could not be looked at before it is sent."""
    assert [type(view) for view in VIEWS] == list(LETTERS)


@pytest.mark.parametrize(("view", "name"), TEXTS, ids=lambda one: str(one)[:20])
@pytest.mark.parametrize("text", ["", "   ", "a\nb", "a\rb", "a\x00", "a\u2028b", "x" * 301])
def test_no_text_of_a_letter_is_empty_endless_or_over_two_lines(
    view: Checked, name: str, text: str
):
    """A line break in a name would be a second header of an e-mail."""
    with pytest.raises(BadView) as refused:
        replace(view, **{name: text})
    assert refused.value.message.startswith(f"{name}: ")


def test_all_that_is_wrong_is_told_at_once_and_without_its_value():
    """One list, and a message that may stand in a log."""
    with pytest.raises(BadView) as refused:
        replace(of(ProposalLetter), name="Geheim\n", worker="", monthly_cents=Cents(0))
    told = refused.value.message.splitlines()
    assert [one.partition(":")[0] for one in told[:3]] == ["name", "worker", "monthly_cents"]
    assert "Geheim" not in refused.value.message


@pytest.mark.parametrize(
    ("months", "fits"), [(11, False), (12, True), (13, False), (1, False), (120, False)]
)
def test_the_months_of_a_proposal_repay_exactly_all_debts(months: int, fits: bool):
    """1,722.16 at 150 a month takes twelve: a letter with other months promises what is not so."""
    if fits:
        assert replace(of(ProposalLetter), months=months)
        return
    with pytest.raises(BadView, match="months"):
        replace(of(ProposalLetter), months=months)


def test_a_proposal_asks_for_an_answer_before_its_first_payment():
    """Nobody pays before having said yes."""
    with pytest.raises(BadView, match="answer_by"):
        replace(of(ProposalLetter), answer_by=of(ProposalLetter).first_on)


@pytest.mark.parametrize(("day", "fits"), [(1, True), (28, True), (29, False), (31, False)])
def test_a_fixed_day_is_one_that_every_month_has(day: int, fits: bool):
    """There is no 30 February."""
    if fits:
        assert replace(of(AgreementLetter), pay_day=day)
        return
    with pytest.raises(BadView, match="pay_day"):
        replace(of(AgreementLetter), pay_day=day)


def test_payments_stand_in_order_and_no_day_twice():
    """Who reads a list from the top pays the first one first."""
    one = Payment(date(2027, 1, 25), Cents(100))
    with pytest.raises(BadView, match="payments"):
        replace(of(AgreementLetter), payments=(one, one))


def test_a_statement_names_a_next_payment_exactly_while_something_is_open():
    """Done is done; and nobody is asked for more than is open."""
    statement = of(Statement)
    done = replace(statement, open_cents=Cents(0), next=None)
    assert done.open_cents == 0
    for wrong in ({"next": None}, {"open_cents": Cents(0)}, {"open_cents": Cents(1)}):
        with pytest.raises(BadView, match="next"):
            replace(statement, **wrong)


def test_amounts_of_a_statement_may_be_zero_and_never_less():
    """The pair: a payment cannot be nothing."""
    assert replace(of(Statement), paid_cents=Cents(0), kept_cents=Cents(0))
    with pytest.raises(BadView, match="paid_cents"):
        replace(of(Statement), paid_cents=Cents(-1))
    with pytest.raises(BadView, match="cents"):
        Payment(date(2027, 1, 1), Cents(0))


def test_feedback_has_no_room_for_a_note():
    """A text that looks like a code is none, and there is no other field."""
    assert {one.name for one in fields(Told)} == {"reference", "code", "on"}
    reference = Reference("d018f00a1-12")
    assert Told(reference, Code.CLOSED, date(2027, 1, 1))
    with pytest.raises(BadView, match="code"):
        Told(reference, "closed", date(2027, 1, 1))  # type: ignore[arg-type]
    with pytest.raises(BadView, match="reference"):
        Told("mevrouw belt morgen-1", Code.CLOSED, date(2027, 1, 1))  # type: ignore[arg-type]
    assert of(FeedbackNotice)
