"""What an evaluation says: one flat mapping, the same for people (a table) and programs (JSON)."""

import resource
import sys
from collections.abc import Mapping, Sequence
from statistics import quantiles

from matching.evaluate import Link, best_of, curve_of, figures_of, recall_at
from portal.matching.clear import Run

Value = float | int | str | None


def report_of(
    run: Run, truth: Mapping[str, str] | None, residents: int, same_from: float
) -> dict[str, Value]:
    """Speed and cost of a run and, where the truth is known, how right it was."""
    report: dict[str, Value] = {
        "residents": residents,
        "signals": len(run.links),
        "pairs_compared": sum(link.compared for link in run.links),
        "build_seconds": round(run.build_seconds, 3),
        "train_seconds": round(run.train_seconds, 3),
        "seconds": round(run.seconds, 4),
        "signals_per_second": _rate(len(run.links), run.seconds),
        "batch_signals_per_second": _rate(len(run.links), run.batch_seconds),
        **_latency("", [link.seconds for link in run.links]),
        **_searching(run.links),
        "peak_memory_mb": peak_memory_mb(),
    }
    return report if truth is None else _accuracy(run, truth, same_from) | report


def _accuracy(run: Run, truth: Mapping[str, str], same_from: float) -> dict[str, Value]:
    figures, curve = figures_of(run.links, truth, same_from), curve_of(run.links, truth)
    best = best_of(curve)
    report: dict[str, Value] = {
        "precision": _rounded(figures.precision),
        "recall": _rounded(figures.recall),
        "f1": _rounded(figures.f1),
        "wrong_persons": figures.wrong_persons,
        "ambiguous": figures.ambiguous,
        "ambiguous_right": figures.ambiguous_right,
        "links": figures.links,
        "with_match": figures.with_match,
        "threshold": same_from,
        "best_f1": _rounded(best.f1) if best else None,
        "best_threshold": best.threshold if best else None,
        "recall_at_precision_999": _rounded(recall_at(curve, 0.999)),
        "recall_at_precision_99": _rounded(recall_at(curve, 0.99)),
    }
    if run.opened:
        outside = [link for link in run.links if link.signal_id not in truth]
        opened = sum(link.signal_id in run.opened for link in outside)
        report["opened"] = len(run.opened)
        report["tokens_per_second"] = run.tokens_per_second
        report["non_residents_opened"] = opened
        report["non_residents_opened_share"] = _rounded(opened / len(outside) if outside else None)
    return report


def _rate(many: int, seconds: float) -> float | None:
    return round(many / seconds, 1) if seconds else None


def _searching(links: Sequence[Link]) -> dict[str, Value]:
    """Speed without normalising the signals, as matchers of tidied records give theirs."""
    taken = [link.search_seconds for link in links if link.search_seconds]
    if not taken:
        return {}
    return {"search_signals_per_second": round(len(taken) / sum(taken), 1)} | _latency(
        "search_", taken
    )


def _latency(prefix: str, seconds: Sequence[float]) -> dict[str, Value]:
    taken = [one * 1000 for one in seconds]
    if len(taken) < 2:
        only = taken[0] if taken else None
        return {f"{prefix}p50_ms": only, f"{prefix}p99_ms": only}
    cuts = quantiles(taken, n=100, method="inclusive")
    return {f"{prefix}p50_ms": round(cuts[49], 4), f"{prefix}p99_ms": round(cuts[98], 4)}


def peak_memory_mb() -> float:
    """The most memory this process has had, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 if sys.platform != "darwin" else 1024 * 1024), 1)


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 6)
