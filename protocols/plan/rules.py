"""What a city decided about its plans, as it is on one day."""

from dataclasses import dataclass
from datetime import date

from protocols.plan.terms import PlanTerms, on_day
from protocols.plan.words import PlanNumber, Within


@dataclass(frozen=True, slots=True)
class PlanRules:
    """The rules of a plan from its first day on; a later change of the table changes no plan.

    A term counts as missed `grace_days` after its day; with `missed_terms` of them unpaid the
    plan must be talked over. An affordable amount serves for plans that begin at most
    `amount_days` after its day. `doubts` tells what is not confirmed.
    """

    grace_days: int
    missed_terms: int
    longest_months: int
    amount_days: int
    scenario_months: tuple[int, ...]
    within: Within
    doubts: tuple[str, ...] = ()

    @classmethod
    def on(cls, terms: PlanTerms, day: date) -> "PlanRules":
        """The rules in force on a day. Raises NoFigures naming the first table without a row."""
        numbers = {
            number: on_day(terms.numbers.get(number, ()), day, f"numbers.{number}").value
            for number in PlanNumber
        }
        months = on_day(terms.scenarios, day, "scenarios").value
        within = on_day(terms.within, day, "within").value
        doubts = (*(one.doubt for one in numbers.values()), months.doubt, within.doubt)
        return cls(
            numbers[PlanNumber.GRACE_DAYS].value,
            numbers[PlanNumber.MISSED_TERMS].value,
            numbers[PlanNumber.LONGEST_MONTHS].value,
            numbers[PlanNumber.AMOUNT_DAYS].value,
            months.months,
            within.value,
            tuple(dict.fromkeys(doubt for doubt in doubts if doubt)),
        )
