"""How good the links of a peer are: one way of counting for everybody.

Only the best register record of each signal counts (top 1). A link is right when the truth says
so; a link of a signal without a match, or to somebody else, is a wrong person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

TOP_PRECISIONS = (0.999, 0.99)


@dataclass(frozen=True, slots=True)
class Link:
    """The best register record for a signal; higher scores are surer, in the peer's own unit."""

    signal_id: str
    register_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Point:
    """What holds when every link from `threshold` on is accepted."""

    threshold: float
    accepted: int
    right: int
    matches: int

    @property
    def precision(self) -> float:
        """The part of the accepted links that is right; 1 when nothing is accepted."""
        return self.right / self.accepted if self.accepted else 1.0

    @property
    def recall(self) -> float:
        """The part of the signals with a match that was linked rightly."""
        return self.right / self.matches if self.matches else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def wrong_persons(self) -> int:
        """Accepted links to somebody else than the truth says."""
        return self.accepted - self.right


@dataclass(frozen=True, slots=True)
class Scored:
    """A peer's own operating point, and what its scores allow at thresholds set with the truth."""

    own: Point
    best: Point
    curve: Sequence[Point]

    def recall_at_precision(self, floor: float) -> float:
        """The highest recall of any threshold whose precision is at least `floor`."""
        return max((one.recall for one in self.curve if one.precision >= floor), default=0.0)

    def wrong_at_recall(self, recall: float) -> int | None:
        """The fewest wrong persons at which this recall is reached; None when it never is."""
        return min((one.wrong_persons for one in self.curve if one.recall >= recall), default=None)


def scored(
    links: Iterable[Link],
    truth: Mapping[str, str],
    threshold: float,
    own: Iterable[str] | None = None,
) -> Scored:
    """Count links against the truth (register id by signal id, matched signals only).

    The own point accepts scores from `threshold` on or, when `own` is given, just the links of
    those signals: a judgement is more than a score. Equal scores stand or fall together.
    """
    ranked = sorted(links, key=lambda one: -one.score)
    curve = list(_curve(ranked, truth))
    chosen = set(own) if own is not None else None
    if chosen is None:
        kept = [one for one in ranked if one.score >= threshold]
    else:
        kept = [one for one in ranked if one.signal_id in chosen]
    right = sum(truth.get(one.signal_id) == one.register_id for one in kept)
    point = Point(threshold, len(kept), right, len(truth))
    return Scored(point, max([*curve, point], key=lambda one: one.f1), curve)


def _curve(ranked: Sequence[Link], truth: Mapping[str, str]) -> Iterable[Point]:
    right = 0
    for count, link in enumerate(ranked, start=1):
        right += truth.get(link.signal_id) == link.register_id
        if count == len(ranked) or ranked[count].score != link.score:
            yield Point(link.score, count, right, len(truth))
