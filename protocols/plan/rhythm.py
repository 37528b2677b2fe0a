"""Days and terms: one amount on a fixed day of the month, and the last term what is left."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from protocols.money import Cents
from protocols.plan.refusals import BadDay

_LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class Term:
    """One payment of a plan (termijn); `cents` is positive."""

    due_on: date
    cents: Cents


def due_days(start_on: date, day: int) -> Iterator[date]:
    """The fixed day of every month from a day on; a month too short has it on its last day.

    Ends with the calendar. Raises BadDay outside 1 to 31.
    """
    if not 1 <= day <= _LAST_DAY:
        raise BadDay
    year, month = start_on.year, start_on.month
    while year <= date.max.year:
        due_on = day_in(year, month, day)
        if due_on >= start_on:
            yield due_on
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def day_in(year: int, month: int, day: int) -> date:
    """A day of a month, or its last day where the month has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month + 1, 1) - timedelta(days=1)


def terms_of(total_cents: int, monthly_cents: int, start_on: date, day: int) -> tuple[Term, ...]:
    """Terms that repay a total to the cent: every one the monthly amount, the last what is left.

    Both amounts are positive (no terms for a total of nothing). Raises BadDay, also when the
    calendar ends before the terms do.
    """
    full, rest = divmod(total_cents, monthly_cents)
    amounts = [monthly_cents] * full + ([rest] if rest else [])
    days = due_days(start_on, day)
    terms = tuple(Term(due_on, Cents(cents)) for cents, due_on in zip(amounts, days, strict=False))
    if len(terms) < len(amounts):
        raise BadDay
    return terms
