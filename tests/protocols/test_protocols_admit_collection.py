"""Admit, the collection: undisputed, collected socially first, and not told before."""

from dataclasses import replace
from typing import Any

import pytest

from protocols.covenant.admit import admit
from protocols.covenant.answer import Admitted, Earlier, NotAdmitted, Refusal
from protocols.covenant.signal import Circumstance, CollectionStep
from tests.support import made

CRISIS = frozenset({Circumstance.CRISIS})
PERSONAL, REMINDER = CollectionStep.PERSONAL_CONTACT, CollectionStep.WRITTEN_REMINDER


@pytest.mark.parametrize(
    ("circumstance", "term", "code", "article"),
    [
        (Circumstance.ARRANGEMENT, "arrangement", Refusal.RUNNING_ARRANGEMENT, "8"),
        (Circumstance.OBJECTION, "objection", Refusal.OBJECTION, "9"),
    ],
)
def test_an_arrangement_or_objection_is_refused_unless_the_covenant_says_noted(
    circumstance: Circumstance, term: str, code: Refusal, article: str
) -> None:
    """NVVK, May 2022: a running arrangement or an objection means no signal; some cities differ."""
    row = made.signal(1, circumstances=frozenset({circumstance}))
    assert admit(made.asked(row)) == NotAdmitted(code, f"CV-woonhof art. {article}")
    for word, expected in (("noted", None), ("refused", code), (None, code)):
        agreed: dict[str, Any] = {term: word}
        assert made.refusal(made.asked(row, **agreed)) is expected
    assert made.refusal(made.asked(made.signal(1))) is None
    in_crisis = replace(row, circumstances=frozenset({circumstance, Circumstance.CRISIS}))
    assert made.refusal(made.asked(in_crisis)) is code


@pytest.mark.parametrize(
    ("steps", "denied", "word", "expected"),
    [
        ({PERSONAL, REMINDER}, (), "refused", None),
        ({PERSONAL, REMINDER}, (), "declared", None),
        ({PERSONAL}, (), "refused", Refusal.STEPS_MISSING),
        ({REMINDER}, (), "refused", Refusal.STEPS_MISSING),
        ({PERSONAL}, (), "declared", None),
        ((), (), "declared", None),
        ((), (), "refused", Refusal.STEPS_MISSING),
        ((), (), None, Refusal.STEPS_MISSING),
        ((), {REMINDER}, "declared", Refusal.STEPS_MISSING),
        ({PERSONAL, REMINDER}, {PERSONAL}, "declared", Refusal.STEPS_MISSING),
        ({PERSONAL, REMINDER}, {CollectionStep.DEBT_HELP_OFFERED}, "refused", None),
    ],
)
def test_every_agreed_step_of_social_collection_comes_first(
    steps: set[CollectionStep],
    denied: set[CollectionStep],
    word: str | None,
    expected: Refusal | None,
) -> None:
    """Bgs art. 2 (a)-(d): effort at personal contact, debt help, reminder, offer to share data.

    The made-up covenant asks for two. What the row denies is never made up for by delivering it.
    """
    row = made.signal(1, steps=frozenset(steps), denied=frozenset(denied))
    assert made.refusal(made.asked(row, steps_not_mentioned=word)) is expected


def test_a_missing_step_is_refused_with_its_article_and_no_agreed_step_asks_nothing() -> None:
    """A crisis is no excuse either: the steps come first (Bgs art. 2)."""
    row = made.signal(1, denied=frozenset({PERSONAL}), circumstances=CRISIS)
    assert admit(made.asked(row)) == NotAdmitted(Refusal.STEPS_MISSING, "CV-woonhof art. 6")
    assert made.refusal(made.asked(row, required_steps=())) is None


def test_a_second_signal_in_the_period_is_a_duplicate_and_the_first_is_not() -> None:
    """LCV: creditors deliver once a month; the same arrears told twice would weigh double."""
    earlier = Earlier("s-0", made.ON, "h-1")
    found = admit(made.asked(made.signal(1), earlier))
    assert found == NotAdmitted(Refusal.DUPLICATE, "CV-woonhof art. 12")
    first = admit(made.asked(made.signal(1)))
    assert isinstance(first, Admitted)
    assert first.about is None
