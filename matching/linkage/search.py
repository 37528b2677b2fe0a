"""One signal against the register: candidates by match key, their scores, the best ones."""

from typing import Final

import numpy as np

from matching.linkage import layout
from matching.linkage.blocks import (
    CAPS,
    CAPS_LARGE,
    ENOUGH,
    LARGE,
    N_PARTS,
    OF_GIVEN,
    OF_SURNAME,
    TABLE,
    TIERS,
    bucket_of,
    key_of,
    parts_of,
    print_of,
)
from matching.linkage.compiled import compiled
from matching.linkage.layout import LENGTH, PATTERNS
from matching.linkage.posterior import FIRST, weigh
from matching.linkage.scoring import compare_pair

MOST: Final = 1_536
"""Candidates of one signal at most."""


@compiled
def look_up(row, tier, large, starts, found, prints, letters, sounds, stamps, stamp, out, many):
    """Add the records under a signal's match keys of one tier to `out`."""
    parts = np.zeros(N_PARTS, np.int64)
    cap = CAPS_LARGE[tier] if large else CAPS[tier]
    for i in range(layout.SURNAMES):
        surname = row[layout.SURNAME + i]
        if i > 0 and surname == 0:
            break
        for j in range(layout.GIVENS):
            given = row[layout.GIVEN + j]
            if j > 0 and (given == 0 or letters[given, LENGTH] == 1 or tier < 2):
                break
            parts_of(row, given, surname, letters, sounds, parts)
            many = _under_keys(
                parts,
                tier,
                cap,
                (i > 0) + 2 * (j > 0),
                starts,
                found,
                prints,
                stamps,
                stamp,
                out,
                many,
            )
    given = row[layout.GIVEN]
    if tier > 1 and given > 0 and letters[given, LENGTH] > 1:
        parts_of(row, row[layout.SURNAME], given, letters, sounds, parts)
        many = _under_keys(parts, tier, cap, 3, starts, found, prints, stamps, stamp, out, many)
    return many


@compiled
def _under_keys(parts, tier, cap, variant, starts, found, prints, stamps, stamp, out, many):
    """Records under the keys of one variant; after the first only keys in which it differs.

    A variant is 0, plus 1 for another surname, plus 2 for another given name.
    """
    for rule in range(TIERS[tier], min(TIERS[tier + 1], starts.shape[0])):
        if variant == 0 or (variant & 1 and OF_SURNAME[rule]) or (variant & 2 and OF_GIVEN[rule]):
            key = key_of(rule, TABLE[rule], parts)
            if key != 0:
                many = _under_key(rule, key, cap, starts, found, prints, stamps, stamp, out, many)
    return many


@compiled
def _under_key(rule, key, cap, starts, found, prints, stamps, stamp, out, many):
    bucket, mine = bucket_of(key, starts.shape[1]), print_of(key)
    first, last = starts[rule, bucket], starts[rule, bucket + 1]
    hits = 0
    for at in range(first, last):
        hits += prints[at] == mine
    if hits > cap:
        return many
    for at in range(first, last):
        if prints[at] == mine:
            row = found[at]
            if stamps[row] < stamp and many < MOST:
                stamps[row] = stamp
                out[many] = row
                many += 1
    return many


@compiled
def score_all(row, rows, earlier, letters, sounds, frequent, born, weights, begin, many, out, work):
    """Score candidates from `begin` on: log-odds of the same person, and of a relative."""
    patterns = np.zeros(4, np.int64)
    for n in range(begin, many):
        rare = compare_pair(row, rows[out[n]], earlier, letters, sounds, frequent, born, patterns)
        one, other = rare, rare
        for g in range(4):
            one += weights[patterns[g]]
            other += weights[PATTERNS + patterns[g]]
        work[0, n], work[1, n] = one, other


@compiled
def keys_known(row, letters, sounds):
    """How many of the narrow match keys can be made of a row."""
    parts = np.zeros(N_PARTS, np.int64)
    parts_of(row, row[layout.GIVEN], row[layout.SURNAME], letters, sounds, parts)
    known = 0
    for rule in range(TIERS[2]):
        known += key_of(rule, TABLE[rule], parts) != 0
    return known


@compiled
def search(
    row, rows, earlier, starts, found, prints, letters, sounds, frequent, born, weights,
    residents, stamps, stamp, out, work, many,
):  # fmt: skip
    """Best, runner-up (in `out`) and how many were compared; probabilities are in `work[2]`.

    Wider match keys are looked up only where the narrower ones settle nothing. `many` candidates
    are in `out` already.
    """
    large, scored, best, second = residents > LARGE, 0, -1, -1
    for tier in range(4):
        if tier == 3 and large and keys_known(row, letters, sounds) >= ENOUGH:
            break
        many = look_up(
            row, tier, large, starts, found, prints, letters, sounds, stamps, stamp, out, many
        )
        score_all(
            row, rows, earlier, letters, sounds, frequent, born, weights, scored, many, out, work
        )
        scored = many
        best, second = weigh(work, many, residents, weights)
        if work[2, FIRST] >= weights[2 * PATTERNS + 2]:
            break
    return best, second, many


@compiled
def candidates(row, residents, starts, found, prints, letters, sounds, stamps, stamp, out):
    """Every record under any match key of a row, in `out`; returns how many."""
    many = 0
    for tier in range(4):
        many = look_up(
            row, tier, residents > LARGE, starts, found, prints, letters, sounds,
            stamps, stamp, out, many,
        )  # fmt: skip
    return many


@compiled
def patterns_of(row, rows, earlier, letters, sounds, frequent, born, many, out, patterns, rare):
    """The patterns of candidates (n × 4) and their correction for frequency."""
    for n in range(many):
        rare[n] = compare_pair(
            row, rows[out[n]], earlier, letters, sounds, frequent, born, patterns[n]
        )
