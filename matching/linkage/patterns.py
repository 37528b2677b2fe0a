"""A pattern is one level of each field of a group; here between patterns and levels."""

from functools import lru_cache
from itertools import product
from math import prod
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.linkage.layout import GROUPS

Levels = NDArray[np.int64]

_INITIALS_ONLY: Final = (
    "initial differs",
    "initial, the second differs",
    "initial, one too many",
    "initial",
    "initials",
)
_PARTS_ONLY: Final = ("part differs", "part agrees")


@lru_cache
def levels_of(group: str) -> Levels:
    """The level of each field (columns) of every pattern (rows) of a group."""
    fields = GROUPS[group]
    return np.array(list(product(*(range(len(names)) for names in fields))), np.int64)


def pattern_of(group: str, levels: Levels) -> Levels:
    """The patterns of rows of levels."""
    found = np.zeros(len(levels), np.int64)
    for column, names in enumerate(GROUPS[group]):
        found = found * len(names) + levels[:, column]
    return found


def kinds_of(names: tuple[str, ...]) -> NDArray[np.int64]:
    """What could be compared at each level of a field: 0 nothing, 1 only a part of it, 2 all."""
    return np.array([_kind(name) for name in names])


def _kind(name: str) -> int:
    if name == "missing":
        return 0
    return 1 if name in _INITIALS_ONLY or name in _PARTS_ONLY else 2


@lru_cache
def masks_of(group: str) -> NDArray[np.int64]:
    """For every pattern the number of what could be compared in it: its mask."""
    levels = levels_of(group)
    found = np.zeros(len(levels), np.int64)
    for column, names in enumerate(GROUPS[group]):
        found = found * 3 + kinds_of(names)[levels[:, column]]
    return found


def spread(group: str, marginals: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The chance of each pattern when fields are independent.

    `marginals[f][level]` adds up to 1 over the levels of each kind; so do patterns over a mask.
    """
    levels = levels_of(group)
    return np.asarray(np.prod([m[levels[:, f]] for f, m in enumerate(marginals)], axis=0))


def size_of(group: str) -> int:
    """How many patterns a group has."""
    return prod(len(names) for names in GROUPS[group])
