"""The days that nobody works, as the law of each country names them, and the terms over them."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from portal.cities.clocks import calendar_of
from portal.cities.load import city_folder, load_city
from portal.faults import BadFile
from protocols.city import City
from protocols.work.clock import DayKind, Term
from protocols.work.points import Track

WORKING, CALENDAR = Term(3, DayKind.WORKING), Term(28, DayKind.CALENDAR)


def days_of(country: str, year: int) -> set[str]:
    """The holidays of a year that do not always fall on a Sunday, as month-day."""
    easters = {"NL": 2, "BE": 2}[country]
    found = sorted(day for day in calendar_of(country).holidays if day.year == year)
    sundays = [one for one in found if one.weekday() == 6 and 3 <= one.month <= 6]
    assert len(sundays) >= easters
    return {f"{day:%m-%d}" for day in found}


def test_the_netherlands_have_those_of_article_3() -> None:
    """Algemene termijnenwet art. 3: 5 May every year, not once in five; Good Friday is put on a
    par; the Friday after Ascension is not."""
    new_year, king, liberation, christmas = "01-01", "04-27", "05-05", {"12-25", "12-26"}
    moving = {"04-03", "04-05", "04-06", "05-14", "05-24", "05-25"}
    assert days_of("NL", 2026) == {new_year, king, liberation, *christmas, *moving}
    assert "05-15" not in days_of("NL", 2026)
    assert all("05-05" in days_of("NL", year) for year in range(2021, 2041))


def test_the_kings_birthday_is_kept_on_saturday_when_it_is_a_sunday() -> None:
    """27 April 2025 was a Sunday."""
    assert "04-26" in days_of("NL", 2025)
    assert "04-27" not in days_of("NL", 2025)


def test_belgium_has_its_ten_holidays() -> None:
    """KB 18 April 1974: with 21 July, 15 August, 1 and 11 November; not 11 July (Flanders), not
    26 December, not Good Friday. The Sundays of Easter and Whitsun are weekend anyway."""
    fixed = {"01-01", "05-01", "07-21", "08-15", "11-01", "11-11", "12-25"}
    assert days_of("BE", 2026) == {*fixed, "04-05", "04-06", "05-14", "05-24", "05-25"}
    assert not days_of("BE", 2026) & {"07-11", "12-26", "04-03", "05-05", "04-27"}


@pytest.mark.parametrize(
    ("country", "start", "term", "last"),
    [
        ("NL", date(2026, 4, 30), WORKING, date(2026, 5, 6)),
        ("BE", date(2026, 4, 30), WORKING, date(2026, 5, 6)),
        ("NL", date(2026, 5, 4), WORKING, date(2026, 5, 8)),
        ("BE", date(2026, 5, 4), WORKING, date(2026, 5, 7)),
        ("BE", date(2026, 7, 20), WORKING, date(2026, 7, 24)),
        ("NL", date(2026, 7, 20), WORKING, date(2026, 7, 23)),
        ("BE", date(2026, 10, 14), CALENDAR, date(2026, 11, 12)),
        ("NL", date(2026, 10, 14), CALENDAR, date(2026, 11, 11)),
        ("NL", date(2026, 4, 16), CALENDAR, date(2026, 5, 15)),
        ("NL", date(2026, 3, 6), CALENDAR, date(2026, 4, 7)),
        ("BE", date(2026, 3, 6), CALENDAR, date(2026, 4, 3)),
        ("NL", date(2026, 11, 27), CALENDAR, date(2026, 12, 28)),
        ("BE", date(2026, 11, 28), CALENDAR, date(2026, 12, 28)),
    ],
)
def test_a_term_moves_over_the_holidays_of_its_own_country(
    country: str, start: date, term: Term, last: date
) -> None:
    """Counted by hand with a calendar at the side; Algemene termijnenwet art. 1, Ger.W. art. 53."""
    assert calendar_of(country).add(start, term) == last


@pytest.mark.parametrize("name", ["dronten", "gent"])
def test_both_cities_have_a_crisis_term_over_their_own_holidays(name: str) -> None:
    """Three working days from the day before a holiday that the other country does not have."""
    city: City = load_city(city_folder(name))
    start = {"dronten": date(2026, 5, 4), "gent": date(2026, 7, 20)}[name]
    end = {"dronten": date(2026, 5, 8), "gent": date(2026, 7, 24)}[name]
    assert city.clocks.first_contact_by(Track.CRISIS, start) == end


@pytest.mark.parametrize("name", ["dronten", "gent"])
def test_both_cities_remind_a_week_before_and_say_why(name: str) -> None:
    """A row with a source; before the first row nobody is reminded early."""
    clocks = load_city(city_folder(name)).clocks
    assert clocks.remind_days_on(date(2026, 11, 22)) == 7
    assert clocks.remind_days_on(date(2020, 1, 1)) == 0
    assert all("eigen keuze" in row.source for row in clocks.remind_days)


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ("remind_days:", "remind_day:", "remind_days", "missing-field"),
        ("  - value: 7\n", "  - value: 61\n", "remind_days[0].value", "too-much"),
        ("  - value: 7\n", "  - value: -1\n", "remind_days[0].value", "too-little"),
        (
            "  - value: 7\n    unit: days\n",
            "  - value: 7\n    unit: weeks\n",
            "remind_days[0].unit",
            "not-a-choice",
        ),
        ("LAST", "2024-01-01", "remind_days[0].valid_from", "gap"),
    ],
)
def test_reminders_that_a_city_did_not_settle_are_refused(
    tmp_path: Path, old: str, new: str, field: str, code: str
) -> None:
    """Missing, too much, too little, in weeks, or with days on which nothing is said."""
    folder = Path(shutil.copytree(city_folder("dronten"), tmp_path / "dronten"))
    text = (folder / "clocks.yaml").read_text("utf-8")
    head, last = text.split("# Zoveel dagen voor het einde")
    wanted = last.replace("2021-01-01", new) if old == "LAST" else last.replace(old, new)
    assert wanted != last
    (folder / "clocks.yaml").write_text(f"{head}#{wanted}", "utf-8")
    with pytest.raises(BadFile) as caught:
        load_city(folder)
    told = [(one.field, one.code) for one in caught.value.faults]
    assert (field, code) in told
