"""Learning the weights without labels: expectation and maximisation over register and signals.

For each signal the hypotheses are: it is one of its candidates, somebody outside who is family of
a candidate, or anybody else. What strangers agree on is counted in the register (`chances`); what
the same person and what family agree on is learned, and the shares of both.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.linkage.chances import MIXED, Chances
from matching.linkage.compiled import compiled
from matching.linkage.layout import GROUPS, OFFSETS, PATTERNS
from matching.linkage.model import Table, Weights, marginals_of
from matching.linkage.patterns import masks_of, spread

ROUNDS: Final = 25
PRIOR: Final = 200.0
"""How many imagined people speak for the weights that were there before."""
ANCHOR: Final = 0.3
"""Who is less probable than this by the weights that were there before teaches nothing about the
same person. Else, where few signals are about residents, weak lookalikes are learned to be them."""
FEWEST: Final = 100
"""In a register of fewer records chance says too little to learn beside."""
_SMOOTHING: Final = 30.0
"""How many imagined people in every mask speak for independent fields."""
_SETTLED: Final = 1e-4


class Pairs(NamedTuple):
    """The candidates of many signals: pair n belongs to signal `owner[n]` (ascending).

    `patterns` (n × 4, offsets included) and `rare`, their correction for frequency.
    """

    owner: NDArray[np.int64]
    patterns: NDArray[np.int64]
    rare: NDArray[np.float32]


def fit(pairs: Pairs, signals: int, residents: int, start: Weights, chances: Chances) -> Weights:
    """Weights learned from the candidates of a number of signals in a register of residents."""
    same, kin = _flat(start.same), _flat(start.relative or chances.relative)
    chance = _flat(chances.unrelated)
    shares = np.array([start.resident_share, start.relative_share])
    first_same, first_kin = same.copy(), kin.copy()
    starts = np.searchsorted(pairs.owner, np.arange(signals + 1))
    likely = _likely(pairs, starts, np.log(same / chance), np.log(kin / chance), residents, shares)
    for _ in range(ROUNDS):
        place = slice(OFFSETS["place"], OFFSETS["contact"])
        kin[place] = same[place]
        found = np.zeros((2, PATTERNS))
        sums = _expect(
            starts, pairs.patterns, pairs.rare, np.log(same / chance), np.log(kin / chance),
            residents, shares, likely, found, np.zeros(len(likely)),
        )  # fmt: skip
        before = shares.copy()
        shares = np.clip(np.array(sums) / signals, (0.01, 1e-5), (0.9999, 0.5))
        shares *= min(1.0, 0.99995 / shares.sum())
        same = _maximise(found[0], first_same)
        if chances.homes:
            kin = _with_mixed(_maximise(found[1], first_kin), first_same)
        if np.abs(shares - before).max() < _SETTLED:
            break
    its, kins = _tables(same), _tables(kin)
    return Weights(its, kins, float(shares[0]), float(shares[1]), "learned", signals, residents)


def _likely(
    pairs: Pairs, starts: NDArray[np.int64], same: Table, kin: Table, residents: int, shares: Table
) -> NDArray[np.bool_]:
    """Which pairs may teach about the same person."""
    every, each = np.ones(len(pairs.owner), np.bool_), np.zeros(len(pairs.owner))
    counts = np.zeros((2, PATTERNS))
    _expect(starts, pairs.patterns, pairs.rare, same, kin, residents, shares, every, counts, each)
    return each >= ANCHOR


def _with_mixed(kin: Table, same: Table) -> Table:
    """Family of which a share bears the birth date of a housemate: this cannot be learned.

    For it happens with residents, whose own record then seems to be somebody else's.
    """
    born = slice(OFFSETS["born"], OFFSETS["place"])
    found = kin.copy()
    found[born] = (1 - MIXED) * kin[born] + MIXED * same[born]
    return found


def _flat(tables: Mapping[str, Table]) -> Table:
    flat = np.zeros(PATTERNS)
    for group, table in tables.items():
        flat[OFFSETS[group] : OFFSETS[group] + len(table)] = np.maximum(table, 1e-9)
    return flat


def _tables(flat: Table) -> dict[str, Table]:
    return {group: flat[at : at + len(masks_of(group))] for group, at in OFFSETS.items()}


def _maximise(counts: Table, prior: Table) -> Table:
    """Shares of patterns within their mask, drawn towards independent fields and the prior."""
    found = np.zeros(PATTERNS)
    for group in GROUPS:
        masks = masks_of(group)
        at = slice(OFFSETS[group], OFFSETS[group] + len(masks))
        mine = counts[at]
        alone = spread(group, marginals_of(group, mine, prior[at], PRIOR))
        pull = 0.5 * alone + 0.5 * prior[at]
        of_mask = np.bincount(masks, mine)[masks]
        found[at] = (mine + _SMOOTHING * pull) / (of_mask + _SMOOTHING)
    return np.maximum(found, 1e-9)


@compiled
def _expect(starts, patterns, rare, same, kin, residents, shares, likely, counts, each):
    """Expected counts of every pattern with the same person and with family; how many of each.

    Only pairs that are `likely` may be the same person; how probable, comes in `each`.
    """
    found, related = 0.0, 0.0
    resident, relative = np.log(shares[0]), np.log(shares[1])
    rest = np.log(max(1 - shares[0] - shares[1], 1e-6) * residents)
    for s in range(len(starts) - 1):
        top, closest, who = rest, -1e9, -1
        for n in range(starts[s], starts[s + 1]):
            top = max(top, _same(n, patterns, rare, same, likely) + resident)
            its = _score(n, patterns, rare, kin) + relative
            if its > closest:
                closest, who = its, n
        top = max(top, closest)
        total = np.exp(rest - top) + np.exp(closest - top)
        for n in range(starts[s], starts[s + 1]):
            total += np.exp(_same(n, patterns, rare, same, likely) + resident - top)
        if who >= 0:
            share = np.exp(closest - top) / total
            related += share
            for g in range(4):
                counts[1, patterns[who, g]] += share
        for n in range(starts[s], starts[s + 1]):
            share = np.exp(_same(n, patterns, rare, same, likely) + resident - top) / total
            each[n] = share
            found += share
            for g in range(4):
                counts[0, patterns[n, g]] += share
    return found, related


@compiled
def _same(n, patterns, rare, odds, likely):
    """The score of the same person; next to nothing for who is not likely."""
    return _score(n, patterns, rare, odds) if likely[n] else -1e9


@compiled
def _score(n, patterns, rare, odds):
    value = rare[n]
    for g in range(4):
        value += odds[patterns[n, g]]
    return value
