"""A word as a row of letters, a hash and a sound."""

from collections.abc import Collection, Iterable, Iterator
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from matching.linkage.layout import LENGTH, LETTERS, SIGNS, WORD_WIDTH
from matching.phonetic import phonetic


def is_short(word: str) -> bool:
    """Whether the letters of a word are all there is, and others may share it."""
    return len(word) < LETTERS and word.isascii() and word[:1] != "+" and "@" not in word


def short_words(letters: NDArray[np.uint8]) -> Iterator[tuple[str, int]]:
    """The short words among rows of letters, with their numbers."""
    shared = (letters[:, :LETTERS] != ord("@")).all(axis=1) & (letters[:, 0] != ord("+"))
    numbers = np.flatnonzero(shared & (letters[:, LENGTH] < LETTERS) & (letters[:, LENGTH] > 0))
    text = letters[numbers, :LETTERS].tobytes().decode("ascii", "replace")
    lengths = letters[numbers, LENGTH].tolist()
    for n, (number, length) in enumerate(zip(numbers.tolist(), lengths, strict=True)):
        yield text[n * LETTERS : n * LETTERS + length], number


def hash_of_word(word: str) -> np.uint64:
    """Sixty-four bits of a word, the same in every process."""
    return np.uint64(int.from_bytes(_digest(word), "little"))


def _digest(word: str) -> bytes:
    return blake2b(word.encode(errors="backslashreplace"), digest_size=8).digest()


def hashes_of_words(words: Iterable[str]) -> NDArray[np.uint64]:
    """The same of many words."""
    return np.frombuffer(b"".join([_digest(word) for word in words]), "<u8").astype(np.uint64)


def sound_of(word: str) -> str:
    """The sound of a name as a word of its own kind; empty for what is no name."""
    return "~" + phonetic(word) if word.isalpha() and word.isascii() and len(word) > 1 else ""


def laid_out(word: str) -> bytes:
    """A word as one row of `letters`: signs, length, and a bit for each sign in it."""
    data = word.encode("ascii", "replace")[:LETTERS]
    signs = 0
    for code in data:
        signs |= 1 << (code & 31)
    row = data.ljust(LETTERS, b"\0") + bytes([len(data)])
    return row + signs.to_bytes(WORD_WIDTH - SIGNS, "little")


def all_laid_out(words: Collection[str]) -> NDArray[np.uint8]:
    """The rows of many words."""
    found = np.zeros((len(words), WORD_WIDTH), np.uint8)
    text = "".join([word[:LETTERS].ljust(LETTERS, "\0") for word in words])
    found[:, :LETTERS] = np.frombuffer(text.encode("ascii", "replace"), np.uint8).reshape(
        -1, LETTERS
    )
    signs = np.zeros(len(words), np.uint32)
    for column in found[:, :LETTERS].T:
        found[:, LENGTH] += column > 0
        signs |= np.where(column > 0, np.uint32(1) << (column & 31).astype(np.uint32), 0)
    found[:, SIGNS:] = signs.astype("<u4").view(np.uint8).reshape(-1, 4)
    return found
