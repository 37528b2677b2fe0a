"""What chance alone agrees on, and what a household does: counted in the register itself.

No labels and no signals are needed: pairs of register records are pairs of different people.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.linkage import layout
from matching.linkage.counting import add, agreeing
from matching.linkage.layout import GROUPS
from matching.linkage.model import Table, expected, marginals_of, unit
from matching.linkage.pairs import group_levels
from matching.linkage.patterns import levels_of, spread
from matching.linkage.segment import Segment, Words

SAMPLES: Final = 100_000
"""Pairs drawn per stratum: agreeing on one field, or on none."""
NAMESAKES: Final = 0.2
"""The share of family outside the register that bears the same name: children named after."""
MIXED: Final = 0.1
"""The share of records about one of a home with the birth date of another."""
LEAST_SHARED: Final = {"contact": 0.002}
"""Of a value that nobody in the register shares, somebody outside has it so often as one record of
it (else half as often): ids, telephone numbers and e-mail addresses are given to one person."""
ELSEWHERE: Final = 0.01
"""The share of strangers who live far from everybody in the register: else, where all live in one
town, another town would seem impossible by chance, and prove something."""
_FAR: Final = (
    (1, 0.95, 0.03, 0.01, 0.01),
    (1, 0.92, 0.05, 0.005, 0.025),
    (1, 0.95, 0.03, 0.02),
    (1, 0.95, 0.03, 0.02),
    (0.999, 0.001),
)
_FEWEST_HOUSEMATES: Final = 500

_STRATA: Final = {
    "name": ((layout.SURNAME, 1, (6,)), (layout.GIVEN, 0, (10, 11, 12))),
    "born": ((layout.BORN, 0, (7,)),),
    "place": ((layout.POSTCODE, 0, (4,)), (layout.STREET, 2, (3,)), (layout.CITY, 3, (3,))),
    "contact": ((layout.ID, 2, (3,)), (layout.EMAIL, 1, (3,)), (layout.PHONE, 0, (3,))),
}
"""Per group the slots that pairs are drawn on: (slot, its field, its levels when the same)."""


@dataclass(frozen=True, slots=True)
class Chances:
    """The register's own share in the weights.

    `unrelated[group][pattern]` and `relative[group][pattern]` are chances of a pattern, given
    what could be compared, for somebody unrelated and for somebody of the same home;
    `homes` is the number of pairs of housemates that this was counted on (0: it is a guess).
    """

    unrelated: dict[str, Table]
    relative: dict[str, Table]
    homes: int


def chances_of(segment: Segment, words: Words, seed: int = 1) -> Chances:
    """Count both in a register; the same seed draws the same pairs."""
    rng = np.random.default_rng(seed)
    unrelated = {group: _unrelated(group, segment, words, rng) for group in GROUPS}
    unrelated["place"] = (1 - ELSEWHERE) * unrelated["place"] + ELSEWHERE * _elsewhere()
    pairs = _housemates(segment, rng)
    return Chances(unrelated, _relatives(segment, words, unrelated, pairs), len(pairs))


def _elsewhere() -> Table:
    """The place of somebody who lives far away, beside that of anybody in the register."""
    return spread("place", [unit("place", f, row) for f, row in enumerate(_FAR)])


def mean_share(counts: NDArray[np.int64], total: int, least: float = 0.5) -> float:
    """The chance that two different records share a value; `least` of a record's own if rare."""
    pairs = float((counts * (counts - 1)).sum())
    return max(pairs, least * total) / max(total * (total - 1), 1)


def _unrelated(group: str, segment: Segment, words: Words, rng: np.random.Generator) -> Table:
    table = np.zeros(len(levels_of(group)))
    random = _random_pairs(len(segment.rows), rng)
    add(table, group, group_levels(group, segment, words, random), 1.0, (), len(segment.rows))
    taken = tuple((field, levels) for _, field, levels in _STRATA[group])
    table[agreeing(group, taken)] = 0
    for position, (slot, column, same) in enumerate(_STRATA[group]):
        values = segment.rows[:, slot]
        pairs, share = _pairs_sharing(values, rng, LEAST_SHARED.get(group, 0.5))
        part, levels = np.zeros(len(table)), group_levels(group, segment, words, pairs)
        add(part, group, levels, share, ((column, same),), _different(values))
        wanted = agreeing(group, ((column, same),)) & ~agreeing(group, taken[:position])
        table[wanted] = part[wanted]
    return np.maximum(table, 1e-12)


def _random_pairs(many: int, rng: np.random.Generator) -> NDArray[np.int64]:
    if many < 2:
        return np.zeros((0, 2), np.int64)
    one = rng.integers(0, many, SAMPLES)
    other = (one + rng.integers(1, many, SAMPLES)) % many
    return np.stack([one, other], axis=1)


def _pairs_sharing(
    values: NDArray[np.signedinteger], rng: np.random.Generator, least: float = 0.5
) -> tuple[NDArray[np.int64], float]:
    """Pairs of different records with the same value, and how likely two records share one."""
    known = np.flatnonzero(values)
    order = known[np.argsort(values[known], kind="stable")]
    _, starts, counts = np.unique(values[order], return_index=True, return_counts=True)
    many = len(known)
    share = mean_share(counts, many, least) if many > 1 else least / max(len(values), 1)
    weight = np.cumsum((counts * (counts - 1)).astype(np.float64))
    if not len(weight) or weight[-1] == 0:
        return np.zeros((0, 2), np.int64), share
    block = np.searchsorted(weight, rng.random(SAMPLES) * weight[-1], side="right")
    first = (rng.random(SAMPLES) * counts[block]).astype(np.int64)
    step = 1 + (rng.random(SAMPLES) * (counts[block] - 1)).astype(np.int64)
    second = (first + step) % counts[block]
    return np.stack([order[starts[block] + first], order[starts[block] + second]], axis=1), share


def _different(values: NDArray[np.signedinteger]) -> float:
    """How many pairs of different records have the same value."""
    counts = np.unique(values[values > 0], return_counts=True)[1].astype(np.float64)
    return float((counts * (counts - 1) / 2).sum())


def _relatives(
    segment: Segment, words: Words, unrelated: dict[str, Table], pairs: NDArray[np.int64]
) -> dict[str, Table]:
    """Names and birth dates of people of one home; a guess where a register has no homes."""
    tables = dict(unrelated)
    if len(pairs) < _FEWEST_HOUSEMATES:
        tables["name"] = _guess(unrelated["name"])
        return tables
    for group in ("name", "born"):
        table = np.zeros(len(unrelated[group]))
        add(table, group, group_levels(group, segment, words, pairs), 1.0, (), len(pairs))
        tables[group] = np.maximum(table, 1e-9)
    tables["name"] = _misspelt(tables["name"])
    for group, share in (("name", NAMESAKES), ("born", MIXED)):
        tables[group] = (1 - share) * tables[group] + share * expected().same[group]
    return tables


def _misspelt(name: Table) -> Table:
    """A register spells the name of a family in one way; who signals about it errs as always."""
    surnames = len(GROUPS["name"][1])
    same = surnames - 1
    _, errs = marginals_of("name", expected().same["name"], expected().same["name"], 1e-9)
    found = name.reshape(-1, surnames).copy()
    clean = found[:, same].copy()
    found[:, same] = 0
    found[:, 1:] += clean[:, None] * errs[None, 1:]
    return found.ravel()


def _guess(unrelated: Table) -> Table:
    """Half of the housemates share a surname, and given names as strangers do (a little more)."""
    given, surname = marginals_of("name", unrelated, unrelated, 1e-9)
    surname = surname * 0.5
    surname[6] += 0.4
    surname[5] += 0.1
    given[12] = max(given[12], 0.01)
    given[6] -= max(0.0, given[6:].sum() - 1)
    surname[0] = 1
    return np.maximum(spread("name", [given, surname]), 1e-9)


def _housemates(segment: Segment, rng: np.random.Generator) -> NDArray[np.int64]:
    rows = segment.rows
    key = (
        rows[:, layout.POSTCODE].astype(np.int64) * 1_000_003
        + rows[:, layout.STREET] * 7_919
        + rows[:, layout.NUMBER].astype(np.int64) * 10_000_019
        + rows[:, layout.SUFFIX] * 104_729
    )
    nowhere = rows[:, layout.POSTCODE] + rows[:, layout.STREET] == 0
    key[(rows[:, layout.NUMBER] == 0) | nowhere] = 0
    found, _ = _pairs_sharing(key, rng)
    counts = np.unique(key[key != 0], return_counts=True)[1]
    return found if (counts > 1).sum() >= _FEWEST_HOUSEMATES else found[:0]
