"""What must be left of an income in the Netherlands: 95 %, losses of allowances, the maximum."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.money import Cents
from protocols.plan.ceiling import Ceiling, ceiling
from protocols.plan.protected import Age, DutchHousehold, KnownLoss
from protocols.plan.refusals import BadAmount, NoFigures
from protocols.plan.terms import Figure
from protocols.plan.trace import LineCode
from protocols.plan.words import Allowance, Group
from tests.support import plans
from tests.support.plans import ON, TERMS

nets = st.integers(0, 1_000_000)


def of(net: int, group: Group = Group.SINGLE, age: Age = Age.WORKING) -> Ceiling:
    """The ceiling of a household."""
    return ceiling(TERMS, DutchHousehold(group, Cents(net), age), ON)


def test_up_to_the_norm_five_percent_can_be_asked() -> None:
    """Art. 475da Rv: 95 % of the income with holiday pay is kept (aag.nl, rendement.nl)."""
    assert [of(net).cents for net in (0, 100_000, 130_000)] == [0, 5_000, 6_500]
    assert of(100_000).mark == ""


@pytest.mark.parametrize(
    ("net", "asked"),
    [
        (1, 0),
        (19, 0),
        (20, 1),
        (129_999, 6_499),
        (130_000, 6_500),
        (130_001, 6_499),
        (130_100, 6_535),
    ],
)
def test_parts_of_a_cent_stay_with_the_resident(net: int, asked: int) -> None:
    """Around the norm, to the cent; a loss of allowance rounds up as well."""
    assert of(net).cents == asked


def test_above_the_norm_the_lost_allowances_are_kept_too() -> None:
    """Half of what is above counts as lost rent allowance, 15 % as lost health allowance."""
    found = of(150_000)
    assert [(line.code, line.amount_cents) for line in found.lines] == [
        (LineCode.INCOME, 150_000),
        (LineCode.SHARE, -123_500),
        (LineCode.RENT, -10_000),
        (LineCode.HEALTH, -3_000),
    ]
    assert (found.cents, found.mark, found.doubts) == (13_500, "onzeker", (plans.UNSURE,))


def test_a_loss_that_was_calculated_elsewhere_takes_the_place_of_the_estimate() -> None:
    """From a trial calculation: then its origin is told and there is no doubt about it."""
    known = KnownLoss(Allowance.RENT, Cents(12_345), "proefberekening van 3 mei 2024")
    found = ceiling(TERMS, DutchHousehold(Group.SINGLE, Cents(150_000), losses=(known,)), ON)
    rent = next(line for line in found.lines if line.code is LineCode.RENT)
    assert (rent.amount_cents, rent.source) == (-12_345, "proefberekening van 3 mei 2024")
    assert (found.cents, found.mark) == (150_000 - 123_500 - 12_345 - 3_000, "")


def test_a_loss_counts_at_most_what_the_allowance_is() -> None:
    """`at_most`: the rent allowance cannot be lost twice."""
    rent = [line.amount_cents for line in of(230_000).lines if line.code is LineCode.RENT]
    assert rent == [-40_000]


@pytest.mark.parametrize(("net", "asked"), [(400_000, 200_000), (400_001, 200_001)])
def test_more_than_the_maximum_is_never_kept(net: int, asked: int) -> None:
    """Art. 475da lid 1 Rv: of a high income all above the maximum can be asked."""
    found = of(net)
    assert found.cents == asked
    assert found.lines[-1].code is LineCode.CAP


def test_a_couple_has_its_own_norm_and_a_pensioner_too() -> None:
    """Participatiewet art. 21 and 22: the norm of the group and the age."""
    assert of(186_000, Group.COUPLE).cents == 9_300
    assert of(145_000, age=Age.PENSION).cents == 7_250
    assert of(145_000).cents != 7_250


@pytest.mark.parametrize(
    ("group", "age", "table"),
    [
        (Group.INSTITUTION, Age.WORKING, "protected.norm.institution"),
        (Group.SINGLE_PARENT, Age.WORKING, "protected.norm.single_parent"),
        (Group.COUPLE_WITH_CHILDREN, Age.PENSION, "protected.pension_norm.couple_with_children"),
    ],
)
def test_a_group_without_a_row_is_refused(group: Group, age: Age, table: str) -> None:
    """Not regulated is not the same as unprotected."""
    with pytest.raises(NoFigures) as refused:
        of(100_000, group, age)
    assert refused.value.place == f"plan.yaml: {table}"


@pytest.mark.parametrize("on", [date(2023, 12, 31), date(2025, 1, 1)])
def test_a_half_year_that_is_not_in_the_table_is_refused(on: date) -> None:
    """The figures change twice a year; the last ones known are not simply used on."""
    with pytest.raises(NoFigures):
        ceiling(TERMS, DutchHousehold(Group.SINGLE, Cents(100_000)), on)


@given(nets)
def test_what_is_asked_and_what_is_kept_are_the_income(net: int) -> None:
    """Never negative, never more than the income, at least 95 % kept up to the norm."""
    found = of(net)
    kept = net - found.cents
    assert 0 <= kept <= 200_000
    assert sum(line.amount_cents for line in found.lines) == found.cents
    if net <= 130_000:
        assert kept == -(-net * 95 // 100)


@given(nets, st.integers(0, 300_000), st.integers(0, 300_000))
def test_known_losses_never_make_it_negative(net: int, rent: int, health: int) -> None:
    """Whatever somebody fills in; and the maximum stays the maximum."""
    losses = (
        KnownLoss(Allowance.RENT, Cents(rent), "proef"),
        KnownLoss(Allowance.HEALTH, Cents(health), "proef"),
    )
    household = DutchHousehold(Group.SINGLE, Cents(net), losses=losses)
    found = ceiling(TERMS, household, ON)
    assert 0 <= found.cents <= net
    assert net - found.cents <= 200_000


def test_a_negative_income_or_loss_is_refused() -> None:
    """At birth."""
    with pytest.raises(BadAmount):
        DutchHousehold(Group.SINGLE, Cents(-1))
    with pytest.raises(BadAmount):
        DutchHousehold(
            Group.SINGLE, Cents(1), losses=(KnownLoss(Allowance.RENT, Cents(-1), "proef"),)
        )


def test_two_doubts_about_one_line_are_both_told() -> None:
    """The norm and the share may both be unsure."""
    norm = {Group.SINGLE: plans.row(Figure(130_000, "niet bevestigd: de norm"))}
    share = plans.row(Figure(9_500, "niet bevestigd: het deel"))
    protected = replace(TERMS.protected, norm=norm, share=share)
    found = ceiling(
        replace(TERMS, protected=protected), DutchHousehold(Group.SINGLE, Cents(100_000)), ON
    )
    assert found.doubts == ("niet bevestigd: de norm; niet bevestigd: het deel",)
    assert found.lines[1].mark == "onzeker"
