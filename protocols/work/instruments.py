"""The instruments of recovery and what must come before each, as one table. Pure.

Sources: the Dutch pioneer project on public claims and its guide (PCMO), the Ombudsman, CJIB's
can/will quadrant; in Belgium WER Book XIX (free first reminder) and art. 177 DLB (payment order
only for undisputed claims after a registered demand). What is not in the table is forbidden.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Instrument(StrEnum):
    """What a city can do to be paid, lightest first."""

    REMINDER = "reminder"
    ARRANGEMENT_OFFER = "arrangement_offer"
    REGISTERED_DEMAND = "registered_demand"
    PAYMENT_ORDER = "payment_order"
    BAILIFF = "bailiff"
    SEIZURE = "seizure"


class Cost(StrEnum):
    """Whether an instrument adds costs to the debt."""

    FREE = "free"
    COSTLY = "costly"


class Force(StrEnum):
    """Whether an instrument asks or forces."""

    ASKS = "asks"
    FORCES = "forces"


class Ability(StrEnum):
    """Can and will, as somebody found out; unknown until somebody did."""

    UNKNOWN = "unknown"
    CANNOT_PAY = "cannot_pay"
    WILL_NOT_PAY = "will_not_pay"


class Need(StrEnum):
    """What must be so before an instrument may be used."""

    REMINDED = "reminded"
    PERSONAL_ATTEMPT = "personal_attempt"
    ARRANGEMENT_OFFERED = "arrangement_offered"
    ABILITY_KNOWN = "ability_known"
    CAN_PAY = "can_pay"
    NOT_DISPUTED = "not_disputed"
    NOT_PAUSED = "not_paused"
    DEMANDED = "demanded"
    PROTECTED_INCOME = "protected_income"
    PAYMENT_ORDERED = "payment_ordered"


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """One row: what it costs, whether it forces, what must come first, and says who."""

    cost: Cost
    force: Force
    needs: tuple[Need, ...]
    source: str


_N = Need
_PERSON = (_N.REMINDED, _N.PERSONAL_ATTEMPT, _N.NOT_PAUSED, _N.NOT_DISPUTED)
_KNOWN = (*_PERSON, _N.ARRANGEMENT_OFFERED, _N.ABILITY_KNOWN, _N.CAN_PAY)
_ORDER = (*_KNOWN, _N.DEMANDED)
_FORCE = (*_ORDER, _N.PAYMENT_ORDERED, _N.PROTECTED_INCOME)
_DECENT = "PCMO: geen kosten voor een persoonlijke contactpoging, geen dwang bij niet kunnen"

INSTRUMENTS: Mapping[Instrument, InstrumentRow] = {
    Instrument.REMINDER: InstrumentRow(
        Cost.FREE, Force.ASKS, (_N.NOT_PAUSED,), "WER boek XIX: eerste herinnering kosteloos"
    ),
    Instrument.ARRANGEMENT_OFFER: InstrumentRow(Cost.FREE, Force.ASKS, (), _DECENT),
    Instrument.REGISTERED_DEMAND: InstrumentRow(
        Cost.COSTLY, Force.ASKS, _KNOWN, f"DLB art. 177; Awb 4:112 en 4:113; {_DECENT}"
    ),
    Instrument.PAYMENT_ORDER: InstrumentRow(
        Cost.COSTLY, Force.FORCES, _ORDER, f"DLB art. 177; Awb 4:117; {_DECENT}"
    ),
    Instrument.BAILIFF: InstrumentRow(
        Cost.COSTLY, Force.FORCES, _FORCE, f"DLB art. 177; {_DECENT}"
    ),
    Instrument.SEIZURE: InstrumentRow(
        Cost.COSTLY,
        Force.FORCES,
        _FORCE,
        f"Ger.W. art. 1409; beslagvrije voet (NL); {_DECENT}",
    ),
}

NEEDS: Mapping[Need, str] = {
    Need.REMINDED: "een kosteloze herinnering",
    Need.PERSONAL_ATTEMPT: "een persoonlijke contactpoging (bellen of bezoek)",
    Need.ARRANGEMENT_OFFERED: "een aanbod voor een betalingsregeling",
    Need.ABILITY_KNOWN: "uitzoeken of de inwoner niet kan of niet wil betalen",
    Need.CAN_PAY: "een inwoner die wel kan betalen; wie niet kan, krijgt hulp en geen dwang",
    Need.NOT_DISPUTED: "een antwoord op de betwisting",
    Need.NOT_PAUSED: "het einde van de pauze",
    Need.DEMANDED: "een aangetekende aanmaning",
    Need.PROTECTED_INCOME: "een berekening van het inkomen dat beschermd is",
    Need.PAYMENT_ORDERED: "een dwangbevel",
}
"""What each need is called for whoever must still meet it."""
