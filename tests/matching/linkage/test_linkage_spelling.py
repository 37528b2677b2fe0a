"""How alike words are: the same as RapidFuzz says, which is the oracle here and not in the path."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, Jaro, JaroWinkler

from matching.linkage.spelling import (
    digits_apart,
    jaro_winkler,
    likeness,
    one_slip,
    starts_with,
)
from matching.linkage.vocabulary import Vocabulary

WORDS = st.text("ABCDE", min_size=1, max_size=23) | st.text("ANS4", min_size=1, max_size=9)
UNTIMED = settings(deadline=None)
"""The first call compiles."""
BOOSTED_FROM = 0.7
"""RapidFuzz counts a common beginning from this similarity on; Winkler (1990) did always."""


@UNTIMED
@given(one=WORDS, other=WORDS)
def test_likeness_of_words_is_what_rapidfuzz_says(
    spelled: Vocabulary, one: str, other: str
) -> None:
    """Two independent implementations; a common beginning counts for a tenth a letter, up to 4."""
    found = jaro_winkler(spelled.letters, spelled.number(one), spelled.number(other))
    jaro, same = Jaro.similarity(one, other), 0
    while same < min(4, len(one), len(other)) and one[same] == other[same]:
        same += 1
    assert found == pytest.approx(jaro + same * 0.1 * (1 - jaro), abs=1e-9)
    if jaro > BOOSTED_FROM:
        assert found == pytest.approx(JaroWinkler.similarity(one, other), abs=1e-9)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("MARTHA", "MARHTA", 0.961111), ("DWAYNE", "DUANE", 0.84), ("DIXON", "DICKSONX", 0.813333)],
)
def test_likeness_is_that_of_the_published_examples(
    spelled: Vocabulary, one: str, other: str, alike: float
) -> None:
    """Winkler's own examples (1990)."""
    found = jaro_winkler(spelled.letters, spelled.number(one), spelled.number(other))
    assert found == pytest.approx(alike, abs=1e-6)


@UNTIMED
@given(one=WORDS, other=WORDS, least=st.floats(0, 1))
def test_the_quick_look_never_loses_a_pair_that_is_alike_enough(
    spelled: Vocabulary, one: str, other: str, least: float
) -> None:
    """Counting letters is an upper bound; below `least` either answer will do."""
    mine, its = spelled.number(one), spelled.number(other)
    whole = jaro_winkler(spelled.letters, mine, its)
    quick = likeness(spelled.letters, mine, its, least)
    assert quick in (0, whole)
    if whole >= least:
        assert quick == whole


def test_the_quick_look_saves_the_whole_one_where_letters_differ(spelled: Vocabulary) -> None:
    """Else it would not be quick: unlike words must give 0 though they share letters."""
    mine, its = spelled.number("BAKKER"), spelled.number("VISSER")
    assert jaro_winkler(spelled.letters, mine, its) > 0
    assert likeness(spelled.letters, mine, its, 0.78) == 0


@UNTIMED
@given(one=WORDS, other=WORDS)
def test_one_slip_is_one_step_of_optimal_string_alignment(
    spelled: Vocabulary, one: str, other: str
) -> None:
    """A letter more, less, other, or two neighbours swapped (Damerau 1964): RapidFuzz's OSA."""
    found = one_slip(spelled.letters, spelled.number(one), spelled.number(other))
    assert found == (OSA.distance(one, other) <= 1)


@UNTIMED
@given(word=st.text("ABC", min_size=3, max_size=12), at=st.integers(0, 10))
def test_one_slip_knows_a_swap_of_neighbours(spelled: Vocabulary, word: str, at: int) -> None:
    """Random words seldom differ so little, so the slips are made here."""
    at %= len(word) - 1
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    shorter = word[:at] + word[at + 1 :]
    for other in (swapped, shorter, word + "A"):
        assert one_slip(spelled.letters, spelled.number(word), spelled.number(other))
    assert not one_slip(spelled.letters, spelled.number(word), spelled.number(word + "XX"))


@pytest.mark.parametrize(
    ("one", "other", "begins"),
    [
        ("JAN", "JANSEN", True),
        ("JANSEN", "JAN", True),
        ("JAN", "JAN", True),
        ("JA", "JANSEN", False),
        ("JAP", "JANSEN", False),
        ("ANSEN", "JANSEN", False),
    ],
)
def test_the_shorter_word_begins_the_longer_from_three_letters_on(
    spelled: Vocabulary, one: str, other: str, begins: bool
) -> None:
    """Two letters begin too many names."""
    assert starts_with(spelled.letters, spelled.number(one), spelled.number(other)) == begins


@UNTIMED
@given(one=st.integers(0, 10**8), other=st.integers(0, 10**8))
def test_digits_are_counted_place_by_place(one: int, other: int) -> None:
    """As many as the positions in which both, written with zeros before, differ."""
    apart = sum(a != b for a, b in zip(f"{one:09d}", f"{other:09d}", strict=True))
    assert digits_apart(one, other) == apart
