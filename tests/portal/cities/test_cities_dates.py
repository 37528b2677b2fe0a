"""Overlaps and holes between dated rows, against counting the days one by one."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.cities.checks import Period, check_cover, check_dates, meet, overlapping, span
from portal.cities.fields import Row
from portal.cities.nodes import Document
from portal.cities.sheet import Found, Section, Sheet
from portal.faults import Fault

START = date(2021, 1, 1)
HORIZON = 40
Days = tuple[int, int | None]


def day(number: int) -> date:
    """A day by its number."""
    return START + timedelta(days=number)


def found(rows: list[Days]) -> tuple[Found[Row], ...]:
    """Rows from one day to another; None has no end."""
    return tuple(
        Found(
            ("rijen", number),
            Row(
                unit="days",
                source="verzonnen",
                valid_from=day(first),
                valid_to=None if last is None else day(last),
            ),
        )
        for number, (first, last) in enumerate(rows)
    )


def covers(rows: list[Days], number: int) -> int:
    """How many rows hold on a day, counted plainly."""
    return sum(first <= number and (last is None or number <= last) for first, last in rows)


def sheet() -> tuple[Sheet, list[Fault]]:
    """An empty sheet and the list its faults go to."""
    faults: list[Fault] = []
    return Sheet(Document("een.yaml", {}, {}), faults), faults


spans = st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(0, 9))).map(
    lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
)


@given(st.lists(spans, max_size=6))
def test_rows_overlap_when_some_day_has_two(rows: list[Days]) -> None:
    """No overlap is missed and none is made up."""
    pairs = list(overlapping(found(rows), lambda _: None))
    assert bool(pairs) == any(covers(rows, number) > 1 for number in range(HORIZON))
    assert all(meet(one.row, other.row) for one, other in pairs)


@given(st.lists(spans, max_size=6))
def test_rows_with_different_keys_never_overlap(rows: list[Days]) -> None:
    """Two teams may exist on one day."""
    numbers = iter(range(100))
    assert not list(overlapping(found(rows), lambda _: next(numbers)))


@given(st.lists(spans, min_size=1, max_size=6), st.integers(0, 20), st.integers(0, 19))
def test_a_hole_is_a_day_without_a_row(rows: list[Days], first: int, length: int) -> None:
    """Only days that must be covered count; several rows may do it together."""
    paper, faults = sheet()
    check_cover(paper, found(rows), Period(day(first), day(first + length)))
    hole = any(not covers(rows, number) for number in range(first, first + length + 1))
    assert [one.code for one in faults] == ["gap"] * hole


@given(st.lists(spans, min_size=1, max_size=6), st.integers(0, 20))
def test_without_an_end_the_rows_must_go_on_for_ever(rows: list[Days], first: int) -> None:
    """A covenant until further notice needs terms until further notice."""
    paper, faults = sheet()
    check_cover(paper, found(rows), Period(day(first), None))
    hole = any(not covers(rows, number) for number in range(first, HORIZON + 1))
    assert [one.code for one in faults] == ["gap"] * hole


def test_a_row_that_ends_before_it_begins_is_reported_once() -> None:
    """It holds on no day, so it overlaps nothing and its hole is not reported besides."""
    paper, faults = sheet()
    rows = found([(10, 5), (7, None)])
    check_dates(paper, Section(("rijen",), rows, ()), lambda _: None)
    check_cover(paper, rows, Period(day(0), None))
    assert [(one.field, one.code) for one in faults] == [("rijen[0].valid_to", "period")]


def test_a_hole_is_pointed_out_in_the_row_before_it() -> None:
    """That is the row to lengthen; at the very beginning it is the first row."""
    paper, faults = sheet()
    check_cover(paper, found([(10, None), (0, 8)]), Period(day(0), None))
    check_cover(paper, found([(4, None), (8, None)]), Period(day(0), None))
    assert [one.field for one in faults] == ["rijen[1].valid_to", "rijen[0].valid_from"]


def test_the_last_day_of_the_calendar_is_no_trouble() -> None:
    """Counting on from it would fail."""
    far = Row(unit="days", source="x", valid_from=date(2021, 1, 1), valid_to=date(2200, 12, 31))
    paper, faults = sheet()
    check_cover(paper, (Found(("rijen", 0), far),), Period(date(2021, 1, 1), date(2200, 12, 31)))
    assert not faults


def test_the_span_of_periods_runs_from_the_first_to_the_last() -> None:
    """One without end makes the whole without end; none at all has no span."""
    assert span([]) is None
    assert span([Period(day(3), day(5)), Period(day(1), day(2))]) == Period(day(1), day(5))
    assert span([Period(day(3), None), Period(day(1), day(9))]) == Period(day(1), None)
