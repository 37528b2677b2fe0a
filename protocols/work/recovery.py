"""Decent recovery: whether an instrument may be used, and the record of its use. Pure.

No costly step before a personal contact attempt; can't-pay is not won't-pay; every instrument
used has its recorded reason. What must come before what is the table in `instruments`.
"""

from dataclasses import dataclass
from datetime import date

from protocols.errors import Refused
from protocols.work.instruments import INSTRUMENTS, NEEDS, Ability, Instrument, Need

MOST_REASON = 200
"""Characters of a reason: enough to explain, too little for a file."""


@dataclass(frozen=True, slots=True)
class Situation:
    """How a claim stands. Days are None for what did not happen; counts are of attempts made.

    `paused_until` and `disputed_on` hold while they are set (the pause to its last day).
    """

    reminded_on: date | None = None
    personal_attempts: int = 0
    arrangement_offered_on: date | None = None
    ability: Ability = Ability.UNKNOWN
    disputed_on: date | None = None
    paused_until: date | None = None
    demanded_on: date | None = None
    payment_ordered_on: date | None = None
    protected_income_on: date | None = None


class InstrumentBarred(Refused):
    """The instrument may not be used yet, or not at all; `missing` names why."""

    code = "instrument-barred"

    def __init__(self, instrument: Instrument, missing: tuple[Need, ...]) -> None:
        self.instrument = instrument
        self.missing = missing
        told = "; ".join(NEEDS[need] for need in missing)
        super().__init__(f"Dit middel mag nu niet worden ingezet. Eerst nodig: {told}.")


class ReasonNeeded(Refused):
    """Whoever uses an instrument writes down why."""

    code = "reason-needed"


@dataclass(frozen=True, slots=True)
class InstrumentUsed:
    """An instrument that was used: when, by whom, and the reason that was recorded for it."""

    instrument: Instrument
    used_on: date
    by: str
    reason: str

    def __post_init__(self) -> None:
        """Raise ReasonNeeded: a use without a reason cannot exist."""
        if not self.reason.strip() or len(self.reason) > MOST_REASON:
            raise ReasonNeeded(f"Schrijf in 1 tot en met {MOST_REASON} tekens waarom dit nodig is.")


def unmet(instrument: Instrument, situation: Situation, on: date) -> tuple[Need, ...]:
    """What must still come before an instrument, in the order of the table; none: it may."""
    met = _met(situation, on)
    return tuple(need for need in INSTRUMENTS[instrument].needs if need not in met)


def use(
    instrument: Instrument, situation: Situation, on: date, by: str, reason: str
) -> InstrumentUsed:
    """Use an instrument. Raises InstrumentBarred with all that is missing, or ReasonNeeded."""
    missing = unmet(instrument, situation, on)
    if missing:
        raise InstrumentBarred(instrument, missing)
    return InstrumentUsed(instrument, on, by, reason)


def _met(now: Situation, on: date) -> frozenset[Need]:
    facts = {
        Need.REMINDED: _happened(now.reminded_on, on),
        Need.PERSONAL_ATTEMPT: now.personal_attempts > 0,
        Need.ARRANGEMENT_OFFERED: _happened(now.arrangement_offered_on, on),
        Need.ABILITY_KNOWN: now.ability is not Ability.UNKNOWN,
        Need.CAN_PAY: now.ability is Ability.WILL_NOT_PAY,
        Need.NOT_DISPUTED: now.disputed_on is None,
        Need.NOT_PAUSED: now.paused_until is None or now.paused_until < on,
        Need.DEMANDED: _happened(now.demanded_on, on),
        Need.PROTECTED_INCOME: _happened(now.protected_income_on, on),
        Need.PAYMENT_ORDERED: _happened(now.payment_ordered_on, on),
    }
    return frozenset(need for need, holds in facts.items() if holds)


def _happened(day: date | None, on: date) -> bool:
    return day is not None and day <= on
