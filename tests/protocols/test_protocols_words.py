"""The shared words: money, dates that are partly known, dated rules, refusals with a name."""

import re
from dataclasses import astuple
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from protocols.errors import Refused
from protocols.ids import ResidentId
from protocols.judgement import NOTHING_KNOWN
from protocols.money import Cents, euros
from protocols.people import Address, Name, NameUse, PartialDate, Person, Residency, Resident
from protocols.rules import Rule, in_force
from tests.support import made

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
days = st.dates(date(1850, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("cents", "written"),
    [
        (0, "€ 0,00"),
        (5, "€ 0,05"),
        (99, "€ 0,99"),
        (100, "€ 1,00"),
        (7_500, "€ 75,00"),
        (99_999, "€ 999,99"),
        (100_000, "€ 1.000,00"),
        (123_456, "€ 1.234,56"),
        (123_456_789_01, "€ 123.456.789,01"),
        (-5, "€ -0,05"),
        (-123_456, "€ -1.234,56"),
    ],
)
def test_an_amount_is_written_the_dutch_way(cents: int, written: str) -> None:
    """A resident reads the letter: comma for cents, full stop for thousands, minus in front."""
    assert euros(Cents(cents)) == written


@settings(deadline=None)
@given(st.integers(-(10**12), 10**12))
@example(-1)
@example(-100)
def test_an_amount_can_be_read_back_to_the_cent(cents: int) -> None:
    """No cent is lost or invented by writing an amount down."""
    written = euros(Cents(cents))
    assert re.fullmatch(r"€ -?\d{1,3}(\.\d{3})*,\d{2}", written)
    assert int(re.sub(r"[€ .,]", "", written)) == cents


@settings(deadline=None, max_examples=500)
@given(st.text() | st.from_regex(r"[\s0-9٠-٩-]{0,12}", fullmatch=True))
@example("\ud800")
@example("²0260101")
@example("２０２６０１０１")
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    """A register or a creditor may deliver anything at all; the reader must not fall over."""
    try:
        found = PartialDate.parse(text)
    except ValueError:
        return
    assert found is None or PartialDate.parse(str(found)) == found


@settings(deadline=None)
@given(days)
def test_a_whole_date_is_read_in_both_notations(day: date) -> None:
    """The Dutch register writes YYYYMMDD, everybody else YYYY-MM-DD."""
    for text in (f"{day:%Y%m%d}", day.isoformat(), f"  {day.isoformat()}\n"):
        found = PartialDate.parse(text)
        assert found == PartialDate.of(day) == PartialDate(day.year, day.month, day.day)
        assert found.exact == day
        assert str(found) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "found", "written"),
    [
        ("19800000", PartialDate(1980), "1980-00-00"),
        ("1980-05-00", PartialDate(1980, 5), "1980-05-00"),
        ("19800017", PartialDate(1980, None, 17), "1980-00-17"),
        ("19800031", PartialDate(1980, None, 31), "1980-00-31"),
        ("00000517", PartialDate(None, 5, 17), "0000-05-17"),
        ("0000-02-29", PartialDate(None, 2, 29), "0000-02-29"),
        ("20000229", PartialDate(2000, 2, 29), "2000-02-29"),
        ("00010203", PartialDate(1, 2, 3), "0001-02-03"),
    ],
)
def test_zeros_stand_for_what_is_unknown(text: str, found: PartialDate, written: str) -> None:
    """Logisch Ontwerp BRP: 00 is an unknown day or month, 0000 an unknown year."""
    assert PartialDate.parse(text) == found
    assert str(found) == written
    assert (found.exact is None) is (None in (found.year, found.month, found.day))


@pytest.mark.parametrize("text", ["", "  ", "0", "00000000", "0000-00-00"])
def test_nothing_or_only_zeros_is_no_date_at_all(text: str) -> None:
    """Wholly unknown is not wrong: the field is simply empty."""
    assert PartialDate.parse(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "19801301",
        "19800132",
        "19810229",
        "00000230",
        "1980",
        "198001011",
        "1980010",
        "17-05-1980",
        "17051980",
        "1980/05/17",
        "1980-0517x",
        "+1980517",
        "٢٠٢٦٠١٠١",
        "２０２６０１０１",
        "1980 517",
        "zeventig",
        "XXXXXXXX",
    ],
)
def test_what_is_no_date_is_told_without_repeating_it(text: str) -> None:
    """A wrong date of birth is still a date of birth: it may not come back in a message."""
    with pytest.raises(ValueError, match=r"not a date|month|day") as told:
        PartialDate.parse(text)
    assert text not in str(told.value)


def test_what_nobody_told_is_empty_and_never_made_up() -> None:
    """A creditor may leave anything out (LCV template); a resident is ordinary until told so."""
    person, given = Person(), Resident(ResidentId("r-1"), Name())
    told = [person.phone, person.email, person.company, person.language, person.national_id]
    told += [given.phone, given.email, given.sex, given.national_id]
    told += [value for value in astuple(Address()) if value is not None]
    assert set(told) == {""}
    assert astuple(Name()) == ("", "", "", "", "", "", NameUse.OWN)
    assert (person.born, person.address, person.name) == (None, Address(), Name())
    assert (given.born, given.address, given.earlier) == (None, None, ())
    flags = given.secret, given.under_investigation, given.guardianship, given.mail_address
    assert (given.residency, flags) == (Residency.RESIDENT, (False, False, False, False))
    assert astuple(NOTHING_KNOWN) == ("", None, 0, 0, (), "")


def test_a_national_id_is_never_shown_by_accident() -> None:
    """A BSN or INSZ must not end up in a log through a repr (UAVG art. 46)."""
    person = Person(national_id="123456782")
    resident = made.resident(1, national_id="123456782")
    assert "123456782" not in repr(person) + repr(resident)
    assert isinstance(resident, Resident)
    assert person != Person()


def test_a_rule_holds_from_its_first_day_to_its_last_and_not_around() -> None:
    """Both days are included; a law "tot en met" 31 December still holds on 31 December."""
    row = Rule("x", "-", "verzonnen", FIRST, LAST)
    one = timedelta(days=1)
    assert [row.covers(day) for day in (FIRST - one, FIRST, LAST, LAST + one)] == [
        False,
        True,
        True,
        False,
    ]


def test_a_rule_without_a_last_day_holds_on_and_one_of_a_single_day_holds_that_day() -> None:
    """None means until further notice."""
    assert Rule("x", "-", "verzonnen", FIRST).covers(date.max)
    assert not Rule("x", "-", "verzonnen", FIRST).covers(date.min)
    assert Rule("x", "-", "verzonnen", FIRST, FIRST).covers(FIRST)


def test_the_first_row_in_force_answers_and_none_is_an_answer_too() -> None:
    """A rule that is in no table is no rule: absence is not filled in."""
    old = Rule("old", "-", "verzonnen", FIRST, date(2026, 6, 30))
    new = Rule("new", "-", "verzonnen", date(2026, 7, 1))
    later = Rule("later", "-", "verzonnen", date(2026, 7, 1))
    rows = (old, new, later)
    assert in_force(rows, date(2026, 6, 30)) is old
    assert in_force(rows, date(2026, 7, 1)) is new
    assert in_force(rows, date(2025, 12, 31)) is None
    assert in_force((), FIRST) is None


def test_a_refusal_tells_its_place_when_it_has_one() -> None:
    """The asker must find the spot; without a spot no empty colon is shown."""
    bare, placed = Refused("Vul een datum in."), Refused("Vul een datum in.", place="a.csv:3")
    assert str(bare) == bare.message == "Vul een datum in."
    assert str(placed) == "a.csv:3: Vul een datum in."
    assert (bare.place, placed.place) == ("", "a.csv:3")
    assert bare.args == ("Vul een datum in.",)
    assert Refused.code == "refused"
