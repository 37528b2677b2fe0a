"""Effort: how often, by which ways and when somebody was sought, and whether it was enough."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.rules import Rule
from protocols.work.contact import Channel, ContactAttempt, DayPart, Outcome, Reached
from protocols.work.effort import (
    CHANNELS,
    UNREACHED,
    WAYS,
    Effort,
    EffortMissing,
    EffortUndecided,
    Moment,
    Slot,
    Way,
    check_outcome,
    lacks,
    personal_attempts,
    slot_of,
    tried,
)

MONDAY = date(2026, 11, 16)
VISIT = Effort(attempts=4, ways=3, moments=3, personal=2, visits=1)
ROW = Rule(VISIT, "attempts", "Werkprotocol (verzonnen)", date(2021, 1, 1))
ATTEMPTS = st.lists(
    st.builds(
        ContactAttempt,
        st.dates(MONDAY, MONDAY + timedelta(days=20)),
        st.sampled_from(Channel),
        st.sampled_from(DayPart),
        st.sampled_from(Reached),
    ),
    max_size=12,
)


def attempt(
    channel: Channel = Channel.PHONE, part: DayPart = DayPart.MORNING, on: date = MONDAY
) -> ContactAttempt:
    """An attempt on which nobody answered."""
    return ContactAttempt(on, channel, part, Reached.NO)


ENOUGH = [
    attempt(Channel.PHONE, DayPart.MORNING),
    attempt(Channel.VISIT, DayPart.EVENING),
    attempt(Channel.LETTER, DayPart.AFTERNOON),
    attempt(Channel.EMAIL, DayPart.MORNING),
]


@pytest.mark.parametrize(
    ("channel", "way"),
    [
        (Channel.LETTER, Way.LETTER),
        (Channel.CARD, Way.LETTER),
        (Channel.EMAIL, Way.EMAIL),
        (Channel.TEXT_MESSAGE, Way.TEXT),
        (Channel.PHONE, Way.PHONE),
        (Channel.VISIT, Way.VISIT),
        (Channel.APPOINTMENT, Way.VISIT),
    ],
)
def test_a_kind_of_contact_is_a_way_to_reach_somebody(channel: Channel, way: Way) -> None:
    """A card through the letterbox is a letter; an appointment outside is a visit."""
    assert slot_of(attempt(channel)) == Slot(way, Moment.MORNING)


@pytest.mark.parametrize("channel", [Channel.ADMINISTRATIVE, Channel.OTHER, Channel.UNKNOWN])
def test_what_sought_nobody_counts_for_nothing(channel: Channel) -> None:
    """Looking something up is work, but nobody could have answered it."""
    assert slot_of(attempt(channel)) is None
    assert tried([attempt(channel)] * 9) == ()
    assert lacks(VISIT, [attempt(channel)] * 9)[0].made == 0


def test_every_way_is_recorded_in_a_word_of_ddas_that_leads_back_to_it() -> None:
    """What is proposed can be recorded as such."""
    assert {WAYS[CHANNELS[way]] for way in Way} == set(Way)


def test_a_weekend_is_told_by_the_date() -> None:
    """DDAS has no weekend; whoever works all week is home then."""
    friday, saturday = MONDAY + timedelta(days=4), MONDAY + timedelta(days=5)
    for part in DayPart:
        found = slot_of(attempt(part=part, on=saturday))
        assert found is not None
        assert found.moment is Moment.WEEKEND
    assert slot_of(attempt(part=DayPart.EVENING, on=friday)) == Slot(Way.PHONE, Moment.EVENING)


def test_a_call_and_a_visit_are_personal_and_a_letter_is_not() -> None:
    """No costly step before a personal contact attempt hangs on this."""
    assert personal_attempts([attempt(Channel.PHONE), attempt(Channel.VISIT)]) == 2
    assert personal_attempts([attempt(Channel.LETTER), attempt(Channel.TEXT_MESSAGE)]) == 0


def test_a_case_closes_as_unreached_after_enough_effort() -> None:
    """Four attempts by three ways at three moments, of which one visit."""
    check_outcome(Outcome.NEVER_REACHED, ENOUGH, ROW, MONDAY)
    assert lacks(VISIT, ENOUGH) == ()


@pytest.mark.parametrize("left_out", range(4))
def test_a_case_does_not_close_as_unreached_before_that(left_out: int) -> None:
    """Divosa: four attempts or more reach twice as many as one or two."""
    with pytest.raises(EffortMissing) as caught:
        check_outcome(
            Outcome.NEVER_REACHED, ENOUGH[:left_out] + ENOUGH[left_out + 1 :], ROW, MONDAY
        )
    assert "attempts" in {one.what for one in caught.value.lacks}
    assert caught.value.source == ROW.source


def test_what_is_missing_is_named_all_at_once() -> None:
    """Whoever is sent back once should not be sent back twice."""
    with pytest.raises(EffortMissing) as caught:
        check_outcome(Outcome.NEVER_REACHED, [attempt()], ROW, MONDAY)
    told = str(caught.value)
    for word in ("contactpogingen: 1 van 4", "manieren: 1 van 3", "huisbezoeken: 0 van 1"):
        assert word in told
    assert caught.value.code == "effort-missing"


def test_an_attempt_of_tomorrow_does_not_count_today() -> None:
    """Effort that was planned is no effort that was made."""
    later = [*ENOUGH[:3], attempt(Channel.EMAIL, on=MONDAY + timedelta(days=1))]
    with pytest.raises(EffortMissing):
        check_outcome(Outcome.NEVER_REACHED, later, ROW, MONDAY)
    check_outcome(Outcome.NEVER_REACHED, later, ROW, MONDAY + timedelta(days=1))


def test_what_the_city_did_not_decide_is_forbidden() -> None:
    """An absent row is no permission to give up at once."""
    with pytest.raises(EffortUndecided):
        check_outcome(Outcome.NEVER_REACHED, ENOUGH, None, MONDAY)


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - UNREACHED))
def test_another_outcome_asks_for_no_effort(outcome: Outcome) -> None:
    """Who answers the first call need not be called three times more."""
    check_outcome(outcome, [], None, MONDAY)


@given(ATTEMPTS, ATTEMPTS)
def test_more_attempts_never_make_the_effort_smaller(
    first: list[ContactAttempt], more: list[ContactAttempt]
) -> None:
    """What was enough stays enough."""
    before = {one.what for one in lacks(VISIT, first)}
    assert {one.what for one in lacks(VISIT, first + more)} <= before
