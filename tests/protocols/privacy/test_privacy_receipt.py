"""The consent receipt: the shape of ISO/IEC TS 27560, held against our own schema."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from protocols.privacy.consent import (
    ConsentAsked,
    ConsentEvent,
    ConsentExpired,
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
    Purpose,
)
from protocols.privacy.evidence import Evidence, Manner
from protocols.privacy.receipt import CONTEXT, NAMESPACE, STATES, NothingToReceive, receipt
from protocols.privacy.receipt_facts import MEANINGS, Notice, Party, ReceiptFacts

SCHEMA = json.loads((files("portal.schemas") / "consent-receipt.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
FROM_ON, UNTIL = date(2026, 11, 22), date(2027, 11, 22)
CITY = Party("00000001000000303000", "Dronten", "Verzinweg 1, Dronten", "privacy@voorbeeld.example")
AUTHORITY = Party("ap", "Autoriteit Persoonsgegevens", "Den Haag", "https://ap.example")


def history(purpose: Purpose = Purpose.DOSSIER) -> tuple[ConsentEvent, ...]:
    """Asked in Turkish and given on paper."""
    return (
        ConsentAsked(purpose, "tr", "toestemming-2", "d-01", AT),
        ConsentGiven(purpose, "t-1", Evidence(Manner.PAPER, "scan-17"), FROM_ON, UNTIL, "d-01", AT),
    )


def facts(purpose: Purpose = Purpose.DOSSIER, **changes: Any) -> ReceiptFacts:
    """A receipt of a made-up resident."""
    made = ReceiptFacts(
        receipt_id="b-1",
        record_id="t-1",
        subject="r-1",
        issued_at=AT,
        country="NL",
        controller=CITY,
        authority=AUTHORITY,
        notice=Notice("toestemming-2", "https://voorbeeld.example/toestemming"),
        withdrawal="Bel of schrijf ons. U hoeft niet te zeggen waarom.",
        retention_days=1826,
        recipients=("Dronten", "de schuldeisers in het overzicht"),
        events=history(purpose),
    )
    return replace(made, **changes)


def broken(change: Callable[[Any], None]) -> list[str]:
    """The faults of a receipt that was changed."""
    made: Any = copy.deepcopy(receipt(facts()))
    change(made)
    return [error.message for error in VALIDATOR.iter_errors(made)]


def test_the_schema_is_itself_a_schema() -> None:
    """JSON Schema 2020-12."""
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("manner", Manner)
@pytest.mark.parametrize("country", ["NL", "BE"])
def test_a_receipt_has_the_shape_that_was_agreed(
    purpose: Purpose, manner: Manner, country: str
) -> None:
    """Every purpose and manner, in both legal worlds, after a trip through JSON."""
    asked, yes = history(purpose)
    assert isinstance(yes, ConsentGiven)
    events = (asked, replace(yes, evidence=Evidence(manner, "bewijs-1")))
    made = receipt(facts(purpose, events=events, country=country))
    VALIDATOR.validate(json.loads(json.dumps(made)))


@given(
    st.lists(
        st.sampled_from(
            [
                ConsentRefused(Purpose.DOSSIER, "d-01", AT),
                ConsentWithdrawn(Purpose.DOSSIER, "d-01", AT),
                ConsentExpired(Purpose.DOSSIER, AT),
                *history(),
            ]
        ),
        max_size=8,
    )
)
def test_a_receipt_of_any_history_has_the_shape(more: list[ConsentEvent]) -> None:
    """Events are added, so the receipt of a withdrawal is the same one with a line more."""
    made: Any = receipt(facts(events=(*history(), *more)))
    VALIDATOR.validate(made)
    told = made["dpv:hasRecordOfActivity"]["dpv:hasConsentStatus"]
    assert [one["@type"] for one in told] == [STATES[type(event)] for event in (*history(), *more)]


MANDATORY = [
    ("schema version", "dct:conformsTo"),
    ("receipt id", "dct:identifier"),
    ("language", "dct:language"),
]
IN_RECORD = [
    ("record id", "dct:identifier"),
    ("pii principal id", "dpv:hasDataSubject"),
    ("privacy notice", "dpv:hasNotice"),
    ("purpose, pii type, recipients, storage, retention", "dpv:hasProcess"),
    ("pii controllers", "dpv:hasDataController"),
    ("jurisdiction", "dpv:hasJurisdiction"),
    ("withdrawal method", "dpv:hasConsentControl"),
    ("validity duration", "dct:valid"),
    ("event state", "dpv:hasConsentStatus"),
]


@pytest.mark.parametrize(("term", "key"), MANDATORY)
def test_a_receipt_without_a_mandatory_field_is_refused(term: str, key: str) -> None:
    """ISO/IEC TS 27560: mandatory in the receipt."""
    assert broken(lambda made: made.pop(key)), term


@pytest.mark.parametrize(("term", "key"), IN_RECORD)
def test_a_record_without_a_mandatory_field_is_refused(term: str, key: str) -> None:
    """ISO/IEC TS 27560: mandatory in the record that the receipt copies."""
    assert broken(lambda made: made["dpv:hasRecordOfActivity"].pop(key)), term


def _record(path: tuple[str | int, ...], value: object) -> Callable[[Any], None]:
    def _change(made: Any) -> None:
        there = made["dpv:hasRecordOfActivity"]
        for part in path[:-1]:
            there = there[part]
        there[path[-1]] = value

    return _change


@pytest.mark.parametrize(
    "change",
    [
        _record(("dpv:hasProcess", "dpv:hasPersonalData"), []),
        _record(("dpv:hasProcess", "dpv:hasPersonalData"), ["Jan Jansen"]),
        _record(("dpv:hasProcess", "vs:purpose"), "reclame"),
        _record(("dpv:hasProcess", "dpv:hasStorageCondition"), []),
        _record(("dpv:hasJurisdiction",), "loc:US"),
        _record(("dpv:hasLegalBasis",), "eu-gdpr:A6-1-e"),
        _record(("dpv:hasConsentControl", "vs:withdrawalMethod"), " "),
        _record(("dpv:hasDataSubject", "naam"), "Jan Jansen"),
        _record(("dpv:hasConsentStatus",), []),
        _record(("dpv:hasConsentStatus", 1, "@type"), "dpv:ConsentUnknown"),
        _record(("dpv:hasConsentStatus", 1, "dct:date"), "gisteren"),
        _record(("dpv:hasConsentStatus", 1, "vs:evidence"), ""),
        _record(("dct:valid",), "2026-11-22"),
        lambda made: made.update({"naam": "Jan Jansen"}),
        lambda made: made["@context"].update({"vs": "https://elders.example/"}),
        lambda made: made.update({"dct:language": "Turks"}),
    ],
)
def test_a_broken_receipt_is_refused(change: Callable[[Any], None]) -> None:
    """A field too many is as wrong as one too few: a name has no place in it."""
    assert broken(change)


def test_a_public_task_is_never_written_down_as_consent() -> None:
    """Art. 6(1)(e) decisions have a shape of their own; this one is for art. 6(1)(a)."""
    made: Any = receipt(facts())
    assert made["dpv:hasRecordOfActivity"]["dpv:hasLegalBasis"] == "eu-gdpr:A6-1-a"


def test_the_context_is_ours_and_that_of_dpv_and_needs_no_network() -> None:
    """Who keeps the receipt for ten years can still read it."""
    made: Any = receipt(facts())
    assert made["@context"] == dict(CONTEXT)
    assert made["@context"]["dpv"] == "https://w3id.org/dpv#"
    assert made["@context"]["vs"]["@id"] == NAMESPACE
    prefixes = {key.split(":")[0] for key in _keys(made) if ":" in key}
    assert prefixes <= set(CONTEXT)


def test_the_language_is_that_in_which_it_was_asked() -> None:
    """The resident reads in it what was agreed."""
    made: Any = receipt(facts())
    assert made["dct:language"] == "tr"


def test_who_noted_it_at_the_city_is_not_on_it() -> None:
    """The controller answers for it, not a worker."""
    assert "d-01" not in json.dumps(receipt(facts()))


@pytest.mark.parametrize(
    "events",
    [
        (),
        history()[:1],
        history()[1:],
        (*history(), ConsentRefused(Purpose.INCOME, "d-01", AT)),
    ],
)
def test_without_a_yes_there_is_no_receipt(events: tuple[ConsentEvent, ...]) -> None:
    """And one receipt is about one purpose."""
    with pytest.raises(NothingToReceive):
        receipt(facts(events=events))


def test_every_purpose_and_every_event_has_its_terms() -> None:
    """A purpose added later must be explained on the receipt too."""
    assert set(MEANINGS) == set(Purpose)
    assert set(SCHEMA["$defs"]["process"]["properties"]["vs:purpose"]["enum"]) == set(Purpose)
    states = SCHEMA["$defs"]["other"]["properties"]["@type"]["enum"]
    assert {*states, "dpv:ConsentGiven"} == set(STATES.values())


def _keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for one in value.values() for key in _keys(one)}
    if isinstance(value, list):
        return {key for one in value for key in _keys(one)}
    return set()
