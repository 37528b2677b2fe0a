"""How two rows agree, field by field: a signal's and a record's. Levels are as in `layout`."""

from matching.linkage import layout
from matching.linkage.compiled import compiled
from matching.linkage.layout import LENGTH
from matching.linkage.spelling import digits_apart, likeness, one_slip, starts_with

DIFFERS, BEYOND, UNKNOWN, AGREES = 0, 1, 2, 3
"""How second names agree: not; only the signal has one; only the record or neither has; they do."""


@compiled
def compare_seconds(a, b, letters):
    """DIFFERS, BEYOND, UNKNOWN or AGREES, by the first letter."""
    second, its = a[layout.GIVEN + 1], b[layout.GIVEN + 1]
    if second == 0:
        return UNKNOWN
    if its == 0:
        return BEYOND
    return AGREES if letters[second, 0] == letters[its, 0] else DIFFERS


@compiled
def compare_initials(a, b, letters):
    """The level of given names of which only initials are known on one side."""
    if letters[a[layout.GIVEN], 0] != letters[b[layout.GIVEN], 0]:
        return 1
    return 2 + compare_seconds(a, b, letters)


@compiled
def compare_given(a, b, letters, sounds):
    """A level of `GIVEN_LEVELS`."""
    one, other = a[layout.GIVEN], b[layout.GIVEN]
    if one == 0 or other == 0:
        return 0
    if letters[one, LENGTH] == 1 or letters[other, LENGTH] == 1:
        return compare_initials(a, b, letters)
    if one == other:
        return 10 + min(compare_seconds(a, b, letters), UNKNOWN)
    for i in range(layout.GIVENS):
        for j in range(layout.GIVENS):
            word = a[layout.GIVEN + i]
            if word > 0 and word == b[layout.GIVEN + j] and letters[word, LENGTH] > 1:
                return 9
    if one == b[layout.SURNAME] and other == a[layout.SURNAME]:
        return 9
    alike = likeness(letters, one, other, 0.8)
    if alike >= 0.92 or (letters[one, LENGTH] > 3 and one_slip(letters, one, other)):
        return 8
    if alike >= 0.8 or (sounds[one] > 0 and sounds[one] == sounds[other]):
        return 7
    return 7 if starts_with(letters, one, other) else 6


@compiled
def compare_surname(a, b, letters, sounds):
    """A level of `SURNAME_LEVELS`, and the word that both share (0 for none)."""
    if a[layout.SURNAME] == 0 or b[layout.SURNAME] == 0:
        return 0, 0
    best, shared = 1, 0
    if a[layout.JOINED] > 0 and a[layout.JOINED] == b[layout.JOINED]:
        return 6, b[layout.SURNAME]
    if a[layout.SURNAME] == b[layout.GIVEN] and a[layout.GIVEN] == b[layout.SURNAME]:
        return 4, b[layout.SURNAME]
    if _both_in(a, b) or _both_in(b, a):
        return 6, b[layout.SURNAME]
    for i in range(layout.SURNAMES):
        one = a[layout.SURNAME + i]
        if one == 0:
            break
        for j in range(layout.SURNAMES):
            other = b[layout.SURNAME + j]
            if other == 0:
                break
            level = _surname_level(a, b, i, j, letters, sounds)
            if level > best:
                best, shared = level, other if one == other else 0
    return best, shared


@compiled
def _both_in(a, b):
    """Whether a double name is made of two names of the other, in any order."""
    if a[layout.NAMED] != 2 or b[layout.NAMED] < 2:
        return False
    found = 0
    for i in range(2):
        for j in range(b[layout.NAMED]):
            found += a[layout.SURNAME + i] == b[layout.SURNAME + j]
    return found >= 2


@compiled
def _surname_level(a, b, i, j, letters, sounds):
    one, other = a[layout.SURNAME + i], b[layout.SURNAME + j]
    mine, theirs = i < a[layout.OWN], j < b[layout.OWN]
    if i >= a[layout.NAMED] or j >= b[layout.NAMED]:
        return 3 if one == other else 1
    if one == other:
        if not (mine and theirs):
            return 5
        whole = a[layout.OWN] == b[layout.OWN] or i + j == 0
        return 6 if whole else 3
    alike = likeness(letters, one, other, 0.78)
    close = alike >= 0.92 or (letters[one, LENGTH] > 3 and one_slip(letters, one, other))
    if close or (alike >= 0.88 and sounds[one] > 0 and sounds[one] == sounds[other]):
        return 4
    if alike >= 0.86 or starts_with(letters, one, other):
        return 3 if alike >= 0.86 else 2
    return 2 if alike >= 0.78 or (sounds[one] > 0 and sounds[one] == sounds[other]) else 1


@compiled
def compare_born(one, other):
    """A level of `BORN_LEVELS`."""
    if one == 0 or other == 0:
        return 0
    y, m, d = one // 10_000, one // 100 % 100, one % 100
    yy, mm, dd = other // 10_000, other // 100 % 100, other % 100
    if m * d * mm * dd * y * yy == 0:
        agree = (y == yy or y * yy == 0) and (m == mm or m * mm == 0) and (d == dd or d * dd == 0)
        return 2 if agree else 1
    if one == other:
        return 7
    if y == yy and m == dd and d == mm:
        return 6
    same = (y == yy) + (m == mm) + (d == dd)
    if same == 2:
        return 6 if digits_apart(one, other) == 1 else 5
    if digits_apart(one, other) <= 1:
        return 6
    return 4 if y == yy else 3


@compiled
def compare_sex(one, other):
    """A level of `SEX_LEVELS`."""
    if one == 0 or other == 0:
        return 0
    return 2 if one == other else 1
