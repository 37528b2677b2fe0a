"""What one pair is worth: the weights of its patterns and of how frequent its words are."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.linkage import layout
from matching.linkage.chances import Chances, mean_share
from matching.linkage.compiled import compiled
from matching.linkage.layout import BORN_AT, CONTACT_AT, GROUPS, OFFSETS, PATTERNS, PLACE_AT
from matching.linkage.levels import compare_born, compare_given, compare_sex, compare_surname
from matching.linkage.model import Weights
from matching.linkage.places import contact_pattern, place_pattern
from matching.linkage.segment import Segment

FIRST_YEAR: Final = 1600
DAYS: Final = 500 * 372
"""Birth dates from 1600 up to 2100 have a frequency of their own."""
SETTLED: Final = 0.97
"""From this probability on no wider match keys are looked up."""


class Frequencies(NamedTuple):
    """The logarithm of a value's share over the mean share: of words (n × 5), of birth dates.

    The columns are given name, surname, postcode, street and city.
    """

    words: NDArray[np.float32]
    born: NDArray[np.float32]


_COLUMNS: Final = (
    (layout.GIVEN,),
    tuple(range(layout.SURNAME, layout.SURNAME + layout.SURNAMES)),
    (layout.POSTCODE,),
    (layout.STREET,),
    (layout.CITY,),
)


def frequencies_of(segment: Segment, many_words: int) -> Frequencies:
    """How frequent every word and birth date is in a register."""
    rows = segment.rows
    table = np.zeros((many_words, len(_COLUMNS)), np.float32)
    for column, slots in enumerate(_COLUMNS):
        values = np.concatenate([rows[:, slot] for slot in slots])
        table[:, column] = _log_share(np.bincount(values[values > 0], minlength=many_words))
    days = day_of(rows[:, layout.BORN].astype(np.int64))
    return Frequencies(table, _log_share(np.bincount(days[days > 0], minlength=DAYS)))


def day_of(born: NDArray[np.int64]) -> NDArray[np.int64]:
    """The cell of whole birth dates, 0 for others."""
    year, month, day = born // 10_000, born // 100 % 100, born % 100
    cell = (year - FIRST_YEAR) * 372 + (month - 1) * 31 + day - 1
    return np.where((month * day > 0) & (cell > 0) & (cell < DAYS), cell, 0)


def _log_share(counts: NDArray[np.int64]) -> NDArray[np.float32]:
    known = max(int(counts.sum()), 1)
    mean = mean_share(counts[counts > 0], known)
    share = (np.maximum(counts, 1) - 0.5) / known
    return np.log(share / mean).astype(np.float32)


def log_odds(weights: Weights, chances: Chances) -> NDArray[np.float32]:
    """The log-odds of every pattern over a stranger's: of the same person, then of a relative.

    Behind those the share of residents, of relatives, and the probability that settles.
    """
    same, relative = np.zeros(PATTERNS), np.zeros(PATTERNS)
    kin = weights.relative or chances.relative
    for group in GROUPS:
        at = slice(OFFSETS[group], OFFSETS[group] + len(weights.same[group]))
        chance = chances.unrelated[group]
        its = weights.same[group] if group == "place" else kin[group]
        same[at] = np.log(np.maximum(weights.same[group], 1e-9) / chance)
        relative[at] = np.log(np.maximum(its, 1e-9) / chance)
    shares = [weights.resident_share, weights.relative_share, SETTLED]
    return np.concatenate([same, relative, shares]).astype(np.float32)


@compiled
def compare_pair(a, b, earlier, letters, sounds, frequent, born_often, out):
    """The patterns of a pair, offset included, in `out`, and its correction for frequency."""
    given = compare_given(a, b, letters, sounds)
    surname, word = compare_surname(a, b, letters, sounds)
    out[0] = given * 7 + surname
    rare = np.float32(0)
    if given >= 10:
        rare -= frequent[b[layout.GIVEN], 0]
    if word > 0 and surname >= 5:
        rare -= frequent[word, 1]
    born = compare_born(a[layout.BORN], b[layout.BORN])
    out[1] = BORN_AT + born * 3 + compare_sex(a[layout.SEX], b[layout.SEX])
    if born == 7:
        rare -= born_often[_day(b[layout.BORN])]
    place, its = _best_place(a, b, earlier, letters, frequent)
    out[2] = PLACE_AT + place
    out[3] = CONTACT_AT + contact_pattern(a, b, letters)
    return rare - its


@compiled
def _day(born):
    cell = (born // 10_000 - FIRST_YEAR) * 372 + (born // 100 % 100 - 1) * 31 + born % 100 - 1
    return cell if 0 < cell < DAYS else 0


@compiled
def _is_place(levels):
    """Whether a place agrees enough to say that somebody lived there: more than the town."""
    code, home, way = levels // 80, levels // 16 % 5, levels // 4 % 4
    return code == 4 or (home >= 3 and (code == 3 or way >= 2))


@compiled
def _best_place(a, b, earlier, letters, frequent):
    """The pattern of the place that agrees best, and the frequency of what it agrees on."""
    best = place_pattern(a, layout.POSTCODE, b, layout.POSTCODE, letters)
    code, way, town = b[layout.POSTCODE], b[layout.STREET], b[layout.CITY]
    for n in range(b[layout.EARLIERS]):
        at = earlier[b[layout.EARLIER] + n]
        found = place_pattern(a, layout.POSTCODE, at, 0, letters)
        if found > best and _is_place(found // 2):
            best, code, way, town = found + 1, at[0], at[3], at[4]
    levels = best // 2
    if levels // 80 == 4:
        return best, frequent[code, 2]
    if levels // 4 % 4 == 3:
        return best, frequent[way, 3]
    if levels % 4 == 3:
        return best, frequent[town, 4]
    return best, np.float32(0)
