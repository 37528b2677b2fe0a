"""Consent: purpose by purpose, proved, bounded in time, and never made up."""

import copy
import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.ids import ResidentId
from protocols.privacy.consent import (
    Consent,
    ConsentAsked,
    ConsentExpired,
    ConsentGiven,
    ConsentMissing,
    ConsentRefused,
    Consents,
    ConsentWithdrawn,
    Purpose,
    Standing,
    require,
)
from protocols.privacy.consent_commands import Ask, Expire, Give, Refuse, Withdraw
from protocols.privacy.consenting import (
    FROM,
    BadConsent,
    ConsentForbidden,
    ConsentTerms,
    decide,
    evolve,
    fold,
    overdue,
)
from protocols.privacy.evidence import BadEvidence, Evidence, Manner

WHO = ResidentId("r-1")
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
FROM_ON, UNTIL = date(2026, 11, 2), date(2027, 5, 1)
TERMS = ConsentTerms(("nl", "tr", "ar"), {Purpose.DOSSIER: 365, Purpose.INCOME: 183})
PAPER = Evidence(Manner.PAPER, "scan-17")
DOSSIER, INCOME = Purpose.DOSSIER, Purpose.INCOME
ASK = Ask(DOSSIER, "tr", "toestemming-2", "d-01", AT)
GIVE = Give(DOSSIER, "t-1", PAPER, FROM_ON, UNTIL, "d-01", AT)
REFUSE = Refuse(DOSSIER, "d-01", AT)
WITHDRAW = Withdraw(DOSSIER, "d-01", AT)


def after(*commands: Ask | Give | Refuse | Withdraw | Expire) -> Consents:
    """How it stands after these, each of which must be allowed."""
    consents = Consents(WHO)
    for command in commands:
        for event in decide(consents, command, TERMS):
            consents = evolve(consents, event)
    return consents


def test_consent_that_was_asked_and_given_is_proved() -> None:
    """The proof says whose, for what, which consent and on which day."""
    proof = require(after(ASK, GIVE), DOSSIER, FROM_ON)
    assert (proof.resident_id, proof.purpose, proof.consent_id, proof.on) == (
        WHO,
        DOSSIER,
        "t-1",
        FROM_ON,
    )


@pytest.mark.parametrize(
    ("consents", "standing"),
    [
        (after(), Standing.NOT_ASKED),
        (after(ASK), Standing.ASKED),
        (after(ASK, REFUSE), Standing.REFUSED),
        (after(ASK, GIVE, WITHDRAW), Standing.WITHDRAWN),
        (after(ASK, GIVE, Expire(UNTIL + timedelta(days=1), AT)), Standing.EXPIRED),
    ],
)
def test_without_consent_there_is_no_proof(consents: Consents, standing: Standing) -> None:
    """And the message says what to do about it."""
    with pytest.raises(ConsentMissing) as caught:
        require(consents, DOSSIER, FROM_ON)
    assert (caught.value.standing, caught.value.code) == (standing, "consent-missing")
    assert "Zonder toestemming" in str(caught.value)


def test_consent_to_one_purpose_is_none_to_another() -> None:
    """AVG consideration 32: for each purpose by itself."""
    given_dossier = after(ASK, GIVE)
    assert require(given_dossier, DOSSIER, FROM_ON)
    for other in set(Purpose) - {DOSSIER}:
        with pytest.raises(ConsentMissing):
            require(given_dossier, other, FROM_ON)


@given(st.integers(-400, 800))
def test_consent_holds_on_its_days_and_on_no_other(offset: int) -> None:
    """Both ends count, also when nobody noted yet that it expired."""
    on = FROM_ON + timedelta(days=offset)
    consents = after(ASK, GIVE)
    if FROM_ON <= on <= UNTIL:
        assert require(consents, DOSSIER, on).on == on
    else:
        with pytest.raises(ConsentMissing):
            require(consents, DOSSIER, on)


def test_a_proof_cannot_be_made_up() -> None:
    """What takes a Consent can trust it: only `require` makes one."""
    proof = require(after(ASK, GIVE), DOSSIER, FROM_ON)
    for forged in (None, object(), proof, True):
        with pytest.raises(TypeError):
            Consent(WHO, DOSSIER, "t-1", FROM_ON, forged)
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(proof, purpose=Purpose.HANDOVER)
    with pytest.raises(dataclasses.FrozenInstanceError):
        proof.purpose = Purpose.HANDOVER  # type: ignore[misc]
    assert copy.copy(proof) == proof


def test_nothing_is_given_that_was_not_asked() -> None:
    """Nobody consents to what was not explained."""
    for command in (GIVE, REFUSE):
        with pytest.raises(ConsentForbidden, match=r"[Vv]ra|gevraagd"):
            decide(Consents(WHO), command, TERMS)


@pytest.mark.parametrize("kind", FROM)
@pytest.mark.parametrize("standing", Standing)
def test_the_table_alone_says_what_may_follow_what(
    kind: type[Ask | Give | Refuse | Withdraw], standing: Standing
) -> None:
    """Every pair of command and standing, allowed or not."""
    ways = {
        Standing.NOT_ASKED: after(),
        Standing.ASKED: after(ASK),
        Standing.GIVEN: after(ASK, GIVE),
        Standing.REFUSED: after(ASK, REFUSE),
        Standing.WITHDRAWN: after(ASK, GIVE, WITHDRAW),
        Standing.EXPIRED: after(ASK, GIVE, Expire(UNTIL + timedelta(days=1), AT)),
    }
    command = {Ask: ASK, Give: GIVE, Refuse: REFUSE, Withdraw: WITHDRAW}[kind]
    assert ways[standing].of(DOSSIER).standing is standing
    if standing in FROM[kind]:
        assert len(decide(ways[standing], command, TERMS)) == 1
    else:
        with pytest.raises(ConsentForbidden):
            decide(ways[standing], command, TERMS)


def test_withdrawing_is_as_easy_as_giving() -> None:
    """AVG art. 7(3): no reason, no term, on any day of it."""
    (event,) = decide(after(ASK, GIVE), WITHDRAW, TERMS)
    assert event == ConsentWithdrawn(DOSSIER, "d-01", AT)
    assert not after(ASK, GIVE, WITHDRAW).of(DOSSIER).holds(FROM_ON)


def test_after_a_refusal_or_withdrawal_it_can_be_asked_again() -> None:
    """People may change their mind both ways; the new question gets a new answer."""
    again = dataclasses.replace(GIVE, consent_id="t-2")
    for before in ((ASK, REFUSE), (ASK, GIVE, WITHDRAW)):
        consents = after(*before, ASK, again)
        assert require(consents, DOSSIER, FROM_ON).consent_id == "t-2"


@pytest.mark.parametrize("manner", Manner)
def test_consent_is_oral_on_paper_or_digital_with_evidence(manner: Manner) -> None:
    """AVG art. 7(1): the controller must be able to show it."""
    evidence = Evidence(manner, "notitie-3")
    consents = after(ASK, dataclasses.replace(GIVE, evidence=evidence))
    given_then = consents.of(DOSSIER).given
    assert given_then is not None
    assert given_then.evidence == evidence


@pytest.mark.parametrize("reference", ["", "  ", "x" * 81])
def test_evidence_without_a_reference_does_not_exist(reference: str) -> None:
    """The pair: oral consent too has a note of who heard it."""
    with pytest.raises(BadEvidence, match="kenmerk"):
        Evidence(Manner.ORAL, reference)


def test_it_is_asked_in_a_language_in_which_it_can_be_explained() -> None:
    """The language is kept with the question; one that the city has no words for is refused."""
    asked = after(ASK).of(DOSSIER).asked
    assert asked is not None
    assert asked.language == "tr"
    with pytest.raises(BadConsent, match="taal"):
        decide(Consents(WHO), dataclasses.replace(ASK, language="pl"), TERMS)
    with pytest.raises(BadConsent, match="uitleg"):
        decide(Consents(WHO), dataclasses.replace(ASK, notice=" "), TERMS)


def test_a_purpose_that_the_city_did_not_decide_on_is_not_asked() -> None:
    """An absent row means forbidden."""
    with pytest.raises(BadConsent, match=r"privacy\.yaml"):
        decide(Consents(WHO), dataclasses.replace(ASK, purpose=Purpose.HANDOVER), TERMS)
    with pytest.raises(BadConsent, match=r"privacy\.yaml"):
        decide(after(ASK), GIVE, ConsentTerms(("nl",), {}))


@pytest.mark.parametrize(
    ("days", "allowed"), [(-1, False), (0, True), (365, True), (366, False), (36_500, False)]
)
def test_consent_lasts_no_longer_than_the_city_decided(days: int, allowed: bool) -> None:
    """And no shorter than a day."""
    command = dataclasses.replace(GIVE, until_on=FROM_ON + timedelta(days=days))
    if allowed:
        assert decide(after(ASK), command, TERMS)
    else:
        with pytest.raises(BadConsent, match="365 dagen"):
            decide(after(ASK), command, TERMS)


def test_consent_does_not_reach_back_before_the_question() -> None:
    """What was done yesterday cannot be allowed afterwards."""
    yesterday = FROM_ON - timedelta(days=1)
    with pytest.raises(BadConsent, match="gevraagd"):
        decide(after(ASK), dataclasses.replace(GIVE, from_on=yesterday), TERMS)


def test_a_consent_needs_an_id_to_hang_things_on() -> None:
    """A proposal and a receipt refer to it."""
    with pytest.raises(BadConsent, match="kenmerk"):
        decide(after(ASK), dataclasses.replace(GIVE, consent_id=""), TERMS)


def test_the_clock_lets_what_is_past_expire_once() -> None:
    """On its last day it still holds; run twice, it expires once."""
    consents = after(ASK, GIVE)
    assert decide(consents, Expire(UNTIL, AT), TERMS) == ()
    morning = UNTIL + timedelta(days=1)
    assert overdue(consents, morning) == (DOSSIER,)
    (event,) = decide(consents, Expire(morning, AT), TERMS)
    assert event == ConsentExpired(DOSSIER, AT)
    assert decide(evolve(consents, event), Expire(morning, AT), TERMS) == ()


def test_a_history_folds_back_into_the_same_state() -> None:
    """Two purposes through each other, with a change of mind."""
    income = dataclasses.replace(ASK, purpose=INCOME)
    events = [
        ConsentAsked(DOSSIER, "tr", "toestemming-2", "d-01", AT),
        ConsentAsked(INCOME, "tr", "toestemming-2", "d-01", AT),
        ConsentGiven(DOSSIER, "t-1", PAPER, FROM_ON, UNTIL, "d-01", AT),
        ConsentRefused(INCOME, "d-01", AT),
        ConsentWithdrawn(DOSSIER, "d-01", AT),
    ]
    refuse = dataclasses.replace(REFUSE, purpose=INCOME)
    assert fold(WHO, events) == after(ASK, income, GIVE, refuse, WITHDRAW)


@given(st.lists(st.sampled_from([ASK, GIVE, REFUSE, WITHDRAW, Expire(UNTIL, AT)]), max_size=20))
def test_consent_holds_only_after_a_yes_that_was_not_taken_back(
    commands: list[Ask | Give | Refuse | Withdraw | Expire],
) -> None:
    """Any order of commands; what is refused changes nothing, and the events tell the same."""
    consents, events = Consents(WHO), []
    for command in commands:
        try:
            new = decide(consents, command, TERMS)
        except ConsentForbidden:
            continue
        events += new
        for event in new:
            consents = evolve(consents, event)
    last = events[-1] if events else None
    assert consents.of(DOSSIER).holds(FROM_ON) is isinstance(last, ConsentGiven)
    assert fold(WHO, events) == consents
