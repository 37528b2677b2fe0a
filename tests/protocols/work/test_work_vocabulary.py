"""The closed vocabularies of contact, consent and dossier: words that are stored and sent."""

from enum import StrEnum

import pytest

from protocols.privacy.aftermath import Consequence, Undoing
from protocols.privacy.consent import Purpose, Standing
from protocols.privacy.evidence import Manner
from protocols.work.dossier_moves import Move, Stage, Who
from protocols.work.effort import Moment, Way
from protocols.work.instruments import Ability, Instrument, Need
from protocols.work.suggest import SuggestedFor


@pytest.mark.parametrize(
    "words",
    [
        *(Consequence, Undoing, Manner, Purpose, Standing, Move, Stage, Who),
        *(Moment, Way, Ability, Instrument, Need, SuggestedFor),
    ],
)
def test_a_word_of_contact_consent_or_dossier_stays_what_it_is(words: type[StrEnum]) -> None:
    """Rows, receipts and city files of years ago must still be read."""
    assert {word.value for word in words} == {name.lower() for name in words.__members__}


def test_the_stages_are_those_that_were_agreed() -> None:
    """Issue 6, in its order; stopped is where a withdrawn consent leads."""
    assert [stage.value for stage in Stage] == [
        *("detected", "offered", "consented", "declined", "proposed", "accepted", "active"),
        *("changed", "paused", "completed", "scrapped", "uncollectable", "stopped"),
    ]
