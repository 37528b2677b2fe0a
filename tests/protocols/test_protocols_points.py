"""Points over random households and tables: they add up, and the order of arrival is no matter."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.covenant.signal import ArrearsType
from protocols.ids import CreditorId
from protocols.money import Cents
from protocols.privacy.terms import Depth
from protocols.work.combine import combine, newest
from protocols.work.enrich import Enriched, OpenClaim, enrich
from protocols.work.points import AMOUNTS, Measure, Step, Track, Weighing
from protocols.work.weigh import measure, nearest_change, prioritise
from tests.support import made

KIND_OF = {
    Measure.RENT_AMOUNT: {ArrearsType.RENT},
    Measure.ENERGY_AMOUNT: {ArrearsType.ELECTRICITY, ArrearsType.GAS, ArrearsType.HEAT},
    Measure.WATER_AMOUNT: {ArrearsType.WATER},
    Measure.HEALTH_AMOUNT: {ArrearsType.HEALTH},
}


@st.composite
def households(draw: st.DrawFn) -> Enriched:
    """One to five signals in four months, with somebody around them and claims of the city."""
    rows = [
        made.known(
            number,
            creditor_id=CreditorId(draw(st.sampled_from("abc"))),
            partner_type=draw(st.sampled_from(["Huur", "Zorg"])),
            arrears_type=draw(st.sampled_from(ArrearsType)),
            amount_cents=Cents(draw(st.integers(1, 2_000))),
            signal_on=draw(st.dates(date(2025, 11, 1), date(2026, 2, 28))),
            crisis=draw(st.booleans()),
            settled=draw(st.booleans()),
        )
        for number in range(draw(st.integers(1, 5)))
    ]
    around = {
        "age": draw(st.none() | st.integers(0, 110)),
        "minors": draw(st.integers(0, 5)),
        "residents": draw(st.integers(0, 8)),
    }
    claim = OpenClaim("x", "y", Cents(1), Cents(1), made.ON)
    claims = [claim] * draw(st.integers(0, 3))
    latest = max(rows, key=lambda one: (one.signal_on, one.signal_id))
    return enrich(combine(made.matched(latest, **around), rows), claims, Depth.SUMMARY, ())


@st.composite
def tables(draw: st.DrawFn) -> Weighing:
    """A random weighing table; a higher step may count for less, as a city may decide."""
    steps = {}
    for one in draw(st.sets(st.sampled_from(Measure), max_size=6)):
        bounds = st.integers(0, 3_000 if one in AMOUNTS else 6)
        starts = sorted(draw(st.sets(bounds, min_size=1, max_size=4)))
        steps[one] = tuple(Step(one, start, draw(st.integers(0, 60))) for start in starts)
    points = sorted(draw(st.sets(st.integers(0, 150), max_size=5)), reverse=True)
    tracks = draw(st.permutations(list(Track)))
    return Weighing(steps, tuple(zip(points, tracks, strict=False)))


def count(measured: Mapping[Measure, int], table: Weighing) -> int:
    """The points by the words of the rule: per measure the highest step that was reached."""
    total = 0
    for one, steps in table.steps.items():
        reached = [step for step in steps if step.at_least <= measured[one]]
        if reached:
            total += max(reached, key=lambda step: step.at_least).points
    return total


def test_the_measures_of_amounts_are_those_in_cents() -> None:
    """Units decide how a reason is written: € 50 or 50 children."""
    assert {Measure.AMOUNT, *KIND_OF} == AMOUNTS


@settings(deadline=None)
@given(households(), tables())
def test_the_reasons_add_up_to_the_points(enriched: Enriched, table: Weighing) -> None:
    """Whoever adds up the lines of the explanation gets the points: nothing else weighed in."""
    found, measured = prioritise(enriched, table), measure(enriched)
    assert found.points == sum(reason.points for reason in found.reasons) == count(measured, table)
    assert found.track is table.track(found.points)
    assert found.enriched is enriched
    assert len({reason.measure for reason in found.reasons}) == len(found.reasons)
    for reason in found.reasons:
        assert reason.measured == measured[reason.measure] >= reason.at_least
        assert reason.points
    assert found.nearest == nearest_change(measured, table, found.points)


@settings(deadline=None)
@given(households())
def test_every_measure_is_measured_and_amounts_follow_their_kinds(enriched: Enriched) -> None:
    """A measure that a city may put in its table can always be weighed."""
    found = measure(enriched)
    assert set(found) == set(Measure)
    assert all(value >= 0 for value in found.values())
    for one, kinds in KIND_OF.items():
        rows = enriched.combined.signals
        alone = [row for row in rows if row.arrears_type in kinds and not row.settled]
        assert found[one] == sum(newest(alone).values())
    assert found[Measure.AMOUNT] >= sum(found[one] for one in KIND_OF)


@settings(deadline=None)
@given(households(), tables(), st.integers(0, 4))
def test_points_never_depend_on_the_order_in_which_signals_came_in(
    enriched: Enriched, table: Weighing, turn: int
) -> None:
    """Two households in the same situation get the same track."""
    combined = enriched.combined
    rows = combined.signals
    turned = [*rows[turn:], *rows[:turn]][::-1]
    again = replace(enriched, combined=combine(combined.matched, turned))
    assert prioritise(again, table) == prioritise(enriched, table)
