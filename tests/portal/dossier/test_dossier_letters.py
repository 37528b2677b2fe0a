"""What a resident gets on paper: queued with what it tells about, once, to the address on file."""

from dataclasses import replace
from datetime import date

import pytest

from portal.casework.pausing import teller_of
from portal.clock.jobs import JOBS
from portal.dossier.monthly import send_statements
from portal.dossier.planning import Asked, BadStart, propose, reject
from protocols.covenant.feedback import Reference
from protocols.ids import CreditorId, SignalId
from protocols.plan.claims import Order
from protocols.plan.plan import Wish
from protocols.privacy.consent import Purpose
from store import consents, deliveries, outgoing, pauses, signals
from store.deliveries import Delivery
from store.engine import begin, reading
from store.outgoing import State
from streams import pausing
from streams.outgoing_words import letter_of, open_words
from tests.support.households import WISH, Home, home

CITIES = pytest.mark.parametrize("name", ["gent", "dronten"])


def _letters(one: Home) -> dict[str, str]:
    """The text of each letter that waits, by template."""
    with reading(one.engine) as tx:
        found = outgoing.of_case(tx, "c-1")
    texts = {}
    for row in found:
        if row.state == State.FAILED.value:
            continue
        packed = open_words(one.platform.vault.register, row.sealed, row.message_id)
        name = row.template.partition("/")[0]
        texts[name] = letter_of(packed, row.language, row.template).text
    return texts


@CITIES
def test_a_proposal_and_an_agreement_are_queued_with_what_they_tell(name: str) -> None:
    """The amounts in the letter are those of the plan, and the city is named as the sender."""
    one = home(name)
    one.proposed(30_000, 50_000, monthly=10_000)
    proposed = _letters(one)["proposal"]
    assert "€ 800,00" in proposed.replace("\u00a0", " ")
    assert "€ 100,00" in proposed.replace("\u00a0", " ")
    one = home(name).accepted(30_000, monthly=10_000)
    agreed = _letters(one)["agreement"].replace("\u00a0", " ")
    assert agreed.count("€ 100,00") >= 3
    desk = one.platform.city.desk
    assert desk is not None
    assert desk.account in agreed


def test_a_refused_proposal_queues_no_letter() -> None:
    """Nothing is told that did not happen."""
    one = home().consented(30_000)
    late = Asked(10_000, Wish(WISH.start_on, 31, Order.OLDEST))
    with pytest.raises(BadStart):
        propose(one.platform, one.visit(), one.dossier_id, late)
    assert "proposal" not in _letters(one)


def test_a_withdrawal_is_confirmed_with_all_that_was_stopped() -> None:
    """In the same transaction; and the list of what is to be done is empty."""
    one = home().active(30_000)
    assert set(_letters(one)) == {"proposal", "agreement"}
    one.withdraw(Purpose.DOSSIER)
    assert set(_letters(one)) == {"withdrawal"}
    with reading(one.engine) as tx:
        gone = [row for row in outgoing.of_case(tx, "c-1") if row.code == "cancelled"]
    assert [row.sealed for row in gone] == [b"", b""]
    with reading(one.engine) as tx:
        assert not consents.open_items(tx, 10)


def test_each_plan_gets_one_statement_a_month() -> None:
    """However often the job is run."""
    one = home().active(80_000, monthly=10_000)
    one.forward(40)
    one.pay(10_000)
    on = date(2026, 10, 1)
    assert send_statements(one.platform, on) == {"statements": 1, "without-address": 0}
    send_statements(one.platform, on)
    with reading(one.engine) as tx:
        sent = [row for row in outgoing.of_case(tx, "c-1") if row.template.startswith("statement")]
    assert len(sent) == 1


def test_no_letter_names_a_creditor_outside_its_envelope() -> None:
    """The subject tells nothing of debts: whoever lives there may see it."""
    one = home().accepted(30_000)
    with reading(one.engine) as tx:
        rows = outgoing.of_case(tx, "c-1")
    for row in rows:
        packed = open_words(one.platform.vault.register, row.sealed, row.message_id)
        subject = letter_of(packed, row.language, row.template).subject.casefold()
        assert "schuld" not in subject
        assert "winkel" not in subject


def test_the_clock_knows_every_job_of_a_dossier() -> None:
    """A job that nobody runs is a promise that nobody keeps."""
    names = {job.name for job in JOBS}
    assert {"consents", "plan-pauses", "plans", "terms", "statements", "feedback"} <= names


def test_a_withdrawal_ends_the_pauses_of_the_resident_and_of_nobody_else() -> None:
    """The partner who consents keeps the pause that was asked about the partner's own signal."""
    one = home("dronten")
    covenants = one.platform.city.covenants
    known = {CreditorId("woonhof"): next(iter(covenants.values()))}
    one.platform = replace(one.platform, city=replace(one.platform.city, covenants=known))
    one.active(30_000)
    with begin(one.engine) as tx:
        deliveries.add(tx, Delivery("d1", "woonhof", b"x", "", 3), one.at)
        for number, kept in ((2, "s-2"), (3, "s-3")):
            before = signals.find(tx, kept)
            assert before is not None
            known_as = replace(before.known, signal_id=SignalId(f"d1-{number}"))
            signals.put(tx, [replace(before, known=known_as)])
            belongs = pausing.Belongs("woonhof", "h-1", "c-1")
            about = Reference(f"d1-{number}")
            pausing.start(tx, teller_of(one.platform, one.visit()), belongs, about)
    one.withdraw(Purpose.DOSSIER)
    with reading(one.engine) as tx:
        states = {kept.signal_id: kept.status for kept in pauses.of_household(tx, "h-1")}
    assert states == {"d1-2": "ended", "d1-3": "running"}


def test_of_two_proposals_only_the_last_leaves() -> None:
    """A resident must not get two amounts in one week."""
    one = home().proposed(80_000, monthly=10_000)
    propose(one.platform, one.visit(), one.dossier_id, Asked(9_000, WISH))
    with reading(one.engine) as tx:
        states = sorted(row.state for row in outgoing.of_case(tx, "c-1"))
    assert states == ["failed", "planned"]
    reject(one.platform, one.visit(), one.dossier_id)
    assert _letters(one) == {}


def test_a_pause_that_is_over_and_not_noted_yet_does_not_stand_in_the_way() -> None:
    """Withdrawing is as easy as giving (AVG art. 7(3)), also the night before the clock looked."""
    one = home("dronten")
    covenants = one.platform.city.covenants
    known = {CreditorId("woonhof"): next(iter(covenants.values()))}
    one.platform = replace(one.platform, city=replace(one.platform.city, covenants=known))
    one.active(30_000)
    with begin(one.engine) as tx:
        deliveries.add(tx, Delivery("d1", "woonhof", b"x", "", 3), one.at)
        before = signals.find(tx, "s-2")
        assert before is not None
        known_as = replace(before.known, signal_id=SignalId("d1-2"))
        signals.put(tx, [replace(before, known=known_as)])
        belongs = pausing.Belongs("woonhof", "h-1", "c-1")
        pausing.start(tx, teller_of(one.platform, one.visit()), belongs, Reference("d1-2"))
    one.forward(120)
    one.withdraw(Purpose.DOSSIER)
    assert one.states()["dossier"] == "withdrawn"
