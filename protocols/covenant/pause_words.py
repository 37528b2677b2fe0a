"""The words of a pause of collection: what can be asked of it, and what can happen to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from protocols.covenant.feedback import Reference
from protocols.ids import CreditorId


class EndReason(StrEnum):
    """Why a pause stops before its last day."""

    ARRANGEMENT = "arrangement"
    HELP_STOPPED = "help_stopped"
    PAID = "paid"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    SIGNAL_WITHDRAWN = "signal_withdrawn"


class Breach(StrEnum):
    """How a creditor breaks a pause: a new signal, or a step that was paused."""

    NEW_SIGNAL = "new_signal"
    COSTS = "costs"
    INTEREST = "interest"
    SUMMONS = "summons"
    BAILIFF = "bailiff"
    EVICTION = "eviction"
    CUT_OFF = "cut_off"
    CANCELLATION = "cancellation"


class Consequence(StrEnum):
    """What the covenant says follows from a broken pause. Without a row: noted, and no more."""

    NOTED = "noted"
    TALK = "talk"
    STEP_UNDONE = "step_undone"
    COSTS_VOID = "costs_void"


BROKEN_BY: Mapping[Breach, frozenset[str]] = {
    Breach.COSTS: frozenset({"incassokosten", "invorderingskosten"}),
    Breach.INTEREST: frozenset({"rente"}),
    Breach.SUMMONS: frozenset({"dagvaarding"}),
    Breach.BAILIFF: frozenset({"deurwaarder"}),
    Breach.EVICTION: frozenset({"ontruiming"}),
    Breach.CUT_OFF: frozenset({"afsluiting"}),
    Breach.CANCELLATION: frozenset({"royement"}),
}
"""The words of a covenant that a step breaks; a new signal breaks every pause."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a covenant says about a pause on the day that it begins; days are whole days.

    `paused` and `broken` are words of the covenant; `article` names where it says so.
    """

    creditor_id: CreditorId
    article: str
    until_on: date | None
    extension_days: int
    paused: tuple[str, ...]
    broken: tuple[Consequence, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """Help was accepted: ask the creditor of one signal to pause."""

    about: Reference
    on: date
    agreed: Agreed


@dataclass(frozen=True, slots=True)
class Extend:
    """Make a pause last until a later day, as far as the covenant lets."""

    on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class End:
    """Stop a pause before its last day."""

    on: date
    reason: EndReason


@dataclass(frozen=True, slots=True)
class Report:
    """The creditor did something on a day. `about` is the new signal, if that is what it did."""

    on: date
    breach: Breach
    about: Reference | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """See whether the last day has passed."""

    on: date


Command = Start | Extend | End | Report | Look


@dataclass(frozen=True, slots=True)
class Started:
    """The pause began; `agreed.until_on` is its last day."""

    about: Reference
    on: date
    until_on: date
    agreed: Agreed


@dataclass(frozen=True, slots=True)
class Extended:
    """The pause lasts longer."""

    on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class Ended:
    """The pause stopped early."""

    on: date
    reason: EndReason


@dataclass(frozen=True, slots=True)
class Broken:
    """The creditor broke the pause; `follows` is what the covenant says follows."""

    on: date
    breach: Breach
    follows: tuple[Consequence, ...]
    about: Reference | None = None


@dataclass(frozen=True, slots=True)
class Expired:
    """The last day has passed: the creditor may go on."""

    on: date


Event = Started | Extended | Ended | Broken | Expired
