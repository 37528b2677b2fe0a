"""How well links agree with the truth: precision, recall, wrong persons, at any threshold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

SAME_FROM: Final = 0.8
"""From this probability on a person is the same without a human being who looks."""
UNSURE_FROM: Final = 0.1
"""From this probability on it is worth a human being's look."""


class Verdict(StrEnum):
    """What is said of a signal: it is the best candidate, perhaps, or nobody."""

    SAME = "same"
    UNSURE = "unsure"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Link:
    """The best candidate of a signal (None for none), its probability and the runner-up's.

    `compared` is the number of pairs that were scored, `seconds` the time it took, of which
    `search_seconds` without normalising.
    """

    signal_id: str
    register_id: str | None
    probability: float
    second: float
    compared: int
    seconds: float
    search_seconds: float = 0.0

    @property
    def margin(self) -> float:
        """How far the best is ahead of the runner-up."""
        return self.probability - self.second

    @property
    def verdict(self) -> Verdict:
        """The judgement at the thresholds of this module."""
        return verdict_of(self.probability, self.register_id)


def verdict_of(
    probability: float, register_id: str | None, same_from: float = SAME_FROM
) -> Verdict:
    """What is said at a probability (0 to 1)."""
    if register_id is None or probability < UNSURE_FROM:
        return Verdict.DIFFERENT
    return Verdict.SAME if probability >= same_from else Verdict.UNSURE


@dataclass(frozen=True, slots=True)
class Figures:
    """What was right and wrong. Shares are 0 to 1, and None where there is nothing to divide by.

    Only SAME counts as a link: `wrong_persons` are links to somebody else than the truth says,
    or of somebody whom it does not know; `ambiguous` are left to a human being, of whom the best
    candidate was right in `ambiguous_right`.
    """

    signals: int
    with_match: int
    links: int
    right: int
    wrong_persons: int
    ambiguous: int
    ambiguous_right: int
    precision: float | None
    recall: float | None
    f1: float | None


def figures_of(
    links: Iterable[Link], truth: Mapping[str, str], same_from: float = SAME_FROM
) -> Figures:
    """Count links against the truth; a signal that is not in the truth has no match."""
    signals = with_match = made = right = ambiguous = ambiguous_right = 0
    for link in links:
        verdict = verdict_of(link.probability, link.register_id, same_from)
        true = truth.get(link.signal_id)
        is_right = true is not None and true == link.register_id
        signals += 1
        with_match += true is not None
        made += verdict is Verdict.SAME
        right += verdict is Verdict.SAME and is_right
        ambiguous += verdict is Verdict.UNSURE
        ambiguous_right += verdict is Verdict.UNSURE and is_right
    return Figures(
        signals, with_match, made, right, made - right, ambiguous, ambiguous_right,
        _share(right, made), _share(right, with_match), _share(2 * right, made + with_match),
    )  # fmt: skip


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Point:
    """What accepting everything from a probability on would give."""

    threshold: float
    precision: float
    recall: float
    f1: float
    wrong_persons: int


def curve_of(links: Iterable[Link], truth: Mapping[str, str]) -> Sequence[Point]:
    """A point per different probability, from strict to lenient; needs signals with a match."""
    ranked = sorted((link for link in links if link.register_id), key=lambda one: -one.probability)
    whole = sum(1 for _ in truth)
    points, made, right = [], 0, 0
    for threshold, level in groupby(ranked, key=lambda one: one.probability):
        for link in level:
            made += 1
            right += truth.get(link.signal_id) == link.register_id
        f1 = 2 * right / (made + whole)
        points.append(Point(threshold, right / made, right / max(whole, 1), f1, made - right))
    return points


def best_of(points: Iterable[Point]) -> Point | None:
    """The point with the highest F1: chosen with the truth in hand, so an upper bound."""
    return max(points, key=lambda point: point.f1, default=None)


def recall_at(points: Iterable[Point], precision: float) -> float:
    """The highest recall of a point that is at least this precise; 0 for none."""
    return max((p.recall for p in points if p.precision >= precision), default=0.0)


def wrong_at(points: Iterable[Point], recall: float) -> int | None:
    """How many wrong persons it takes to reach a recall; None where it is out of reach."""
    return next((p.wrong_persons for p in points if p.recall >= recall), None)
