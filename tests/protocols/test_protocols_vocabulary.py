"""The closed vocabularies of the protocols: words that others store, send and write in files."""

from enum import StrEnum

import pytest

from protocols.covenant.signal import ArrearsType, Circumstance, CollectionStep, MessageKind
from protocols.covenant.terms import Term
from protocols.judgement import Agreement, Certainty, Disposition, MatchKind, Warning  # noqa: A004
from protocols.people import NameUse, Residency
from protocols.privacy.audit import Origin
from protocols.privacy.terms import Depth, Kept
from protocols.work.choose import Bar, Effect, Field
from protocols.work.clock import DayKind
from protocols.work.combine import Pattern
from protocols.work.decide import DecisionReason, Verdict
from protocols.work.points import Measure, Track
from protocols.work.route import Why

CODED: dict[type[StrEnum], dict[str, str]] = {
    NameUse: {"OWN": "E", "PARTNER": "P", "PARTNER_OWN": "V", "OWN_PARTNER": "N"},
    DayKind: {"CALENDAR": "calendar_days", "WORKING": "working_days"},
    Measure: {"PARTNER_TYPES": "partner_types_in_month"},
}
"""Words that are not simply their own name in lower case."""


@pytest.mark.parametrize(
    "words",
    [
        *(ArrearsType, MessageKind, CollectionStep, Circumstance, Term),
        *(MatchKind, Agreement, Certainty, Warning, Disposition, Depth, Kept, Origin),
        *(Pattern, Track, Measure, Why, DayKind, NameUse, Residency),
        *(Field, Bar, Effect, Verdict, DecisionReason),
    ],
)
def test_a_word_that_is_stored_or_written_in_a_city_file_stays_what_it_is(
    words: type[StrEnum],
) -> None:
    """Rows, events and YAML files of years ago must still be read; NameUse: BRP element 61.10."""
    coded = CODED.get(words, {})
    expected = {name: coded.get(name, name.lower()) for name in words.__members__}
    assert {name: word.value for name, word in words.__members__.items()} == expected
