"""National ids: a valid one is kept as digits, an invalid one is dropped and noted, no more."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.intake.fields import national_id
from protocols.covenant.signal import Circumstance

NOTED = frozenset({Circumstance.BAD_NATIONAL_ID})


def _eleven(digits: str) -> bool:
    """The eleven-test of a BSN: weights 9 to 2 and -1 (Logisch Ontwerp BSN)."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0


def _insz(year: int, month: int, day: int, number: int) -> str:
    """A Belgian number with its check: 97 minus the rest, with a 2 before it from 2000 on."""
    body = f"{year % 100:02d}{month:02d}{day:02d}{number:03d}"
    check = 97 - int(("2" if year >= 2000 else "") + body) % 97
    return f"{body}{check:02d}"


@given(st.integers(10_000_000, 999_999_999))
def test_a_bsn_is_kept_if_and_only_if_it_passes_the_eleven_test(number: int) -> None:
    """Eight digits are nine with a zero before them."""
    text = str(number)
    whole = text.zfill(9)
    assert national_id(text) == (whole if _eleven(whole) else None)


@given(st.integers(0, 9_999_999), st.integers(1, 7))
def test_fewer_digits_than_eight_are_no_bsn(number: int, width: int) -> None:
    """Also when they would pass the test with zeros before them: digits were left out."""
    assert national_id(str(number).zfill(width)) is None


@given(
    st.integers(1920, 2019),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(1, 997),
    st.integers(0, 96),
)
def test_an_insz_is_kept_if_and_only_if_its_check_is_right(
    year: int, month: int, day: int, number: int, off: int
) -> None:
    """Any other check digits are wrong, unless they are right for the other century."""
    good = _insz(year, month, day, number)
    assert national_id(good) == good
    changed = good[:9] + f"{(int(good[9:]) + off) % 100:02d}"
    other = {_insz(century + year % 100, month, day, number) for century in (1900, 2000)}
    if changed not in other:
        assert national_id(changed) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("999990019", "999990019"),
        ("9999.90.019", "999990019"),
        ("99999 0019", "999990019"),
        ("99999007", None),
        ("99999006", "099999006"),
        ("85.07.30-033.28", "85073003328"),
        ("", ""),
    ],
)
def test_signs_between_the_digits_do_not_matter(text: str, kept: str | None) -> None:
    """Dots, dashes and spaces are how people write it."""
    assert national_id(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "000000000",
        "999990018",
        "1234567",
        "12345",
        "0999990019",
        "onbekend",
        "-",
        "85073003329",
        "850730033281",
        "９９９９９００１９",
        "²²²²²²²²²",
        "٩٩٩٩٩٠٠١٩",
        "9" * 500,
        "\x00",
    ],
)
def test_an_invalid_id_is_dropped_and_noted_and_never_refused(intake: Any, text: str) -> None:
    """The signal counts; who it is about is found without the id."""
    found = intake.one(national_id=text)
    assert found.person.national_id == ""
    assert found.circumstances == NOTED


def test_a_valid_id_is_kept_and_nothing_is_noted(intake: Any) -> None:
    """Nor is it where there was none."""
    kept, none = intake.one(national_id="9999.90.019"), intake.one()
    assert kept.person.national_id == "999990019"
    assert none.person.national_id == ""
    assert kept.circumstances == none.circumstances == frozenset()


@given(st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_no_text_in_the_id_refuses_a_row(intake: Any, text: str) -> None:
    """It is kept as digits, or not at all."""
    found = intake.one(national_id=text)
    kept = found.person.national_id
    assert kept == "" or (kept.isascii() and kept.isdigit() and len(kept) in {9, 11})
    assert (found.circumstances == NOTED) is (not kept and bool(text.strip()))
