"""The weights: how often each pattern of agreement is found with the same person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.linkage.layout import GROUPS
from matching.linkage.patterns import kinds_of, levels_of, spread

Table = NDArray[np.float64]

Marginals = Mapping[str, Sequence[Sequence[float]]]

MARGINALS: Final[Marginals] = {
    "name": (
        (1, 0.03, 0.03, 0.02, 0.51, 0.41, 0.05, 0.03, 0.06, 0.03, 0.02, 0.02, 0.79),
        (1, 0.03, 0.01, 0.015, 0.08, 0.03, 0.835),
    ),
    "born": ((1, 0.04, 0.96, 0.009, 0.004, 0.009, 0.05, 0.928), (1, 0.02, 0.98)),
    "place": (
        (1, 0.03, 0.03, 0.06, 0.88),
        (1, 0.04, 0.02, 0.02, 0.92),
        (1, 0.03, 0.10, 0.87),
        (1, 0.04, 0.06, 0.90),
        (0.97, 0.03),
    ),
    "contact": ((1, 0.2, 0.03, 0.77), (1, 0.2, 0.05, 0.75), (1, 0.005, 0.015, 0.98)),
}
"""What is expected of the same person before any data was seen, for each level of each field.

The levels of one kind (all of the field compared, or only a part) add up to 1.
"""
_MOVED: Final = (
    (1, 0.7, 0.2, 0.01, 0.09),
    (1, 0.93, 0.04, 0.005, 0.025),
    (1, 0.93, 0.02, 0.05),
    (1, 0.25, 0.02, 0.73),
    (0.999, 0.001),
)
"""The place of somebody who has moved: a share `MOVED_SHARE` of those found."""
MOVED_SHARE: Final = 0.06


@dataclass(frozen=True, slots=True)
class Weights:
    """What is known of signals about residents.

    `same[group][pattern]` is the chance of a pattern with the same person, given what could be
    compared; `relative` likewise with family (counted in the register where it is None);
    `resident_share` the share of signals that are about somebody in the register,
    `relative_share` the share about somebody outside it who is family of somebody in it.
    `source` tells who made them, `signals` and `residents` on how many (0: on none).
    """

    same: Mapping[str, Table]
    relative: Mapping[str, Table] | None = None
    resident_share: float = 0.8
    relative_share: float = 0.04
    source: str = field(default="expected", compare=False)
    signals: int = field(default=0, compare=False)
    residents: int = field(default=0, compare=False)


def expected() -> Weights:
    """The weights without any data."""
    return Weights(tables_of(MARGINALS))


def tables_of(marginals: Marginals) -> dict[str, Table]:
    """Tables of the same person from a row per field, with some who have moved."""
    tables = {
        group: spread(group, [unit(group, f, row) for f, row in enumerate(rows)])
        for group, rows in marginals.items()
    }
    moved = spread("place", [unit("place", f, row) for f, row in enumerate(_MOVED)])
    tables["place"] = (1 - MOVED_SHARE) * tables["place"] + MOVED_SHARE * moved
    return tables


def unit(group: str, column: int, row: Sequence[float]) -> Table:
    """A row of chances that adds up to 1 for each kind."""
    values, kinds = np.array(row, np.float64), kinds_of(GROUPS[group][column])
    for kind in set(kinds.tolist()):
        values[kinds == kind] /= values[kinds == kind].sum()
    return values


def marginals_of(group: str, counts: Table, prior: Table, strength: float) -> list[Table]:
    """Per field the share of each level among counts of patterns, drawn towards a prior table."""
    levels, found = levels_of(group), []
    for column, names in enumerate(GROUPS[group]):
        size, kinds = len(names), kinds_of(names)
        mine = np.asarray(np.bincount(levels[:, column], counts, size), np.float64)
        theirs = np.bincount(levels[:, column], prior, size)
        for kind in set(kinds.tolist()):
            of_kind = kinds == kind
            share = theirs[of_kind] / max(theirs[of_kind].sum(), 1e-12)
            mine[of_kind] += strength * share
            mine[of_kind] /= mine[of_kind].sum()
        found.append(mine)
    return found
