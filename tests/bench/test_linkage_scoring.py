"""Counting right and wrong links: the same for every peer and for us."""

from hypothesis import given
from hypothesis import strategies as st

from bench.linkage.scoring import Link, scored

TRUTH = {"S1": "R1", "S2": "R2", "S3": "R3"}
LINKS = [Link("S1", "R1", 9.0), Link("S9", "R7", 8.0), Link("S2", "R2", 7.0), Link("S3", "R9", 1.0)]


def test_a_link_of_a_stranger_is_a_wrong_person() -> None:
    """S9 is not in the truth: the city must say that it does not know this person."""
    own = scored(LINKS, TRUTH, 7.0).own
    assert (own.accepted, own.right, own.wrong_persons) == (3, 2, 1)
    assert own.precision == own.recall == 2 / 3


def test_links_below_the_threshold_do_not_count() -> None:
    """What a peer is not sure of it does not link."""
    own = scored(LINKS, TRUTH, 8.5).own
    assert (own.accepted, own.right, own.wrong_persons) == (1, 1, 0)


def test_a_judgement_counts_before_the_score() -> None:
    """We may call people the same for more reasons than a threshold."""
    own = scored(LINKS, TRUTH, 0.0, own=["S1", "S2"]).own
    assert (own.right, own.wrong_persons) == (2, 0)


def test_recall_at_a_precision_takes_the_best_threshold() -> None:
    """Only the first link is above the stranger's, so nothing more is right without a fault."""
    found = scored(LINKS, TRUTH, 0.0)
    assert found.recall_at_precision(0.999) == 1 / 3
    assert found.recall_at_precision(0.6) == 2 / 3


def test_wrong_persons_at_a_recall_are_the_fewest_that_reach_it() -> None:
    """One stranger must be taken along to find S2; nobody finds S3."""
    found = scored(LINKS, TRUTH, 0.0)
    assert found.wrong_at_recall(1 / 3) == 0
    assert found.wrong_at_recall(2 / 3) == 1
    assert found.wrong_at_recall(1.0) is None


def test_equal_scores_stand_or_fall_together() -> None:
    """A threshold cannot part two links of the same score, whatever their order in the file."""
    ties = [Link("S1", "R1", 5.0), Link("S9", "R7", 5.0)]
    assert scored(ties, TRUTH, 5.0).recall_at_precision(0.999) == 0.0
    assert scored(ties[::-1], TRUTH, 5.0).recall_at_precision(0.999) == 0.0


@given(st.lists(st.tuples(st.sampled_from(["R1", "R2", "R3", "R4"]), st.floats(0, 1)), max_size=9))
def test_no_threshold_beats_the_best(found: list[tuple[str, float]]) -> None:
    """`best` is an upper bound of what any threshold, the own one too, can do."""
    links = [Link(f"S{place}", who, score) for place, (who, score) in enumerate(found)]
    for threshold in (0.0, 0.3, 0.9):
        result = scored(links, TRUTH, threshold)
        assert result.own.f1 <= result.best.f1
