"""What an evaluation says: the same numbers for people and programs."""

import json
from collections.abc import Sequence
from datetime import date

import pytest

from matching.evaluate import Link
from portal.matching.clear import Run
from portal.matching.fair import fairness_report
from portal.matching.report import peak_memory_mb, report_of

ON = date(2026, 11, 22)


def run_of(links: Sequence[Link], opened: frozenset[str] = frozenset()) -> Run:
    """A run of two seconds, with a second and a half before it."""
    return Run(links, 1.0, 0.5, 2.0, opened)


def link(signal: str, register: str | None, probability: float) -> Link:
    """A link that compared three pairs in four milliseconds."""
    return Link(signal, register, probability, 0.0, 3, 0.004)


LINKS = [link("a", "1", 0.9), link("b", "2", 0.9), link("c", "3", 0.5), link("d", None, 0.0)]
TRUTH = {"a": "1", "b": "9", "c": "3"}


def test_without_a_truth_only_speed_and_cost_are_told() -> None:
    """Nobody knows how right it was."""
    told = report_of(run_of(LINKS), None, 10, 0.8)
    assert (told["residents"], told["signals"], told["pairs_compared"]) == (10, 4, 12)
    assert (told["build_seconds"], told["train_seconds"], told["seconds"]) == (1.0, 0.5, 2.0)
    assert told["signals_per_second"] == 2.0
    assert (told["p50_ms"], told["p99_ms"]) == (4.0, 4.0)
    assert "f1" not in told


def test_with_a_truth_it_is_told_how_right_it_was() -> None:
    """Of two links one is right; of three with a match one is found; c is left to a human."""
    told = report_of(run_of(LINKS), TRUTH, 10, 0.8)
    assert (told["precision"], told["recall"], told["f1"]) == (0.5, 0.333333, 0.4)
    assert (told["wrong_persons"], told["ambiguous"], told["ambiguous_right"]) == (1, 1, 1)
    assert (told["links"], told["with_match"], told["threshold"]) == (2, 3, 0.8)
    assert told["recall_at_precision_999"] == 0
    assert told["best_threshold"] == 0.5
    assert told["best_f1"] == pytest.approx(2 / 3, abs=1e-6)


def test_what_was_opened_of_people_outside_is_told_at_level_l1_only() -> None:
    """d is about nobody here: opening it is a price; in the clear there is nothing to open."""
    told = report_of(run_of(LINKS, frozenset({"a", "d"})), TRUTH, 10, 0.8)
    assert told["opened"] == 2
    assert told["non_residents_opened"] == 1
    assert told["non_residents_opened_share"] == 1.0
    assert "opened" not in report_of(run_of(LINKS), TRUTH, 10, 0.8)


def test_slow_signals_show_in_the_99th_percentile() -> None:
    """A mean would hide them."""
    links = [Link(str(n), None, 0, 0, 0, 0.05 if n > 97 else 0.001) for n in range(100)]
    told = report_of(run_of(links), None, 1, 0.8)
    assert told["p50_ms"] == 1.0
    assert told["p99_ms"] == 50.0


@pytest.mark.parametrize("links", [[], [link("a", "1", 0.9)]])
def test_nothing_and_one_signal_can_be_told_too(links: list[Link]) -> None:
    """A file with headings only is no mistake."""
    told = report_of(run_of(links), {}, 0, 0.8)
    assert told["signals"] == len(links)
    assert told["recall"] is None
    assert told["p99_ms"] == (4.0 if links else None)
    json.dumps(told)


def test_memory_is_told_in_megabytes() -> None:
    """A Python with numpy takes tens of them."""
    assert 20 < peak_memory_mb() < 20_000


def fair(many_men: int) -> dict[str, object]:
    """The groups of twelve women, who are all found, and some men, of whom every third is not."""
    register = [{"id": f"r{n}", "sex": "V" if n < 12 else "M"} for n in range(12 + many_men)]
    signals = [{"id": f"s{n}"} for n in range(len(register))]
    truth = {f"s{n}": f"r{n}" for n in range(len(register))}
    links = [
        link(f"s{n}", f"r{n}", 0.5 if n >= 12 and n % 3 == 0 else 0.9) for n in range(len(register))
    ]
    return fairness_report(run_of(links), truth, register, signals, 0.8, 10, ON)


def test_groups_are_told_with_their_figures_and_the_largest_gap() -> None:
    """Thirty men of whom ten are left to a human: a third less recall than the women."""
    told = fair(30)
    assert (told["on"], told["fewest"]) == ("2026-11-22", 10)
    assert {"dimension": "sex", "group": "male"}.items() <= (row := _row(told, "male")).items()
    assert (row["signals"], row["recall"], row["unsure_share"]) == (30, 0.6667, 0.3333)
    assert row["suppressed"] is False
    assert told["largest_recall_gap"] == {
        "dimension": "sex",
        "best": "female",
        "worst": "male",
        "recall": 0.3333,
    }
    json.dumps(told)


def test_a_small_group_is_told_without_any_number() -> None:
    """Nine men; the twelve women could be told but would give the men away."""
    told = fair(9)
    for name in ("male", "female"):
        assert _row(told, name) == {"dimension": "sex", "group": name, "suppressed": True}
    assert told["largest_recall_gap"] is None


def _row(told: dict[str, object], name: str) -> dict[str, object]:
    groups = told["groups"]
    assert isinstance(groups, list)
    found: dict[str, object] = next(one for one in groups if one["group"] == name)
    return found
