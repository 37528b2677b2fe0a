"""The tables of the benchmark, as plain text."""

from collections.abc import Iterable, Sequence

from bench.linkage.contenders import SPLINK, Absence
from bench.linkage.outcomes import Outcome
from bench.linkage.targets import Goal

HEAD = (
    *("", "F1", "best F1", "R P>=.999", "R P>=.99", "wrong", "wrong@R"),
    *("pairs", "pairs/s", "train s", "build s", "match s", "signals/s"),
    *("1 by 1/s", "p50 us", "p99 us", "MB"),
)
LEGEND = (
    "F1 and wrong (persons): at the contender's own threshold. wrong@R: at the recall that Splink "
    "has at its own.\nbest F1 and recall at a precision: the threshold chosen with the truth. "
    "1 by 1: one signal at a time."
)


def results(outcomes: Sequence[Outcome], absences: Iterable[Absence]) -> str:
    """One line a contender, and who is missing."""
    splink = next((one for one in outcomes if one.name == SPLINK), None)
    recall = splink.scored.own.recall if splink else 2.0
    lines = grid([HEAD, *(_cells(one, recall) for one in outcomes)])
    return "\n".join([lines, *(f"{one.name}: left out, {one.reason}" for one in absences)])


def _cells(one: Outcome, recall: float) -> tuple[str, ...]:
    found, stream = one.scored, one.stream
    wrong = found.wrong_at_recall(recall)
    shares = (found.own.f1, found.best.f1, *map(found.recall_at_precision, (0.999, 0.99)))
    alone = ("-",) * 3 if stream is None else (
        f"{stream.per_second:,.0f}", f"{stream.p50_ms * 1000:.1f}", f"{stream.p99_ms * 1000:.1f}",
    )  # fmt: skip
    return (
        one.name,
        *(f"{share:.4f}" for share in shares),
        str(found.own.wrong_persons),
        "-" if wrong is None else str(wrong),
        *(f"{count:,.0f}" for count in (one.pairs, one.pairs_per_second)),
        *(f"{it:.2f}" for it in (one.train_seconds, one.build_seconds, one.match_seconds)),
        f"{one.per_second:,.0f}",
        *alone,
        f"{one.peak_mb:,.0f}",
    )


def targets(goals: Iterable[Goal]) -> str:
    """What must be reached, what was found, and whether that is enough."""
    head = ("must", "found", "bar", "")
    return grid([head, *((_must(one), _figure(one.found), _figure(one.bar), one.verdict)
                         for one in goals)])  # fmt: skip


def _must(goal: Goal) -> str:
    return f"{goal.what} ({'at least' if goal.at_least else 'at most'})"


def _figure(figure: float | None) -> str:
    if figure is None:
        return "-"
    return f"{figure:,.0f}" if figure >= 1000 else f"{figure:.4f}".rstrip("0").rstrip(".")


def grid(rows: Sequence[Sequence[str]]) -> str:
    """Columns beside each other; the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
