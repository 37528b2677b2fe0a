"""How a surname sounds in Dutch, as its consonants: one code for the spellings of one name.

Made for Dutch and Flemish names and tolerable for French, English, German, Turkish and
transliterated Arabic ones. Part of normalisation v1: a change here is a new version.
"""

import re
from functools import lru_cache
from typing import Final

from matching.normalise import fold

_START: Final = "^"
_END: Final = "$"
_VOWEL: Final = "."


Run = tuple[str, tuple[tuple[str, str], ...]]
"""What a word must have in it for these rules to be tried, and the rules in order."""


def _runs(text: str) -> tuple[Run, ...]:
    """Lines of `sign: before>after before>after`; `before>` takes it away."""
    lines = (line.split(":") for line in text.splitlines() if line.strip())
    pairs = ((sign.strip(), (pair.split(">") for pair in rules.split())) for sign, rules in lines)
    return tuple((sign, tuple((old, new) for old, new in rules)) for sign, rules in pairs)


SOUNDS: Final = _runs(
    """
    IJ: IJ>Y
    ^Y: ^YA>^JA ^YE>^JE ^YI>^JI ^YO>^JO ^YU>^JU
    ^OU: ^OUA>^WA ^OUE>^WE ^OUI>^WI
    ^DJ: ^DJ>^J
    C: ^CHR>^KR ^CHL>^KL SSCH>S ASCH>AS ESCH>ES ISCH>IS OSCH>OS USCH>US YSCH>YS
    C: SCH$>S$ SCHM>SM SCHN>SN SCHL>SL SCHW>SW TSCH>TS TCH>TS SCH>SG
    C: CHS>KS CH>G CEU>KEU CE>SE CI>SI CY>SY CZ>S
    H: PH>F ^H>^1 H> ^1>^H
    PF: PF>F
    SJ: SJ>S
    QU: QU>K
    KW: KWW>K KW>K
    X: XX>X X>KS
    LTZ: LTZ>LS
    UW: UWW>U UW>U
    D: DD>D DT>T DS>TS DZ>TS D$>T$
    B: BB>B BS>PS BZ>PS B$>P$
    """
)
"""Spellings of one sound, applied in this order; `^` and `$` are the ends of the word.

Ends: d is t, b is p. Behind a vowel (Bosch, Fischer), at the end and before m, n, l, w (Schmidt,
Smit) sch is s, elsewhere sg. An h sounds only at the start; w is mute after u (Bouwman, Bouman)
and k.
"""

_LETTERS: Final = str.maketrans(
    "AEIOUYJBCDFGHKLMNPQRSTVWXZ", _VOWEL * 7 + "BKDFGHKLMNPKRSTFFKS", _START + _END
)
_DOUBLED: Final = re.compile(r"(.)(?=\1)")


@lru_cache(maxsize=65_536)
def phonetic(word: str) -> str:
    """The consonant code of one surname word or one joined surname; letters of ABDFGHJKLMNPRST.

    Vowels (with j and y inside a word) are dropped, a leading vowel is `A`; doubles count once.
    Never empty for a word with a letter in it; what is not yet folded is folded first.
    """
    clean = word if word.isascii() and word.isalpha() and word.isupper() else fold(word)
    text = f"{_START}{clean.replace(' ', '')}{_END}"
    for sign, rules in SOUNDS:
        if sign in text:
            for before, after in rules:
                text = text.replace(before, after)
    code = _DOUBLED.sub("", text.translate(_LETTERS))
    head = "J" if text[1] == "J" else code[:1].replace(_VOWEL, "A")
    return head + code[1:].replace(_VOWEL, "")
