"""The structured reference (OGM): ten digits and two that check them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.be import ogm_vcs

from protocols.claims.reference import BadReference, Ogm, is_ogm, is_twelve, plain_reference

numbers = st.integers(0, 10**10 - 1)


@given(numbers)
def test_a_reference_made_from_a_number_is_read_back(number: int) -> None:
    """With its signs, without them, and as another library writes and checks it."""
    made = Ogm.of(number)
    assert Ogm.parse(str(made)) == Ogm.parse(made.digits) == made
    assert int(made.digits[:10]) == number
    assert ogm_vcs.is_valid(made.digits)


@given(st.text("0123456789", min_size=12, max_size=12))
def test_twelve_digits_are_judged_as_another_library_does(digits: str) -> None:
    """python-stdnum knows the same rule; 00 as check digits exists in neither."""
    assert is_ogm(digits) is ogm_vcs.is_valid(digits)


@given(numbers, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number: int, place: int, more: int) -> None:
    """97 is a prime that divides no single change; the payment goes to the work list."""
    digits = Ogm.of(number).digits
    wrong = f"{digits[:place]}{(int(digits[place]) + more) % 10}{digits[place + 1 :]}"
    with pytest.raises(BadReference):
        Ogm(wrong)


def test_a_remainder_of_nothing_is_written_as_97() -> None:
    """The rule of the format: 0 becomes 97."""
    assert Ogm.of(0).digits == "000000000097"
    assert Ogm.of(97).digits == "000000009797"
    assert str(Ogm.parse("090933755493")) == "+++090/9337/55493+++"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "000000000000",
        "09093375549",
        "0909337554930",
        "09093375549x",
        "०९०९३३७५५४९३",
        "+++///+++",
    ],
)
def test_what_is_no_reference_is_refused_without_being_repeated(text: str) -> None:
    """Also digits of another script, and check digits 00. A message never holds the input."""
    with pytest.raises(BadReference) as caught:
        Ogm.parse(text)
    assert not text or text not in str(caught.value)


@pytest.mark.parametrize("number", [-1, 10**10])
def test_a_number_that_is_too_long_makes_no_reference(number: int) -> None:
    """Ten digits and no more."""
    with pytest.raises(BadReference):
        Ogm.of(number)


def test_the_look_of_a_reference_is_not_yet_a_reference() -> None:
    """The work list tells a typing error apart from a text."""
    assert is_twelve("090933755494")
    assert not is_ogm("090933755494")
    assert not is_twelve("factuur 2026")
    assert plain_reference(" f-2026/12 ") == "F202612"
