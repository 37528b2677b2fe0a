"""Figures of an evaluation, against an example worked by hand."""

import pytest

from matching.evaluate import (
    SAME_FROM,
    UNSURE_FROM,
    Figures,
    Link,
    Verdict,
    best_of,
    curve_of,
    figures_of,
    recall_at,
    verdict_of,
    wrong_at,
)


def link(signal: str, register: str | None, probability: float, second: float = 0.0) -> Link:
    """One link; how much was compared and how long it took do not count here."""
    return Link(signal, register, probability, second, 1, 0.001)


LINKS = [
    link("a", "1", 0.99),
    link("b", "2", 0.95),
    link("c", "9", 0.90),
    link("d", "4", 0.85),
    link("e", "5", 0.50, 0.45),
    link("f", "6", 0.30),
    link("g", "7", 0.05),
    link("h", None, 0.0),
]
TRUTH = {"a": "1", "b": "2", "c": "3", "e": "5", "f": "8", "g": "7"}
"""c is taken for somebody else, d is about nobody here, h is rightly found to be nobody."""


def test_figures_are_those_of_the_example() -> None:
    """Four links of which two right: precision 2/4; six with a match: recall 2/6; F1 4/10."""
    assert figures_of(LINKS, TRUTH) == Figures(
        signals=8,
        with_match=6,
        links=4,
        right=2,
        wrong_persons=2,
        ambiguous=2,
        ambiguous_right=1,
        precision=2 / 4,
        recall=2 / 6,
        f1=4 / 10,
    )


def test_a_stricter_threshold_makes_links_unsure() -> None:
    """From 0.96 on only a; b, c, d, e and f are then for a human, of whom b and e are right."""
    figures = figures_of(LINKS, TRUTH, same_from=0.96)
    assert (figures.links, figures.right, figures.wrong_persons) == (1, 1, 0)
    assert (figures.ambiguous, figures.ambiguous_right) == (5, 2)
    assert figures.precision == 1


def test_where_there_is_nothing_to_divide_by_there_is_no_figure() -> None:
    """No links have no precision, and nobody to find no recall: neither is 0 nor 1."""
    nothing = figures_of([], {})
    assert (nothing.precision, nothing.recall, nothing.f1) == (None, None, None)
    outsiders = figures_of([link("a", None, 0.0)], {})
    assert (outsiders.signals, outsiders.with_match, outsiders.recall) == (1, 0, None)
    lost = figures_of([link("a", None, 0.0)], {"a": "1"})
    assert (lost.precision, lost.recall, lost.f1) == (None, 0, 0)


@pytest.mark.parametrize(
    ("probability", "register", "verdict"),
    [
        (SAME_FROM, "1", Verdict.SAME),
        (SAME_FROM - 0.001, "1", Verdict.UNSURE),
        (UNSURE_FROM, "1", Verdict.UNSURE),
        (UNSURE_FROM - 0.001, "1", Verdict.DIFFERENT),
        (1.0, None, Verdict.DIFFERENT),
    ],
)
def test_a_verdict_begins_at_its_probability(
    probability: float, register: str | None, verdict: Verdict
) -> None:
    """Nobody is the same without a candidate."""
    assert verdict_of(probability, register) is verdict
    assert link("a", register, probability).verdict is verdict


def test_the_margin_is_the_distance_to_the_runner_up() -> None:
    """Two of one home may be nearly as likely."""
    assert link("e", "5", 0.5, 0.45).margin == pytest.approx(0.05)


def test_the_curve_accepts_from_strict_to_lenient() -> None:
    """After a and b all is right; c and d cost precision; e brings recall back."""
    points = curve_of(LINKS, TRUTH)
    assert [point.threshold for point in points] == [0.99, 0.95, 0.90, 0.85, 0.50, 0.30, 0.05]
    assert [point.wrong_persons for point in points] == [0, 0, 1, 2, 2, 3, 3]
    assert [point.recall for point in points] == pytest.approx(
        [1 / 6, 2 / 6, 2 / 6, 2 / 6, 3 / 6, 3 / 6, 4 / 6]
    )
    assert points[4].precision == pytest.approx(3 / 5)
    assert points[4].f1 == pytest.approx(6 / 11)


def test_links_of_one_probability_are_accepted_together() -> None:
    """No threshold could tell them apart."""
    points = curve_of([link("a", "1", 0.9), link("b", "9", 0.9)], {"a": "1", "b": "2"})
    assert [(point.threshold, point.precision) for point in points] == [(0.9, 0.5)]


def test_the_best_point_and_the_recall_at_a_precision_are_read_from_the_curve() -> None:
    """At precision 1 a third is found; the best F1 takes all: 8/13."""
    points = curve_of(LINKS, TRUTH)
    best = best_of(points)
    assert best is not None
    assert (best.threshold, best.f1) == (0.05, pytest.approx(8 / 13))
    assert recall_at(points, 1.0) == pytest.approx(2 / 6)
    assert recall_at(points, 0.57) == pytest.approx(4 / 6)
    assert recall_at([], 0.9) == 0
    assert best_of([]) is None


def test_wrong_persons_are_counted_until_a_recall_is_reached() -> None:
    """Half is found at the price of two; everybody is out of reach."""
    points = curve_of(LINKS, TRUTH)
    assert wrong_at(points, 2 / 6) == 0
    assert wrong_at(points, 0.5) == 2
    assert wrong_at(points, 1.0) is None
