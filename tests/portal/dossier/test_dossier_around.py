"""Around a dossier: warnings, instruments, a handover, the receipt, effort before giving up."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from portal.casework import AttemptMade, NotYourCase, record_contact
from portal.dossier import handover, instruments, receipts, warnings
from portal.dossier.handover import Handing
from portal.dossier.instruments import Wanted
from portal.dossier.receipts import ReceiptUndecided
from protocols.privacy.consent import ConsentMissing, Purpose
from protocols.privacy.receipt import NothingToReceive
from protocols.work.contact import Channel, ContactAttempt, DayPart, Outcome, Reached
from protocols.work.effort import EffortMissing
from protocols.work.handover import Crisis, HandoverBarred, Receiver
from protocols.work.instruments import Ability, Instrument, Need
from protocols.work.recovery import InstrumentBarred, ReasonNeeded
from protocols.work.safety import BadWarning
from store import cases
from store.engine import reading
from tests.support.households import ON, PERSON, Home, city, home

SCHEMA = Path(__file__).parents[3] / "portal" / "schemas" / "consent-receipt.schema.json"
RECEIVER = Receiver("Schuldhulp", "12345678", "1111AA", "0303", "Balie", "balie@example.org")
HANDING = Handing(RECEIVER, "balie, telefonisch", Crisis.NO, "Overzicht en rust")


def attempt(channel: Channel = Channel.PHONE, **more: object) -> ContactAttempt:
    """An attempt of today that reached nobody."""
    wanted = {"day_part": DayPart.MORNING, "reached": Reached.NO, **more}
    return ContactAttempt(ON, channel, **wanted)


def tried(one: Home, *attempts: ContactAttempt) -> None:
    """Record attempts."""
    for number, made in enumerate(attempts, 1):
        record_contact(one.platform, one.visit(), AttemptMade("c-1", number, made))


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing a case tells the creditors: that is another part's, and needs the line."""
    monkeypatch.setattr("portal.casework.contact.report_back", lambda *_: None)


def test_a_warning_is_seen_by_the_worker_of_the_case_alone() -> None:
    """No role and no rank opens it (AVG art. 5(1)(c)); each look is written down."""
    one = home()
    warnings.note_warning(one.platform, one.visit(), "c-1", "Ga met twee", ON + timedelta(days=30))
    assert warnings.look_at_warning(one.platform, one.visit(), "c-1") == "Ga met twee"
    for account_id in ("bram", "dora", "fg"):
        with pytest.raises(NotYourCase):
            warnings.look_at_warning(one.platform, one.visit(account_id), "c-1")
    assert len(one.audited("access.denied")) == 3
    one.forward(31)
    assert warnings.look_at_warning(one.platform, one.visit(), "c-1") == ""


def test_a_case_without_a_warning_shows_none() -> None:
    """And a warning needs a text, an end, and a case of one's own."""
    one = home()
    assert warnings.look_at_warning(one.platform, one.visit(), "c-1") == ""
    with pytest.raises(BadWarning):
        warnings.note_warning(one.platform, one.visit(), "c-1", " ", ON)
    with pytest.raises(NotYourCase):
        warnings.note_warning(one.platform, one.visit("bram"), "c-1", "x", ON)


def test_no_costly_step_comes_before_what_must_come_first() -> None:
    """Everything that is missing is named at once."""
    one = home()
    with pytest.raises(InstrumentBarred) as barred:
        instruments.use_instrument(
            one.platform, one.visit(), "c-1", Wanted(Instrument.REGISTERED_DEMAND, "geen antwoord")
        )
    assert {Need.REMINDED, Need.PERSONAL_ATTEMPT, Need.ABILITY_KNOWN} <= set(barred.value.missing)
    assert not one.audited("instrument.used")


def test_who_cannot_pay_is_not_demanded_and_who_will_not_is() -> None:
    """Can't-pay is not won't-pay; the facts are those that were recorded."""
    one = home()
    for step in (Instrument.REMINDER, Instrument.ARRANGEMENT_OFFER):
        instruments.use_instrument(one.platform, one.visit(), "c-1", Wanted(step, "eerste stap"))
    tried(one, attempt())
    demand = Wanted(Instrument.REGISTERED_DEMAND, "geen antwoord", Ability.CANNOT_PAY)
    with pytest.raises(InstrumentBarred) as barred:
        instruments.use_instrument(one.platform, one.visit(), "c-1", demand)
    assert barred.value.missing == (Need.CAN_PAY,)
    wanted = Wanted(Instrument.REGISTERED_DEMAND, "wil niet", Ability.WILL_NOT_PAY)
    used = instruments.use_instrument(one.platform, one.visit(), "c-1", wanted)
    assert used.used_on == ON
    left = instruments.possible(one.platform, one.visit(), "c-1")
    assert left[Instrument.PAYMENT_ORDER] == ()
    assert (
        left[Instrument.BAILIFF] == (Need.PROTECTED_INCOME, Need.PAYMENT_ORDERED)
        or left[Instrument.BAILIFF]
    )


def test_an_instrument_has_its_reason() -> None:
    """Recorded with it, sealed."""
    one = home()
    with pytest.raises(ReasonNeeded):
        instruments.use_instrument(
            one.platform, one.visit(), "c-1", Wanted(Instrument.REMINDER, "")
        )
    with pytest.raises(NotYourCase):
        instruments.use_instrument(
            one.platform, one.visit("bram"), "c-1", Wanted(Instrument.REMINDER, "x")
        )


def test_a_disputed_debt_and_a_pause_hold_instruments_up() -> None:
    """The Situation is read from the dossier."""
    one = home().active()
    one.pause()
    left = instruments.possible(one.platform, one.visit(), "c-1")
    assert left[Instrument.REMINDER] == (Need.NOT_PAUSED,)
    assert Need.PROTECTED_INCOME not in left[Instrument.SEIZURE]
    assert Need.ARRANGEMENT_OFFERED not in left[Instrument.SEIZURE]


def test_a_handover_is_a_file_for_debt_help_with_the_debts_of_the_dossier() -> None:
    """DDAS schuldhulp; no names of residents, and nothing without consent to it."""
    one = home("dronten").consented(30_000, 50_000)
    with pytest.raises(ConsentMissing):
        handover.hand_over(one.platform, one.visit(), PERSON, HANDING)
    one.give(Purpose.HANDOVER, 30)
    file = json.loads(handover.hand_over(one.platform, one.visit(), PERSON, HANDING))
    (course,) = file["leveringen"][0]["schuldhulptrajecten"]
    assert course["totaalSchuldbedragBijAanvangSchuld"] == 800
    assert [each["schuldeiser"]["naam"] for each in course["schulden"]] == ["Verzonnen Winkel"] * 2
    assert set(course["client"][0]) <= {
        "Postcode",
        "Huisnummer",
        "Geboortedatum",
        "Geslachtsaanduiding",
    }
    assert one.audited("case.handed-over")[0].actor == "anja"
    one.withdraw(Purpose.HANDOVER)
    with pytest.raises(ConsentMissing):
        handover.hand_over(one.platform, one.visit(), PERSON, HANDING)


def test_a_handover_without_a_talk_is_cold() -> None:
    """Warm means that somebody spoke with the receiver."""
    one = home("dronten").consented()
    one.give(Purpose.HANDOVER, 30)
    cold = Handing(RECEIVER, " ", Crisis.NO, "Overzicht")
    with pytest.raises(HandoverBarred):
        handover.hand_over(one.platform, one.visit(), PERSON, cold)
    assert not one.audited("case.handed-over")


@pytest.mark.parametrize("name", ["gent", "dronten"])
@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_receipt_fits_our_schema(name: str, purpose: Purpose) -> None:
    """ISO/IEC TS 27560 as JSON-LD, with the facts of the city's own files."""
    one = home(name)
    one.give(purpose, 30)
    made = receipts.consent_receipt(one.platform, one.visit(), PERSON, purpose)
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(made)
    record = made["dpv:hasRecordOfActivity"]
    assert record["dpv:hasDataController"]["dpv:hasName"] == city(name).name
    one.withdraw(purpose)
    after = receipts.consent_receipt(one.platform, one.visit(), PERSON, purpose)
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(after)
    events = after["dpv:hasRecordOfActivity"]["dpv:hasConsentStatus"]
    assert events[-1]["@type"] == "dpv:ConsentWithdrawn"


def test_there_is_no_receipt_of_what_was_not_given() -> None:
    """Asked is not given; and a colleague gets none."""
    one = home()
    one.ask(Purpose.DOSSIER)
    with pytest.raises(NothingToReceive):
        receipts.consent_receipt(one.platform, one.visit(), PERSON, Purpose.DOSSIER)
    with pytest.raises(NotYourCase):
        receipts.consent_receipt(one.platform, one.visit("bram"), PERSON, Purpose.DOSSIER)


def test_a_city_that_decided_nothing_makes_no_receipt() -> None:
    """The remedy is named."""
    one = home()
    one.give(Purpose.DOSSIER)
    one.at = one.at.replace(year=2019)
    with pytest.raises(ReceiptUndecided):
        receipts.consent_receipt(one.platform, one.visit(), PERSON, Purpose.DOSSIER)


def test_nobody_is_given_up_before_the_effort_that_the_city_decided(told: None) -> None:
    """Divosa: letters alone reach 6 percent. What is missing is named, and nothing recorded."""
    one = home()
    gone = attempt(Channel.LETTER, outcome=Outcome.NEVER_REACHED)
    with pytest.raises(EffortMissing) as missing:
        tried(one, gone)
    assert "contactpogingen: 1 van 2" in missing.value.message
    with reading(one.engine) as tx:
        assert cases.attempts(tx, "c-1") == []
    tried(one, attempt(Channel.LETTER))
    last = attempt(Channel.PHONE, day_part=DayPart.EVENING, outcome=Outcome.NEVER_REACHED)
    record_contact(one.platform, one.visit(), AttemptMade("c-1", 2, last))
    with reading(one.engine) as tx:
        assert cases.find(tx, "c-1").status == "closed"


def test_another_outcome_asks_for_no_effort(told: None) -> None:
    """Who was reached at once was reached."""
    one = home()
    tried(one, attempt(reached=Reached.YES, outcome=Outcome.ADVICE))
    with reading(one.engine) as tx:
        assert cases.find(tx, "c-1").status == "closed"
