"""From compared pairs to a table of chances: every pattern, for whatever could be compared."""

from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.linkage.layout import GROUPS
from matching.linkage.model import Table
from matching.linkage.patterns import kinds_of, levels_of, masks_of, pattern_of, spread

_SMOOTHING: Final = 20.0
"""How many imagined pairs speak for independent fields."""
Fixed = tuple[tuple[int, tuple[int, ...]], ...]
"""Fields of a group (by number) that must be at one of some levels."""


def agreeing(group: str, at: Fixed) -> NDArray[np.bool_]:
    """Which patterns of a group have one of the fields at one of its levels."""
    levels = levels_of(group)
    found = np.zeros(len(levels), bool)
    for column, same in at:
        found |= np.isin(levels[:, column], same)
    return found


def add(
    table: Table,
    group: str,
    levels: NDArray[np.int64],
    share: float,
    fixed: Fixed,
    different: float,
) -> None:
    """Fill every mask of a group from compared pairs, smoothed towards independent fields.

    Of the pairs so many are different ones: the fewer, the more they are smoothed.
    """
    smoothing = _SMOOTHING * max(len(levels) / max(different, 1.0), 1.0)
    columns = [c for c, _ in fixed]
    masks = masks_of(group)
    every = levels_of(group)
    marginals = _marginals(group, levels)
    independent = spread(group, marginals)
    for kinds in product(*(sorted(set(kinds_of(n).tolist())) for n in GROUPS[group])):
        if any(kinds[c] != 2 for c in columns):
            continue
        seen = _as_kinds(group, levels, kinds)
        in_mask = masks == _mask_number(kinds)
        fit = in_mask.copy()
        for column, same in fixed:
            fit &= np.isin(every[:, column], same)
        counts = np.bincount(pattern_of(group, seen), minlength=len(table)) if len(seen) else 0
        part = np.where(fit, counts, 0.0)
        smooth = np.where(fit, independent, 0.0)
        smooth /= max(smooth.sum(), 1e-12)
        table[fit] = share * ((part + smoothing * smooth) / (part.sum() + smoothing))[fit]


def _mask_number(kinds: tuple[int, ...]) -> int:
    number = 0
    for kind in kinds:
        number = number * 3 + kind
    return number


def _as_kinds(group: str, levels: NDArray[np.int64], kinds: tuple[int, ...]) -> NDArray[np.int64]:
    """The pairs in which this much could be compared, with less known where a kind asks less."""
    found = levels
    for column, kind in enumerate(kinds):
        if kind == 0:
            found = found.copy()
            found[:, column] = 0
            continue
        known = kinds_of(GROUPS[group][column])[found[:, column]] == 2
        found = found[known]
        if kind == 1:
            found = found.copy()
            found[:, column] = found[:, -1]
    return found


def _marginals(group: str, levels: NDArray[np.int64]) -> list[Table]:
    found = []
    for column, names in enumerate(GROUPS[group]):
        kinds = kinds_of(names)
        counts = np.bincount(levels[:, column], minlength=len(names)).astype(float) + 1e-3
        if 1 in kinds:
            whole = levels[kinds[levels[:, column]] == 2]
            counts += np.bincount(whole[:, -1], minlength=len(names))
        for kind in set(kinds.tolist()):
            counts[kinds == kind] /= counts[kinds == kind].sum()
        found.append(counts)
    return found
