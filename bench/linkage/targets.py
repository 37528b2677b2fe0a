"""What must be reached, as the issue says it, and whether it was, in the same run."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bench.linkage.contenders import OURS, RIVAL, SPLINK, TOKENS
from bench.linkage.outcomes import Outcome

Run = Mapping[str, Outcome]
"""The outcomes of one data set by contender."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One line of the issue's table: what was found, the bar, and whether more is better."""

    what: str
    found: float | None
    bar: float | None
    at_least: bool = True

    @property
    def verdict(self) -> str:
        """`met`, `NOT met`, or that something was not measured."""
        if self.found is None or self.bar is None:
            return "not measured"
        met = self.found >= self.bar if self.at_least else self.found <= self.bar
        return "met" if met else "NOT met"


def goals(data: str, run: Run) -> list[Goal]:
    """The goals of a data set; small cities have those of the large."""
    if data == "febrl4":
        return [_own_f1(run, 0.9985)]
    if data == "febrl3":
        return [_own_f1(run, _f1(run, SPLINK) or 0.0)]
    if data == "hist":
        return [_own_f1(run, 0.93), Goal("best F1", _best(run, OURS), 0.967)]
    if data.endswith("_x3"):
        return [_beside_clear(run, 0.975)]
    return [*_clear(run), *_tokens(run)]


def _own_f1(run: Run, bar: float) -> Goal:
    return Goal("F1 at our own threshold, no labels", _f1(run, OURS), bar)


def _clear(run: Run) -> Iterator[Goal]:
    yield Goal("L0: F1, beside Splink's best", _f1(run, OURS), _best(run, SPLINK))
    yield Goal("L0: recall at precision .999", _recall(run, OURS), _recall(run, SPLINK))
    yield Goal(
        "L0: wrong persons at Splink's recall, beside a fifth of Splink's",
        _wrong_at_splinks_recall(run),
        _times(0.2, _wrong(run, SPLINK)),
        at_least=False,
    )
    yield Goal(
        "L0: signals/s one at a time, tidied signals, beside dict+rapidfuzz",
        _of(run, OURS, lambda one: one.more.get("search_signals_per_second")),
        _streamed(run, RIVAL),
    )
    yield Goal(
        "L0: the same with normalising the raw signals in both clocks",
        _streamed(run, OURS),
        _of(run, RIVAL, lambda one: one.more.get("stream_raw", {}).get("signals_per_second")),
    )
    p99 = _of(run, OURS, lambda one: one.more.get("search_p99_ms"))
    yield Goal("L0: p99 in ms, tidied signals", p99, 0.1, at_least=False)
    yield Goal("L0: p99 in ms, raw signals", _p99(run, OURS), 0.1, at_least=False)
    batch = _times(2.5, _rate(run, SPLINK))
    ours = _of(run, OURS, lambda one: one.more.get("batch_signals_per_second"))
    yield Goal("L0: signals/s in one go, beside 2.5 x Splink's predict", ours, batch)


def _beside_clear(run: Run, share: float) -> Goal:
    return Goal(f"L1: F1, beside {share} x L0", _f1(run, TOKENS), _times(share, _f1(run, OURS)))


def _tokens(run: Run) -> Iterator[Goal]:
    yield _beside_clear(run, 0.99)
    yield Goal("L1: precision", _of(run, TOKENS, lambda one: one.scored.own.precision), 0.995)
    opened = _of(run, TOKENS, lambda one: one.more.get("non_residents_opened_share"))
    yield Goal("L1: signals of non-residents opened (share)", opened, 0.015, at_least=False)
    yield Goal(
        "L1: signals/s, HMAC in the clock, tidied signals, beside 0.7 x dict+rapidfuzz",
        _of(run, TOKENS, lambda one: one.more.get("search_signals_per_second")),
        _times(0.7, _streamed(run, RIVAL)),
    )
    raw = _of(run, RIVAL, lambda one: one.more.get("stream_raw", {}).get("signals_per_second"))
    yield Goal(
        "L1: the same with normalising the raw signals in both clocks",
        _streamed(run, TOKENS),
        _times(0.7, raw),
    )
    p99 = _of(run, TOKENS, lambda one: one.more.get("search_p99_ms"))
    yield Goal("L1: p99 in ms, tidied signals", p99, 0.1, at_least=False)


def _of(run: Run, name: str, figure: Callable[[Outcome], float | None]) -> float | None:
    return figure(run[name]) if name in run else None


def _times(factor: float, figure: float | None) -> float | None:
    return None if figure is None else factor * figure


def _f1(run: Run, name: str) -> float | None:
    return _of(run, name, lambda one: one.scored.own.f1)


def _best(run: Run, name: str) -> float | None:
    return _of(run, name, lambda one: one.scored.best.f1)


def _recall(run: Run, name: str) -> float | None:
    return _of(run, name, lambda one: one.scored.recall_at_precision(0.999))


def _wrong(run: Run, name: str) -> float | None:
    return _of(run, name, lambda one: one.scored.own.wrong_persons)


def _wrong_at_splinks_recall(run: Run) -> float | None:
    if SPLINK not in run:
        return None
    recall = run[SPLINK].scored.own.recall
    return _of(run, OURS, lambda one: one.scored.wrong_at_recall(recall))


def _streamed(run: Run, name: str) -> float | None:
    return _of(run, name, lambda one: one.stream.per_second if one.stream else None)


def _p99(run: Run, name: str) -> float | None:
    return _of(run, name, lambda one: one.stream.p99_ms if one.stream else None)


def _rate(run: Run, name: str) -> float | None:
    return _of(run, name, lambda one: one.per_second)
