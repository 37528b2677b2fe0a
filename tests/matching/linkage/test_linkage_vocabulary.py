"""Words by number: those of the register for good, those of signals in a ring of bounded size."""

import numpy as np
import pytest

from matching.linkage.layout import LENGTH, LETTERS
from matching.linkage.letters import hash_of_word, hashes_of_words
from matching.linkage.vocabulary import SPARE, Full, Vocabulary


def sealed(*words: str) -> Vocabulary:
    """A vocabulary of a register with these words."""
    made = Vocabulary()
    for word in words:
        made.number(word)
    made.seal()
    return made


def letters_of(words: Vocabulary, number: int) -> str:
    """The letters that are compared, read back."""
    row = words.letters[number]
    return bytes(row[: row[LENGTH]]).decode()


def test_a_word_of_the_register_keeps_its_number() -> None:
    """Rows hold numbers: a number that changes is another word."""
    words = Vocabulary()
    number = words.number("VERLEN")
    assert number > 0
    words.number("DIJK")
    words.seal()
    assert words.number("VERLEN") == number
    assert letters_of(words, number) == "VERLEN"


def test_no_word_is_number_zero() -> None:
    """Zero is what a row holds where nothing is known."""
    words = sealed("VERLEN")
    assert words.number("") == 0
    assert words.letters[0, LENGTH] == 0


def test_a_foreign_word_gets_a_number_behind_those_of_the_register() -> None:
    """Nothing that signals say may be taken for a word of the register."""
    words = sealed("VERLEN")
    number = words.number("ONBEKENDE")
    assert number >= words.known > words.number("VERLEN")
    assert words.number("ONBEKENDE") == number
    assert letters_of(words, number) == "ONBEKENDE"


def test_foreign_words_go_round_in_a_ring_of_bounded_size() -> None:
    """However many signals come, memory stays what it was; the oldest word makes room."""
    words = sealed("VERLEN")
    size = len(words.letters)
    first = words.number("EERSTE")
    numbers = {words.number(f"WOORD{n}") for n in range(SPARE - 1)}
    assert first not in numbers
    assert words.number("EERSTE") == first
    last = words.number("LAATSTE")
    assert last in numbers
    assert letters_of(words, last) == "LAATSTE"
    assert letters_of(words, first) == "EERSTE"
    assert len(words.letters) == size


def test_a_foreign_word_sounds_like_a_word_of_the_register() -> None:
    """A sound is a number of the register's own, so a new spelling is found by it."""
    words = sealed("JANSEN", "VERLEN")
    foreign = words.number("JANSSEN")
    assert words.sounds[foreign] == words.sounds[words.number("JANSEN")] > 0
    assert words.sounds[foreign] != words.sounds[words.number("VERLEN")]


def test_a_foreign_sound_is_no_sound_of_the_register() -> None:
    """Two unknown sounds must not be taken for the same."""
    words = sealed("VERLEN")
    assert words.sounds[words.number("KWOK")] == 0


def test_long_words_are_equal_as_a_whole_and_compared_by_their_beginning() -> None:
    """Twenty-three letters are laid out; equality is of numbers, so of all letters."""
    words = Vocabulary()
    one, other = "A" * LETTERS + "B", "A" * LETTERS + "C"
    numbers = words.number(one), words.number(other)
    words.seal()
    assert numbers[0] != numbers[1]
    assert letters_of(words, numbers[0]) == letters_of(words, numbers[1]) == "A" * LETTERS


def test_what_is_no_ascii_is_laid_out_without_failing() -> None:
    """Normalisation leaves A-Z only, but the vocabulary must not depend on it."""
    words = sealed("VERLEN")
    number = words.number("ŁÓDŹ")
    assert int(words.letters[number, LENGTH]) == 4
    assert words.letters.dtype == np.uint8


def test_a_word_that_does_not_fit_with_its_sound_leaves_nothing_behind() -> None:
    """A word with a number but without letters would be compared as nothing at all."""
    words = sealed("VERLEN")
    while words.room > 2:
        words.enrol(f"{words.room}")
    before = len(words)
    names = ["".join(chr(65 + int(digit)) for digit in str(number)) for number in range(1000, 1009)]
    with pytest.raises(Full):
        list(map(words.enrol, names))
    told = [number for number in range(before, len(words)) if words.letters[number, LENGTH] == 0]
    assert told == []


def test_a_word_that_was_asked_for_is_told_anew_once_its_sound_is_known() -> None:
    """Else who moves in after a first signal is never found by sound."""
    words = sealed("VERLEN")
    asked = words.number("KWAKKERNAAT")
    assert words.sounds[asked] == 0
    enrolled = words.enrol("QUACKERNAAT")
    again = words.number("KWAKKERNAAT")
    assert again >= words.known
    assert words.sounds[again] == words.sounds[enrolled] > 0


def test_the_hashes_of_words_are_those_of_each() -> None:
    """They are made in one go for a register, and one by one for a signal."""
    told = ["", "een-heel-lang-woord@voorbeeld.nl", "+31612345678", "ÿ"]
    assert hashes_of_words(told).tolist() == [int(hash_of_word(word)) for word in told]
