"""Which wide keys may serve is measured in the register itself."""

from collections.abc import Iterator
from itertools import product

from matching.normal import Normal, normalise
from matching.tokens.choosing import FIRST_LOOK, chosen_kinds
from matching.tokens.keys import CORE_KINDS, WIDE_KINDS

FAMILY_OF = ("Aap", "Noot", "Mies", "Wim", "Zus", "Jet")
STREET_NUMBER_POSTCODE = 36
GIVEN_AND_NUMBER = 15


def _town(households: int, members: int) -> Iterator[tuple[int, Normal]]:
    """So many homes with so many people of one family in each."""
    for row, (home, member) in enumerate(product(range(households), range(members))):
        yield (
            row,
            normalise(
                {
                    "given_names": FAMILY_OF[member] + "abcdefghij"[home % 10],
                    "surname": "Fam" + "abcdefghijklmnopqrstuvwxyz"[home % 26] * 2,
                    "date_of_birth": f"{1930 + (row * 7) % 70}-{1 + row % 12:02}-{1 + row % 28:02}",
                    "street": f"Straat {'abcdefghij'[home // 50 % 10] * 3}",
                    "house_number": str(home % 50 + 1),
                    "postcode": f"{8200 + home // 500}{chr(65 + home // 50 % 10)}A",
                    "city": "Stad",
                }
            ),
        )


def test_where_people_live_together_an_address_is_no_key() -> None:
    """Half a town shares its home with somebody: a key of the home would open housemates."""
    assert STREET_NUMBER_POSTCODE not in chosen_kinds(_town(500, 3))


def test_where_everybody_lives_alone_an_address_is_a_key() -> None:
    """In a thinly filled register it finds who is written down with many mistakes."""
    assert STREET_NUMBER_POSTCODE in chosen_kinds(_town(500, 1))


def test_the_core_is_always_there_and_an_empty_register_adds_nothing() -> None:
    """A kind of which the register has no key at all would only cost slots."""
    assert chosen_kinds([]) == CORE_KINDS
    assert chosen_kinds(_town(500, 3)) >= CORE_KINDS
    assert chosen_kinds(_town(500, 1)) <= CORE_KINDS | WIDE_KINDS


def test_two_addresses_of_one_person_are_no_two_people() -> None:
    """A row that comes twice shares its keys with itself only."""
    once = list(_town(300, 1))
    assert chosen_kinds([*once, *once]) == chosen_kinds(once)


def test_what_is_shared_only_in_a_large_register_is_left_out_there() -> None:
    """Near-unique is a property of a register, not of a key: looked at again at every doubling."""
    many = 3 * FIRST_LOOK
    people = [(row, _alike(row)) for row in range(many)]
    small = chosen_kinds(people[:500])
    assert small > chosen_kinds(people)


def _alike(row: int) -> Normal:
    """One of few birth dates, given names and numbers, so that they are shared in the end."""
    return normalise(
        {
            "given_names": FAMILY_OF[row % 6] + "abcdefghijklmnopqrst"[row % 20],
            "surname": "Naam" + "abcdefghijklmnopqrst"[row % 20],
            "date_of_birth": f"{1950 + row % 47}-{1 + row % 12:02}-{1 + row % 5:02}",
            "house_number": str(row % 11 + 1),
            "street": "Weg",
            "city": "Stad",
        }
    )
