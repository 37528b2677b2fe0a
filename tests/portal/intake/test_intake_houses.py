"""House numbers merged with what follows them, and apart from it."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.intake.fields import Unread, house_parts


@pytest.mark.parametrize(
    ("number", "letter", "addition", "expected"),
    [
        ("12", "", "", (12, "")),
        ("12A", "", "", (12, "A")),
        ("12", "A", "", (12, "A")),
        ("12", "a", "", (12, "A")),
        ("12-a", "", "", (12, "A")),
        ("12 a", "", "", (12, "A")),
        ("12a bis", "", "", (12, "ABIS")),
        ("12", "a", "bis", (12, "ABIS")),
        ("12", "", "3", (12, "3")),
        ("12 bus 3", "", "", (12, "3")),
        ("12", "", "bus 3", (12, "3")),
        ("0012", "", "", (12, "")),
        ("99999", "", "", (99_999, "")),
        ("1", "", "", (1, "")),
        ("", "", "", (None, "")),
        ("", "A", "", (None, "A")),
    ],
)
def test_merged_and_apart_come_to_the_same(
    number: str, letter: str, addition: str, expected: tuple[int | None, str]
) -> None:
    """Whether the creditor has one column or three."""
    assert house_parts(number, letter, addition) == expected


@pytest.mark.parametrize("number", ["abc", "0", "100000", "-", "twaalf", "9999999999", "０"])
def test_what_holds_no_house_number_is_told(intake: Any, number: str) -> None:
    """A signal at house 0 would put strangers together."""
    with pytest.raises(Unread) as unread:
        house_parts(number, "", "")
    assert unread.value.code == "not-a-number"
    assert intake.faults(house_number=number) == (("house_number", "not-a-number"),)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"house_number": "12A"}, (12, "", "A")),
        ({"house_number": 12, "house_letter": "A"}, (12, "", "A")),
        ({"house_number": "12", "house_letter": "A", "house_addition": "2"}, (12, "", "A2")),
    ],
)
def test_a_house_number_in_a_row_lands_in_the_address(
    intake: Any, cells: Any, expected: Any
) -> None:
    """Number, and all that follows it in one."""
    address = intake.one(**cells).person.address
    assert (address.house_number, address.house_letter, address.house_addition) == expected


@pytest.mark.parametrize(
    ("column", "most"), [("house_number", 12), ("house_letter", 6), ("house_addition", 12)]
)
def test_each_part_has_a_length(intake: Any, column: str, most: int) -> None:
    """As any text."""
    text = "1" + "A" * (most - 1)
    intake.one(**{column: text})
    assert intake.faults(**{column: text + "A"}) == ((column, "too-long"),)


@pytest.mark.parametrize("column", ["house_number", "house_letter", "house_addition"])
def test_no_part_takes_a_character_that_does_not_show(intake: Any, column: str) -> None:
    """As any text."""
    assert intake.faults(**{column: "1\x1bA"}) == ((column, "bad-character"),)


@given(st.integers(1, 99_999), st.sampled_from(["", "A", "bis", "2", "hs"]))
@settings(max_examples=60)
def test_a_number_with_its_addition_is_read_back(number: int, addition: str) -> None:
    """Merged with a space or a dash, or apart: one home."""
    apart = house_parts(str(number), "", addition)
    assert apart[0] == number
    assert house_parts(f"{number} {addition}", "", "") == apart
    assert house_parts(f"{number}-{addition}", "", "") == apart


@given(st.text(max_size=12), st.text(max_size=6), st.text(max_size=12))
def test_any_text_gives_a_house_or_a_code(number: str, letter: str, addition: str) -> None:
    """Never another exception, never a number out of bounds."""
    with suppress(Unread):
        found, _ = house_parts(number, letter, addition)
        assert found is None or 1 <= found <= 99_999
        assert (found is None) is (number == "")
