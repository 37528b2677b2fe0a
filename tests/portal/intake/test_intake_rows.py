"""From cells to a well-formed row: every column in its place, all that is wrong told at once."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from portal.intake.reading import read_delivery
from protocols.covenant.signal import (
    ArrearsType,
    Circumstance,
    CollectionStep,
    Delivered,
    MessageKind,
)
from protocols.ids import CreditorId, DeliveryId, SignalId
from protocols.money import Cents
from protocols.people import Address, Name, NameUse, PartialDate, Person
from tests.support import made

EVERYTHING = {
    "kind": "correctie",
    "reference": "K-7",
    "given_names": "Allegonda Élise",
    "initials": "A.É.",
    "prefix": "van der",
    "surname": "Zilverschoon",
    "partner_prefix": "de",
    "partner_surname": "Roodborst",
    "name_use": "v",
    "date_of_birth": "17-04-1961",
    "street": "Merellaan",
    "house_number": "12",
    "house_letter": "a",
    "house_addition": "bis",
    "postcode": "1111 AA",
    "city": "Verzonnen",
    "phone": "06-98765431",
    "email": "a@voorbeeld.example",
    "national_id": "9999.90.019",
    "company_name": "Gouddistel",
    "language": "NL",
    "arrears_type": "Water",
    "amount": "1.234,56",
    "arrears_since": "2026-09-01",
    "signal_date": "2026-11-21",
    "crisis": "ja",
    "arrangement": "ja",
    "objection": "nee",
    "personal_contact": "ja",
    "debt_help_offered": "nee",
    "written_reminder": "x",
}


def test_every_column_ends_up_in_its_place(intake: Any) -> None:
    """Nothing is lost and nothing is mixed up; a step that was not mentioned is in neither."""
    assert intake.one(**EVERYTHING) == Delivered(
        signal_id=SignalId("d1-1"),
        delivery_id=DeliveryId("d1"),
        row=1,
        creditor_id=CreditorId("woonhof"),
        kind=MessageKind.CORRECT,
        reference="K-7",
        arrears_type=ArrearsType.WATER,
        amount_cents=Cents(123_456),
        signal_on=date(2026, 11, 21),
        person=Person(
            name=Name(
                "Allegonda Élise",
                "A.É.",
                "van der",
                "Zilverschoon",
                "de",
                "Roodborst",
                NameUse.PARTNER_OWN,
            ),
            born=PartialDate(1961, 4, 17),
            address=Address("Merellaan", 12, "", "ABIS", "1111 AA", "Verzonnen"),
            phone="06-98765431",
            email="a@voorbeeld.example",
            company="Gouddistel",
            language="nl",
            national_id="999990019",
        ),
        arrears_since_on=date(2026, 9, 1),
        steps=frozenset({CollectionStep.PERSONAL_CONTACT, CollectionStep.WRITTEN_REMINDER}),
        denied=frozenset({CollectionStep.DEBT_HELP_OFFERED}),
        circumstances=frozenset({Circumstance.CRISIS, Circumstance.ARRANGEMENT}),
    )


@pytest.mark.parametrize("column", ["crisis", "arrangement", "objection"])
@pytest.mark.parametrize(("word", "said"), [("ja", True), ("nee", False), ("", False)])
def test_a_circumstance_is_what_was_said(intake: Any, column: str, word: str, said: bool) -> None:
    """And nothing but that one."""
    expected = {Circumstance(column)} if said else set()
    assert intake.one(**{column: word}).circumstances == expected


@pytest.mark.parametrize("step", list(CollectionStep))
def test_a_step_was_taken_or_not_or_not_mentioned(intake: Any, step: CollectionStep) -> None:
    """Three answers: the covenant decides what silence means."""
    yes, no, silent = (intake.one(**{step.value: word}) for word in ("ja", "nee", ""))
    assert (yes.steps, yes.denied) == ({step}, set())
    assert (no.steps, no.denied) == (set(), {step})
    assert (silent.steps, silent.denied) == (set(), set())
    assert intake.faults(**{step.value: "soms"}) == ((step.value, "not-yes-or-no"),)


def test_without_a_kind_of_arrears_the_first_that_was_agreed_is_meant(intake: Any) -> None:
    """And where nothing was agreed on that day it must be told."""
    assert intake.one().arrears_type is ArrearsType.RENT
    silent = replace(intake.covenant(), terms={})
    content = b"naam;bedrag;geboortedatum\nZilver;1,00;1-1-1970\n"
    found = read_delivery(content, "f.csv", silent, DeliveryId("d1"), made.ON)
    assert [one.faults for one in found.unreadable] == [(("arrears_type", "missing"),)]


def test_a_withdrawal_needs_no_amount_and_a_correction_does(intake: Any) -> None:
    """What a withdrawal says of the amount is not even read."""
    assert intake.one(kind="intrekking", amount=None).amount_cents == 0
    assert intake.one(kind="intrekking", amount="veel").amount_cents == 0
    assert intake.faults(kind="correctie", amount=None) == (("amount", "missing"),)


def test_all_that_is_wrong_with_a_row_is_told_at_once(intake: Any) -> None:
    """One answer, one repair; a field that was told but not readable is not missing as well."""
    wrong = {
        "kind": "?",
        "surname": "e" * 201,
        "date_of_birth": "ooit",
        "house_number": "twaalf",
        "amount": "veel",
        "signal_date": "morgen",
        "arrears_since": "lang",
        "crisis": "bijna",
        "name_use": "X",
        "arrears_type": "alles",
        "email": "e" * 255,
    }
    faults = intake.faults(**wrong)
    assert {column for column, _ in faults} == set(wrong)
    assert len(faults) == len(wrong)


def test_a_bad_row_never_stops_good_ones(intake: Any) -> None:
    """Each keeps the number it has in the file."""
    found = intake.rows({}, {"amount": "veel"}, {}, {"amount": None}, {})
    assert [one.row for one in found.rows] == [1, 3, 5]
    assert [one.signal_id for one in found.rows] == ["d1-1", "d1-3", "d1-5"]
    assert [(one.row, one.faults[0][1]) for one in found.unreadable] == [
        (2, "not-an-amount"),
        (4, "missing"),
    ]


def test_a_delivery_knows_whose_it_is_and_what_was_in_it(intake: Any) -> None:
    """The digest is of the bytes: one space more is another delivery."""
    content = b"naam;bedrag;geboortedatum\nZilver;1,00;1-1-1970\n"
    found = intake.read(content)
    assert (found.delivery_id, found.creditor_id) == ("d1", "woonhof")
    assert found.digest == sha256(content).digest()
    assert intake.read(content + b" ").digest != found.digest
