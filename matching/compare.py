"""How a field of a signal agrees with the register: one small function a field."""

from functools import lru_cache
from itertools import groupby
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from matching.described import Described, Known, Place, place_of
from matching.names import Given, Surname
from matching.words import SPELLINGS
from protocols.judgement import Agreement
from protocols.people import Address

SAME: Final = Agreement.SAME
NEAR: Final = Agreement.NEAR
EARLIER: Final = Agreement.EARLIER
MISSING: Final = Agreement.MISSING
DIFFERENT: Final = Agreement.DIFFERENT
HERE: Final = frozenset({SAME, NEAR})
"""The agreements of an address that place somebody in that home."""

_ONE_DIGIT: Final = frozenset(
    sign * digit * 10**place for sign in (1, -1) for digit in range(1, 10) for place in range(8)
)
"""What two dates of eight digits differ when one digit differs (and sometimes when more do)."""


class Fields(NamedTuple):
    """The agreement of every field that is compared."""

    national_id: Agreement
    surname: Agreement
    given: Agreement
    born: Agreement
    address: Agreement


def compare(person: Described, known: Known) -> Fields:
    """Hold one record of the register beside a signal."""
    return Fields(
        compare_tokens(person.id_token, known.id_token),
        compare_surnames(person.surname, known.surname),
        compare_given(person.given, known.given),
        compare_born(person.born, known.born),
        compare_addresses(person.place, known),
    )


def compare_tokens(one: bytes, other: bytes) -> Agreement:
    """Tokens of national ids: the same or not; missing on either side is missing."""
    if not one or not other:
        return MISSING
    return SAME if one == other else DIFFERENT


def compare_surnames(person: Surname, known: Surname) -> Agreement:
    """SAME in any spelling in use; NEAR with one piece or all but a letter or two the same."""
    if not person.same.isdisjoint(known.same):
        return SAME
    if not person.parts.isdisjoint(known.parts):
        return NEAR
    if not person.same or not known.same:
        return MISSING
    for one in person.spoken:
        for other in known.spoken:
            if _is_typo(one, other):
                return NEAR
    return DIFFERENT


def _is_typo(one: str, other: str) -> bool:
    """One slip (a letter more, less, other, or two swapped) from 4 letters, two from 8."""
    shortest = min(len(one), len(other))
    slips = 2 if shortest >= 8 else 1
    if shortest < 4 or abs(len(one) - len(other)) > slips:
        return False
    return OSA.distance(one, other, score_cutoff=slips) <= slips


@lru_cache(maxsize=16_384)
def _spelt(name: str) -> str:
    """A given name in its plainest spelling: Sophie and Sofie, Mohammed and Mohamed are one."""
    for old, new in SPELLINGS.items():
        name = name.replace(old, new)
    return "".join(letter for letter, _ in groupby(name.rstrip("H")))


def compare_given(person: Given, known: Given) -> Agreement:
    """SAME when the first names are, NEAR when only initials or spellings agree.

    Every name that both sides give must agree, in order: twins often share a first letter.
    A slip of the pen is DIFFERENT, for it cannot be told from a twin (Anna, Anne).
    """
    if not person or not known:
        return MISSING
    for one in person:
        for other in known:
            if all(map(_is_one_name, one, other)):
                return SAME if one[0] == other[0] and len(one[0]) > 1 else NEAR
    return DIFFERENT


def _is_one_name(one: str, other: str) -> bool:
    if one == other:
        return True
    if one[0] != other[0]:
        return False
    return len(one) == 1 or len(other) == 1 or _spelt(one) == _spelt(other)


def compare_born(person: int, known: int) -> Agreement:
    """SAME when both are whole and equal; NEAR by one digit, by day and month, or in part."""
    if not person or not known:
        return MISSING
    if not (_is_whole(person) and _is_whole(known)):
        return _compare_parts(person, known)
    if person == known:
        return SAME
    return NEAR if _is_one_digit(person, known) or _swapped(person) == known else DIFFERENT


def _is_whole(born: int) -> bool:
    return born > 10_000 and born % 100 > 0 and born // 100 % 100 > 0


def _swapped(born: int) -> int:
    return born // 10_000 * 10_000 + born % 100 * 100 + born // 100 % 100


def _is_one_digit(one: int, other: int) -> bool:
    if one - other not in _ONE_DIGIT:
        return False
    return sum(a != b for a, b in zip(str(one), str(other), strict=True)) == 1


def _compare_parts(one: int, other: int) -> Agreement:
    """Dates of which a part is unknown: the known parts must agree, the year among them."""
    pairs = [(a, b) for a, b in zip(_parts(one), _parts(other), strict=True) if a and b]
    if any(a != b for a, b in pairs):
        return DIFFERENT
    return NEAR if one >= 10_000 and other >= 10_000 else MISSING


def _parts(born: int) -> tuple[int, int, int]:
    return born // 10_000, born // 100 % 100, born % 100


def compare_addresses(person: Place, known: Known) -> Agreement:
    """With the home of today, then with the earlier ones."""
    if not person.key:
        return MISSING
    now = compare_places(person, known.place)
    if now not in HERE:
        for parts in known.earlier:
            if compare_places(person, place_of(Address(*parts))) in HERE:
                return EARLIER
    return now


def compare_places(one: Place, other: Place) -> Agreement:
    """SAME home; NEAR when one side lacks the suffix, or when street and place but no postcode do.

    Another suffix is another home, so DIFFERENT.
    """
    if not one.key or not other.key:
        return MISSING
    if one.key == other.key:
        return SAME
    if one.buildings[0] != other.buildings[0] and set(one.buildings).isdisjoint(other.buildings):
        return DIFFERENT
    if one.suffix != other.suffix:
        return DIFFERENT if one.suffix and other.suffix else NEAR
    return NEAR if _contradict(one, other) else SAME


def _contradict(one: Place, other: Place) -> bool:
    """Whether both have a postcode and those differ, though street and place agree."""
    first, second = one.buildings[0], other.buildings[0]
    return first != second and not first.startswith("AT|") and not second.startswith("AT|")
