"""Prioritise: every point is a row that somebody decided, and the reasons add up to the points."""

from datetime import date
from typing import Any

import pytest

from protocols.covenant.signal import ArrearsType
from protocols.ids import CreditorId
from protocols.money import Cents
from protocols.privacy.terms import Depth
from protocols.work.combine import Known, combine
from protocols.work.enrich import Enriched, OpenClaim, enrich
from protocols.work.points import Measure, Step, Track, Weighing
from protocols.work.weigh import Reason, measure, prioritise
from tests.support import made

TABLE = made.city().weighing_on(made.ON)


def household(*others: Known, now: Known | None = None, **around: Any) -> Enriched:
    """A household without claims, with what is known around it."""
    return enrich(combine(made.matched(now, **around), others), (), Depth.NONE, ())


def owed(number: int, kind: ArrearsType, cents: int, **changes: Any) -> Known:
    """A signal of a creditor of its own."""
    creditor = CreditorId(f"c-{kind}")
    return made.known(
        number, creditor_id=creditor, arrears_type=kind, amount_cents=Cents(cents), **changes
    )


@pytest.mark.parametrize(
    ("value", "points"),
    [(0, None), (7_499, None), (7_500, 10), (99_999, 10), (100_000, 25), (10**9, 25)],
)
def test_the_highest_step_that_is_reached_counts_and_the_lower_ones_do_not(
    value: int, points: int | None
) -> None:
    """A step begins at its bound; € 75 is the median of the thresholds in use (Divosa 2024)."""
    step = TABLE.step(Measure.AMOUNT, value)
    assert (step.points if step else None) == points
    assert sum(one.points for one in TABLE.reached({Measure.AMOUNT: value})) == (points or 0)


@pytest.mark.parametrize(
    ("points", "track"),
    [
        (-1, Track.LIGHT_OFFER),
        (0, Track.LIGHT_OFFER),
        (9, Track.LIGHT_OFFER),
        (10, Track.LETTER),
        (24, Track.LETTER),
        (25, Track.CALL),
        (39, Track.CALL),
        (40, Track.VISIT),
        (999, Track.VISIT),
        (1000, Track.CRISIS),
        (10**6, Track.CRISIS),
    ],
)
def test_a_track_begins_at_its_points(points: int, track: Track) -> None:
    """The heaviest track that the points reach; who reaches none still gets a light offer."""
    assert TABLE.track(points) is track


def test_a_table_without_tracks_makes_a_light_offer() -> None:
    """Silence is no answer to a signal: the evaluation asks at least a recorded light offer."""
    assert Weighing({}, ()).track(10**6) is Track.LIGHT_OFFER
    assert prioritise(household(), Weighing({}, ())).nearest is None


def test_a_table_takes_the_rows_of_the_day_in_any_order() -> None:
    """A jurist may add a row at the end of the file."""
    city = made.city()
    backwards = Weighing.on(made.ON, city.steps[::-1], city.tracks[::-1])
    assert backwards.tracks == TABLE.tracks
    assert {one: backwards.steps[one] for one in TABLE.steps} == TABLE.steps
    assert [step.at_least for step in TABLE.steps[Measure.AMOUNT]] == [7_500, 100_000]
    assert [least for least, _ in TABLE.tracks] == [1000, 40, 25, 10, 0]


def test_what_is_measured_of_a_household() -> None:
    """Every measure by hand, so that a swapped pair is seen."""
    signals = (
        owed(1, ArrearsType.RENT, 100, partner_type="Huur"),
        owed(2, ArrearsType.GAS, 20, partner_type="Energie"),
        owed(3, ArrearsType.ELECTRICITY, 3, partner_type="Energie"),
        owed(4, ArrearsType.HEAT, 4_000, signal_on=date(2026, 9, 1)),
        owed(5, ArrearsType.WATER, 50_000, signal_on=date(2026, 8, 1)),
        owed(6, ArrearsType.HEALTH, 600_000, signal_on=date(2026, 7, 1)),
        owed(7, ArrearsType.TAX, 7_000_000, signal_on=date(2026, 6, 1)),
    )
    claims = [OpenClaim("x", "y", Cents(1), Cents(balance), made.ON) for balance in (1, 2, 0)]
    combined = combine(made.matched(signals[0], age=45, minors=2), signals[1:])
    assert dict(measure(enrich(combined, claims, Depth.SUMMARY, ()))) == {
        Measure.SIGNALS_IN_MONTH: 3,
        Measure.PARTNER_TYPES: 2,
        Measure.SIGNALS_IN_WINDOW: 7,
        Measure.AMOUNT: 7_654_123,
        Measure.RENT_AMOUNT: 100,
        Measure.ENERGY_AMOUNT: 4_023,
        Measure.WATER_AMOUNT: 50_000,
        Measure.HEALTH_AMOUNT: 600_000,
        Measure.CRISIS: 0,
        Measure.MINORS: 2,
        Measure.YOUNG: 0,
        Measure.PENSIONER: 0,
        Measure.CITY_CLAIMS: 2,
    }


@pytest.mark.parametrize(
    ("age", "young", "pensioner"),
    [(None, 0, 0), (0, 1, 0), (26, 1, 0), (27, 0, 0), (66, 0, 0), (67, 0, 1), (101, 0, 1)],
)
def test_young_is_below_27_and_a_pensioner_is_67(
    age: int | None, young: int, pensioner: int
) -> None:
    """Participatiewet and AOW (67 since 2024); of whom the age is unknown neither is assumed."""
    found = measure(household(age=age))
    assert (found[Measure.YOUNG], found[Measure.PENSIONER]) == (young, pensioner)


def test_one_signal_of_a_crisis_makes_it_a_crisis() -> None:
    """Wgs: what threatens the household does not go away by a later, milder signal."""
    calm, grave = made.known(1), made.known(2, crisis=True, signal_on=date(2026, 10, 1))
    assert measure(household(now=calm))[Measure.CRISIS] == 0
    assert measure(household(grave, now=calm))[Measure.CRISIS] == 1
    assert prioritise(household(grave, now=calm), TABLE).track is Track.CRISIS


def test_what_a_closed_case_settled_weighs_as_history_only() -> None:
    """A crisis that was averted and a debt that was paid may not call anybody out again."""
    settled = made.known(2, signal_on=date(2026, 10, 1), crisis=True, settled=True)
    found = measure(household(settled, now=made.known(1, arrears_type=ArrearsType.GAS)))
    assert (found[Measure.CRISIS], found[Measure.RENT_AMOUNT]) == (0, 0)
    assert (found[Measure.SIGNALS_IN_WINDOW], found[Measure.AMOUNT]) == (2, 50_000)


def test_a_step_without_points_is_no_reason() -> None:
    """A resident reads what counted; a row of zero points counted for nothing."""
    table = Weighing({Measure.MINORS: (Step(Measure.MINORS, 0, 0), Step(Measure.MINORS, 2, 9))}, ())
    assert prioritise(household(minors=1), table).reasons == ()
    reason = Reason(Measure.MINORS, measured=3, at_least=2, points=9)
    assert prioritise(household(minors=3), table).reasons == (reason,)
