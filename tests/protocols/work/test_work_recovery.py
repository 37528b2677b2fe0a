"""Decent recovery: no costs before a personal attempt, no force for who cannot pay, a reason."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.work.instruments import INSTRUMENTS, NEEDS, Ability, Cost, Force, Instrument, Need
from protocols.work.recovery import (
    MOST_REASON,
    InstrumentBarred,
    InstrumentUsed,
    ReasonNeeded,
    Situation,
    unmet,
    use,
)

ON = date(2026, 11, 22)
BEFORE = date(2026, 10, 1)
WHY = "twee gesprekken gehad, wil niet betalen"
RIPE = Situation(
    reminded_on=BEFORE,
    personal_attempts=1,
    arrangement_offered_on=BEFORE,
    ability=Ability.WILL_NOT_PAY,
    demanded_on=BEFORE,
    payment_ordered_on=BEFORE,
    protected_income_on=BEFORE,
)
COSTLY = [one for one, row in INSTRUMENTS.items() if row.cost is Cost.COSTLY]
FORCING = [one for one, row in INSTRUMENTS.items() if row.force is Force.FORCES]
DAYS = st.none() | st.dates(BEFORE, ON + timedelta(days=30))
SITUATIONS = st.builds(
    Situation,
    reminded_on=DAYS,
    personal_attempts=st.integers(0, 3),
    arrangement_offered_on=DAYS,
    ability=st.sampled_from(Ability),
    disputed_on=DAYS,
    paused_until=DAYS,
    demanded_on=DAYS,
    payment_ordered_on=DAYS,
    protected_income_on=DAYS,
)


def test_every_instrument_has_a_row_with_its_source() -> None:
    """An instrument without a row would have no preconditions."""
    assert set(INSTRUMENTS) == set(Instrument)
    assert all(len(row.source) > 10 for row in INSTRUMENTS.values())
    assert set(NEEDS) == set(Need)


@pytest.mark.parametrize("instrument", Instrument)
def test_an_instrument_may_be_used_when_all_that_must_come_first_did(
    instrument: Instrument,
) -> None:
    """Who can pay and will not, after every lighter step."""
    used = use(instrument, RIPE, ON, "fd-1", WHY)
    assert used == InstrumentUsed(instrument, ON, "fd-1", WHY)


@given(st.sampled_from(COSTLY), SITUATIONS)
def test_no_costly_step_comes_before_a_personal_contact_attempt(
    instrument: Instrument, situation: Situation
) -> None:
    """PCMO: whatever else is so."""
    with pytest.raises(InstrumentBarred) as caught:
        use(instrument, replace(situation, personal_attempts=0), ON, "fd-1", WHY)
    assert Need.PERSONAL_ATTEMPT in caught.value.missing


@given(st.sampled_from(FORCING), SITUATIONS, st.sampled_from(["cannot_pay", "unknown"]))
def test_who_cannot_pay_is_not_forced_and_neither_is_who_nobody_asked(
    instrument: Instrument, situation: Situation, ability: str
) -> None:
    """CJIB's quadrant: can't-pay is not won't-pay, and not knowing is no won't-pay."""
    with pytest.raises(InstrumentBarred) as caught:
        use(instrument, replace(situation, ability=Ability(ability)), ON, "fd-1", WHY)
    assert Need.CAN_PAY in caught.value.missing


def test_who_cannot_pay_may_still_be_helped() -> None:
    """The pair: an arrangement may always be offered."""
    cannot = Situation(ability=Ability.CANNOT_PAY)
    assert use(Instrument.ARRANGEMENT_OFFER, cannot, ON, "w-1", WHY).used_on == ON
    assert unmet(Instrument.REMINDER, cannot, ON) == ()


@pytest.mark.parametrize(
    ("change", "need"),
    [
        ({"reminded_on": None}, Need.REMINDED),
        ({"reminded_on": ON + timedelta(days=1)}, Need.REMINDED),
        ({"arrangement_offered_on": None}, Need.ARRANGEMENT_OFFERED),
        ({"disputed_on": BEFORE}, Need.NOT_DISPUTED),
        ({"paused_until": ON}, Need.NOT_PAUSED),
        ({"demanded_on": None}, Need.DEMANDED),
        ({"payment_ordered_on": None}, Need.PAYMENT_ORDERED),
        ({"protected_income_on": None}, Need.PROTECTED_INCOME),
    ],
)
def test_each_precondition_bars_a_seizure_by_itself(change: dict[str, object], need: Need) -> None:
    """DLB art. 177, Awb 4:112-4:117, Ger.W. art. 1409: exactly the one that is missing is named."""
    assert unmet(Instrument.SEIZURE, replace(RIPE, **change), ON) == (need,)  # type: ignore[arg-type]


def test_a_pause_ends_after_its_last_day() -> None:
    """The pair: on the day after it a reminder may go out again."""
    paused = Situation(paused_until=ON)
    assert unmet(Instrument.REMINDER, paused, ON) == (Need.NOT_PAUSED,)
    assert unmet(Instrument.REMINDER, paused, ON + timedelta(days=1)) == ()


def test_everything_that_is_missing_is_told_at_once() -> None:
    """In the words of whoever must still do it."""
    with pytest.raises(InstrumentBarred) as caught:
        use(Instrument.BAILIFF, Situation(), ON, "fd-1", WHY)
    assert len(caught.value.missing) >= 7
    assert all(NEEDS[need] in str(caught.value) for need in caught.value.missing)


@pytest.mark.parametrize("reason", ["", " \n", "x" * (MOST_REASON + 1)])
def test_an_instrument_without_a_reason_is_not_used(reason: str) -> None:
    """Ombudsman: log why each instrument was used. The type itself refuses it."""
    with pytest.raises(ReasonNeeded):
        use(Instrument.REMINDER, Situation(), ON, "w-1", reason)
    with pytest.raises(ReasonNeeded):
        InstrumentUsed(Instrument.REMINDER, ON, "w-1", reason)


def test_heavier_instruments_ask_for_at_least_what_lighter_ones_do() -> None:
    """From the demand on the ladder only gets steeper."""
    ladder = [INSTRUMENTS[one].needs for one in COSTLY]
    for lighter, heavier in pairwise(ladder):
        assert set(lighter) <= set(heavier)
