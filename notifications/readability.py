"""Can the resident read it? Two Dutch measures of how easy a text reads, and two plain counts.

Flesch-Douma (Douma 1960): 206.84 - 0.77 x (syllables per 100 words) - 0.93 x (words per sentence).
Leesindex A (Brouwer 1963): 195 - 2 x (words per sentence) - 67 x (syllables per word). From about
60 a text is plain Dutch (B1). The measures count and do not understand: a floor, no proof of B1.
"""

import re
from dataclasses import dataclass
from typing import Final

LONG_WORD: Final = 4
"""A word of so many syllables or more is long."""

_CONTACT: Final = re.compile(r"https?://\S+|www\.\S+|\S+@\w+(?:\.\w+)*")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d.,]*\d|\d")
_SENTENCE: Final = re.compile(r"[^.!?]+(?:\.(?=\w)[^.!?]*)*[.!?]")
_VOWELS: Final = re.compile(
    r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|ai|[aeiouyáàâéèêëíïóôöúüû]"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text reads. `flesch_douma` and `leesindex_a`: about 100 is very easy, below 50 hard.
    Sentences are counted in words; `long_share` is the part of the words that is long."""

    flesch_douma: float
    leesindex_a: float
    average_sentence: float
    longest_sentence: int
    long_share: float


def syllables(word: str) -> int:
    """Groups of vowels that are one sound; an abbreviation in capitals is spelled; a number is
    read at a glance and counts as one."""
    if word[0].isdigit():
        return 1
    if len(word) > 1 and word.isupper():
        return len(word)
    return max(1, len(_VOWELS.findall(word.lower())))


def sentences(text: str) -> list[list[str]]:
    """The words of each whole sentence. Headings and contact details are not counted: they would
    only flatter the average."""
    lines = _CONTACT.sub("", text).splitlines()
    found = [_WORD.findall(one) for line in lines for one in _SENTENCE.findall(line)]
    return [words for words in found if words]


def read(text: str) -> Reading:
    """Measure a Dutch text. Raises ValueError when there is no whole sentence in it."""
    lengths = [len(words) for words in sentences(text)]
    if not lengths:
        raise ValueError("there is no whole sentence in this text")
    sounds = [syllables(word) for words in sentences(text) for word in words]
    per_word, per_sentence = sum(sounds) / len(sounds), sum(lengths) / len(lengths)
    return Reading(
        flesch_douma=206.84 - 77 * per_word - 0.93 * per_sentence,
        leesindex_a=195 - 2 * per_sentence - 67 * per_word,
        average_sentence=per_sentence,
        longest_sentence=max(lengths),
        long_share=sum(one >= LONG_WORD for one in sounds) / len(sounds),
    )
