"""What must hold between dated rows: an end after its start, no two at once, no day without."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from portal.cities.fields import Row
from portal.cities.sheet import Found, Section, Sheet

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included; no last day means without end."""

    first: date
    last: date | None


def check_dates(sheet: Sheet, section: Section[R], key: Callable[[R], Hashable]) -> None:
    """Report rows that end before they begin, and rows with one key that hold on the same day."""
    for found in section.found:
        if _backwards(found.row):
            sheet.fault((*found.place, "valid_to"), "period")
    for earlier, later in overlapping(section.found, key):
        line = sheet.line(earlier.place)
        sheet.fault((*later.place, "valid_from"), "overlap", line=line)


def overlapping(
    rows: Iterable[Found[R]], key: Callable[[R], Hashable]
) -> Iterator[tuple[Found[R], Found[R]]]:
    """Pairs of rows with one key that hold on the same day: the longer standing one first."""
    standing: dict[Hashable, Found[R]] = {}
    for found in sorted(rows, key=lambda one: one.row.valid_from):
        if _backwards(found.row):
            continue
        earlier = standing.get(key(found.row))
        if earlier is not None and found.row.valid_from <= _last(earlier.row):
            yield earlier, found
        if earlier is None or _last(found.row) > _last(earlier.row):
            standing[key(found.row)] = found


def check_cover(sheet: Sheet, rows: Sequence[Found[R]], must: Period) -> None:
    """Report the first hole in the days that these rows together must cover."""
    if any(_backwards(found.row) for found in rows):
        return
    day, before = must.first, None
    for found in sorted(rows, key=lambda one: one.row.valid_from):
        if found.row.valid_from > day or day > (must.last or date.max):
            break
        if _last(found.row) >= day:
            day, before = _after(found.row), found
    if day <= (must.last or date.max - timedelta(days=1)):
        _report_hole(sheet, rows, before)


def _report_hole(sheet: Sheet, rows: Sequence[Found[R]], before: Found[R] | None) -> None:
    """A hole is repaired in the row before it, or else at the beginning of the first row."""
    if before is not None:
        sheet.fault((*before.place, "valid_to"), "gap")
        return
    first = min(rows, key=lambda one: one.row.valid_from, default=None)
    if first is not None:
        sheet.fault((*first.place, "valid_from"), "gap")


def meet(one: Row, other: Row) -> bool:
    """Whether two rows hold on a same day."""
    return max(one.valid_from, other.valid_from) <= min(_last(one), _last(other))


def span(periods: Iterable[Period]) -> Period | None:
    """From the first day of all periods to the last; None when there is no period."""
    known = list(periods)
    if not known:
        return None
    ends = [one.last for one in known]
    last = None if None in ends else max(end for end in ends if end is not None)
    return Period(min(one.first for one in known), last)


def _last(row: Row) -> date:
    return row.valid_to or date.max


def _after(row: Row) -> date:
    return row.valid_to + timedelta(days=1) if row.valid_to else date.max


def _backwards(row: Row) -> bool:
    return row.valid_to is not None and row.valid_to < row.valid_from
