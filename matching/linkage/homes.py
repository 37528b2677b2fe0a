"""Who lives in a home: the rows of the register sorted by a hash of postcode, street and number.

A home is known by postcode and number (with the street where a postcode has four signs), and by
street, number and town; nobody is left out, however many live there.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.linkage import layout
from matching.linkage.compiled import compiled
from matching.linkage.layout import LENGTH

RESIDENCY: Final = 0x07
"""The bits of a record's state with its residency; 0 is a resident of today."""
REPLACED: Final = 0x80
"""The bit of a state that tells that a newer row took its place."""
ADULT: Final = 18
VERY: Final = 2
PERHAPS: Final = 1

Rows = NDArray[np.int32]


class Homes(NamedTuple):
    """Hashes of homes in order (two a row at most), and the row of each."""

    keys: NDArray[np.uint64]
    rows: NDArray[np.uint32]


def homes_of(rows: Rows, letters: NDArray[np.uint8], first: int = 0) -> Homes:
    """Sort rows, numbered from `first` on, by home."""
    keys = np.zeros((2, len(rows)), np.uint64)
    _keys_of(rows, letters, keys)
    order = np.argsort(keys, axis=None, kind="stable")
    order = order[np.searchsorted(keys.ravel()[order], np.uint64(1)) :]
    numbers = order % max(len(rows), 1) + first
    return Homes(keys.ravel()[order], numbers.astype(np.uint32))


@compiled
def _keys_of(rows, letters, keys):
    for n in range(rows.shape[0]):
        keys[0, n], keys[1, n] = _by_code(rows[n], letters), _by_street(rows[n])


@compiled
def _mixed(value, part):
    value = (value ^ np.uint64(part)) * np.uint64(0x9E3779B97F4A7C15)
    return value ^ (value >> np.uint64(29))


@compiled
def _by_code(row, letters):
    """The hash of postcode and number (and street); 0 when there is none."""
    signs = letters[row[layout.POSTCODE], LENGTH]
    street = row[layout.STREET] if signs == 4 else 0
    if row[layout.NUMBER] == 0 or not (signs == 6 or (signs == 4 and street > 0)):
        return np.uint64(0)
    value = _mixed(np.uint64(1), row[layout.POSTCODE])
    return _mixed(_mixed(value, row[layout.NUMBER]), street) | np.uint64(1)


@compiled
def _by_street(row):
    """The hash of street, number (or none) and town; 0 when there is none."""
    if row[layout.STREET] == 0 or row[layout.CITY] == 0:
        return np.uint64(0)
    value = _mixed(np.uint64(2), row[layout.STREET])
    return _mixed(_mixed(value, row[layout.NUMBER]), row[layout.CITY]) | np.uint64(1)


@compiled
def _first_at(keys, key):
    low, high = 0, keys.shape[0]
    while low < high:
        middle = (low + high) // 2
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def survey(row, letters, keys, order, rows, state, on, out, counts):
    """Who of today lives in the home of a row; adds to `counts`, which begins with zeros.

    How many live in the very home, how many of those are minors on a day (YYYYMMDD; who may be of
    age, as the birth date is known in part, is), and how many rows are in `out`: first who live in
    the very home, then who may, as one side lacks a suffix or street and town agree alone.
    """
    for wanted in (VERY, PERHAPS):
        for by_street in (False, True):
            key = _by_street(row) if by_street else _by_code(row, letters)
            at = _first_at(keys, key) if key != 0 else keys.shape[0]
            while at < keys.shape[0] and keys[at] == key:
                n = order[at]
                if _grade(row, rows[n], state[n], letters, by_street) == wanted:
                    _count(n, rows[n, layout.BORN], wanted, on, out, counts)
                at += 1


@compiled
def _count(n, born, grade, on, out, counts):
    if grade == VERY:
        counts[0] += 1
        counts[1] += _is_minor(born, on)
    if counts[2] < out.shape[0]:
        out[counts[2]] = n
        counts[2] += 1


@compiled
def _grade(a, b, state, letters, by_street):
    """Whether b is of today and lives in the home of a, or perhaps; nothing if met by postcode."""
    first, second = _by_code(a, letters), _by_code(b, letters)
    if state & (RESIDENCY | REPLACED) or (by_street and first != 0 and first == second):
        return 0
    apart = a[layout.SUFFIX] != b[layout.SUFFIX]
    if apart and a[layout.SUFFIX] > 0 and b[layout.SUFFIX] > 0:
        return 0
    contradict = by_street and first != 0 and second != 0
    return PERHAPS if apart or contradict else VERY


@compiled
def _is_minor(born, on):
    month = born if born // 100 % 100 else born + 100
    earliest = month if month % 100 else month + 1
    return born >= 10_000 and (on - earliest) // 10_000 < ADULT
