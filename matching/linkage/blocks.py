"""Which records are worth comparing: match keys as a table, and where each key's records are.

Per rule all row numbers are sorted by the hash of the key, with a directory of buckets and a
fingerprint of one byte: no key is stored, and a look-up reads one short run of memory.
"""

from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.linkage import layout
from matching.linkage.compiled import compiled
from matching.linkage.layout import LENGTH

PARTS: Final = (
    "given", "initial", "surname", "sound", "sur3", "born", "year", "monthday", "postcode",
    "number", "street", "city", "area", "phone", "email", "id", "yearmonth", "swapped", "giv3",
    "givensound", "day",
)  # fmt: skip
"""What a match key may be made of; see `_parts`."""

SURE: Final = (
    "id", "phone", "email",
    "born surname", "born given", "swapped sound", "born sur3", "born postcode",
)  # fmt: skip
"""Match keys that find most people alone; they are looked up first."""

NARROW: Final = (
    "postcode number", "street number",
    "sound initial postcode", "sound initial year number", "surname given year",
    "given surname postcode",
)  # fmt: skip
"""Match keys for nearly all others."""

MIDDLE: Final = (
    "surname given", "givensound sound", "sur3 given", "sound initial",
)  # fmt: skip
"""Match keys for whom the narrow ones do not settle: somebody who moved, without a birth date."""

WIDE: Final = (
    "born", "postcode",
    "sound initial yearmonth", "sound initial monthday",
    "surname city", "sound giv3 area", "sur3 monthday", "given yearmonth",
    "given monthday", "given city year", "given postcode", "surname year",
    "given number", "surname number", "area yearmonth", "surname area", "given area",
    "given day year", "city year", "street", "giv3 year sur3", "surname", "given", "given city",
    "sound city", "area giv3", "area sur3", "giv3 city", "monthday sur3", "monthday giv3",
    "yearmonth giv3", "yearmonth sur3",
)  # fmt: skip
"""Match keys for signals of which too little is known for the others."""

RULES: Final = (*SURE, *NARROW, *MIDDLE, *WIDE)
TIERS: Final = tuple(accumulate(map(len, (SURE, NARROW, MIDDLE, WIDE)), initial=0))
"""Where each tier of match keys begins, and where the last ends."""
ENOUGH: Final = 3
"""In a large register a signal with so many of the sure and narrow keys needs no wide ones."""
LARGE: Final = 50_000
"""From so many residents on a register is large: keys are shared by more, so caps are lower."""
CAPS: Final = (64, 64, 200, 200)
CAPS_LARGE: Final = (32, 32, 16, 16)
"""A key (of each tier) that more records share tells too little; it is passed over."""


def _rules_of(*parts: str) -> NDArray[np.bool_]:
    return np.array([not set(parts).isdisjoint(rule.split()) for rule in RULES])


TABLE: Final = np.array(
    [[*[PARTS.index(p) for p in rule.split()], -1, -1, -1][:4] for rule in RULES], np.int64
)
OF_GIVEN: Final = _rules_of("given", "initial", "giv3", "givensound")
OF_SURNAME: Final = _rules_of("surname", "sound", "sur3")
OF_PLACE: Final = _rules_of("postcode", "number", "street", "city", "area")
N_PARTS: Final = len(PARTS)


class Blocks(NamedTuple):
    """The records of every match key: where each bucket begins (rules × buckets + 1), their rows.

    `prints` holds 7 bits of the key of each.
    """

    starts: NDArray[np.uint32]
    rows: NDArray[np.uint32]
    prints: NDArray[np.uint8]


@compiled
def _mix(value):
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@compiled
def _packed(letters, word, many):
    if word == 0 or letters[word, LENGTH] < many:
        return 0
    value = 0
    for i in range(many):
        value = value * 256 + letters[word, i]
    return value


@compiled
def parts_of(row, given, surname, letters, sounds, out):
    """The parts of match keys of one row, with one of its given names and surnames."""
    for i in range(N_PARTS):
        out[i] = 0
    if given > 0:
        out[1] = letters[given, 0]
        if letters[given, LENGTH] > 1:
            out[0] = given
            out[18] = _packed(letters, given, 3)
            out[19] = sounds[given]
    if surname > 0:
        out[2] = surname
        out[3] = sounds[surname]
        out[4] = _packed(letters, surname, 3)
    _born_parts(row[layout.BORN], out)
    code = row[layout.POSTCODE]
    out[8] = code
    out[9] = row[layout.NUMBER]
    out[10] = row[layout.STREET]
    out[11] = row[layout.CITY]
    out[12] = _packed(letters, code, 4 if letters[code, LENGTH] >= 6 else 3)
    out[13] = row[layout.PHONE]
    out[14] = row[layout.EMAIL]
    out[15] = row[layout.ID]


@compiled
def _born_parts(born, out):
    year, month, day = born // 10_000, born // 100 % 100, born % 100
    if year > 0:
        out[6] = year
    if year > 0 and month > 0 and day > 0:
        out[5] = born
        out[7] = month * 100 + day
        out[16] = year * 100 + month
        out[17] = year * 10_000 + min(month, day) * 100 + max(month, day)
        out[20] = day


@compiled
def first_of(rule):
    """The beginning of the hash of a match key."""
    return np.uint64(rule + 1) * np.uint64(0x9E3779B97F4A7C15)


@compiled
def joined_of(value, part, position):
    """The hash with one part more."""
    return _mix(value ^ np.uint64(part)) + np.uint64(position)


@compiled
def last_of(value):
    """The end of the hash of a match key; never 0."""
    return _mix(value) | np.uint64(1)


@compiled
def key_of(rule, selected, parts):
    """The hash of a match key, 0 when a part is unknown."""
    value = first_of(rule)
    for i in range(selected.shape[0]):
        part = selected[i]
        if part < 0:
            break
        if parts[part] == 0:
            return np.uint64(0)
        value = joined_of(value, parts[part], i)
    return last_of(value)


@compiled
def bucket_of(key, width):
    """The bucket of a key where rules have `width` - 1 buckets, a power of two."""
    return np.int64((key >> np.uint64(8)) & np.uint64(width - 2))


@compiled
def print_of(key):
    """Seven bits of a key that its bucket does not tell."""
    return np.uint8(key & np.uint64(0xFE)) >> np.uint8(1)
