"""The closed lists of claims: words that are stored and written stay what they are."""

from enum import StrEnum

import pytest

from protocols.claims.ledger import MoveReason
from protocols.claims.limitation import Running
from protocols.claims.loading import Presence, What
from protocols.claims.ordinary import NoRecovery, Standing
from protocols.claims.payments import Asked, ByRule, Named, Place, Unplaced
from protocols.claims.suspicion import Suspicion
from protocols.claims.words import (
    Cost,
    Effect,
    Entity,
    Happening,
    Lane,
    Liable,
    Nature,
    OwnStep,
    PlanUse,
)


@pytest.mark.parametrize(
    "words",
    [
        *(Entity, Nature, Liable, PlanUse, Lane, Cost, OwnStep, Happening, Effect),
        *(Presence, What, Suspicion, Running, Standing, NoRecovery),
        *(Place, ByRule, Unplaced, Asked, Named, MoveReason),
    ],
)
def test_a_word_is_its_name_in_small_letters(words: type[StrEnum]) -> None:
    """Rows and YAML files of years ago must still be read."""
    assert all(word.value == name.lower() for name, word in words.__members__.items())
