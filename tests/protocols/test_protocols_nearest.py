"""The nearest change: told only when it really leads elsewhere, and nothing smaller would."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.work.points import Measure, Step, Track, Weighing
from protocols.work.weigh import NearestChange, nearest_change

HIGHEST = 12
MEASURES = (Measure.AMOUNT, Measure.MINORS, Measure.SIGNALS_IN_MONTH)
CASE = tuple[Weighing, dict[Measure, int]]


def points_of(measured: Mapping[Measure, int], table: Weighing) -> int:
    """The points by the words of the rule: per measure the highest step that was reached."""
    total = 0
    for one, steps in table.steps.items():
        reached = [step for step in steps if step.at_least <= measured.get(one, 0)]
        if reached:
            total += max(reached, key=lambda step: step.at_least).points
    return total


def ask(measured: Mapping[Measure, int], table: Weighing) -> NearestChange | None:
    """The nearest change for a household as it is measured."""
    return nearest_change(measured, table, points_of(measured, table))


def far(measured: int, needed: int) -> Fraction:
    """How large a change is, relative to the larger of the two values; between 0 and 1."""
    return Fraction(abs(needed - measured), max(needed, measured, 1))


@st.composite
def cases(draw: st.DrawFn) -> CASE:
    """A random table over three measures, and a household; higher steps may count for less."""
    steps = {}
    for one in draw(st.sets(st.sampled_from(MEASURES))):
        starts = sorted(draw(st.sets(st.integers(0, HIGHEST), min_size=1, max_size=4)))
        steps[one] = tuple(Step(one, start, draw(st.integers(0, 30))) for start in starts)
    points = sorted(draw(st.sets(st.integers(0, 60), max_size=5)), reverse=True)
    tracks = tuple(zip(points, draw(st.permutations(list(Track))), strict=False))
    some = st.dictionaries(st.sampled_from(MEASURES), st.integers(0, HIGHEST + 4))
    return Weighing(steps, tracks), draw(some)


@settings(deadline=None, max_examples=250)
@given(cases())
def test_applying_exactly_that_change_leads_to_that_track(case: CASE) -> None:
    """The explanation is a promise to a resident: "with this less, you would have had a letter"."""
    table, measured = case
    found = ask(measured, table)
    if found is None:
        return
    now = table.track(points_of(measured, table))
    assert found.measured == measured.get(found.measure, 0) != found.needed >= 0
    then = table.track(points_of({**measured, found.measure: found.needed}, table))
    assert then is found.track
    assert then is not now


@settings(deadline=None, max_examples=250)
@given(cases())
def test_no_smaller_change_of_one_measure_leads_to_another_track(case: CASE) -> None:
    """Held beside trying every value of every measure; none told means that there is none."""
    table, measured = case
    now = table.track(points_of(measured, table))
    elsewhere = [
        far(measured.get(one, 0), needed)
        for one in Measure
        for needed in range(HIGHEST + 6)
        if table.track(points_of({**measured, one: needed}, table)) is not now
    ]
    found = ask(measured, table)
    assert (found is None) is (not elsewhere)
    if found is not None:
        assert far(found.measured, found.needed) == min(elsewhere)


AMOUNTS = (Step(Measure.AMOUNT, 100, 10), Step(Measure.AMOUNT, 1_000, 30))
TRACKS = ((30, Track.VISIT), (10, Track.LETTER), (0, Track.LIGHT_OFFER))


@pytest.mark.parametrize(
    ("cents", "needed", "track"),
    [
        (0, 100, Track.LETTER),
        (99, 100, Track.LETTER),
        (100, 99, Track.LIGHT_OFFER),
        (310, 99, Track.LIGHT_OFFER),
        (320, 1_000, Track.VISIT),
        (999, 1_000, Track.VISIT),
        (1_000, 999, Track.LETTER),
        (10**6, 999, Track.LETTER),
    ],
)
def test_the_change_goes_up_to_a_bound_or_to_just_under_one(
    cents: int, needed: int, track: Track
) -> None:
    """From € 3,10 to € 0,99 is 68%, to € 10 is 69%; from € 3,20 it is just the other way round."""
    table = Weighing({Measure.AMOUNT: AMOUNTS}, TRACKS)
    expected = NearestChange(Measure.AMOUNT, cents, needed, track)
    assert ask({Measure.AMOUNT: cents}, table) == expected


def test_a_relative_change_makes_cents_and_children_comparable() -> None:
    """€ 90 of € 100 is nearer than one child of two, though it is a thousand cents away."""
    steps = {
        Measure.AMOUNT: (Step(Measure.AMOUNT, 10_000, 10),),
        Measure.MINORS: (Step(Measure.MINORS, 2, 10),),
    }
    table = Weighing(steps, TRACKS[1:])
    found = ask({Measure.AMOUNT: 9_000, Measure.MINORS: 1}, table)
    assert found == NearestChange(Measure.AMOUNT, 9_000, 10_000, Track.LETTER)
    found = ask({Measure.AMOUNT: 4_000, Measure.MINORS: 1}, table)
    assert found == NearestChange(Measure.MINORS, 1, 2, Track.LETTER)


def test_equally_near_changes_give_the_first_measure_by_name() -> None:
    """The same household hears the same explanation, whatever the order of the table."""
    minors, crisis = (Step(one, 1, 10) for one in (Measure.MINORS, Measure.CRISIS))
    one_way = {Measure.MINORS: (minors,), Measure.CRISIS: (crisis,)}
    other_way = dict(reversed(one_way.items()))
    expected = NearestChange(Measure.CRISIS, 0, 1, Track.LETTER)
    for steps in (one_way, other_way):
        assert ask({}, Weighing(steps, TRACKS[1:])) == expected


def test_a_change_that_stays_on_the_track_is_not_told() -> None:
    """More points alone change nothing for the resident."""
    table = Weighing({Measure.MINORS: (Step(Measure.MINORS, 1, 9),)}, TRACKS)
    assert ask({Measure.MINORS: 0}, table) is None
    assert ask({Measure.MINORS: 1}, table) is None


def test_nothing_below_zero_is_ever_needed() -> None:
    """Nobody can have less than no children: a step from zero on cannot be left."""
    table = Weighing({Measure.MINORS: (Step(Measure.MINORS, 0, 10),)}, TRACKS)
    assert ask({Measure.MINORS: 0}, table) is None
    assert ask({Measure.MINORS: 5}, table) is None
    table = Weighing({Measure.MINORS: (Step(Measure.MINORS, 1, 10),)}, TRACKS)
    expected = NearestChange(Measure.MINORS, 1, 0, Track.LIGHT_OFFER)
    assert ask({Measure.MINORS: 1}, table) == expected
