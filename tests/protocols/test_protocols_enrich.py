"""Enrich: the city's own claims, as deep as the protocol allows and not a cent deeper."""

from dataclasses import replace
from datetime import date
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.money import Cents
from protocols.privacy.terms import Depth
from protocols.work.combine import combine
from protocols.work.enrich import ClaimsView, OpenClaim, enrich, view
from protocols.work.points import Measure
from protocols.work.weigh import measure
from tests.support import made

BANDS = (25_000, 100_000)


def claim(number: int, balance: int, principal: int = 99_900) -> OpenClaim:
    """Claim number N of the city, with what is still due."""
    name = f"OGM-{number}"
    return OpenClaim(name, "schoolfactuur", Cents(principal), Cents(balance), date(2026, 5, 1))


claims = st.lists(st.builds(claim, st.integers(1, 99), st.integers(-100, 120_000)), max_size=6)


def looked_at(number: int) -> NoReturn:
    """A claim that nobody may look at."""
    pytest.fail(f"looked at claim {number}")


@settings(deadline=None)
@given(claims)
def test_at_depth_none_nothing_leaks_not_even_how_many(owed: list[OpenClaim]) -> None:
    """Wgs; AVG art. 5(1)(c): the view of who owes nothing and who owes a lot is the same."""
    assert view(owed, Depth.NONE, BANDS) == view((), Depth.NONE, ()) == ClaimsView(Depth.NONE)
    assert ClaimsView(Depth.NONE) == ClaimsView(Depth.NONE, 0, 0, ())


def test_at_depth_none_the_claims_are_not_even_looked_at() -> None:
    """What is not read cannot end up in a log or a traceback."""
    assert view(map(looked_at, [1]), Depth.NONE, BANDS).count == 0


def test_at_depth_none_the_claims_weigh_nothing() -> None:
    """A depth that hides the claims but lets them steer the track would still tell them."""
    combined = combine(made.matched(), ())
    hidden = enrich(combined, [claim(1, 500)], Depth.NONE, BANDS)
    shown = enrich(combined, [claim(1, 500)], Depth.SUMMARY, BANDS)
    assert measure(hidden)[Measure.CITY_CLAIMS] == 0
    assert measure(shown)[Measure.CITY_CLAIMS] == 1
    assert hidden.combined is combined


@pytest.mark.parametrize(
    ("balances", "band"),
    [
        ((), 0),
        ((0,), 0),
        ((1,), 25_000),
        ((24_999,), 25_000),
        ((25_000,), 25_000),
        ((25_001,), 100_000),
        ((12_500, 12_500), 25_000),
        ((12_500, 12_501), 100_000),
        ((100_000,), 100_000),
        ((100_001,), None),
    ],
)
@pytest.mark.parametrize("depth", [Depth.SUMMARY, Depth.ALL])
def test_a_band_includes_its_upper_bound(
    balances: tuple[int, ...], band: int | None, depth: Depth
) -> None:
    """The sum of what is due lies at or under the bound; above them all there is none."""
    owed = [claim(number, balance) for number, balance in enumerate(balances)]
    assert view(owed, depth, BANDS).band_cents == band


def test_without_bands_a_summary_tells_the_count_alone() -> None:
    """No band is no reason to tell the amount."""
    assert view([claim(1, 5)], Depth.SUMMARY, ()) == ClaimsView(Depth.SUMMARY, 1, None)
    assert view([], Depth.SUMMARY, ()) == ClaimsView(Depth.SUMMARY, 0, 0)


@pytest.mark.parametrize("depth", [Depth.SUMMARY, Depth.ALL])
def test_a_claim_without_a_balance_does_not_count(depth: Depth) -> None:
    """Paid is paid; and money that the city itself owes lowers nobody's debt here."""
    paid, credit, due = claim(1, 0), claim(2, -5_000), claim(3, 25_000)
    found = view([paid, credit, due], depth, BANDS)
    assert found == view([due], depth, BANDS)
    assert (found.count, found.band_cents) == (1, 25_000)


def test_what_counts_is_the_balance_and_not_the_principal() -> None:
    """OSLO Schuldbeheer keeps hoofdsom and schuldvorderingssaldo apart."""
    assert view([claim(1, 100, principal=10**9)], Depth.SUMMARY, BANDS).band_cents == 25_000


def test_claims_are_listed_at_depth_all_and_at_no_other() -> None:
    """Eenheid van schuld, step 1: the overview of all claims comes after consent."""
    owed = [claim(2, 700), claim(1, 0), claim(3, 5)]
    assert view(owed, Depth.ALL, BANDS).claims == (owed[0], owed[2])
    assert view(owed, Depth.SUMMARY, BANDS).claims == ()
    assert [view(owed, depth, BANDS).depth for depth in Depth] == list(Depth)


@settings(deadline=None)
@given(claims, claims)
def test_a_summary_tells_apart_no_households_of_the_same_count_and_band(
    one: list[OpenClaim], other: list[OpenClaim]
) -> None:
    """AVG art. 5(1)(c): no exact amount, number, kind or day of a claim shines through."""
    first, second = (view(owed, Depth.SUMMARY, BANDS) for owed in (one, other))
    alike = (first.count, first.band_cents) == (second.count, second.band_cents)
    assert (first == second) is alike
    assert first.band_cents in {0, *BANDS, None}
    assert first == replace(view(one, Depth.ALL, BANDS), depth=Depth.SUMMARY, claims=())
