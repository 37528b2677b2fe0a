"""plan.yaml: the figures of law that come with the two cities, and the mistakes in such a file."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from portal.cities.load import city_folder, load_city
from portal.faults import BadFile
from protocols.money import Cents
from protocols.plan.budget import Binds, affordable, reference_budget
from protocols.plan.ceiling import Ceiling, ceiling
from protocols.plan.claims import Order
from protocols.plan.plan import Wish
from protocols.plan.protected import Age, DutchHousehold
from protocols.plan.refusals import NoFigures
from protocols.plan.scenarios import scenarios
from protocols.plan.seizable import BelgianIncome
from protocols.plan.words import BudgetOrigin, Group, PlanNumber
from tests.support import plans

TODAY = date(2026, 11, 22)
GENT = load_city(city_folder("gent"))
DRONTEN = load_city(city_folder("dronten"))


def wage(net: int, on: date, children: int = 0) -> Ceiling:
    """What may be asked of a wage in Gent."""
    return ceiling(GENT.plan, BelgianIncome(labour_cents=Cents(net), children=children), on)


def kept(group: Group, net: int, on: date, age: Age = Age.WORKING) -> int:
    """What must be left of an income in Dronten."""
    return net - ceiling(DRONTEN.plan, DutchHousehold(group, Cents(net), age), on).cents


def test_net_2000_with_three_children_in_2024_leaves_137_10_to_ask() -> None:
    """The worked example of securex.be: 386.10 without children, less 3 x 83."""
    found = wage(200_000, date(2024, 6, 1), 3)
    assert [line.amount_cents for line in found.lines] == [1_980, 4_470, 5_960, 26_200, -24_900]
    assert (found.cents, found.mark) == (13_710, "")
    assert wage(200_000, date(2024, 6, 1)).cents == 38_610


@pytest.mark.parametrize(
    ("on", "most", "child", "mark"),
    [
        (date(2023, 3, 31), (2_300, 5_130, 6_880), 9_500, "onzeker"),
        (date(2023, 4, 1), (1_960, 4_380, 5_840), 8_100, ""),
        (date(2024, 1, 1), (1_980, 4_470, 5_960), 8_300, ""),
        (date(2024, 12, 31), (1_980, 4_470, 5_960), 8_300, ""),
        (date(2025, 1, 1), (2_140, 4_530, 6_160), 8_600, "onzeker"),
        (date(2026, 1, 1), (2_100, 4_740, 6_280), 8_800, ""),
        (TODAY, (2_100, 4_740, 6_280), 8_800, ""),
    ],
)
def test_every_year_has_its_full_bands_and_its_child_amount(
    on: date, most: tuple[int, ...], child: int, mark: str
) -> None:
    """Maxima per band as sodalis.be and attentia.be print them; 2025 has a doubt about a bound."""
    found = wage(300_000, on, 1)
    assert tuple(line.amount_cents for line in found.lines[:3]) == most
    assert found.lines[-1].amount_cents == -child
    assert found.mark == mark
    assert bool(found.doubts) == bool(mark)


def test_a_benefit_in_2024_has_forty_percent_over_two_bands() -> None:
    """attentia.be: EUR 19.80 and EUR 119.20."""
    income = BelgianIncome(replacement_cents=Cents(173_800))
    found = ceiling(GENT.plan, income, date(2024, 6, 1))
    assert found.cents == 1_980 + 11_920


@pytest.mark.parametrize("on", [date(2022, 12, 31), date(2027, 1, 1)])
def test_gent_refuses_a_year_that_is_not_in_its_table(on: date) -> None:
    """The figures of 2027 are not known in November 2026."""
    with pytest.raises(NoFigures):
        wage(200_000, on)


@pytest.mark.parametrize(
    ("group", "on", "most"),
    [
        (Group.SINGLE, date(2025, 1, 1), 207_124),
        (Group.SINGLE_PARENT, date(2025, 6, 30), 224_224),
        (Group.COUPLE, date(2025, 1, 1), 273_903),
        (Group.COUPLE_WITH_CHILDREN, date(2025, 1, 1), 285_596),
        (Group.SINGLE, date(2025, 7, 1), 209_367),
        (Group.SINGLE_PARENT, date(2025, 7, 1), 226_467),
        (Group.COUPLE, date(2025, 12, 31), 277_107),
        (Group.COUPLE_WITH_CHILDREN, date(2025, 12, 31), 288_800),
    ],
)
def test_of_a_high_income_the_maximum_of_the_group_is_kept(
    group: Group, on: date, most: int
) -> None:
    """Art. 475da lid 1 Rv: aag.nl for January 2025, fundamentvoor.nl for July 2025."""
    assert kept(group, 500_000, on) == most


def test_of_a_welfare_income_95_percent_is_kept_also_of_a_pensioner() -> None:
    """Participatiewet art. 21 and 22, January 2025: 5 % can always be asked."""
    on = date(2025, 3, 1)
    assert kept(Group.SINGLE, 134_545, on) == 127_818
    assert kept(Group.SINGLE, 120_000, on) == 114_000
    assert kept(Group.COUPLE, 205_348, on, Age.PENSION) == 195_081


def test_the_norm_that_was_derived_is_seventy_percent_of_that_of_a_couple() -> None:
    """Participatiewet: a single person has 70 %; so the derivation of July 2025 fits, to the cent.

    It stays marked all the same, as do all figures of 2026.
    """
    rows = DRONTEN.plan.protected.norm
    for on in (date(2025, 3, 1), date(2025, 8, 1), TODAY):
        single, couple = (
            next(row.value.value for row in rows[group] if row.covers(on))
            for group in (Group.SINGLE, Group.COUPLE)
        )
        assert abs(single - couple * 0.7) < 1
    for on in (date(2025, 8, 1), TODAY):
        household = DutchHousehold(Group.SINGLE, Cents(100_000))
        assert ceiling(DRONTEN.plan, household, on).mark == "onzeker"


@pytest.mark.parametrize("on", [date(2024, 12, 31), date(2026, 1, 1), date(2026, 6, 30),
                                date(2027, 1, 1)])  # fmt: skip
def test_dronten_refuses_a_half_year_that_was_not_found(on: date) -> None:
    """The first half of 2026 is a hole in what could be found, and stays a hole."""
    with pytest.raises(NoFigures):
        kept(Group.SINGLE, 150_000, on)


def test_a_stay_in_an_institution_is_not_regulated_yet() -> None:
    """The fifth group exists; no city has figures for it."""
    with pytest.raises(NoFigures):
        kept(Group.INSTITUTION, 50_000, TODAY)


def test_both_cities_can_make_a_plan_today_and_say_what_is_unsure() -> None:
    """From income to scenarios, with the budget of the city itself."""
    belgian = ceiling(GENT.plan, BelgianIncome(labour_cents=Cents(190_000)), TODAY)
    dutch = ceiling(DRONTEN.plan, DutchHousehold(Group.SINGLE, Cents(190_000)), TODAY)
    for city, found in ((GENT, belgian), (DRONTEN, dutch)):
        budget = reference_budget(city.plan, Group.SINGLE, 0, TODAY)
        amount = affordable(found, budget)
        assert budget.origin is BudgetOrigin.LEGAL_MINIMUM
        assert (amount.binds, amount.mark) == (Binds.LAW, "onzeker")
        wish = Wish(TODAY, 25, Order.OLDEST)
        rules = city.plan_rules_on(TODAY)
        table = scenarios(amount, [plans.claim("c", 60_000)], rules, wish)
        assert [one.months for one in table] == [6, 12, 24, 36]
        assert table[-1].within_ceiling


def test_what_is_unsure_in_a_source_is_a_doubt_that_travels() -> None:
    """Every doubt begins with the words that people search for."""
    for city in (GENT, DRONTEN):
        doubts = [getattr(row.value, "doubt", "") for row in city.plan.rows()]
        assert sum(map(bool, doubts)) > 5
        assert all(not doubt or doubt.startswith("niet bevestigd: ") for doubt in doubts)


MISTAKES = [
    ("gent", "bounds: [134100, 144000, 158900, 173800]", "bounds: [134100, 144000, 158900]",
     "seizable.bands.labour[2].bounds", "bad-bands"),
    ("gent", "bounds: [134100, 144000,", "bounds: [144000, 134100,",
     "seizable.bands.labour[2].bounds", "bad-bands"),
    ("gent", "rates: [2000,", "rates: [20000,", "seizable.bands.labour[0].rates[0]", "too-much"),
    ("gent", "valid_from: 2024-01-01", "valid_from: 2023-12-31",
     "seizable.bands.labour[2].valid_from", "overlap"),
    ("gent", "    replacement:\n      - bounds", "    vervanging:\n      - bounds",
     "seizable.bands.vervanging", "not-a-choice"),
    ("gent", "value: 8300", "value: 83.00", "seizable.child[2].value", "bad-number"),
    ("gent", "        doubt: null\n", "", "seizable.bands.labour[1].doubt", "missing-field"),
    ("gent", 'source: "Art. 1409 Ger.W.; KB van 11', 'source: "niet bevestigd: KB van 11',
     "seizable.bands.labour[1].doubt", "doubt-missing"),
    ("gent", "origin: legal_minimum", "origin: geheim-4711", "budget.single[0].origin",
     "not-a-choice"),
    ("gent", "unit: days", "unit: months", "numbers.grace_days[0].unit", "wrong-unit"),
    ("gent", "  missed_terms:", "  gemist:", "numbers.gemist", "not-a-choice"),
    ("gent", "value: [6, 12, 24, 36]", "value: [6, 6]", "scenarios[0].value", "twice"),
    ("gent", "value: [6, 12, 24, 36]", "value: [0]", "scenarios[0].value[0]", "too-little"),
    ("gent", "value: principal_first", "value: eerst", "within[0].value", "not-a-choice"),
    ("gent", "protected: null\n", "", "protected", "missing-field"),
    ("dronten", "value: 9500", "value: 95000", "protected.share[0].value", "too-much"),
    ("dronten", "    single_parent:\n", "    gezin:\n", "protected.maximum.gezin", "not-a-choice"),
    ("dronten", "        at_most: null\n", "", "protected.corrections.rent[0].at_most",
     "missing-field"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "field", "code"), MISTAKES)
def test_one_mistake_is_one_fault_with_its_field(
    tmp_path: Path, name: str, old: str, new: str, field: str, code: str
) -> None:
    """None is missed, none drags others along, and nothing of the file is repeated."""
    folder = Path(shutil.copytree(city_folder(name), tmp_path / name))
    text = (folder / "plan.yaml").read_text("utf-8")
    assert old in text
    (folder / "plan.yaml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadFile) as caught:
        load_city(folder)
    found = [(one.file, one.field, one.code) for one in caught.value.faults]
    assert found == [("plan.yaml", field, code)]
    assert caught.value.faults[0].line > 0 or code == "missing-field"
    assert "4711" not in caught.value.faults[0].message


@pytest.mark.parametrize(("name", "part"), [("gent", "seizable"), ("dronten", "protected")])
def test_the_tables_of_the_citys_own_country_must_be_there(
    tmp_path: Path, name: str, part: str
) -> None:
    """null is for the other country."""
    folder = Path(shutil.copytree(city_folder(name), tmp_path / name))
    text = (folder / "plan.yaml").read_text("utf-8")
    text = re.sub(rf"(?ms)^{part}:\n.*?(?=^\w)", f"{part}: null\n", text)
    (folder / "plan.yaml").write_text(text, "utf-8")
    with pytest.raises(BadFile) as caught:
        load_city(folder)
    assert [(one.field, one.code) for one in caught.value.faults] == [(part, "law-missing")]


def test_a_number_that_is_not_decided_is_named(tmp_path: Path) -> None:
    """At the table it is missing from."""
    folder = Path(shutil.copytree(city_folder("gent"), tmp_path / "gent"))
    text = (folder / "plan.yaml").read_text("utf-8")
    start, end = text.index("  # Zoveel dagen na"), text.index("  # Bij zoveel achterstallige")
    (folder / "plan.yaml").write_text(text[:start] + text[end:], "utf-8")
    with pytest.raises(BadFile) as caught:
        load_city(folder)
    (fault,) = caught.value.faults
    assert (fault.field, fault.code) == ("numbers", "missing-row")
    assert PlanNumber.GRACE_DAYS in fault.message
