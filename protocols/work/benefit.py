"""What plans save: reminders, bailiff steps and write-offs avoided, for city and resident. Pure.

The counts are the system's own; what would have happened without a plan is an assumption, a dated
row of the city with its source. No figures of Eenheid van schuld are public, so every line names
the assumptions it rests on, and what is not confirmed stays marked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from protocols.errors import Refused
from protocols.money import Cents
from protocols.rules import Rule, in_force

WHOLE_BP = 10_000


class Assumption(StrEnum):
    """What would have happened to a claim without a plan, and what that costs; and our own work."""

    REMINDERS = "reminders_per_claim"
    REMINDER_COST = "reminder_cost"
    REMINDER_FEE = "reminder_fee"
    BAILIFF_SHARE = "bailiff_share"
    BAILIFF_COST_CITY = "bailiff_cost_city"
    BAILIFF_COST_RESIDENT = "bailiff_cost_resident"
    WRITE_OFF_SHARE = "write_off_share"
    MINUTES = "minutes_per_plan"
    HOUR_COST = "hour_cost"


class Side(StrEnum):
    """Who gains."""

    CITY = "city"
    RESIDENT = "resident"


class Saving(StrEnum):
    """What a line is about."""

    REMINDERS = "reminders"
    BAILIFF = "bailiff"
    WRITE_OFF = "write_off"
    WORK = "work"


class AssumptionMissing(Refused):
    """The city assumed nothing about this on that day."""

    code = "assumption-missing"


@dataclass(frozen=True, slots=True)
class Assumed:
    """A number that a city assumes: cents, basis points, a count or minutes. `doubt` is empty or
    tells in Dutch what is not confirmed."""

    value: int
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Everything a city assumes about what a plan saves."""

    rows: Mapping[Assumption, tuple[Rule[Assumed], ...]] = field(default_factory=dict)

    def on(self, day: date) -> Mapping[Assumption, Rule[Assumed]]:
        """What is assumed on a day. Raises AssumptionMissing naming everything that is not."""
        found = {one: in_force(self.rows.get(one, ()), day) for one in Assumption}
        missing = ", ".join(one.value for one, row in found.items() if row is None)
        if missing:
            raise AssumptionMissing(f"In benefits.yaml staat op deze dag niets over: {missing}.")
        return {one: row for one, row in found.items() if row is not None}


@dataclass(frozen=True, slots=True)
class Tally:
    """What plans came to in a period. `claims` and `owed_cents` are of plans that run or were
    completed; a plan that stopped saved nothing. `given_up_cents` was written off in them."""

    plans: int = 0
    stopped: int = 0
    claims: int = 0
    owed_cents: int = 0
    repaid_cents: int = 0
    given_up_cents: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(
            self.plans + other.plans,
            self.stopped + other.stopped,
            self.claims + other.claims,
            self.owed_cents + other.owed_cents,
            self.repaid_cents + other.repaid_cents,
            self.given_up_cents + other.given_up_cents,
        )


@dataclass(frozen=True, slots=True)
class BenefitLine:
    """One line: `times` something, and what that saves (negative: costs). `rests_on` names the
    assumptions; the sources and doubts stand in their rows."""

    side: Side
    saving: Saving
    times: int
    cents: Cents
    rests_on: tuple[Assumption, ...]


_A = Assumption
RESTS_ON: Mapping[tuple[Side, Saving], tuple[Assumption, ...]] = {
    (Side.CITY, Saving.REMINDERS): (_A.REMINDERS, _A.REMINDER_COST),
    (Side.CITY, Saving.BAILIFF): (_A.BAILIFF_SHARE, _A.BAILIFF_COST_CITY),
    (Side.CITY, Saving.WRITE_OFF): (_A.WRITE_OFF_SHARE,),
    (Side.CITY, Saving.WORK): (_A.MINUTES, _A.HOUR_COST),
    (Side.RESIDENT, Saving.REMINDERS): (_A.REMINDERS, _A.REMINDER_FEE),
    (Side.RESIDENT, Saving.BAILIFF): (_A.BAILIFF_SHARE, _A.BAILIFF_COST_RESIDENT),
}
"""Which assumptions each line rests on."""


def benefit(tally: Tally, assumed: Mapping[Assumption, Rule[Assumed]]) -> tuple[BenefitLine, ...]:
    """What the plans of a period save, line by line, rounded down to whole steps and cents.

    Write-offs can come out negative: when more was given up in plans than is usual without them.
    """
    a = {one: row.value.value for one, row in assumed.items()}
    every = tally.plans + tally.stopped
    reminders = tally.claims * a[_A.REMINDERS]
    bailiffs = tally.claims * a[_A.BAILIFF_SHARE] // WHOLE_BP
    usual = tally.owed_cents * a[_A.WRITE_OFF_SHARE] // WHOLE_BP
    cents = {
        (Side.CITY, Saving.REMINDERS): reminders * a[_A.REMINDER_COST],
        (Side.CITY, Saving.BAILIFF): bailiffs * a[_A.BAILIFF_COST_CITY],
        (Side.CITY, Saving.WRITE_OFF): usual - tally.given_up_cents,
        (Side.CITY, Saving.WORK): -(every * a[_A.MINUTES] * a[_A.HOUR_COST] // 60),
        (Side.RESIDENT, Saving.REMINDERS): reminders * a[_A.REMINDER_FEE],
        (Side.RESIDENT, Saving.BAILIFF): bailiffs * a[_A.BAILIFF_COST_RESIDENT],
    }
    times = {
        Saving.REMINDERS: reminders,
        Saving.BAILIFF: bailiffs,
        Saving.WRITE_OFF: tally.claims,
        Saving.WORK: every,
    }
    return tuple(
        BenefitLine(side, saving, times[saving], Cents(found), RESTS_ON[side, saving])
        for (side, saving), found in cents.items()
    )
