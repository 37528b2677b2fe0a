"""How two records agree, field by field: for each level who does reach it and who just does not."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from matching.linkage import layout
from matching.linkage.levels import compare_born, compare_given, compare_sex, compare_surname
from matching.linkage.linker import Linker
from matching.linkage.places import contact_pattern, place_pattern
from matching.linkage.reading import Reader
from matching.linkage.vocabulary import Vocabulary
from tests.support.town import Town

Record = Mapping[str, str]
Rows = tuple[NDArray[np.int32], NDArray[np.int32], Vocabulary]
UNTIMED = settings(deadline=None)


def rows_of(one: Record, other: Record) -> Rows:
    """Two records as rows of one register."""
    words = Vocabulary()
    reader = Reader(words)
    a, b = (np.array(reader.row(record), np.int32) for record in (one, other))
    words.seal()
    return a, b, words


def given_level(one: Record, other: Record) -> str:
    """How their given names agree."""
    a, b, words = rows_of(one, other)
    return layout.GIVEN_LEVELS[compare_given(a, b, words.letters, words.sounds)]


def surname_level(one: Record, other: Record) -> str:
    """How their surnames agree."""
    a, b, words = rows_of(one, other)
    return layout.SURNAME_LEVELS[compare_surname(a, b, words.letters, words.sounds)[0]]


def place_levels(one: Record, other: Record) -> tuple[str, str, str, str]:
    """How postcode, house number, street and city agree."""
    a, b, words = rows_of(one, other)
    code = place_pattern(a, layout.POSTCODE, b, layout.POSTCODE, words.letters) // 2
    return (
        layout.POSTCODE_LEVELS[code // 80],
        layout.NUMBER_LEVELS[code // 16 % 5],
        layout.STREET_LEVELS[code // 4 % 4],
        layout.CITY_LEVELS[code % 4],
    )


def called(names: str, initials: str = "") -> Record:
    """Somebody with given names or initials."""
    return {"given_names": names, "initials": initials, "surname": "Verlen"}


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (called("Hanna"), called("Hanna"), "same"),
        (called("Hanna"), called("Hanna", "H."), "same"),
        (called("Hanna Ilse"), called("Hanna Ida"), "same"),
        (called("Hanna Ilse"), called("Hanna Roos"), "same, the second differs"),
        (called("Hanna Ilse"), called("Ilse"), "another of the names"),
        (called("Ilse Hanna"), called("Roos Ilse"), "another of the names"),
        (called("Johannes"), called("Johannis"), "near"),
        (called("Teun"), called("Tuen"), "near"),
        (called("Jan"), called("Jon"), "resembles"),
        (called("Kristel"), called("Christel"), "resembles"),
        (called("Sjoerd"), called("Sjors"), "resembles"),
        (called("Margaretha"), called("Marga"), "resembles"),
        (called("Alexander"), called("Alex"), "resembles"),
        (called("Bram"), called("Loes"), "different"),
        (called("", "H.I."), called("Hanna Ilse"), "initials"),
        (called("", "H.R."), called("Hanna Ilse"), "initial, the second differs"),
        (called("", "H."), called("Hanna"), "initial"),
        (called("H."), called("Hanna"), "initial"),
        (called("", "B."), called("Hanna"), "initial differs"),
        (called(""), called("Hanna"), "missing"),
        (called(""), called(""), "missing"),
    ],
)
def test_given_names_reach_this_level_and_no_other(one: Record, other: Record, level: str) -> None:
    """Creditors write initials, call names, one of several names, and make slips."""
    assert given_level(one, other) == level
    assert given_level(other, one) == level


def named(surname: str, prefix: str = "", partner: str = "", given: str = "Hanna") -> Record:
    """Somebody with this surname, and perhaps a partner's."""
    return {
        "surname": surname,
        "prefix": prefix,
        "partner_surname": partner,
        "given_names": given,
    }


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (named("Verlen"), named("VERLEN"), "same"),
        (named("Berg", "van den"), named("Vandenberg"), "same"),
        (named("Jansen-Prins"), named("Prins-Jansen"), "same"),
        (named("Verlen", "", "Prins"), named("Verlen-Prins"), "same"),
        (named("Jansen-Prins"), named("Jansen"), "same"),
        (named("Jansen-Prins"), named("Prins"), "part"),
        (named("Verlen", "", "Prins"), named("Prins"), "partner's"),
        (named("Verlen", "", "Prins"), named("Bakker"), "different"),
        (named("Janssen"), named("Jansen"), "near"),
        (named("Jansen"), named("Jasnen"), "near"),
        (named("Hanna", given="Verlen"), named("Verlen", given="Hanna"), "near"),
        (named("Hanna", given="Verlen"), named("Verlen", given="Roos"), "different"),
        (named("Dijkstra"), named("Dijksma"), "part"),
        (named("Holterman"), named("Holtman"), "near"),
        (named("Bakker"), named("Barkels"), "resembles"),
        (named("Verlen"), named("Verlenga"), "near"),
        (named("Verlen"), named("Bakker"), "different"),
        (named(""), named("Verlen"), "missing"),
    ],
)
def test_surnames_reach_this_level_and_no_other(one: Record, other: Record, level: str) -> None:
    """Particles, double names, partners' names and slips; family names that only resemble."""
    assert surname_level(one, other) == level
    assert surname_level(other, one) == level


def test_the_word_that_both_share_is_told_for_its_frequency() -> None:
    """Jansen says less than Smallegange: the word is needed, and only where it is the same."""
    for other, shared in (("Verlen", True), ("Verlem", False), ("Bakker", False)):
        a, b, words = rows_of(named("Verlen"), named(other))
        word = compare_surname(a, b, words.letters, words.sounds)[1]
        assert word == (b[layout.SURNAME] if shared else 0)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (19800203, 19800203, "same"),
        (19800203, 19800302, "near"),
        (19800203, 19800204, "near"),
        (19800203, 19810203, "near"),
        (19800203, 19800214, "two of three"),
        (19800203, 19970203, "two of three"),
        (19800203, 19801130, "year"),
        (19800203, 19971130, "different"),
        (19800203, 19810205, "different"),
        (19800200, 19800203, "part agrees"),
        (19800000, 19801231, "part agrees"),
        (19800200, 19800303, "part differs"),
        (19810000, 19800203, "part differs"),
        (0, 19800203, "missing"),
    ],
)
def test_birth_dates_reach_this_level_and_no_other(one: int, other: int, level: str) -> None:
    """Day and month swapped and one wrong digit are slips; two of three may be family."""
    assert layout.BORN_LEVELS[compare_born(one, other)] == level
    assert layout.BORN_LEVELS[compare_born(other, one)] == level


DATES = st.builds(
    lambda y, m, d: y * 10_000 + m * 100 + d,
    st.integers(1980, 1982),
    st.integers(0, 12),
    st.integers(0, 31),
)


@UNTIMED
@given(one=DATES, other=DATES)
def test_a_birth_date_agrees_both_ways_and_with_itself(one: int, other: int) -> None:
    """A level is of a pair, whichever of the two is the signal."""
    assert compare_born(one, other) == compare_born(other, one)
    whole = one % 100 > 0 and one // 100 % 100 > 0
    assert layout.BORN_LEVELS[compare_born(one, one)] == ("same" if whole else "part agrees")


@pytest.mark.parametrize(
    ("one", "other", "level"), [(1, 1, "same"), (1, 2, "different"), (0, 1, "missing")]
)
def test_sex_is_the_same_or_different_or_unknown(one: int, other: int, level: str) -> None:
    """1 is male, 2 female, 0 unknown."""
    assert layout.SEX_LEVELS[compare_sex(one, other)] == level


HERE = {
    "postcode": "8251 AB",
    "house_number": "12",
    "house_letter": "A",
    "street": "Wilgenstraat",
    "city": "Verzonnenstad",
}


@pytest.mark.parametrize(
    ("changed", "levels"),
    [
        ({}, ("same", "same", "same", "same")),
        ({"postcode": "8251 AC"}, ("near", "same", "same", "same")),
        ({"postcode": "8251 CD"}, ("area", "same", "same", "same")),
        ({"postcode": "3511 CD"}, ("different", "same", "same", "same")),
        ({"postcode": ""}, ("missing", "same", "same", "same")),
        ({"house_letter": ""}, ("same", "same", "same", "same")),
        ({"house_letter": "B"}, ("same", "other suffix", "same", "same")),
        ({"house_number": "13"}, ("same", "near", "same", "same")),
        ({"house_number": "112"}, ("same", "near", "same", "same")),
        ({"house_number": "45"}, ("same", "different", "same", "same")),
        ({"house_number": "", "house_letter": ""}, ("same", "missing", "same", "same")),
        ({"street": "Wilgenstr."}, ("same", "same", "same", "same")),
        ({"street": "Wilgestraat"}, ("same", "same", "near", "same")),
        ({"street": "Havenkade"}, ("same", "same", "different", "same")),
        ({"city": "Verzonnenstat"}, ("same", "same", "same", "near")),
        ({"city": "Elders"}, ("same", "same", "same", "different")),
    ],
)
def test_places_reach_these_levels_and_no_others(
    changed: Record, levels: tuple[str, str, str, str]
) -> None:
    """One thing is changed at a time; the others must not notice."""
    there = {**HERE, **changed}
    assert place_levels(HERE, there) == levels
    assert place_levels(there, HERE) == levels


def test_small_house_numbers_are_never_near() -> None:
    """3 and 4 are two homes; 112 and 113 may be a slip."""
    three, four = ({**HERE, "house_number": n, "house_letter": ""} for n in "34")
    assert place_levels(three, four)[1] == "different"


@pytest.mark.parametrize(
    ("field", "one", "near", "other"),
    [
        ("phone", "06 12345678", "06 12345679", "06 87654321"),
        ("email", "hanna@voorbeeld.nl", "hana@voorbeeld.nl", "roos@voorbeeld.nl"),
        ("national_id", "999990019", "999990018", "999990123"),
    ],
)
def test_means_of_contact_are_the_same_or_one_slip_apart_or_different(
    field: str, one: str, near: str, other: str
) -> None:
    """Each of the three fields, without the other two noticing."""
    base = {"phone": 16, "email": 4, "national_id": 1}[field]
    for value, level in ((one, "same"), (near, "near"), (other, "different"), ("", "missing")):
        a, b, words = rows_of({field: one}, {field: value})
        found = contact_pattern(a, b, words.letters)
        assert found == layout.PHONE_LEVELS.index(level) * base


@pytest.mark.parametrize(
    ("one", "other", "level", "reverse"),
    [
        (called("Hanna Ilse"), called("Hanna"), "same, one too many", "same"),
        (called("Hanna", "H.I."), called("Hanna"), "same, one too many", "same"),
        (called("", "H.I."), called("Hanna"), "initial, one too many", "initial"),
        (called("", "H.I."), called("", "H."), "initial, one too many", "initial"),
    ],
)
def test_a_second_name_that_the_register_does_not_have_is_told(
    one: Record, other: Record, level: str, reverse: str
) -> None:
    """Creditors leave names out; a register has them all, so one too many is somebody else's."""
    assert given_level(one, other) == level
    assert given_level(other, one) == reverse


_ONE_SIDED: Final = {3: 4, 11: 12}
"""Levels of given names that tell which of two has more, and what they are the other way."""


def test_all_comparisons_of_the_town_are_the_same_both_ways(linker: Linker, people: Town) -> None:
    """Signal and record change places without another answer."""
    rows = [linker.row(one) for one in (*people.register[:40], *people.signals[:20])]
    letters, sounds = linker.words
    for n, a in enumerate(rows):
        for b in rows[:n]:
            given, its = compare_given(a, b, letters, sounds), compare_given(b, a, letters, sounds)
            assert _ONE_SIDED.get(given, given) == _ONE_SIDED.get(its, its)
            assert (
                compare_surname(a, b, letters, sounds)[0]
                == compare_surname(b, a, letters, sounds)[0]
            )
            here, there = (layout.POSTCODE, layout.POSTCODE)
            assert place_pattern(a, here, b, there, letters) == place_pattern(
                b, there, a, here, letters
            )
