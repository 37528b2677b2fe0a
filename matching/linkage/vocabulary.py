"""Every word of a register under a number, with its letters and its sound."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.linkage.layout import WORD_WIDTH
from matching.linkage.letters import (
    all_laid_out,
    hash_of_word,
    hashes_of_words,
    is_short,
    laid_out,
    short_words,
    sound_of,
)

RESERVED: Final = 8_192
"""Numbers for words that come into the register after it was sealed: of whom moves or marries."""
SPARE: Final = 16_384
"""Words that are not in the register get a number that is used again after so many others."""
LASTS: Final = SPARE // 2
"""Whoever was told such a number may use it until so many others have come."""

Arrays = Mapping[str, NDArray[Any]]


class Numbering(Protocol):
    """Whoever gives words a number."""

    @property
    def known(self) -> int:
        """Numbers below stay what they are; 0 while all do."""
        ...

    def number(self, word: str) -> int:
        """The number of a word, a new one when it has none."""
        ...


class Full(Exception):
    """No room for another word of the register: it must be built anew."""


class Vocabulary:
    """Words by number from 1 on; 0 is no word. Grows while a register is read, then is sealed.

    After `seal` a new word gets one of `SPARE` numbers at the end, the oldest again in its turn,
    so memory is bounded; `enrol` gives one of `RESERVED` that stay, and has the others told anew.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}
        self._table: tuple[NDArray[np.uint64], NDArray[np.int32]] | None = None
        self._spare: dict[str, int] = {}  # how many had been given before it
        self._given, self._many, self._first_spare = 0, 1, 0
        self.letters: NDArray[np.uint8] = np.zeros((0, WORD_WIDTH), np.uint8)
        self.sounds: NDArray[np.int32] = np.zeros(0, np.int32)

    def __len__(self) -> int:
        """How many words have a number for good, the empty one among them."""
        return self._many

    @property
    def known(self) -> int:
        """Numbers below stay what they are, once it is sealed; the spare ones come behind."""
        return self._first_spare

    @property
    def room(self) -> int:
        """How many more words can be enrolled."""
        return self._first_spare - self._many

    def number(self, word: str) -> int:
        """The number of a word, a new one when it has none."""
        found = self._numbers.get(word)
        if found is not None:
            return found
        if not self._first_spare:
            return self._learn(word)
        return self._kept(word) or self._foreign(word)

    def enrol(self, word: str) -> int:
        """The number of a word, from now on for good. Raises Full."""
        found = self._numbers.get(word)
        if found is None:
            found = self._kept(word)
        if found or not word:
            return found
        if self.room < 2:
            raise Full
        self._spare.clear()
        sound = sound_of(word)
        its_sound = self._sound(sound) or (self._laid_down(sound, 0) if sound else 0)
        return self._laid_down(word, its_sound)

    def _laid_down(self, word: str, sound: int) -> int:
        number = self._learn(word)
        self._write(number, word, sound)
        return number

    def _sound(self, sound: str) -> int:
        return self._numbers.get(sound) or self._kept(sound)

    def _learn(self, word: str) -> int:
        number = self._numbers[word] = self._many
        self._many += 1
        return number

    def _kept(self, word: str) -> int:
        """The number of a word that is in the flat table; 0 when it has none."""
        if self._table is None or is_short(word):
            return 0
        hashes, numbers = self._table
        wanted = hash_of_word(word)
        at = int(hashes.searchsorted(wanted))
        return int(numbers[at]) if at < len(hashes) and hashes[at] == wanted else 0

    def _foreign(self, word: str) -> int:
        """A spare number, good until `LASTS` other new words have come."""
        told = self._spare.get(word)
        if told is not None and self._given - told < SPARE - LASTS:
            return self._first_spare + told % SPARE
        number = self._first_spare + self._given % SPARE
        self._spare.pop(word, None)
        self._spare[word], self._given = self._given, self._given + 1
        if len(self._spare) > SPARE - LASTS:
            del self._spare[next(iter(self._spare))]
        self._write(number, word, self._sound(sound_of(word)))
        return number

    def _write(self, number: int, word: str, sound: int) -> None:
        self.letters[number] = np.frombuffer(laid_out(word), np.uint8)
        self.sounds[number] = sound

    def seal(self) -> None:
        """End of the register: lay out letters and sounds as flat arrays."""
        sounds = [self.number(sound_of(word)) for word in list(self._numbers)]
        self._first_spare = self._many + RESERVED
        self.letters = np.zeros((self._first_spare + SPARE, WORD_WIDTH), np.uint8)
        self.letters[: self._many] = all_laid_out(self._numbers)
        self.sounds = np.zeros(len(self.letters), np.int32)
        self.sounds[: len(sounds)] = sounds

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All that `from_arrays` needs, of a vocabulary that was just sealed."""
        long = [word for word in self._numbers if word and not is_short(word)]
        hashes = hashes_of_words(long)
        numbers = np.array([self._numbers[word] for word in long], np.int32)
        order = np.argsort(hashes)
        return {
            "word_hashes": hashes[order],
            "word_numbers": numbers[order],
            "letters": self.letters,
            "sounds": self.sounds,
        }

    def clean_arrays(self) -> dict[str, NDArray[Any]]:
        """Letters and sounds without those of words that are not the register's."""
        letters, sounds = self.letters.copy(), self.sounds.copy()
        letters[self._many :] = 0
        sounds[self._many :] = 0
        return {"letters": letters, "sounds": sounds}

    def forget(self) -> None:
        """Free the words, of which a register has half a million, once all is in arrays."""
        self._numbers.clear()

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> "Vocabulary":
        """A vocabulary over arrays, of which the reserve and what is behind it are written to.

        Short words are at hand in memory; those of one person (ids, telephone numbers, e-mail
        addresses) and the few long ones are looked up by hash.
        """
        made = cls()
        made._table = arrays["word_hashes"], arrays["word_numbers"]
        made.letters, made.sounds = arrays["letters"], arrays["sounds"]
        made._first_spare = len(made.letters) - SPARE
        made._many = made._first_spare - RESERVED
        made._numbers.update(short_words(made.letters[: made._many]))
        return made


class Enrolling:
    """The numbering of what joins a register that was sealed: every word gets a lasting number."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary: Final = vocabulary

    @property
    def known(self) -> int:
        """All numbers last."""
        return self._vocabulary.known

    def number(self, word: str) -> int:
        """The number of a word; raises Full."""
        return self._vocabulary.enrol(word)
