"""From scores to probabilities: each candidate against the others, its family, and anybody else.

That candidates of one home explain each other (what a father shares with the signal about his son)
was tried and gave no better answers on the synthetic cities, so it is not here.
"""

from typing import Final

import numpy as np

from matching.linkage.compiled import compiled
from matching.linkage.layout import PATTERNS

FIRST, OTHER, WEIGHT, KIN = 0, 1, 2, 3
"""Where in `work[2]` are the probability of the best and of the runner-up, and two log-odds."""
_NOTHING: Final = 30.0
"""Who scores so much less than the best (in natural logarithms) takes nothing from it."""


@compiled
def weigh(work, many, residents, weights):
    """The best and the runner-up among candidates; their probabilities go to `work[2]`.

    `work[0]` and `work[1]` hold their scores as the same person and as family.
    """
    share, kin_share = weights[2 * PATTERNS], weights[2 * PATTERNS + 1]
    rest = np.log(max(1 - share - kin_share, 1e-6) * residents)
    best, second, closest = _first_two(work, many)
    if best < 0:
        work[2, :4] = 0
        return best, second
    share, kin_share = np.log(share), np.log(kin_share)
    top = max(rest, work[0, best] + share, closest + kin_share)
    total = np.exp(rest - top) + np.exp(closest + kin_share - top)
    for n in range(many):
        if work[0, n] + share > top - _NOTHING:
            total += np.exp(work[0, n] + share - top)
    work[2, FIRST] = np.exp(work[0, best] + share - top) / total
    work[2, OTHER] = np.exp(work[0, second] + share - top) / total if second >= 0 else 0.0
    work[2, WEIGHT], work[2, KIN] = work[0, best], work[1, best]
    return best, second


@compiled
def _first_two(work, many):
    """The best two, and the score of the closest family."""
    best, second, closest = -1, -1, -1e9
    for n in range(many):
        if best < 0 or work[0, n] > work[0, best]:
            best, second = n, best
        elif second < 0 or work[0, n] > work[0, second]:
            second = n
        closest = max(closest, work[1, n])
    return best, second, closest
