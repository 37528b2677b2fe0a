"""What may be asked of an income in Belgium: bands, children, articles, days without figures."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.money import Cents
from protocols.plan.ceiling import ceiling
from protocols.plan.refusals import BadAmount, NoFigures
from protocols.plan.seizable import Against, BelgianIncome, Child, dependents
from protocols.plan.terms import PlanTerms
from protocols.plan.trace import LineCode
from protocols.plan.words import ChildLimit, IncomeKind
from tests.support import plans
from tests.support.plans import BOUNDS, ON, TERMS

nets = st.integers(0, 1_000_000)


def asked(income: BelgianIncome) -> int:
    """What may be asked of it."""
    return ceiling(TERMS, income, ON).cents


def labour(cents: int, children: int = 0) -> int:
    """What may be asked of a wage."""
    return asked(BelgianIncome(labour_cents=Cents(cents), children=children))


def replaced(cents: int) -> int:
    """What may be asked of a benefit."""
    return asked(BelgianIncome(replacement_cents=Cents(cents)))


def test_the_worked_example_of_securex_comes_out_to_the_cent() -> None:
    """Net 2,000, three children, 2024: 19.80 + 44.70 + 59.60 + 262.00 - 249.00 = 137.10."""
    found = ceiling(TERMS, BelgianIncome(labour_cents=Cents(200_000), children=3), ON)
    assert [line.amount_cents for line in found.lines] == [1_980, 4_470, 5_960, 26_200, -24_900]
    assert found.cents == 13_710
    assert labour(200_000) == 38_610


def test_every_band_tells_its_bounds_rate_source_and_article() -> None:
    """The worker can show the resident from where every euro comes."""
    lines = ceiling(TERMS, BelgianIncome(labour_cents=Cents(150_000)), ON).lines
    told = [(line.from_cents, line.to_cents, line.rate_bp, line.base_cents) for line in lines]
    assert told == [(134_100, 144_000, 2_000, 9_900), (144_000, 158_900, 3_000, 6_000)]
    assert {line.source for line in lines} == {"KB 12-12-2023"}
    assert {line.article for line in lines} == {f"art. van {IncomeKind.LABOUR}"}
    assert {line.code for line in lines} == {LineCode.BAND}


@pytest.mark.parametrize(
    ("net", "wage", "benefit"),
    [
        (0, 0, 0),
        (134_099, 0, 0),
        (134_100, 0, 0),
        (134_101, 0, 0),
        (134_105, 1, 1),
        (143_999, 1_979, 1_979),
        (144_000, 1_980, 1_980),
        (144_001, 1_980, 1_980),
        (144_010, 1_983, 1_984),
        (158_899, 6_449, 7_939),
        (158_900, 6_450, 7_940),
        (158_901, 6_450, 7_940),
        (158_905, 6_452, 7_942),
        (173_799, 12_409, 13_899),
        (173_800, 12_410, 13_900),
        (173_801, 12_411, 13_901),
    ],
)
def test_around_every_bound_a_cent_counts_as_the_band_says(
    net: int, wage: int, benefit: int
) -> None:
    """20, 30, 40, 100 % of a wage (art. 1409 § 1); 20, 40, 40, 100 % of a benefit (§ 1bis)."""
    assert (labour(net), replaced(net)) == (wage, benefit)


def test_a_wage_and_a_benefit_together_follow_the_table_of_wages() -> None:
    """Art. 1411: they are added up, and then it is labour."""
    both = BelgianIncome(labour_cents=Cents(50_000), replacement_cents=Cents(108_900))
    assert both.kind is IncomeKind.MIXED
    assert asked(both) == labour(158_900) != replaced(158_900)


def test_income_of_a_self_employed_person_is_protected_alike_but_unsure() -> None:
    """Art. 1409bis must be asked for, so the doubt travels with the figure."""
    found = ceiling(TERMS, BelgianIncome(other_cents=Cents(158_900)), ON)
    assert found.cents == labour(158_900)
    assert (found.mark, found.doubts) == ("onzeker", (plans.UNSURE,))
    assert ceiling(TERMS, BelgianIncome(labour_cents=Cents(158_900)), ON).mark == ""


def test_exempt_income_is_never_asked_for_and_does_not_lift_the_rest_into_a_band() -> None:
    """Art. 1410 § 2: living wage and child benefit."""
    assert asked(BelgianIncome(exempt_cents=Cents(900_000))) == 0
    with_benefit = BelgianIncome(labour_cents=Cents(150_000), exempt_cents=Cents(50_000))
    assert asked(with_benefit) == labour(150_000)
    line = ceiling(TERMS, with_benefit, ON).lines[-1]
    assert (line.code, line.amount_cents, line.base_cents) == (LineCode.EXEMPT, 0, 50_000)


def test_against_maintenance_there_is_no_protection() -> None:
    """Art. 1412: the whole income may be asked, and the article is named."""
    income = BelgianIncome(labour_cents=Cents(100_000), children=4, against=Against.MAINTENANCE)
    found = ceiling(TERMS, income, ON)
    assert found.cents == 100_000
    assert [line.code for line in found.lines] == [LineCode.MAINTENANCE]


@given(nets, st.integers(0, 40))
def test_children_take_off_what_there_is_and_never_more(net: int, children: int) -> None:
    """Art. 1409 § 1, fourth paragraph: within the limits of the seizable amount."""
    assert labour(net, children) == max(0, labour(net) - children * 8_300)


@given(nets)
def test_the_whole_is_never_negative_nor_more_than_the_income(net: int) -> None:
    """And a benefit is never better protected than a wage, for 40 % stands where 30 % did."""
    wage, benefit = labour(net), replaced(net)
    assert 0 <= wage <= benefit <= max(0, net - BOUNDS[0])


@given(nets, st.integers(0, 5))
def test_another_cent_of_income_asks_at_most_a_cent_more(net: int, children: int) -> None:
    """Bands are marginal: who earns more, always keeps at least as much."""
    assert 0 <= labour(net + 1, children) - labour(net, children) <= 1


@given(nets, nets, st.integers(0, 9))
def test_the_lines_add_up_to_the_answer(wage: int, benefit: int, children: int) -> None:
    """An explanation that does not add up explains nothing."""
    income = BelgianIncome(Cents(wage), Cents(benefit), children=children)
    found = ceiling(TERMS, income, ON)
    assert sum(line.amount_cents for line in found.lines) == found.cents


@pytest.mark.parametrize("on", [date(2023, 12, 31), date(2025, 1, 1), date.min, date.max])
def test_a_day_outside_the_table_is_refused_and_not_extrapolated(on: date) -> None:
    """The remedy and the table are named; the income is not."""
    with pytest.raises(NoFigures) as refused:
        ceiling(TERMS, BelgianIncome(labour_cents=Cents(234_567)), on)
    assert refused.value.place == "plan.yaml: seizable.bands.labour"
    assert refused.value.code == "plan-no-figures"
    assert "234" not in str(refused.value)


@pytest.mark.parametrize("on", [plans.FIRST, date(2024, 2, 29), plans.LAST])
def test_the_first_leap_and_last_day_of_the_table_are_in_it(on: date) -> None:
    """Both ends are included."""
    assert ceiling(TERMS, BelgianIncome(labour_cents=Cents(158_900)), on).cents == 6_450


def test_a_city_without_the_tables_refuses() -> None:
    """A Dutch city knows nothing of art. 1409."""
    with pytest.raises(NoFigures):
        ceiling(PlanTerms(), BelgianIncome(labour_cents=Cents(1)), ON)


@pytest.mark.parametrize(
    "wrong",
    [{"labour_cents": -1}, {"replacement_cents": -1}, {"other_cents": -1}, {"children": -1}],
)
def test_a_negative_income_is_no_income(wrong: dict[str, int]) -> None:
    """Refused at birth."""
    with pytest.raises(BadAmount):
        BelgianIncome(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("limit", "most"),
    [
        (ChildLimit.COHABITING, 379_700),
        (ChildLimit.SINGLE, 548_500),
        (ChildLimit.DISABLED, 695_400),
    ],
)
def test_a_child_counts_up_to_its_limit_and_not_a_cent_above(limit: ChildLimit, most: int) -> None:
    """Own net means in the twelve months before the declaration (KB 27-12-2004)."""
    children = [Child(limit, Cents(cents)) for cents in (0, most - 1, most, most + 1)]
    assert dependents(TERMS.seizable, children, ON) == 3


def test_a_child_without_means_needs_no_figure_and_one_with_means_does() -> None:
    """The limits of 2026 were not found: only who needs them is refused."""
    later = plans.LAST + timedelta(days=1)
    assert dependents(TERMS.seizable, [Child(ChildLimit.SINGLE)] * 7, later) == 7
    with pytest.raises(NoFigures) as refused:
        dependents(TERMS.seizable, [Child(ChildLimit.SINGLE, Cents(1))], later)
    assert refused.value.place == "plan.yaml: seizable.child_income.single"
    with pytest.raises(BadAmount):
        dependents(TERMS.seizable, [Child(ChildLimit.SINGLE, Cents(-1))], ON)
