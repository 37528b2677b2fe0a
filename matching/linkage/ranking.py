"""The best records for a signal in a register that changed: a base of rows and what came since."""

from typing import Final

from matching.linkage import layout
from matching.linkage.blocks import TIERS
from matching.linkage.compiled import compiled
from matching.linkage.layout import PATTERNS
from matching.linkage.levels import compare_born, compare_given
from matching.linkage.posterior import FIRST, weigh
from matching.linkage.search import candidates, look_up, score_all

SHOWN: Final = 8
"""So many of the best are told at most."""
WINDOW: Final = 14.0
"""Who scores so much less than the best (a millionth of the odds) is told only when neither given
name nor birth date differs: the home then decides, and whether it may is for the table to say."""
FLOOR: Final = -4.0
"""Nor is who scores less than this: nearly everything that is known of both differs."""

WIDE_TIER: Final = len(TIERS) - 2
"""The tier of match keys that are too wide for a line that must not be wrong."""
KEYS: Final = TIERS[WIDE_TIER]
"""So many match keys are used."""
SCORE: Final = 0
"""Where in `work` the scores are by which the best was chosen."""
_NO: Final = -1e308


@compiled
def rank(
    row, rows, earlier, starts, found, prints, new_starts, new_found, new_prints, letters, sounds,
    frequent, born, weights, residents, stamps, stamp, out, work, top,
):  # fmt: skip
    """The best rows, best first, in `top`; returns how many.

    As `search`, but whoever may be a rival is looked up whatever was found, and nobody by the wide
    keys: who shares a birth date or a street alone is nobody's match. Probabilities are in
    `work[2]`.
    """
    many, scored, best, large = 0, 0, -1, True
    if new_found.shape[0] > 0:
        many = candidates(
            row, new_found.shape[0], new_starts, new_found, new_prints, letters, sounds,
            stamps, stamp, out,
        )  # fmt: skip
    for tier in range(WIDE_TIER):
        many = look_up(
            row, tier, large, starts, found, prints, letters, sounds, stamps, stamp, out, many
        )
        if tier == 0:
            continue
        score_all(
            row, rows, earlier, letters, sounds, frequent, born, weights, scored, many, out, work
        )
        scored = many
        best, _ = weigh(work, many, residents, weights)
        if work[2, FIRST] >= weights[2 * PATTERNS + 2]:
            break
    highest = work[SCORE, best] if best >= 0 else 0.0
    for n in range(many):
        if not _worth(work[SCORE, n], highest, row, rows[out[n]], letters, sounds):
            work[SCORE, n] = _NO
    return _best(work[SCORE], many, out, top)


@compiled
def _worth(score, best, row, other, letters, sounds):
    """Whether somebody may be a rival: by score, or as neither name nor birth date differs."""
    if score < FLOOR or score >= best - WINDOW:
        return score >= FLOOR
    if compare_born(row[layout.BORN], other[layout.BORN]) in (1, 3, 4):
        return False
    return compare_given(row, other, letters, sounds) not in (1, 6)


@compiled
def _best(scores, many, out, top):
    """Selects by score; those that were taken lose it."""
    kept = 0
    while kept < top.shape[0]:
        best = -1
        for n in range(many):
            if scores[n] > _NO and (best < 0 or scores[n] > scores[best]):
                best = n
        if best < 0:
            break
        top[kept] = out[best]
        scores[best] = _NO
        kept += 1
    return kept
