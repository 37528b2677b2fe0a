"""Step 5, prioritise (wegen): points, a track and a reason that a resident could read. Pure.

The weighing table belongs to the city. Per measure the highest step reached counts; the points
of all measures together choose the track. No learned score: every point is a row somebody
decided, and the nearest change that would have led elsewhere is told with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from protocols.covenant.signal import ArrearsType
from protocols.rules import Rule
from protocols.work.combine import newest, unsettled
from protocols.work.enrich import Enriched

ENERGY = frozenset({ArrearsType.ELECTRICITY, ArrearsType.GAS, ArrearsType.HEAT})
YOUNG_BELOW = 27
PENSION_FROM = 67


class Track(StrEnum):
    """How the city reaches out, lightest first."""

    LIGHT_OFFER = "light_offer"
    LETTER = "letter"
    CALL = "call"
    VISIT = "visit"
    CRISIS = "crisis"


class Measure(StrEnum):
    """What can be weighed. Amounts are in cents, yes/no measures are 1 or 0."""

    SIGNALS_IN_MONTH = "signals_in_month"
    PARTNER_TYPES = "partner_types_in_month"
    SIGNALS_IN_WINDOW = "signals_in_window"
    AMOUNT = "amount"
    RENT_AMOUNT = "rent_amount"
    ENERGY_AMOUNT = "energy_amount"
    WATER_AMOUNT = "water_amount"
    HEALTH_AMOUNT = "health_amount"
    CRISIS = "crisis"
    MINORS = "minors"
    YOUNG = "young"
    PENSIONER = "pensioner"
    CITY_CLAIMS = "city_claims"


AMOUNTS = frozenset(measure for measure in Measure if measure.value.endswith("amount"))


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the weighing table: from `at_least` on, `points` are counted."""

    measure: Measure
    at_least: int
    points: int


@dataclass(frozen=True, slots=True)
class Weighing:
    """A weighing table on one day: steps, and per track the points from which it is chosen."""

    steps: Mapping[Measure, tuple[Step, ...]]
    tracks: tuple[tuple[int, Track], ...]

    @classmethod
    def on(
        cls, day: date, steps: Sequence[Rule[Step]], tracks: Sequence[Rule[tuple[int, Track]]]
    ) -> "Weighing":
        """Take the rows in force on a day, steps ascending and tracks from the heaviest down."""
        rows = sorted((row.value for row in steps if row.covers(day)), key=lambda s: s.at_least)
        measures = dict.fromkeys(step.measure for step in rows)
        chosen = sorted((row.value for row in tracks if row.covers(day)), reverse=True)
        return cls({m: tuple(s for s in rows if s.measure is m) for m in measures}, tuple(chosen))

    def reached(self, measured: Mapping[Measure, int]) -> list[Step]:
        """Per measure the highest step that was reached."""
        found = (self.step(measure, measured.get(measure, 0)) for measure in self.steps)
        return [step for step in found if step is not None]

    def step(self, measure: Measure, value: int) -> Step | None:
        """The highest step of one measure that a value reaches."""
        best = None
        for step in self.steps[measure]:
            if value < step.at_least:
                break
            best = step
        return best

    def track(self, points: int) -> Track:
        """The heaviest track those points reach; a light offer when they reach none."""
        return next((track for least, track in self.tracks if points >= least), Track.LIGHT_OFFER)


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
    track = table.track(points)
    for measure, steps in table.steps.items():
        value = measured.get(measure, 0)
        now = table.step(measure, value)
        without = points - (now.points if now else 0)
        for step in steps:
            needed = step.at_least - 1 if value >= step.at_least else step.at_least
            other = table.step(measure, needed)
            moved = table.track(without + (other.points if other else 0))
            if moved is not track and needed >= 0:
                yield NearestChange(measure, value, needed, moved)


def _distance(change: NearestChange) -> tuple[float, str]:
    far = abs(change.needed - change.measured) / max(change.needed, change.measured, 1)
    return far, change.measure
