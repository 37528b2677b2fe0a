"""What a city and the law lay down per category of claim, as dated rows. Absent means forbidden.

Categories are words of the city itself (`school`, `parking`, `tax` …), in `claims.yaml`. Each row
names its source; `doubt` is empty or tells in Dutch what of it is not confirmed.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from protocols.claims.limitation import Effects, Period
from protocols.claims.suspicion import Limits
from protocols.claims.words import Cost, Effect, Happening, Lane, Liable, Nature, OwnStep, PlanUse
from protocols.plan.words import Within
from protocols.privacy.consent import Purpose
from protocols.rules import Rule, in_force

V = TypeVar("V", covariant=True)


@dataclass(frozen=True, slots=True)
class Decided(Generic[V]):
    """A value that was decided, with what is not confirmed of it (Dutch), or nothing."""

    value: V
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a category is; `name` is Dutch."""

    name: str
    nature: Nature
    liable: Liable
    plans: PlanUse


@dataclass(frozen=True, slots=True)
class CostTerms:
    """Which costs may come on top, and what a payment pays first.

    Costs go first only where the terms of the category say so (OSLO, workshops 1 and 3).
    """

    allowed: frozenset[Cost]
    within: Within


@dataclass(frozen=True, slots=True)
class Category:
    """A category as it holds on one day; `ordinary_days` run after the due date.

    `doubts` is everything that is not confirmed of it; it travels along to whoever reads it.
    """

    kind: Kind
    ordinary_days: int
    limitation: Period
    costs: CostTerms
    steps: tuple[OwnStep, ...]
    doubts: tuple[str, ...] = ()


Rows = Mapping[str, tuple[Rule[Decided[V]], ...]]


@dataclass(frozen=True, slots=True)
class ClaimTerms:
    """Everything a city decided about its own claims; the keys of the tables are categories."""

    kinds: Rows[Kind] = field(default_factory=dict)
    ordinary_days: Rows[int] = field(default_factory=dict)
    limitation: Rows[Period] = field(default_factory=dict)
    costs: Rows[CostTerms] = field(default_factory=dict)
    steps: Rows[tuple[OwnStep, ...]] = field(default_factory=dict)
    effects: Mapping[Happening, tuple[Rule[Decided[Effect]], ...]] = field(default_factory=dict)
    lane: tuple[Rule[Decided[Lane]], ...] = ()
    loading: tuple[Rule[Decided[Limits]], ...] = ()

    def category_on(self, category: str, on: date) -> Category | None:
        """A category on a day; None unless every table has a row for it."""
        kind = in_force(self.kinds.get(category, ()), on)
        days = in_force(self.ordinary_days.get(category, ()), on)
        limitation = in_force(self.limitation.get(category, ()), on)
        costs = in_force(self.costs.get(category, ()), on)
        steps = in_force(self.steps.get(category, ()), on)
        if kind is None or days is None or limitation is None or costs is None or steps is None:
            return None
        rows = (kind.value, days.value, limitation.value, costs.value, steps.value)
        return Category(
            kind.value.value,
            days.value.value,
            limitation.value.value,
            costs.value.value,
            steps.value.value,
            tuple(dict.fromkeys(row.doubt for row in rows if row.doubt)),
        )

    def effects_on(self, on: date) -> Effects:
        """What each happening does to a limitation; one without a row does nothing."""
        rows = {one: in_force(rules, on) for one, rules in self.effects.items()}
        return {one: row.value.value for one, row in rows.items() if row is not None}

    def lane_on(self, on: date) -> Lane:
        """Where claims are seen; without a row apart, until there is consent."""
        row = in_force(self.lane, on)
        return row.value.value if row else Lane.OWN_UNTIL_CONSENT

    def limits_on(self, on: date) -> Limits | None:
        """When a file of claims is suspicious; None: not decided, so every loss is."""
        row = in_force(self.loading, on)
        return row.value.value if row else None

    def rows(self) -> Iterator[Rule[Decided[object]]]:
        """Every row of every table."""
        for table in (self.kinds, self.ordinary_days, self.limitation, self.costs, self.steps):
            for rules in table.values():
                yield from rules
        for effects in self.effects.values():
            yield from effects
        yield from self.lane
        yield from self.loading


def opened(lane: Lane, consented: Set[Purpose]) -> bool:
    """Whether claims may be seen with a case, given the purposes consented to on that day.

    In the Netherlands arrears with the municipality are no signal (Wgs; a trial ended on
    2025-05-15): only consent to a dossier opens their lane.
    """
    return lane is Lane.WITH_CASE or Purpose.DOSSIER in consented
