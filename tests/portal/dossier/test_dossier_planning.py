"""From consent to the last instalment: the use cases, each whole or not at all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from portal.casework import NotYourCase
from portal.dossier import changing, debts, means, paying, planning, prospects
from portal.dossier.consenting import Person, consent, consents_of
from portal.dossier.debts import BadDebts, Debt
from portal.dossier.file import read_dossier
from portal.dossier.means import BadMeans, MeansMissing, Told
from portal.dossier.planning import BadStart
from protocols.ids import ResidentId
from protocols.money import Cents
from protocols.plan.claims import ClaimMark
from protocols.plan.events import Pay, PlanReason
from protocols.plan.protected import DutchHousehold
from protocols.plan.refusals import AmountProtected, AmountStale, NameTwice, NotKept
from protocols.plan.seizable import Against, BelgianIncome
from protocols.plan.words import Group
from protocols.privacy.consent import ConsentMissing, Consents, Purpose
from protocols.privacy.consent_commands import Ask
from protocols.work.dossier_moves import Move, Stage
from protocols.work.dossier_refusals import MoveForbidden, MoveNotYours, NotThisOne
from store import consents, dossiers
from store.consents import ConsentRow
from store.dossiers import DossierRow, ProposalRow
from store.engine import begin, reading
from tests.support.households import INCOMES, ON, WISH, Home, debt, home

CITIES = pytest.mark.parametrize("name", ["gent", "dronten"])


@CITIES
def test_a_household_goes_from_consent_to_the_last_instalment(name: str) -> None:
    """The journey as a worker does it; early payment is allowed and completes the dossier."""
    one = home(name).active(30_000, 50_000, monthly=10_000)
    assert one.row().stage == "active"
    one.forward(40)
    assert one.pay(10_000).progress.open_cents == 70_000
    paid = one.pay(75_000)
    assert (paid.stage, paid.progress.kept_cents) == (Stage.COMPLETED, 5_000)
    assert one.row().over == "yes"
    assert one.live() == {}


def test_nothing_that_was_told_outlives_its_dossier() -> None:
    """Income and debts serve a plan; when it is over they are erased (AVG art. 5(1)(e))."""
    one = home().active(30_000)
    one.pay(30_000)
    dossier_id = one.dossier_id
    with reading(one.engine) as tx:
        assert means.read_means(tx, one.platform, dossier_id) is None
        assert debts.read_debts(tx, one.platform, dossier_id) == ()


def test_income_is_noted_with_consent_to_that_and_read_back() -> None:
    """Purpose by purpose: consent to a dossier is none to the use of income."""
    one = home()
    one.give(Purpose.DOSSIER)
    with pytest.raises(ConsentMissing):
        one.tell()
    one.give(Purpose.INCOME)
    one.tell()
    dossier_id = one.dossier_id
    with reading(one.engine) as tx:
        found = means.read_means(tx, one.platform, dossier_id)
    assert found is not None
    assert (found.situation, found.noted_on) == (INCOMES["gent"].situation, ON)


def test_an_income_of_another_country_is_refused() -> None:
    """Each law has an income of its own; the message holds no amount."""
    one = home()
    one.give(Purpose.INCOME)
    one.give(Purpose.DOSSIER)
    with pytest.raises(BadMeans) as refused:
        one.tell(INCOMES["dronten"])
    assert "240" not in refused.value.message


def test_the_bundle_is_suggested_from_signals_and_the_city_itself() -> None:
    """The newest signal per creditor and kind, and never what a housemate owes."""
    one = home()
    one.give(Purpose.DOSSIER)
    found = debts.suggested_debts(one.platform, one.visit(), one.dossier_id)
    assert {(each.origin.value, int(each.claim.balance_cents)) for each in found} == {
        ("signal", 45_000),
        ("city", 6_500),
    }


@pytest.mark.parametrize(
    "wrong",
    [
        [debt("v-1", 100), debt("v-1", 200)],
        [debt("v\x00", 100)],
        [debt("", 100)],
        [debt("v-1", 100_000_001)],
        [debt(f"v-{number}", 100) for number in range(201)],
    ],
)
def test_a_bundle_that_cannot_be_is_refused_and_the_one_before_stays(wrong: list[Debt]) -> None:
    """Whatever a form was made to send; the message repeats nothing of it."""
    one = home().consented(30_000)
    with pytest.raises(BadDebts) as refused:
        debts.note_debts(one.platform, one.visit(), one.dossier_id, wrong)
    assert "v-1" not in refused.value.message
    dossier_id = one.dossier_id
    with reading(one.engine) as tx:
        kept = debts.read_debts(tx, one.platform, dossier_id)
    assert [each.claim.claim_id for each in kept] == ["v-0"]


def test_without_consent_nothing_is_suggested() -> None:
    """The city's own claims open with consent."""
    one = home()
    one.ask(Purpose.DOSSIER)
    with pytest.raises(ConsentMissing):
        debts.suggested_debts(one.platform, one.visit(), one.dossier_id)


@CITIES
def test_the_outlook_lays_four_lengths_side_by_side(name: str) -> None:
    """With the trace, and what is not confirmed where the worker sees it."""
    one = home(name).consented(300_000)
    found = prospects.outlook(one.platform, one.visit(), one.dossier_id)
    assert [each.months for each in found.scenarios] == [6, 12, 24, 36]
    assert found.affordable.ceiling.lines
    assert found.doubts
    for each in found.scenarios:
        assert each.within_ceiling != bool(each.reason)
        assert each.monthly_cents <= found.affordable.cents


def test_a_disputed_debt_stays_out_of_the_plan_and_is_told() -> None:
    """First it is settled, then repaid."""
    one = home().consented(30_000)
    disputed = debt("v-9", 9_000, marks=frozenset({ClaimMark.DISPUTED}))
    late = debt("v-8", 8_000, limitation_on=date(2026, 8, 15))
    debts.note_debts(
        one.platform, one.visit(), one.dossier_id, [debt("v-0", 30_000), disputed, late]
    )
    found = prospects.outlook(one.platform, one.visit(), one.dossier_id)
    assert {each.claim.claim_id for each in found.left_out} == {"v-9", "v-8"}
    assert {each.claim_id for each in found.scenarios[0].claims} == {"v-0"}


def test_one_cent_too_much_is_refused_and_nothing_is_kept() -> None:
    """Art. 1409 Ger.W.: what the law protects cannot be proposed."""
    one = home().consented(300_000)
    most = prospects.outlook(one.platform, one.visit(), one.dossier_id).affordable.cents
    with pytest.raises(AmountProtected):
        planning.propose(one.platform, one.visit(), one.dossier_id, planning.Asked(most + 1, WISH))
    assert (one.row().stage, one.live()) == ("consented", {})
    planning.propose(one.platform, one.visit(), one.dossier_id, planning.Asked(most, WISH))
    assert one.live()["open"].affordable_cents == most


def test_what_was_told_long_ago_is_asked_again() -> None:
    """An old income is no ground for a plan of today."""
    one = home().consented(30_000)
    one.forward(63)
    with pytest.raises(AmountStale):
        prospects.outlook(one.platform, one.visit(), one.dossier_id)


def test_a_plan_does_not_begin_before_today() -> None:
    """Terms that had passed would be missed at once."""
    one = home().consented(30_000)
    asked = planning.Asked(5_000, replace(WISH, start_on=date(2026, 8, 2)))
    with pytest.raises(BadStart):
        planning.propose(one.platform, one.visit(), one.dossier_id, asked)


def test_without_an_income_nothing_is_proposed() -> None:
    """What is affordable is not guessed."""
    one = home()
    one.give(Purpose.DOSSIER)
    one.give(Purpose.INCOME)
    one.owe(10_000)
    with pytest.raises(MeansMissing):
        planning.propose(one.platform, one.visit(), one.dossier_id, planning.Asked(5_000, WISH))


def test_an_overtaken_proposal_is_not_accepted() -> None:
    """The resident accepts what is on the table, nothing else."""
    one = home().proposed()
    before = one.live()["open"].plan_id
    planning.propose(one.platform, one.visit(), one.dossier_id, planning.Asked(4_000, WISH))
    with pytest.raises(NotThisOne):
        planning.accept(one.platform, one.visit(), one.dossier_id, before)
    after = one.live()["open"].plan_id
    planning.accept(one.platform, one.visit(), one.dossier_id, after)
    assert one.live()["agreed"].plan_id == after == one.row().plan_id


def test_a_proposal_whose_first_term_passed_is_not_accepted() -> None:
    """Nobody begins with a term that is missed."""
    one = home().proposed()
    one.forward(31)
    with pytest.raises(NotThisOne):
        planning.accept(one.platform, one.visit(), one.dossier_id, one.live()["open"].plan_id)


def test_a_rejected_proposal_is_off_the_table() -> None:
    """And another may be made."""
    one = home().proposed()
    planning.reject(one.platform, one.visit(), one.dossier_id)
    assert (one.row().stage, one.live()) == ("consented", {})


@pytest.mark.parametrize("account_id", ["bram", "fg"])
def test_nobody_reaches_the_dossier_of_a_colleague(account_id: str) -> None:
    """The denial is written down."""
    one = home().proposed()
    with pytest.raises(NotYourCase):
        planning.reject(one.platform, one.visit(account_id), one.dossier_id)
    with pytest.raises(NotYourCase):
        read_dossier(one.platform, one.visit(account_id), "c-1")
    assert {line.actor for line in one.audited("access.denied")} == {account_id}
    assert one.row().stage == "proposed"


def test_the_director_reads_but_does_not_speak_for_the_resident() -> None:
    """Who speaks with the resident notes what was said."""
    one = home().proposed()
    with pytest.raises(MoveNotYours):
        planning.accept(one.platform, one.visit("dora"), one.dossier_id, one.live()["open"].plan_id)
    assert read_dossier(one.platform, one.visit("dora"), "c-1").of("r-1").proposal is not None


def test_a_payment_counts_once_and_keeps_its_amount() -> None:
    """The bank file may come twice; the same name with another amount is a mistake."""
    one = home().active(80_000)
    assert one.pay(10_000, "b-1").progress.open_cents == 70_000
    assert one.pay(10_000, "b-1").progress.open_cents == 70_000
    with pytest.raises(NameTwice):
        one.pay(11_000, "b-1")


def test_money_meant_for_one_claim_is_kept_apart_and_can_go_back() -> None:
    """What is too much for it is never silently moved to another."""
    one = home().active(10_000, 80_000)
    meant = Pay("b-1", 12_000, one.visit().on, "v-0")
    paid = paying.pay(one.platform, one.visit(), one.dossier_id, meant)
    assert (paid.progress.kept_cents, paid.progress.open_cents) == (2_000, 80_000)
    with pytest.raises(NotKept):
        paying.refund(one.platform, one.visit(), one.dossier_id, "r-1", 2_001)
    after = paying.refund(one.platform, one.visit(), one.dossier_id, "r-1", 2_000)
    assert after.progress.kept_cents == 0


def test_a_payment_of_tomorrow_is_refused() -> None:
    """It did not happen."""
    one = home().active(10_000)
    tomorrow = Pay("b-1", 100, date(2026, 8, 4))
    with pytest.raises(paying.BadPayment):
        paying.pay(one.platform, one.visit(), one.dossier_id, tomorrow)


def test_paying_everything_before_the_start_completes_too() -> None:
    """Who pays early owes nothing more."""
    one = home().accepted(10_000)
    assert one.pay(10_000).stage is Stage.COMPLETED


def test_a_change_spreads_what_is_open_over_another_amount() -> None:
    """The same plan, with a lower amount; its history stays one."""
    one = home().active(80_000, monthly=10_000)
    one.forward(30)
    one.pay(10_000)
    one.change(5_000)
    file = read_dossier(one.platform, one.visit(), "c-1").of("r-1")
    assert file.running.progress.open_cents == 70_000
    assert {term.cents for term in file.running.next_terms} == {5_000}
    assert (one.live()["agreed"].monthly_cents, one.row().stage) == (5_000, "changed")
    assert file.dossier.plan.monthly_cents == 5_000


def test_a_change_above_what_is_affordable_changes_nothing() -> None:
    """The plan stays as it was, and the dossier too."""
    one = home().active(800_000, monthly=25_000)
    with pytest.raises(AmountProtected):
        one.change(100_000)
    assert (one.row().stage, one.live()["agreed"].monthly_cents) == ("active", 25_000)


def test_a_pause_has_an_end_and_can_be_ended_early() -> None:
    """There is no pause without an end."""
    one = home().active(10_000)
    one.pause()
    assert one.row().paused_until == "2026-09-02"
    planning.resume(one.platform, one.visit(), one.dossier_id)
    assert (one.row().stage, one.row().paused_until) == ("active", "")


def test_the_file_tells_what_this_person_may_do_now() -> None:
    """The buttons of the page, for the worker and for the director."""
    one = home().proposed()
    file = read_dossier(one.platform, one.visit(), "c-1").of("r-1")
    assert set(file.allowed) == {Move.PROPOSE, Move.ACCEPT, Move.REJECT, Move.WITHDRAW}
    assert file.proposal.offer.figures.lines
    assert file.prospect is not None
    assert [entry.text for entry in file.timeline][-1] == "dossier.proposed"
    assert read_dossier(one.platform, one.visit("dora"), "c-1").of("r-1").allowed == ()
    assert one.audited("dossier.read")[0].object_id == "c-1"


def test_the_file_of_somebody_who_was_asked_nothing_is_empty() -> None:
    """The housemate is a person with consents of their own."""
    one = home().consented()
    file = read_dossier(one.platform, one.visit(), "c-1").of("r-2")
    assert (file.dossier, file.prospect, file.suggested, file.allowed) == (None, None, (), ())
    assert file.resident is not None


def test_a_move_that_does_not_exist_from_here_is_refused() -> None:
    """With what is possible instead."""
    one = home().consented()
    with pytest.raises(MoveForbidden):
        planning.start(one.platform, one.visit(), one.dossier_id)


def test_a_refusal_of_consent_declines_and_asking_again_offers() -> None:
    """A refusal has no consequences for help that needs no consent."""
    one = home()
    one.ask(Purpose.DOSSIER)
    one.refuse(Purpose.DOSSIER)
    assert one.row().stage == "declined"
    one.ask(Purpose.DOSSIER)
    assert one.row().stage == "offered"


def test_what_is_stored_of_a_household_cannot_be_read_in_the_database() -> None:
    """Income, debts and plan are sealed, each for its own place."""
    one = home().proposed()
    dossier_id = one.dossier_id
    with reading(one.engine) as tx:
        raw = [*dossiers.debts(tx, dossier_id).values(), dossiers.find_means(tx, dossier_id)]
        raw += [row.sealed for row in dossiers.proposals(tx, dossier_id).values()]
    assert len(raw) == 4
    assert all(b"Verzonnen Winkel" not in each and b"210000" not in each for each in raw)


def test_consent_of_somebody_whom_the_case_is_not_about_is_not_noted() -> None:
    """Else a worker could open a dossier of anybody in the register; the attempt is audited."""
    one = home()
    by = one.visit()
    ask = Ask(Purpose.DOSSIER, "nl", "uitleg-1", "anja", by.at)
    with pytest.raises(NotYourCase):
        consent(one.platform, by, Person("c-1", "r-99"), ask)
    assert one.audited("access.denied")[0].result == "not-in-case"
    with reading(one.engine) as tx:
        assert consents_of(tx, one.platform, "r-99") == (Consents(ResidentId("r-99")), 0)


def test_a_proposal_that_can_no_longer_be_afforded_cannot_be_accepted() -> None:
    """Income fell between proposal and answer: the law protects what is there now."""
    one = home().proposed(80_000, monthly=10_000)
    plan_id = one.live()["open"].plan_id
    one.tell(Told(BelgianIncome(labour_cents=Cents(140_000), children=3), Group.SINGLE, 3))
    with pytest.raises(AmountProtected):
        planning.accept(one.platform, one.visit(), one.dossier_id, plan_id)
    assert one.row().stage == "proposed"
    one.tell()
    planning.accept(one.platform, one.visit(), one.dossier_id, plan_id)
    assert one.row().stage == "accepted"


def test_a_proposal_with_a_debt_that_became_disputed_cannot_be_accepted() -> None:
    """First it is settled, then repaid."""
    one = home().proposed(30_000, monthly=10_000)
    plan_id = one.live()["open"].plan_id
    disputed = debt("v-0", 30_000, marks=frozenset({ClaimMark.DISPUTED}))
    debts.note_debts(one.platform, one.visit(), one.dossier_id, [disputed])
    with pytest.raises(NotThisOne):
        planning.accept(one.platform, one.visit(), one.dossier_id, plan_id)
    assert one.row().stage == "proposed"


@pytest.mark.parametrize(
    "income",
    [
        BelgianIncome(labour_cents=Cents(140_000), children=2),
        BelgianIncome(labour_cents=Cents(140_000), against=Against.MAINTENANCE),
    ],
)
def test_an_income_that_would_move_the_ceiling_by_itself_is_refused(income: BelgianIncome) -> None:
    """More dependent children than children, or a ceiling for another kind of debt."""
    one = home().consented(30_000)
    with pytest.raises(BadMeans):
        one.tell(Told(income, Group.SINGLE, 1))


def test_a_coming_term_above_what_can_be_afforded_now_does_not_stay() -> None:
    """Income fell: the term of next month is not asked at the old amount."""
    one = home().active(80_000, monthly=20_000)
    one.forward(20)
    one.tell(Told(BelgianIncome(labour_cents=Cents(160_000)), Group.SINGLE))
    most = prospects.outlook(one.platform, one.visit(), one.dossier_id).affordable.cents
    assert most < 20_000
    wanted = changing.Changing(most, date(2026, 10, 1), 1, PlanReason.INCOME_CHANGED, "minder")
    changing.change(one.platform, one.visit(), one.dossier_id, wanted)
    found = read_dossier(one.platform, one.visit(), "c-1").of("r-1")
    assert found is not None
    assert found.running is not None
    terms = found.running.progress.terms
    assert all(term.cents <= most for term in terms)
    assert sum(term.cents for term in terms) == 80_000


def test_partners_who_tell_one_income_are_counted_together() -> None:
    """The Dutch protected income is that of the couple (art. 475da Rv): it is not given twice."""
    one = home("dronten")
    couple = Told(DutchHousehold(Group.COUPLE, Cents(300_000)), Group.COUPLE)
    one.give(Purpose.DOSSIER, 900)
    one.give(Purpose.INCOME)
    one.tell(couple)
    one.owe(300_000)
    most = prospects.outlook(one.platform, one.visit(), one.dossier_id).affordable.cents
    other = DossierRow("d-9", "c-1", "r-2", "active", "no", "p-9", "", "", "2026-08-03T09:00:00Z")
    given = ConsentRow("t-9", "r-2", "dossier", "given", "2026-08-01", "2027-08-01")
    live = ProposalRow("p-9", "d-9", "t-9", "agreed", 1_000, most, "2026-08-03", b"x")
    with begin(one.engine) as tx:
        consents.give(tx, given)
        dossiers.put(tx, other)
        dossiers.propose(tx, live)
    mine = next(row for row in _rows(one) if row.resident_id == "r-1").dossier_id
    with pytest.raises(AmountProtected):
        planning.propose(one.platform, one.visit(), mine, planning.Asked(most - 999, WISH))
    planning.propose(one.platform, one.visit(), mine, planning.Asked(most - 1_000, WISH))


def _rows(one: Home) -> Sequence[DossierRow]:
    with reading(one.engine) as tx:
        return dossiers.of_case(tx, "c-1")
