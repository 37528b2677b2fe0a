"""How alike two words or two numbers are written: similarity, one slip, a beginning."""

import numpy as np

from matching.linkage.compiled import compiled
from matching.linkage.layout import LENGTH, SIGNS


@compiled
def jaro_winkler(letters, one, other):
    """The Jaro-Winkler similarity of two words, 0 to 1 (Winkler 1990; prefix weight 0.1)."""
    m, n = np.int64(letters[one, LENGTH]), np.int64(letters[other, LENGTH])
    if m == 0 or n == 0:
        return 0.0
    window = max(m, n) // 2 - 1
    window = max(window, 0)
    taken = np.int64(0)
    matched = np.int64(0)
    common = 0
    for i in range(m):
        for j in range(max(0, i - window), min(n, i + window + 1)):
            if letters[one, i] == letters[other, j] and not (taken >> j) & 1:
                taken |= np.int64(1) << j
                matched |= np.int64(1) << i
                common += 1
                break
    if common == 0:
        return 0.0
    swaps, j = 0, 0
    for i in range(m):
        if (matched >> i) & 1:
            while not (taken >> j) & 1:
                j += 1
            swaps += letters[one, i] != letters[other, j]
            j += 1
    jaro = (common / m + common / n + (common - swaps // 2) / common) / 3
    prefix = 0
    while prefix < min(4, m, n) and letters[one, prefix] == letters[other, prefix]:
        prefix += 1
    return jaro + prefix * 0.1 * (1 - jaro)


@compiled
def likeness(letters, one, other, least):
    """The Jaro-Winkler similarity, or 0 where counting letters shows that it is below `least`."""
    m, n = np.int64(letters[one, LENGTH]), np.int64(letters[other, LENGTH])
    mine, its = _signs(letters, one), _signs(letters, other)
    only, others = _bits(mine & ~its), _bits(its & ~mine)
    most = min(m - only, n - others)
    if most <= 0:
        return 0.0
    prefix = 0
    while prefix < min(4, m, n) and letters[one, prefix] == letters[other, prefix]:
        prefix += 1
    bound = (most / m + most / n + 1) / 3
    if bound + prefix * 0.1 * (1 - bound) < least:
        return 0.0
    return jaro_winkler(letters, one, other)


@compiled
def _signs(letters, word):
    value = np.uint32(letters[word, SIGNS]) | np.uint32(letters[word, SIGNS + 1]) << np.uint32(8)
    value |= np.uint32(letters[word, SIGNS + 2]) << np.uint32(16)
    return value | np.uint32(letters[word, SIGNS + 3]) << np.uint32(24)


@compiled
def _bits(value):
    """How many bits are set (Warren, Hacker's Delight, figure 5-2)."""
    value = np.uint32(value)
    value = value - ((value >> np.uint32(1)) & np.uint32(0x55555555))
    value = (value & np.uint32(0x33333333)) + ((value >> np.uint32(2)) & np.uint32(0x33333333))
    value = (value + (value >> np.uint32(4))) & np.uint32(0x0F0F0F0F)
    return np.int64((value * np.uint32(0x01010101)) >> np.uint32(24)) & 0x3F


@compiled
def one_slip(letters, one, other):
    """Whether two words differ by one letter more, less, other, or two neighbours swapped."""
    m, n = np.int64(letters[one, LENGTH]), np.int64(letters[other, LENGTH])
    if abs(m - n) > 1:
        return False
    head = 0
    while head < min(m, n) and letters[one, head] == letters[other, head]:
        head += 1
    tail = 0
    while tail < min(m, n) - head and letters[one, m - 1 - tail] == letters[other, n - 1 - tail]:
        tail += 1
    left, right = m - head - tail, n - head - tail
    if max(left, right) <= 1:
        return True
    return (
        left == 2
        and right == 2
        and letters[one, head] == letters[other, head + 1]
        and letters[one, head + 1] == letters[other, head]
    )


@compiled
def starts_with(letters, one, other):
    """Whether the shorter word (3 letters or more) begins the longer one."""
    many = min(letters[one, LENGTH], letters[other, LENGTH])
    at = 0
    while at < many and letters[one, at] == letters[other, at]:
        at += 1
    return at == many and many >= 3


@compiled
def digits_apart(one, other):
    """In how many decimal places two numbers differ."""
    apart = 0
    while one > 0 or other > 0:
        apart += one % 10 != other % 10
        one //= 10
        other //= 10
    return apart
