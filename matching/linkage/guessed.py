"""What chance agrees on where it cannot be counted in the register.

In a register too small for it: as in a made-up Dutch city. At earlier places: as at those of today.
"""

from typing import Final

import numpy as np

from matching.linkage.chances import Chances
from matching.linkage.layout import GROUPS
from matching.linkage.model import Table
from matching.linkage.patterns import spread

COUNTED_FROM: Final = 500
"""From so many records on, chance is counted in the register itself."""

NOW, EARLIER = 0, 1
"""Where the patterns of a place of today and of an earlier one begin; they take turns."""
FEWEST: Final = 0.2
"""Earlier places a record, on average, that will come into a register that has none yet."""

_UNRELATED: Final = {
    "name": (
        (
            1,
            0.935,
            0.021,
            0.01,
            0.0324,
            0.0016,
            0.9814,
            0.0065,
            0.0011,
            0.0076,
            0.0011,
            0.0005,
            0.0017,
        ),
        (1, 0.9811, 0.0082, 0.0027, 0.0021, 0.0026, 0.0033),
    ),
    "born": ((1, 0.9872, 0.0128, 0.9846, 0.0113, 0.003, 0.00106, 0.00008), (1, 0.5, 0.5)),
    "place": (
        (1, 0.8714, 0.11, 0.018, 0.0006),
        (1, 0.8698, 0.123, 0.0002, 0.007),
        (1, 0.996, 0.0028, 0.0012),
        (1, 0.3, 0.1, 0.6),
        (0.999, 0.001),
    ),
    "contact": ((1, 0.99999, 0.000005, 0.000005),) * 3,
}
"""Chances of each level of each field for two strangers; those of one kind add up to 1."""
_RELATIVE: Final = {
    "name": (
        (
            1,
            0.7507,
            0.0241,
            0.036,
            0.1059,
            0.0833,
            0.7933,
            0.0128,
            0.0139,
            0.014,
            0.004,
            0.041,
            0.121,
        ),
        (1, 0.169, 0.0034, 0.0034, 0.0216, 0.1389, 0.6637),
    ),
    "born": ((1, 0.8667, 0.1333, 0.861, 0.0318, 0.005, 0.0074, 0.0948), (1, 0.564, 0.436)),
}
"""The same for two of one home."""


def guessed() -> Chances:
    """Chances for a register of fewer than `COUNTED_FROM` records; nothing in it was counted."""
    unrelated = {group: _table(group, _UNRELATED[group]) for group in GROUPS}
    related = {group: _table(group, rows) for group, rows in _RELATIVE.items()}
    return Chances(unrelated, unrelated | related, 0)


def with_earlier(chances: Chances, places: float) -> Chances:
    """Chances with those of an earlier place; a record has so many of these on average, or will.

    Strangers are counted at the places of today only, so what they agree on at an earlier one
    would seem impossible, and prove everything.
    """
    place = chances.unrelated["place"].copy()
    place[EARLIER::2] = np.maximum(place[NOW::2] * max(places, FEWEST), 1e-12)
    strangers = chances.unrelated | {"place": place}
    return Chances(strangers, chances.relative | {"place": place}, chances.homes)


def _table(group: str, rows: tuple[tuple[float, ...], ...]) -> Table:
    return np.maximum(spread(group, [np.array(row) for row in rows]), 1e-12)
