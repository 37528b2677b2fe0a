"""Where a claim stands: its ordinary term first, and never a disputed or time-barred one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.claims.categories import ClaimTerms, CostTerms, Decided, opened
from protocols.claims.claim import Claim, Phase
from protocols.claims.ordinary import (
    NoRecovery,
    Standing,
    costs_refused,
    enters_on,
    for_plan,
    limitation_of,
    no_recovery,
    overview,
    place,
    standing,
    steps_left,
)
from protocols.claims.words import Cost, Lane, OwnStep, PlanUse
from protocols.money import Cents
from protocols.plan.words import Within
from protocols.privacy.consent import Purpose
from protocols.rules import Rule
from tests.support.claims import DUE, SCHOOL, charged, claim

ENTERS = DUE + timedelta(days=31)
FROM = date(2020, 1, 1)


def terms(plans: PlanUse = PlanUse.INCLUDED, until: date | None = None) -> ClaimTerms:
    """A city with school invoices only."""

    def _row(value: object, doubt: str = "") -> dict[str, tuple[Rule[Decided[object]], ...]]:
        return {"school": (Rule(Decided(value, doubt), "unit", "bron", FROM, until),)}

    return ClaimTerms(
        _row(replace(SCHOOL.kind, plans=plans)),  # type: ignore[arg-type]
        _row(30),  # type: ignore[arg-type]
        _row(SCHOOL.limitation, "niet bevestigd: de termijn"),  # type: ignore[arg-type]
        _row(SCHOOL.costs),  # type: ignore[arg-type]
        _row(SCHOOL.steps),  # type: ignore[arg-type]
    )


def test_a_claim_enters_after_its_due_date_and_its_ordinary_term() -> None:
    """OSLO workshop 2: first the ordinary track. Thirty days after 10 March is 9 April."""
    assert enters_on(claim(), SCHOOL) == ENTERS == date(2026, 4, 10)
    assert standing(claim(), SCHOOL, ENTERS) is Standing.OVERVIEW


def test_a_claim_does_not_enter_a_day_earlier() -> None:
    """The pair."""
    assert standing(claim(), SCHOOL, ENTERS - timedelta(days=1)) is Standing.ORDINARY
    assert standing(claim(), SCHOOL, DUE) is Standing.ORDINARY


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"disputed_on": ENTERS}, Standing.DISPUTED),
        ({"disputed_on": ENTERS + timedelta(days=1)}, Standing.OVERVIEW),
        ({"limitation_on": ENTERS}, Standing.TIME_BARRED),
        ({"limitation_on": ENTERS + timedelta(days=1)}, Standing.OVERVIEW),
        ({"limitation_on": ENTERS, "disputed_on": DUE}, Standing.DISPUTED),
        ({"limitation_on": ENTERS, "disputed_on": ENTERS}, Standing.TIME_BARRED),
        ({"paid_cents": Cents(10_000), "limitation_on": ENTERS}, Standing.SETTLED),
    ],
)
def test_disputed_time_barred_and_settled_claims_never_enter(
    fields: dict[str, object], expected: Standing
) -> None:
    """A dispute counts from its day on; a limitation date is the first day that is too late."""
    assert standing(claim(**fields), SCHOOL, ENTERS) is expected  # type: ignore[arg-type]


def test_the_date_of_the_source_goes_before_the_first_one() -> None:
    """Only the source knows what happened; without it the term counts from the due date."""
    assert limitation_of(claim(), SCHOOL) == date(2027, 3, 11)
    assert limitation_of(claim(limitation_on=date(2026, 9, 1)), SCHOOL) == date(2026, 9, 1)


def test_a_category_without_rules_is_not_shown() -> None:
    """Absent means forbidden; also when the rules ended."""
    assert standing(claim(), None, ENTERS) is Standing.NOT_REGULATED
    assert overview([claim(category="onbekend")], terms(), ENTERS) == ()
    assert overview([claim()], terms(until=ENTERS - timedelta(days=1)), ENTERS) == ()
    assert overview([claim()], terms(until=ENTERS), ENTERS) == (claim(),)


def test_the_overview_is_the_oldest_first_and_carries_its_doubts() -> None:
    """The table per household reads from old to new."""
    old = claim("v-9", due_on=DUE - timedelta(days=3))
    found = overview([claim("v-2"), old, claim("v-1")], terms(), ENTERS)
    assert [one.claim_id for one in found] == ["v-9", "v-1", "v-2"]
    (placed,) = place([claim()], terms(), ENTERS)
    assert placed.doubts == ("niet bevestigd: de termijn",)


def test_an_excluded_category_is_shown_but_not_planned() -> None:
    """OSLO workshop 2: excluded claim types are a parameter of the city."""
    assert for_plan([claim()], terms(), ENTERS) == (claim(),)
    assert for_plan([claim()], terms(PlanUse.EXCLUDED), ENTERS) == ()
    assert overview([claim()], terms(PlanUse.EXCLUDED), ENTERS) == (claim(),)


def test_the_school_does_its_own_steps_before_anything_is_recovered() -> None:
    """Issue 7: personal, the school's own steps first."""
    begun = claim(phase=Phase(1, None, frozenset({OwnStep.INVOICE, OwnStep.REMINDER})))
    assert steps_left(begun, SCHOOL) == (OwnStep.RIGHTS_CHECK,)
    assert no_recovery(begun, SCHOOL, ENTERS) == (NoRecovery.OWN_STEPS_FIRST,)
    ready = claim(phase=Phase(1, None, frozenset(SCHOOL.steps)))
    assert no_recovery(ready, SCHOOL, ENTERS) == ()


def test_costs_that_are_not_allowed_bar_recovery() -> None:
    """On a school invoice nothing comes on top; elsewhere what the terms allow."""
    ready = claim(
        amount=charged(10_000, reminder=500, bailiff=100),
        phase=Phase(1, None, frozenset(SCHOOL.steps)),
    )
    assert costs_refused(ready, SCHOOL) == {Cost.REMINDER, Cost.BAILIFF}
    assert no_recovery(ready, SCHOOL, ENTERS) == (NoRecovery.COSTS_NOT_ALLOWED,)
    costs = CostTerms(frozenset({Cost.REMINDER, Cost.BAILIFF}), Within.COSTS_FIRST)
    assert no_recovery(ready, replace(SCHOOL, costs=costs), ENTERS) == ()
    assert no_recovery(ready, None, ENTERS) == (NoRecovery.NOT_IN_OVERVIEW,)


def test_only_consent_opens_the_own_lane() -> None:
    """Wgs: arrears with the municipality are no signal. Consent to something else is none."""
    assert not opened(Lane.OWN_UNTIL_CONSENT, set())
    assert not opened(Lane.OWN_UNTIL_CONSENT, {Purpose.INCOME, Purpose.CREDITORS})
    assert opened(Lane.OWN_UNTIL_CONSENT, {Purpose.DOSSIER})
    assert opened(Lane.WITH_CASE, set())


def test_without_a_row_the_lane_stays_closed_and_every_loss_must_be_confirmed() -> None:
    """Absent means forbidden."""
    assert ClaimTerms().lane_on(ENTERS) is Lane.OWN_UNTIL_CONSENT
    assert ClaimTerms().limits_on(ENTERS) is None
    assert ClaimTerms().effects_on(ENTERS) == {}


claims = st.builds(
    claim,
    st.sampled_from(["v-1", "v-2"]),
    due_on=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    disputed_on=st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    paid_cents=st.sampled_from([Cents(0), Cents(10_000)]),
)


@given(st.lists(claims, max_size=5), st.dates(date(2025, 1, 1), date(2028, 1, 1)))
def test_nothing_in_an_overview_is_young_disputed_barred_or_paid(
    found: list[Claim], on: date
) -> None:
    """For any claims, on any day."""
    for one in overview(found, terms(), on):
        assert one.due_on + timedelta(days=30) < on < limitation_of(one, SCHOOL)
        assert one.disputed_on is None or one.disputed_on > on
        assert one.balance_cents > 0
