"""What an evaluation says of groups of people: flat rows for a table, one object for JSON."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from matching.evaluate import Figures
from matching.fairness import Gap, Group, crowds_of, fairness_of, groups_of, largest_gap
from portal.matching.clear import Run
from portal.matching.files import Person

Row = dict[str, Any]


def fairness_report(
    run: Run,
    truth: Mapping[str, str],
    register: Sequence[Person],
    signals: Sequence[Person],
    same_from: float,
    fewest: int,
    on: date,
) -> Row:
    """The figures of every group on a day, and the largest gap in recall between two of them."""
    crowds, residents = crowds_of(register), {one["id"]: one for one in register}
    groups = {
        one["id"]: groups_of(one, residents.get(truth.get(one["id"], "")), crowds, on)
        for one in signals
    }
    found = fairness_of(run.links, truth, groups, same_from, fewest)
    return {
        "on": on.isoformat(),
        "fewest": fewest,
        "groups": [_row(group) for group in found],
        "largest_recall_gap": _gap(largest_gap(found, fewest)),
    }


def _row(group: Group) -> Row:
    row: Row = {"dimension": group.dimension.value, "group": group.name}
    if group.figures is None:
        return row | {"suppressed": True}
    return row | {"suppressed": False} | _figures(group.figures)


def _figures(figures: Figures) -> Row:
    return {
        "signals": figures.signals,
        "precision": _rounded(figures.precision),
        "recall": _rounded(figures.recall),
        "f1": _rounded(figures.f1),
        "wrong_persons": figures.wrong_persons,
        "unsure_share": round(figures.ambiguous / figures.signals, 4),
    }


def _gap(gap: Gap | None) -> Row | None:
    if gap is None:
        return None
    return {
        "dimension": gap.dimension.value,
        "best": gap.best,
        "worst": gap.worst,
        "recall": round(gap.recall, 4),
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
