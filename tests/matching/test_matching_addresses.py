"""Addresses: one key for a home, whatever the spelling, and never one key for two homes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.normalise import address_key, building_key, house, postcode
from protocols.people import Address

numbers = st.integers(1, 99_999)
letters = st.sampled_from(["", "A", "b", "C", "H"])
additions = st.sampled_from(["", "1", "2", "bis", "III", "12", "zw"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("8251 ab", "8251AB"),
        ("8251-AB", "8251AB"),
        ("NL-8251AB", "8251AB"),
        ("9000", "9000"),
        ("B-9000", "9000"),
        ("BE 9000", "9000"),
        ("0123AB", ""),
        ("8251A", ""),
        ("12345", ""),
        ("", ""),
    ],
)
def test_a_postcode_is_dutch_or_belgian_or_nothing(text: str, code: str) -> None:
    """A foreign or broken postcode must not look like one of ours."""
    assert postcode(text) == code


@pytest.mark.parametrize(
    ("text", "number", "suffix"),
    [
        ("12A", 12, "A"),
        ("12-a bis", 12, "ABIS"),
        ("12 bus 3", 12, "3"),
        ("12 bte 003", 12, "3"),
        ("12/3", 12, "3"),
        ("12 2-hoog", 12, "2"),
        ("12 huis", 12, "HS"),
        ("nr. 12", 12, ""),
        (12, 12, ""),
        ("0", None, ""),
        ("100000", None, ""),
        ("9" * 5_000, None, ""),
        ("", None, ""),
        (None, None, ""),
    ],
)
def test_a_house_number_has_a_number_and_a_suffix(
    text: str | int | None, number: int | None, suffix: str
) -> None:
    """Creditors put everything in one column; numbers run from 1 to 99999."""
    assert house(text) == (number, suffix)


@given(numbers, letters, additions, st.sampled_from(["-", " ", "/", " - "]))
def test_merged_and_separate_house_numbers_have_one_key(
    number: int, letter: str, addition: str, between: str
) -> None:
    """The register has three columns, the creditor one, or none but the street."""
    merged = f"{number}{letter}{between}{addition}"
    separate = Address("Kerkstraat", number, letter, addition, "8251AB", "Dronten")
    behind = Address(f"Kerkstraat {merged}", None, "", "", "8251 ab", "Dronten")
    assert house(merged) == house(number, letter, addition)
    assert address_key(behind) == address_key(separate)
    assert address_key(Address("", number, "", letter + between + addition, "8251ab")) == (
        address_key(separate)
    )


@given(numbers, letters, additions, numbers, letters, additions)
def test_another_number_or_suffix_is_another_home(
    number: int, letter: str, addition: str, number2: int, letter2: str, addition2: str
) -> None:
    """A worker stands at one door; the building is that of the number alone."""
    one = Address("Kerkstraat", number, letter, addition, "8251AB")
    other = Address("Kerkstraat", number2, letter2, addition2, "8251AB")
    is_same = house(number, letter, addition) == house(number2, letter2, addition2)
    assert (address_key(one) == address_key(other)) == is_same
    assert (building_key(one) == building_key(other)) == (number == number2)


@pytest.mark.parametrize(
    "address",
    [
        Address("Veldstr.", 12, "", "bus 3", "9000", "Gent"),
        Address("VELDSTRAAT", 12, "", "0003", "B-9000"),
        Address("Veldstraat 12 bus 3", None, "", "", "9000"),
        Address("Veldstraat 12", 12, "", "b3", "9000", "Gand"),
    ],
)
def test_a_belgian_home_needs_its_street(address: Address) -> None:
    """A Belgian postcode covers a whole place."""
    assert address_key(address) == "BE|9000|VELDSTRAAT|12|3"
    assert building_key(address) == "BE|9000|VELDSTRAAT|12"


@pytest.mark.parametrize(
    "address",
    [
        Address("Burg. van der Veldelaan", 3, "", "", "", "Dronten"),
        Address("Burgemeester v.d. Veldeln", 3, "", "", "", "DRONTEN"),
        Address("burgemeester VELDELAAN 3", None, "", "", "", "Drönten"),
    ],
)
def test_without_a_postcode_street_and_place_make_the_key(address: Address) -> None:
    """The register has older addresses without postcode."""
    assert address_key(address) == "AT|DRONTEN|BURGEMEESTERVELDELAAN|3|"


def test_a_number_in_the_name_of_a_street_stays_there() -> None:
    """And a very long street is no harder to read than a short one."""
    for street in ("Plein 1945", "1e Wijk"):
        split = Address(street, 7, "", "", "", "Dronten")
        assert address_key(split).endswith(f"{street.split()[-1].upper().replace('IJ', 'Y')}|7|")
    merged = Address("1e Wijk 7", None, "", "", "", "Dronten")
    assert address_key(merged) == address_key(Address("1e Wijk", 7, "", "", "", "Dronten"))
    assert address_key(Address("a " * 50_000 + "1", None, "", "", "8251AB")) == "NL|8251AB|1|"


def test_a_location_has_a_key_without_number() -> None:
    """A houseboat has a description instead of a street (element 12.10)."""
    assert address_key(Address("Woonboot De Hoop", None, "", "", "", "Dronten"))


@pytest.mark.parametrize(
    "address",
    [
        Address(),
        Address(postcode="8251AB"),
        Address(house_number=12),
        Address(postcode="9000", house_number=12),
        Address("Kerkstraat", 12),
        Address(city="Dronten", house_number=12),
    ],
)
def test_too_little_makes_no_key(address: Address) -> None:
    """Kerkstraat 12 is in every village; half an address must not join households."""
    assert address_key(address) == ""
    assert building_key(address) == ""


def test_the_hague_has_two_names() -> None:
    """The register writes 's-Gravenhage, everybody else Den Haag."""
    official, usual = (Address("Spui", 1, city=city) for city in ("'s-Gravenhage", "Den Haag"))
    assert address_key(official) == address_key(usual)
