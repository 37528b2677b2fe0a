"""Dates as creditors write them: read to the day, partly known only where that may be."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.intake.fields import Unread, day, partial_date
from protocols.people import PartialDate
from tests.support import made

NO_DATES = [
    "gisteren",
    "22-13-2026",
    "2026-13-22",
    "2026-02-30",
    "29-02-2026",
    "22-11-26",
    "2026/11/22",
    "2026-11",
    "2026",
    "11/22/2026",
    "22 november 2026",
    "20261122a",
    "2026-11-22T",
    "２０２６-11-22",
    "2026-11-22\n",
    "0000-13-00",
    "46348",
]


def _date_or_code(
    reader: Callable[[str], date | PartialDate | None], text: str
) -> date | PartialDate | str | None:
    try:
        return reader(text)
    except Unread as unread:
        return unread.code


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-02",
        "20261102",
        "02-11-2026",
        "2-11-2026",
        "2/11/2026",
        "2.11.2026",
        "02-11-2026 00:00:00",
        "2-11-2026 0:00",
        "2026-11-02T00:00:00",
        "2026-11-02 10:30:00.000",
        "2026-11-02T23:59:59Z",
        "2026-11-02T00:00:00+01:00",
    ],
)
def test_a_day_is_read_in_every_common_notation(text: str) -> None:
    """ISO, compact, Dutch, and with the time that spreadsheets and programs put behind it."""
    assert day(text) == date(2026, 11, 2)
    assert partial_date(text) == PartialDate(2026, 11, 2)


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    """American order, two digits for the year, days that do not exist."""
    for reader in (day, partial_date):
        with pytest.raises(Unread) as unread:
            reader(text)
        assert unread.value.code == "not-a-date"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1968-03-00", PartialDate(1968, 3, None)),
        ("1968-00-00", PartialDate(1968, None, None)),
        ("19680000", PartialDate(1968, None, None)),
        ("00-03-1968", PartialDate(1968, 3, None)),
    ],
)
def test_a_birth_date_may_be_partly_known(text: str, expected: PartialDate) -> None:
    """As in the Dutch register; a day of a signal may not."""
    assert partial_date(text) == expected
    with pytest.raises(Unread):
        day(text)


@pytest.mark.parametrize("text", ["0000-00-00", "00000000", "00-00-0000"])
def test_a_date_of_zeros_is_unknown_as_a_birth_date_and_none_as_a_day(text: str) -> None:
    """Somebody wrote something: the day of receipt must not silently stand in for it."""
    assert partial_date(text) is None
    with pytest.raises(Unread):
        day(text)


def test_nothing_is_no_date_and_no_fault() -> None:
    """Whether a date must be there is for the row to say."""
    assert day("") is None
    assert partial_date("") is None


@given(st.dates())
def test_a_written_date_is_read_back(on: date) -> None:
    """In every notation."""
    iso = on.isoformat()
    dutch = f"{on.day}-{on.month}-{on.year:04d}"
    for text in (iso, iso.replace("-", ""), dutch, dutch.replace("-", "/")):
        assert day(text) == on
        assert partial_date(text) == PartialDate.of(on)


@given(st.one_of(st.text(max_size=20), st.text("0123456789-/.T: Z", max_size=20)))
def test_any_text_gives_a_date_or_a_code(text: str) -> None:
    """Never another exception."""
    for reader in (day, partial_date):
        found = _date_or_code(reader, text)
        assert found is None or isinstance(found, date | PartialDate) or found == "not-a-date"


@pytest.mark.parametrize("column", ["signal_date", "arrears_since", "date_of_birth"])
def test_a_date_that_is_none_is_told_with_its_column(intake: Any, column: str) -> None:
    """Each of the three."""
    assert intake.faults(**{column: "31-02-2026"}) == ((column, "not-a-date"),)


def test_dates_of_a_row_land_in_their_places(intake: Any) -> None:
    """The day of receipt stands in for a signal date that was not told."""
    told = intake.one(
        signal_date="21-11-2026", arrears_since="01-09-2026", date_of_birth="19610417"
    )
    assert told.signal_on == date(2026, 11, 21)
    assert told.arrears_since_on == date(2026, 9, 1)
    assert told.person.born == PartialDate(1961, 4, 17)
    untold = intake.one(date_of_birth=None)
    assert untold.signal_on == made.ON
    assert untold.arrears_since_on is None
    assert untold.person.born is None
