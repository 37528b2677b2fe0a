"""Step 3, combine (samenvoegen): one household per address. Pure.

Multiple (meervoudig) is two or more signals at one address in one month; consecutive
(opeenvolgend) is another signal there in the six months before; both can hold (Divosa monitor
2023, ch. 5). BKR reads "multiple" as several creditor types, so both counts are kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from protocols.covenant.signal import ArrearsType
from protocols.ids import CreditorId, HouseholdId, ResidentId, SignalId
from protocols.judgement import NOTHING_KNOWN, Certainty, MatchKind, Surroundings
from protocols.money import Cents

WINDOW_MONTHS = 6
NOBODY = ResidentId("")
Debt = tuple[ResidentId, CreditorId, ArrearsType]


class Pattern(StrEnum):
    """How the signals of a household lie in time."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    CONSECUTIVE = "consecutive"
    MULTIPLE_CONSECUTIVE = "multiple_consecutive"


@dataclass(frozen=True, slots=True)
class Known:
    """One signal of a household. `amount_cents` is the arrears on that day, not an addition;
    `settled` when it belongs to an earlier case that was closed."""

    signal_id: SignalId
    creditor_id: CreditorId
    partner_type: str
    arrears_type: ArrearsType
    amount_cents: Cents
    signal_on: date
    crisis: bool
    resident_id: ResidentId = NOBODY
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """Stage 2: an admitted signal of somebody who lives here. Holds no name."""

    signal: Known
    household_id: HouseholdId
    resident_id: ResidentId
    kind: MatchKind
    received_on: date
    surroundings: Surroundings = NOTHING_KNOWN
    certainty: Certainty | None = None


@dataclass(frozen=True, slots=True)
class Combined:
    """Stage 3: the household as it stands with this signal.

    `signals` are those of the last six months and this month, oldest first. `total_cents` is
    what is behind now: a repeated signal repeats the same debt and is not added.
    """

    matched: Matched
    signals: tuple[Known, ...]
    pattern: Pattern
    signals_in_month: int
    partner_types_in_month: int
    total_cents: Cents


def combine(matched: Matched, known: Iterable[Known]) -> Combined:
    """Put a matched signal with what is already known of its household.

    A known signal with the same id is replaced: corrections come in this way too.
    """
    now = matched.signal
    others = (one for one in known if one.signal_id != now.signal_id)
    recent = [one for one in others if within_window(one.signal_on, now.signal_on)]
    signals = tuple(sorted((*recent, now), key=lambda one: (one.signal_on, one.signal_id)))
    month = [one for one in signals if _month(one.signal_on) == _month(now.signal_on)]
    return Combined(
        matched,
        signals,
        _pattern(len(month), len(signals) - len(month)),
        len(month),
        len({one.partner_type for one in month}),
        Cents(sum(newest(unsettled(signals)).values())),
    )


def newest(signals: Iterable[Known]) -> Mapping[Debt, int]:
    """What is behind now, in cents, per resident, creditor and kind; `signals` oldest first.

    Signals of one month are debts apart (a double one is refused at the gate); a signal in a
    later month repeats the debts of the months before, and takes their place.
    """
    months: dict[Debt, int] = {}
    totals: dict[Debt, int] = {}
    for one in signals:
        debt, month = (one.resident_id, one.creditor_id, one.arrears_type), _month(one.signal_on)
        before = totals[debt] if months.get(debt) == month else 0
        months[debt], totals[debt] = month, before + one.amount_cents
    return totals


def unsettled(signals: Iterable[Known]) -> Iterator[Known]:
    """Signals that no earlier, closed case has settled: only these are still behind."""
    return (one for one in signals if not one.settled)


def within_window(earlier: date, now: date) -> bool:
    """Whether an earlier signal lies in the month of `now` or the six months before it."""
    return 0 <= _month(now) - _month(earlier) <= WINDOW_MONTHS


def window_start(now: date) -> date:
    """First day of the month six months before the month of `now`."""
    months = _month(now) - WINDOW_MONTHS
    return date(months // 12, months % 12 + 1, 1)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _pattern(in_month: int, before: int) -> Pattern:
    if in_month > 1:
        return Pattern.MULTIPLE_CONSECUTIVE if before else Pattern.MULTIPLE
    return Pattern.CONSECUTIVE if before else Pattern.SINGLE
