"""Step 5, prioritise (wegen): points, a track and a reason that a resident could read. Pure.

The weighing table belongs to the city. Per measure the highest step reached counts; the points
of all measures together choose the track. No learned score: every point is a row somebody
decided, and the nearest change that would have led elsewhere is told with it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from protocols.covenant.signal import ArrearsType
from protocols.work.combine import newest, unsettled
from protocols.work.enrich import Enriched
from protocols.work.points import Measure, Track, Weighing

ENERGY = frozenset({ArrearsType.ELECTRICITY, ArrearsType.GAS, ArrearsType.HEAT})
YOUNG_BELOW = 27
PENSION_FROM = 67


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of the explanation: what was measured and what it counted for."""

    measure: Measure
    measured: int
    at_least: int
    points: int


@dataclass(frozen=True, slots=True)
class NearestChange:
    """The smallest change of one measure that would have led to another track."""

    measure: Measure
    measured: int
    needed: int
    track: Track


@dataclass(frozen=True, slots=True)
class Weighed:
    """Stage 5: the household with points, track and explanation."""

    enriched: Enriched
    points: int
    track: Track
    reasons: tuple[Reason, ...]
    nearest: NearestChange | None


def prioritise(enriched: Enriched, table: Weighing) -> Weighed:
    """Weigh a household. Points never depend on the order in which signals came in."""
    measured = measure(enriched)
    reached = table.reached(measured)
    points = sum(step.points for step in reached)
    reasons = tuple(
        Reason(step.measure, measured[step.measure], step.at_least, step.points)
        for step in reached
        if step.points
    )
    nearest = nearest_change(measured, table, points)
    return Weighed(enriched, points, table.track(points), reasons, nearest)


def measure(enriched: Enriched) -> Mapping[Measure, int]:
    """Everything that can be weighed of a household, each as a whole number."""
    combined, around = enriched.combined, enriched.combined.matched.surroundings
    amounts = newest(unsettled(combined.signals))
    rent = sum(v for (_, _, kind), v in amounts.items() if kind == ArrearsType.RENT)
    energy = sum(v for (_, _, kind), v in amounts.items() if kind in ENERGY)
    water = sum(v for (_, _, kind), v in amounts.items() if kind == ArrearsType.WATER)
    health = sum(v for (_, _, kind), v in amounts.items() if kind == ArrearsType.HEALTH)
    age = around.age
    return {
        Measure.SIGNALS_IN_MONTH: combined.signals_in_month,
        Measure.PARTNER_TYPES: combined.partner_types_in_month,
        Measure.SIGNALS_IN_WINDOW: len(combined.signals),
        Measure.AMOUNT: combined.total_cents,
        Measure.RENT_AMOUNT: rent,
        Measure.ENERGY_AMOUNT: energy,
        Measure.WATER_AMOUNT: water,
        Measure.HEALTH_AMOUNT: health,
        Measure.CRISIS: int(any(one.crisis for one in unsettled(combined.signals))),
        Measure.MINORS: around.minors,
        Measure.YOUNG: int(age is not None and age < YOUNG_BELOW),
        Measure.PENSIONER: int(age is not None and age >= PENSION_FROM),
        Measure.CITY_CLAIMS: enriched.claims.count,
    }


def nearest_change(
    measured: Mapping[Measure, int], table: Weighing, points: int
) -> NearestChange | None:
    """The smallest relative change of one measure that changes the track; None if there is none.

    `points` are those of the household as it is.
    """
    changes = list(_changes(measured, table, points))
    return min(changes, key=_distance, default=None)


def _changes(
    measured: Mapping[Measure, int], table: Weighing, points: int
) -> Iterator[NearestChange]:
    """Changes to just the next step up, or to just under a step reached, that matter."""
    track, (least, above) = table.track(points), table.span(points)
    now = {step.measure: step.points for step in table.reached(measured)}
    for measure, value, needed, counted in table.crossings(measured):
        changed = points - now.get(measure, 0) + counted
        if not least <= changed < above and (moved := table.track(changed)) is not track:
            yield NearestChange(measure, value, needed, moved)


def _distance(change: NearestChange) -> tuple[float, str]:
    far = abs(change.needed - change.measured) / max(change.needed, change.measured, 1)
    return far, change.measure
