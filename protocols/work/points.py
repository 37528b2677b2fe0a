"""The weighing table of a city: what is measured, what counts for how much, and which track."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import inf

from protocols.rules import Rule


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


_Edge = tuple[int, int, int]
"""Where a step begins, and the points just below it and from there on."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """A weighing table on one day: steps, and per track the points from which it is chosen."""

    steps: Mapping[Measure, tuple[Step, ...]]
    tracks: tuple[tuple[int, Track], ...]
    _edges: Mapping[Measure, tuple[_Edge, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        edges = {measure: tuple(map(self._edge, steps)) for measure, steps in self.steps.items()}
        object.__setattr__(self, "_edges", edges)

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

    def _edge(self, step: Step) -> _Edge:
        below, here = (self.step(step.measure, step.at_least - by) for by in (1, 0))
        return step.at_least, below.points if below else 0, here.points if here else 0

    def crossings(self, measured: Mapping[Measure, int]) -> Iterator[tuple[Measure, int, int, int]]:
        """Per step its measure, the value, what would just cross the step's edge, and the points
        of the measure there; never a value below zero."""
        for measure, edges in self._edges.items():
            value = measured.get(measure, 0)
            for at_least, below, here in edges:
                if value < at_least:
                    yield measure, value, at_least, here
                elif at_least:
                    yield measure, value, at_least - 1, below

    def span(self, points: int) -> tuple[float, float]:
        """From how many points on, and below how many, the same row of tracks is reached."""
        above = inf
        for least, _ in self.tracks:
            if points >= least:
                return least, above
            above = least
        return -inf, above

    def track(self, points: int) -> Track:
        """The heaviest track those points reach; a light offer when they reach none."""
        return next((track for least, track in self.tracks if points >= least), Track.LIGHT_OFFER)
