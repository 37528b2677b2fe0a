"""The next attempt: a way and a part of day not tried yet, with its reason."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.work.contact import Channel, ContactAttempt, DayPart, Reached
from protocols.work.effort import CHANNELS, Effort, Moment, Slot, Way, lacks, tried
from protocols.work.suggest import SENSIBLE, SuggestedFor, Suggestion, suggest

MONDAY = date(2026, 11, 16)
SATURDAY = MONDAY + timedelta(days=5)
PARTS = {
    Moment.MORNING: DayPart.MORNING,
    Moment.AFTERNOON: DayPart.AFTERNOON,
    Moment.EVENING: DayPart.EVENING,
    Moment.WEEKEND: DayPart.MORNING,
}
CALL = (Way.PHONE, Way.TEXT, Way.LETTER, Way.VISIT, Way.EMAIL)
EFFORT = Effort(attempts=4, ways=3, moments=3, personal=2, visits=1)


def made(slot: Slot, reached: Reached = Reached.NO) -> ContactAttempt:
    """The attempt that carries out a suggestion."""
    on = SATURDAY if slot.moment is Moment.WEEKEND else MONDAY
    return ContactAttempt(on, CHANNELS[slot.way], PARTS[slot.moment], reached)


def suggested(attempts: list[ContactAttempt], ways: tuple[Way, ...] = CALL) -> Suggestion:
    """A suggestion that must be there."""
    found = suggest(attempts, ways, EFFORT)
    assert found is not None
    return found


def test_the_first_attempt_is_the_citys_first_choice() -> None:
    """Nothing was tried, so the preference of the track counts."""
    found = suggested([])
    assert found.slot.way is Way.PHONE
    assert found.why is SuggestedFor.NOTHING_TRIED


@pytest.mark.parametrize("moment", Moment)
def test_the_next_attempt_is_at_a_part_of_day_not_tried_yet(moment: Moment) -> None:
    """Who is not home in the morning is not home tomorrow morning either."""
    found = suggested([made(Slot(Way.PHONE, moment))])
    assert found.slot.moment is not moment
    assert found.slot.way is not Way.PHONE
    assert found.why is SuggestedFor.NEW_WAY_AND_MOMENT


def test_without_another_way_at_least_the_part_of_day_is_new() -> None:
    """A household of which only a phone number is known."""
    first = Slot(Way.PHONE, Moment.EVENING)
    found = suggested([made(first)], (Way.PHONE,))
    assert found.slot.way is Way.PHONE
    assert found.slot.moment is not Moment.EVENING
    assert found.why is SuggestedFor.NEW_MOMENT


def test_when_every_part_of_day_was_tried_a_new_way_comes_next() -> None:
    """A letter to whoever never picks up the phone."""
    calls = [made(Slot(Way.PHONE, moment)) for moment in Moment]
    found = suggested(calls)
    assert found.slot.way is not Way.PHONE
    assert found.why is SuggestedFor.NEW_WAY


def test_when_everything_was_tried_the_longest_ago_comes_back() -> None:
    """There is always a next attempt to propose while there is a way."""
    every = [Slot(Way.PHONE, moment) for moment in SENSIBLE[Way.PHONE]]
    found = suggested([made(slot) for slot in every], (Way.PHONE,))
    assert found == Suggestion(every[0], SuggestedFor.LONGEST_AGO)


def test_who_was_reached_is_sought_again_as_it_worked() -> None:
    """A new way would only make somebody tell their story at another door."""
    worked = Slot(Way.PHONE, Moment.EVENING)
    attempts = [made(Slot(Way.LETTER, Moment.MORNING)), made(worked, Reached.YES)]
    assert suggested(attempts) == Suggestion(worked, SuggestedFor.WORKED_BEFORE)


def test_without_a_way_nothing_is_proposed() -> None:
    """No address, no number: that is for a human to solve."""
    assert suggest([], (), EFFORT) is None
    assert suggest([made(Slot(Way.PHONE, Moment.EVENING))], (), EFFORT) is None


def test_a_visit_that_the_city_asks_for_is_said_to_be_for_that() -> None:
    """The worker reads why: the case may not close before."""
    attempts = [
        made(Slot(Way.PHONE, Moment.EVENING)),
        made(Slot(Way.TEXT, Moment.AFTERNOON)),
        made(Slot(Way.LETTER, Moment.MORNING)),
    ]
    found = suggested(attempts)
    assert found.slot == Slot(Way.VISIT, Moment.WEEKEND)
    assert found.for_effort == "visits"


def test_a_letter_is_not_proposed_for_the_evening() -> None:
    """Nobody delivers it then."""
    assert Moment.EVENING not in SENSIBLE[Way.LETTER]
    assert set(SENSIBLE) == set(Way)


@given(st.permutations(CALL), st.integers(1, 5))
def test_following_the_suggestions_completes_the_effort(ways: list[Way], count: int) -> None:
    """Who does what is proposed never stands before a case that cannot be closed."""
    chosen = (*ways[:count], *(way for way in (Way.VISIT, Way.PHONE, Way.TEXT) if way not in ways))
    everything = tuple(dict.fromkeys((*chosen, Way.VISIT, Way.PHONE, Way.TEXT)))
    attempts: list[ContactAttempt] = []
    for _ in range(25):
        found = suggest(attempts, everything, EFFORT)
        assert found is not None
        attempts.append(made(found.slot))
    assert lacks(EFFORT, attempts) == ()


@given(
    st.lists(
        st.builds(
            ContactAttempt,
            st.dates(MONDAY, SATURDAY),
            st.sampled_from(Channel),
            st.sampled_from(DayPart),
            st.just(Reached.NO),
        ),
        max_size=8,
    )
)
def test_a_part_of_day_that_was_tried_comes_back_only_when_none_is_left(
    attempts: list[ContactAttempt],
) -> None:
    """The rule itself, for any history on which nobody answered."""
    found = suggested(attempts)
    moments = {slot.moment for slot in tried(attempts)}
    if moments < set(Moment):
        assert found.slot.moment not in moments
    assert found.slot.moment in SENSIBLE[found.slot.way]
