"""The closed lists of plans, the names of refusals, and what a city's tables answer on a day."""

from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from protocols.plan import refusals
from protocols.plan.budget import Binds, CostKind
from protocols.plan.claims import ClaimMark, Order
from protocols.plan.events import Ending, PlanReason
from protocols.plan.protected import Age
from protocols.plan.refusals import NoFigures, PlanRefused
from protocols.plan.rules import PlanRules
from protocols.plan.seizable import Against
from protocols.plan.terms import PlanTerms
from protocols.plan.trace import LineCode
from protocols.plan.words import (
    Allowance,
    BandTable,
    BudgetOrigin,
    ChildLimit,
    Group,
    IncomeKind,
    PlanNumber,
    Within,
)
from tests.support import plans
from tests.support.plans import ON, TERMS

GLOSSARY = Path(__file__).parents[3] / "docs" / "glossary.md"
REFUSALS = [
    one for one in vars(refusals).values() if isinstance(one, type) and issubclass(one, PlanRefused)
]


@pytest.mark.parametrize(
    "words",
    [
        *(Allowance, BandTable, BudgetOrigin, ChildLimit, Group, IncomeKind, PlanNumber, Within),
        *(Binds, CostKind, ClaimMark, Order, Ending, PlanReason, Age, Against, LineCode),
    ],
)
def test_a_word_that_is_stored_or_written_in_a_city_file_stays_what_it_is(
    words: type[StrEnum],
) -> None:
    """Rows, events and YAML files of years ago must still be read."""
    assert {name.lower() for name in words.__members__} == {word.value for word in words}


def test_the_glossary_has_the_orders_and_the_endings() -> None:
    """One word per thing, in code and on screens."""
    told = GLOSSARY.read_text("utf-8")
    assert not [word for word in (*Order, *Ending) if f"`{word}`" not in told]


def test_every_refusal_has_its_own_code_and_a_message_that_repeats_no_value() -> None:
    """Machines go by the code, people by the remedy; amounts and claims are in neither."""
    codes = [one.code for one in REFUSALS]
    assert len(set(codes)) == len(codes) > 15
    for one in REFUSALS:
        assert one.code.startswith("plan-")
        assert len(one().message) > 20
        assert not set(one().message) & set("{}0456789")


def test_the_rules_of_a_day_come_out_of_the_tables_with_their_doubts() -> None:
    """What a plan is held to from its first day on."""
    assert PlanRules.on(TERMS, ON) == replace(plans.RULES, doubts=(plans.UNSURE,))


@pytest.mark.parametrize("part", ["numbers", "scenarios", "within"])
def test_rules_that_are_not_there_are_refused_by_the_name_of_their_table(part: str) -> None:
    """A city that did not decide has no plans; another year is another decision."""
    nothing: dict[str, Any] = {part: {} if part == "numbers" else ()}
    emptied = replace(TERMS, **nothing)
    with pytest.raises(NoFigures) as refused:
        PlanRules.on(emptied, ON)
    assert refused.value.place.startswith(f"plan.yaml: {part}")
    for terms, on in ((PlanTerms(), ON), (TERMS, date(2025, 1, 1))):
        with pytest.raises(NoFigures):
            PlanRules.on(terms, on)


def test_every_row_can_be_listed_with_its_source() -> None:
    """For whoever reviews the figures of a city."""
    rows = list(TERMS.rows())
    assert len(rows) == 27
    assert all(row.source for row in rows)
    assert list(PlanTerms().rows()) == []
