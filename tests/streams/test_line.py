"""The line in memory of one test: what becomes of a delivered row, step by step."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from protocols.covenant.signal import ArrearsType, Circumstance, Delivered, MessageKind
from protocols.ids import CreditorId, DeliveryId, SignalId
from protocols.money import Cents
from protocols.people import Address, Name, PartialDate, Person, Residency
from protocols.privacy.terms import Depth
from protocols.work.contact import Outcome
from protocols.work.enrich import OpenClaim
from store import audit, cases, deliveries, log, register, signals
from store.engine import begin, reading
from store.register import HouseholdClaim
from streams import topics
from streams.explanation import read_explanation
from streams.intake import Seen, Unreadable
from streams.residents import Households, NoRegister
from tests.support import made
from tests.support.line import Line, open_line, with_residents

NEXT_MONTH = datetime(2026, 12, 22, 9, tzinfo=UTC)


def _open_cases(line: Line) -> list[cases.Case]:
    with reading(line.engine) as tx:
        return [case for worker in ("w-1", "w-2", "w-3", "") for case in cases.caseload(tx, worker)]


def _stranger(row: int) -> Person:
    name = Name(initials="X", surname="Nergenshuizen")
    return Person(name, PartialDate(1999, 9, 9), Address("Elders", 900 + row, "", "", "9999ZZ"))


def test_a_residents_signal_becomes_a_case_with_a_reason(line: Line) -> None:
    """From a creditor's row to a worker's caseload, with points that add up to the track."""
    line.send([made.signal(1)])
    (case,) = _open_cases(line)
    told = read_explanation(case.explanation)
    assert (case.status, case.signals_count, case.total_cents) == ("open", 1, 50_001)
    assert case.track == "letter"
    assert sum(reason.points for reason in told.reasons) == case.points == told.points
    assert told.nearest is not None
    assert case.worker_id in {"w-1", "w-2"}
    assert line.receipts()[1].outcome == "admitted"


def test_a_strangers_signal_leaves_a_count_and_a_reason_only(line: Line) -> None:
    """Unmatched signals are minimised at once; the creditor's receipt does not tell."""
    line.send([made.signal(1, person=_stranger(1)), made.signal(2)])
    found = line.counts()
    assert found["tally not_resident"] == 1
    assert found["signals"] == found["cases"] == 1
    with reading(line.engine) as tx:
        assert set(deliveries.data_keys(tx, ["d1-1", "d1-2"])) == {"d1-2"}
    stranger, resident = line.receipts()[1], line.receipts()[2]
    assert replace(stranger, row=0) == replace(resident, row=0)


def test_a_refused_row_loses_its_data_and_names_the_article(line: Line) -> None:
    """A creditor hears why, a jurist finds where, and nothing of the person is kept."""
    line.send([made.signal(1, amount_cents=Cents(4_999)), made.signal(2)])
    receipt = line.receipts()[1]
    assert (receipt.outcome, receipt.code) == ("refused", "amount-too-low")
    assert receipt.article.startswith("CV-woonhof art. ")
    with reading(line.engine) as tx:
        assert not deliveries.data_keys(tx, ["d1-1"])
    assert line.counts()["signals"] == 1


def test_an_unreadable_row_stops_no_other_and_is_kept_without_its_content(line: Line) -> None:
    """A bad row gets a receipt and a dead letter that name fields and codes, never values."""
    line.send([made.signal(1)], unreadable=[Unreadable(2, (("amount", "not-an-amount"),))])
    receipts = line.receipts()
    assert receipts[1].outcome == "admitted"
    assert (receipts[2].code, receipts[2].remarks) == ("unreadable", "amount:not-an-amount")
    assert line.counts()["dead letters"] == 1


def test_the_same_delivery_twice_changes_nothing(line: Line) -> None:
    """Resending is what a careful creditor does after a time-out."""
    first = line.send([made.signal(1)])
    before = line.counts()
    again = line.send([made.signal(1)])
    assert (first.seen, again.seen) == (Seen.NOW, Seen.BEFORE)
    assert again.delivery_id == first.delivery_id
    assert line.counts() == before


def test_the_same_arrears_twice_in_a_month_is_a_duplicate_but_not_the_next_month(
    line: Line,
) -> None:
    """The covenant says how often; also within one delivery."""
    other = {"delivery_id": DeliveryId("d2"), "signal_id": SignalId("d2-1")}
    line.send([made.signal(1), made.signal(2, 1)])
    line.send([made.signal(1, **other, amount_cents=Cents(60_000))])
    assert line.receipts()[2].code == "duplicate"
    assert line.receipts("d2")[1].code == "duplicate"
    december = {"delivery_id": DeliveryId("d3"), "signal_id": SignalId("d3-1")}
    line.send([made.signal(1, **december, signal_on=NEXT_MONTH.date())], NEXT_MONTH)
    assert line.receipts("d3")[1].outcome == "admitted"
    (case,) = _open_cases(line)
    assert case.pattern == "consecutive"


def test_two_creditors_about_one_address_make_one_case(line: Line) -> None:
    """A household is an address; signals and creditor types are both counted."""
    line.send([made.signal(1)])
    power = made.signal(
        2,
        1,
        signal_id=SignalId("d2-1"),
        delivery_id=DeliveryId("d2"),
        creditor_id=CreditorId("stroom"),
        arrears_type=ArrearsType.ELECTRICITY,
        amount_cents=Cents(70_000),
    )
    line.send([power])
    (case,) = _open_cases(line)
    assert (case.pattern, case.signals_count, case.partner_types) == ("multiple", 2, 2)
    assert case.total_cents == 120_001


def test_withdrawing_the_only_signal_closes_the_case_and_gives_the_worker_room(
    line: Line,
) -> None:
    """Paid in the meantime: nobody should come to the door any more."""
    line.send([made.signal(1)])
    gone = made.signal(
        1,
        signal_id=SignalId("d2-1"),
        delivery_id=DeliveryId("d2"),
        kind=MessageKind.WITHDRAW,
        amount_cents=Cents(0),
    )
    line.send([gone])
    assert _open_cases(line) == []
    with reading(line.engine) as tx:
        assert set(cases.loads(tx).values()) == {0}
        assert not deliveries.data_keys(tx, ["d1-1", "d2-1"])
    assert line.counts()["active signals"] == 0


def test_withdrawing_one_of_two_signals_lowers_the_case_but_keeps_it(line: Line) -> None:
    """What is left is weighed again."""
    power = made.signal(2, 1, reference="other", amount_cents=Cents(300_000))
    line.send([made.signal(1), power])
    (before,) = _open_cases(line)
    gone = made.signal(
        1,
        1,
        signal_id=SignalId("d2-1"),
        delivery_id=DeliveryId("d2"),
        reference="other",
        kind=MessageKind.WITHDRAW,
        amount_cents=Cents(0),
    )
    line.send([gone])
    (after,) = _open_cases(line)
    assert after.case_id == before.case_id
    assert after.points < before.points
    assert after.total_cents == 50_001


def test_a_correction_changes_the_amount_and_nothing_else(line: Line) -> None:
    """The creditor mistyped; the case follows."""
    line.send([made.signal(1)])
    right = made.signal(
        1,
        signal_id=SignalId("d2-1"),
        delivery_id=DeliveryId("d2"),
        kind=MessageKind.CORRECT,
        amount_cents=Cents(9_900),
    )
    line.send([right])
    (case,) = _open_cases(line)
    assert (case.total_cents, case.signals_count) == (9_900, 1)


def test_a_withdrawal_of_what_was_never_signalled_is_refused(line: Line) -> None:
    """Otherwise a typing error in a reference would go unnoticed."""
    line.send([made.signal(1, kind=MessageKind.WITHDRAW, amount_cents=Cents(0))])
    assert line.receipts()[1].code == "unknown-signal"


def test_after_a_withdrawal_the_same_may_be_signalled_again(line: Line) -> None:
    """Also when all three rows stand in one delivery."""
    rows = [
        made.signal(1),
        made.signal(2, 1, kind=MessageKind.WITHDRAW, amount_cents=Cents(0)),
        made.signal(3, 1),
    ]
    line.send(rows)
    assert [one.outcome for one in line.receipts().values()] == ["admitted"] * 3
    assert line.counts()["active signals"] == 1
    assert len(_open_cases(line)) == 1


def test_a_signal_for_which_a_human_must_decide_waits_and_tells_nobody(line: Line) -> None:
    """No initial and no birth date: too little for a door, too much to throw away."""
    person = Person(Name(surname=made.surname(1)), None, made.address(1))
    line.send([made.signal(1, person=person)])
    with reading(line.engine) as tx:
        (held,) = signals.held(tx)
    assert held.kind == "probable"
    assert line.counts()["cases"] == 0
    assert line.receipts()[1].outcome == "admitted"


def test_a_held_signal_that_is_withdrawn_waits_no_longer(line: Line) -> None:
    """And its personal data goes with it."""
    person = Person(Name(surname=made.surname(1)), None, made.address(1))
    rows = [
        made.signal(1, person=person),
        made.signal(2, 1, kind=MessageKind.WITHDRAW, amount_cents=Cents(0), person=person),
    ]
    line.send(rows)
    with reading(line.engine) as tx:
        assert signals.held(tx) == []
        assert not deliveries.data_keys(tx, ["d1-1", "d1-2"])
    assert line.counts()["tally withdrawn"] == 1


def test_a_deceased_resident_is_never_a_case(line: Line) -> None:
    """A letter to somebody who died is harm to those who stay behind."""
    dead = made.resident(1, residency=Residency.DECEASED)
    with_residents(line, [dead])
    line.send([made.signal(1)])
    assert line.counts()["tally deceased"] == 1
    assert line.counts()["cases"] == 0


def test_a_crisis_signal_brings_the_legal_clock_forward(line: Line) -> None:
    """Three working days when a threat is near (Wgs), counted from the receipt."""
    line.send([made.signal(1)])
    (before,) = _open_cases(line)
    crisis = made.signal(
        1,
        signal_id=SignalId("d2-1"),
        delivery_id=DeliveryId("d2"),
        creditor_id=CreditorId("stroom"),
        arrears_type=ArrearsType.ELECTRICITY,
        circumstances=frozenset({Circumstance.CRISIS}),
    )
    line.send([crisis])
    (after,) = _open_cases(line)
    assert (before.track, after.track) == ("letter", "crisis")
    assert after.first_contact_by == date(2026, 11, 25).isoformat() < before.first_contact_by
    assert after.worker_id == before.worker_id


def test_a_small_debt_gets_a_recorded_light_offer_and_no_silence(line: Line) -> None:
    """Below the threshold there is still an answer (evaluation of thresholds, 2024)."""
    line.send([made.signal(1, amount_cents=Cents(6_000))])
    (case,) = _open_cases(line)
    assert (case.track, case.worker_id, case.why) == ("light_offer", "", "automatic")
    with reading(line.engine) as tx:
        assert cases.light_offers(tx, case.case_id) == [("2026-11-22", "light-offer/1")]


@pytest.mark.parametrize(("depth", "count"), [(Depth.NONE, 0), (Depth.SUMMARY, 1)])
def test_city_claims_are_seen_as_deep_as_the_privacy_protocol_allows(
    url: str, depth: Depth, count: int
) -> None:
    """Before consent: nothing in the Netherlands, a summary in Flanders."""
    line = open_line(url, made.city(depth))
    with_residents(line, [made.resident(1)])
    claim = OpenClaim("c1", "parking", Cents(20_000), Cents(20_000), made.ON)
    household = Households(line.vault).at(made.address(1))
    with begin(line.engine) as tx:
        register.replace_claims(tx, [HouseholdClaim(claim, household, "r-1")])
    line.send([made.signal(1)])
    (case,) = _open_cases(line)
    claims = read_explanation(case.explanation).claims
    assert (claims.depth, claims.count, claims.claims) == (depth, count, ())


def test_points_do_not_depend_on_the_order_of_arrival(tmp_path: Path) -> None:
    """An older signal that comes late counts, and does not hide the newer one."""
    early = {"delivery_id": DeliveryId("d-early"), "signal_id": SignalId("d-early-1")}
    late = {"delivery_id": DeliveryId("d-late"), "signal_id": SignalId("d-late-1")}
    november = made.signal(1, **early)
    december = made.signal(
        1, **late, signal_on=NEXT_MONTH.date(), amount_cents=Cents(90_000), reference="C1b"
    )
    ends = []
    for name, order in (("a", (november, december)), ("b", (december, november))):
        line = open_line(tmp_path / f"{name}.db")
        with_residents(line, [made.resident(1)])
        for row in order:
            line.send([row], NEXT_MONTH)
        (case,) = _open_cases(line)
        ends.append((case.points, case.track, case.total_cents, case.pattern))
    assert ends[0] == ends[1]


def test_a_new_signal_after_a_closed_case_opens_a_new_one(line: Line) -> None:
    """Help ended; a new arrears is a new story, known to be consecutive."""
    line.send([made.signal(1)])
    (case,) = _open_cases(line)
    with begin(line.engine) as tx:
        cases.close(tx, case, Outcome.ADVICE, made.ON, made.AT)
    december = {"delivery_id": DeliveryId("d3"), "signal_id": SignalId("d3-1")}
    line.send([made.signal(1, **december, signal_on=NEXT_MONTH.date())], NEXT_MONTH)
    (new,) = _open_cases(line)
    assert new.case_id != case.case_id
    assert new.pattern == "consecutive"


def test_without_a_register_signals_wait_instead_of_being_thrown_away(url: str) -> None:
    """Nobody is a non-resident because an operator forgot to load the register."""
    line = open_line(url)
    with pytest.raises(NoRegister):
        line.send([made.signal(1)])
    with reading(line.engine) as tx:
        assert log.lag(tx, topics.ADMISSION, topics.SIGNALS.name) == 1
    with_residents(line, [made.resident(1)])
    line.embedded.drain()
    assert line.counts()["cases"] == 1


def test_every_decision_about_a_signal_is_in_the_audit_log(line: Line) -> None:
    """Admitted and refused, resident and stranger: an officer can follow each."""
    rows = [
        made.signal(1),
        made.signal(2, person=_stranger(2)),
        made.signal(3, amount_cents=Cents(1)),
    ]
    line.send(rows)
    with reading(line.engine) as tx:
        told = {(one.action, one.object_id) for one in audit.latest(tx)}
    assert {
        ("signal.matched", "d1-1"),
        ("signal.minimised", "d1-2"),
        ("signal.refused", "d1-3"),
    } <= told
    assert any(action == "case.prioritised" for action, _ in told)


def test_a_reloaded_register_is_used_from_the_next_batch_on(line: Line) -> None:
    """A person who moved in yesterday is a resident today."""
    newcomer = made.resident(500)
    with_residents(line, [newcomer])
    line.send([made.signal(1, 500)])
    assert line.counts()["cases"] == 1


def test_two_housemates_behind_with_one_insurer_owe_both_amounts(line: Line) -> None:
    """Claims are personal: the same creditor and kind, but two people, are two debts."""
    mate = made.resident(200, address=made.address(1), name=Name(initials="Z", surname="Anders"))
    with_residents(line, [made.resident(1), mate])
    person = Person(Name(initials="Z", surname="Anders"), mate.born, made.address(1))
    line.send([made.signal(1), made.signal(2, person=person, reference="Z2")])
    (case,) = _open_cases(line)
    assert case.total_cents == 50_001 + 50_002


def test_a_repeated_signal_repeats_the_debt_and_does_not_add_to_it(line: Line) -> None:
    """The amount is the arrears on that day: next month's takes its place."""
    line.send([made.signal(1), made.signal(2, 1, reference="second contract")])
    december = {"delivery_id": DeliveryId("d3"), "signal_id": SignalId("d3-1")}
    row = made.signal(1, signal_on=NEXT_MONTH.date(), amount_cents=Cents(60_000))
    line.send([replace(row, **december)], NEXT_MONTH)
    (case,) = _open_cases(line)
    assert (case.signals_count, case.total_cents) == (3, 60_000)


def _later(row: int, about: int, delivery: str, **changes: Any) -> Delivered:
    return made.signal(
        row,
        about,
        delivery_id=DeliveryId(delivery),
        signal_id=SignalId(f"{delivery}-{row}"),
        **changes,
    )


def test_a_withdrawal_by_reference_alone_finds_its_signal_in_the_same_file(line: Line) -> None:
    """A creditor that withdraws need not tell the address again."""
    nobody = {"person": Person(), "kind": MessageKind.WITHDRAW, "amount_cents": Cents(0)}
    rows = [made.signal(n, n) for n in range(1, 41)]
    rows += [made.signal(100 + n, n, **nobody) for n in range(1, 41)]
    line.send(rows)
    assert {one.outcome for one in line.receipts().values()} == {"admitted"}
    assert _open_cases(line) == []


def test_a_withdrawal_that_is_repeated_does_not_take_the_month_before(line: Line) -> None:
    """The same correction of a mistake, sent in two files."""
    line.send([made.signal(1)])
    line.send([_later(1, 1, "d2", signal_on=NEXT_MONTH.date())], NEXT_MONTH)
    gone = {"kind": MessageKind.WITHDRAW, "amount_cents": Cents(0), "signal_on": NEXT_MONTH.date()}
    line.send([_later(1, 1, "d3", **gone)], NEXT_MONTH)
    line.send([_later(1, 1, "d4", **gone)], NEXT_MONTH)
    assert line.receipts("d3")[1].outcome == "admitted"
    assert line.receipts("d4")[1].code == "unknown-signal"
    assert line.counts()["active signals"] == 1


def test_a_change_that_names_a_month_is_about_that_month(line: Line) -> None:
    """Not about the newest signal under the reference."""
    line.send([made.signal(1)])
    line.send([_later(1, 1, "d2", signal_on=NEXT_MONTH.date())], NEXT_MONTH)
    change = {"kind": MessageKind.CORRECT, "amount_cents": Cents(11_100), "signal_on": made.ON}
    line.send([_later(1, 1, "d3", **change)], NEXT_MONTH)
    with reading(line.engine) as tx:
        november = signals.find(tx, "d1-1")
    assert november is not None
    assert november.known.amount_cents == 11_100


def test_people_without_an_address_are_no_household_together(line: Line) -> None:
    """Strangers in one case would read each other's debts in one letter."""
    people = [made.resident(n, address=None) for n in (301, 302)]
    with_residents(line, people)
    without = [
        Person(Name(initials="AM", surname=made.surname(n)), PartialDate.of(made.born(n)))
        for n in (301, 302)
    ]
    line.send([made.signal(n, 300 + n, person=person) for n, person in enumerate(without, 1)])
    assert line.counts()["cases"] == line.counts()["signals"]


def test_after_a_closed_case_its_crisis_and_amounts_are_settled(line: Line) -> None:
    """They still tell that this is not the first time, and no more than that."""
    crisis = frozenset({Circumstance.CRISIS})
    line.send([made.signal(1, circumstances=crisis)])
    (case,) = _open_cases(line)
    with begin(line.engine) as tx:
        cases.close(tx, case, Outcome.ADVICE, made.ON, made.AT)
    small = _later(1, 1, "d2", signal_on=NEXT_MONTH.date(), amount_cents=Cents(8_000))
    line.send([replace(small, reference="another")], NEXT_MONTH)
    (new,) = _open_cases(line)
    assert (new.total_cents, new.pattern) == (8_000, "consecutive")
    assert new.track != "crisis"


def test_withdrawing_the_only_signal_of_a_second_case_closes_it(line: Line) -> None:
    """What the first, closed case had keeps nothing open."""
    line.send([made.signal(1)])
    (case,) = _open_cases(line)
    with begin(line.engine) as tx:
        cases.close(tx, case, Outcome.ADVICE, made.ON, made.AT)
    line.send([_later(1, 1, "d2", signal_on=NEXT_MONTH.date())], NEXT_MONTH)
    gone = {"kind": MessageKind.WITHDRAW, "amount_cents": Cents(0), "signal_on": NEXT_MONTH.date()}
    line.send([_later(1, 1, "d3", **gone)], NEXT_MONTH)
    assert _open_cases(line) == []


def test_the_clock_of_a_crisis_starts_when_it_came_in(line: Line) -> None:
    """Also when its signal is older than another of the household."""
    line.send([made.signal(1, signal_on=NEXT_MONTH.date())], NEXT_MONTH)
    crisis = frozenset({Circumstance.CRISIS})
    late = _later(1, 1, "d2", circumstances=crisis, reference="c2")
    line.send([late], datetime(2027, 1, 20, 9, tzinfo=UTC))
    (case,) = _open_cases(line)
    assert case.track == "crisis"
    assert case.first_contact_by == "2027-01-19" or case.first_contact_by <= "2027-01-25"


def test_a_signal_from_long_ago_is_refused(line: Line) -> None:
    """Half a year is as far back as withdrawals and repeats are recognised."""
    line.send([made.signal(1, signal_on=date(1, 1, 1), arrears_since_on=None)])
    assert line.receipts()[1].code == "signal-date"
