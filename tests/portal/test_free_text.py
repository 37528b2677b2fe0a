"""A reason that goes into the audit log holds no personal data that can be recognised."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.free_text import MOST, NotInALog, check_reason

BSN, INSZ, IBAN = "999990019", "93051822361", "NL91ABNA0417164300"


@pytest.mark.parametrize(
    "text",
    [
        f"klant {BSN} belde",
        f"klant{BSN}x",
        "9999.90.019",
        "9999 90 019",
        f"nr 1{BSN}2",
        "INSZ 93.05.18-223.61",
        INSZ,
        f"rekening {IBAN}",
        "rekening NL91 ABNA 0417 1643 00 is dicht",
        "nl91abna0417164300",
        "BE68 5390 0754 7034",
        "mail naar iemand@example.org",
        "",
        "   ",
        "x" * (MOST + 1),
        "regel een\nregel twee",
    ],
)
def test_what_may_tell_of_a_person_is_refused_and_not_repeated(text: str) -> None:
    """The refusal itself may stand in a terminal log."""
    with pytest.raises(NotInALog) as refusal:
        check_reason(text)
    assert not text.strip() or text.strip() not in str(refusal.value)
    assert BSN not in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "storing in de koppeling op 22-11-2026, issue 481",
        "kapot bestand, schuldeiser levert 2026-12-01 opnieuw aan",
        "partitie 3, plaats 1042",
        "x" * MOST,
    ],
)
def test_a_plain_reason_is_taken(text: str) -> None:
    """Days, counts and numbers of issues are no personal data."""
    assert check_reason(f"  {text} ") == text


@given(st.dates(date(2020, 1, 1), date(2039, 12, 31)))
def test_a_day_is_no_bsn(day: date) -> None:
    """One in eleven days would pass the test of a BSN."""
    text = f"storing van {day.isoformat()} tot {day:%d-%m-%Y}"
    assert check_reason(text) == text


@given(st.text(alphabet="abc ,", max_size=60), st.text(alphabet="abc ,", max_size=60))
def test_a_bsn_is_found_wherever_it_stands(before: str, after: str) -> None:
    """With any words around it."""
    with pytest.raises(NotInALog):
        check_reason(f"{before}{BSN}{after}")
