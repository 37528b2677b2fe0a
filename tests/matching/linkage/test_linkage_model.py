"""Tables of patterns: every table is a distribution for whatever could be compared (a mask)."""

import numpy as np
import pytest

from matching.linkage.layout import GROUPS, OFFSETS, PATTERNS, SIZES
from matching.linkage.model import MARGINALS, MOVED_SHARE, expected, marginals_of, tables_of, unit
from matching.linkage.patterns import kinds_of, levels_of, masks_of, pattern_of, size_of, spread


def sums(group: str, table: np.ndarray) -> np.ndarray:
    """What the chances of each mask add up to."""
    masks = masks_of(group)
    return np.bincount(masks, table)[np.unique(masks)]


@pytest.mark.parametrize("group", GROUPS)
def test_a_pattern_and_its_levels_are_two_spellings_of_the_same(group: str) -> None:
    """The compiled code counts patterns as the tables do."""
    levels = levels_of(group)
    assert pattern_of(group, levels).tolist() == list(range(len(levels)))
    assert size_of(group) == SIZES[group] == len(levels)


def test_the_groups_stand_one_behind_another_in_one_table() -> None:
    """Offsets are written out for the compiled code; here they are counted."""
    at = 0
    for group in GROUPS:
        assert OFFSETS[group] == at
        at += SIZES[group]
    assert at == PATTERNS


@pytest.mark.parametrize("group", GROUPS)
def test_expected_chances_add_up_for_whatever_could_be_compared(group: str) -> None:
    """Else a missing field would count for or against somebody."""
    table = expected().same[group]
    assert (table >= 0).all()
    assert sums(group, table) == pytest.approx(1)


@pytest.mark.parametrize("group", GROUPS)
def test_there_is_an_expected_chance_for_every_level_and_no_more(group: str) -> None:
    """A level that is added must get one."""
    assert [len(row) for row in MARGINALS[group]] == [len(names) for names in GROUPS[group]]


def test_masks_tell_nothing_a_part_and_all_of_a_field_apart() -> None:
    """Initials and years are compared with others that are known as far."""
    kinds = dict(zip(GROUPS["name"][0], kinds_of(GROUPS["name"][0]).tolist(), strict=True))
    assert kinds["missing"] == 0
    assert kinds["initial"] == kinds["initial differs"] == 1
    assert kinds["same"] == kinds["different"] == kinds["near"] == 2
    assert kinds_of(("part agrees", "year")).tolist() == [1, 2]


def test_a_unit_row_keeps_the_proportions_of_a_kind() -> None:
    """Chances are given roughly; they are made to add up."""
    row = unit("born", 1, (5.0, 1.0, 3.0))
    assert row.tolist() == [1.0, 0.25, 0.75]


def test_independent_fields_multiply() -> None:
    """Half of the names the same and a tenth of the surnames: a twentieth of both."""
    given, surname = np.zeros(13), np.zeros(7)
    given[[6, 12]] = 0.5
    surname[[1, 6]] = 0.9, 0.1
    table = spread("name", [given, surname])
    assert table[pattern_of("name", np.array([[12, 6]]))] == pytest.approx(0.05)
    assert table.sum() == pytest.approx(1)


def test_who_moved_differs_in_all_of_the_place_at_once() -> None:
    """Three differences are one fact: more likely together than fields on their own would be."""
    levels = {"postcode": 1, "number": 1, "street": 1, "city": 3, "when": 0}
    gone = pattern_of("place", np.array([list(levels.values())]))[0]
    whole = expected().same["place"]
    alone = spread("place", [unit("place", f, row) for f, row in enumerate(MARGINALS["place"])])
    assert whole[gone] > MOVED_SHARE / 4 > 100 * alone[gone]


def test_tables_of_the_expected_rows_are_the_expected_tables() -> None:
    """What another trainer starts from."""
    for group, table in tables_of(MARGINALS).items():
        assert np.array_equal(table, expected().same[group])


def test_few_counts_stay_near_the_prior_and_many_go_their_own_way() -> None:
    """Ten people more or less must not decide what is believed of all."""
    prior = expected().same["born"]
    counts = np.where(levels_of("born")[:, 0] == 3, 1.0, 0.0)
    counts[levels_of("born")[:, 1] != 2] = 0
    before = marginals_of("born", np.zeros(len(prior)), prior, 200.0)[0]
    few = marginals_of("born", counts * 10, prior, 200.0)[0]
    many = marginals_of("born", counts * 100_000, prior, 200.0)[0]
    assert before[3] < few[3] < before[3] + 0.1
    assert many[3] > 0.99
    for row in (before, few, many):
        assert row[3:].sum() == pytest.approx(1)
