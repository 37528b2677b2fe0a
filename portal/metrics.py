"""Metrics in the Prometheus text format. Lag, dead letters and the register come from the
database, which is the truth for all processes; events, batches and runs were counted here.

Labels are names of steps, codes and outcomes: from closed lists, never an id.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector, CollectorRegistry

from portal.bounded import Bounded
from portal.counters import BOUNDS_SECONDS, Counters
from portal.readiness import waiting
from portal.watch_settings import Watching
from portal.wiring import Platform
from store import dead_letters, register, status
from store.engine import StoreUnavailable, reading
from store.register import Version
from store.schema import pool_use

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_COUNTED_AGAIN_SECONDS = 60.0
_P = "vroegsignaal_"
Numbers = Mapping[Any, float]
"""Numbers by the texts of their labels."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database tells at one moment."""

    waiting: Mapping[str, int]
    letters: Numbers
    stopped: frozenset[str]
    register: Version | None


class Metrics(Collector):
    """Everything that is measured of one process and its database."""

    def __init__(self, wired: Platform, watching: Watching) -> None:
        self._wired = wired
        self._watching = watching
        self._facts: Bounded[Facts | None] = Bounded(self._read, None)
        self._answers: Bounded[Numbers] = Bounded(
            self._count_answers, {}, fresh=_COUNTED_AGAIN_SECONDS
        )

    def text(self) -> bytes:
        """All of it, ready to be read."""
        registry = CollectorRegistry(auto_describe=False)
        registry.register(self)
        return generate_latest(registry)

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: the database need not be there."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Every metric now; without a database what was counted here."""
        facts = self._facts()
        yield _gauge("database_up", "Whether the database answers.", {(): facts is not None})
        if facts is not None:
            yield from self._of_database(facts)
            yield _gauge(
                "rows_answered",
                "Rows of creditors by answer; counted once a minute.",
                self._answers(),
                "outcome",
                "code",
            )
        yield from self._of_pool()
        yield from _of_counters(self._wired.counters.copied())

    def _read(self) -> Facts | None:
        try:
            with reading(self._wired.engine) as tx:
                return Facts(
                    waiting(tx, self._wired),
                    {(one.step, one.code): one.count for one in status.dead_letters(tx)},
                    frozenset(one.step for one in dead_letters.stopped(tx)),
                    register.current(tx),
                )
        except StoreUnavailable:
            return None

    def _count_answers(self) -> Numbers:
        try:
            with reading(self._wired.engine) as tx:
                return dict(status.answers(tx))
        except StoreUnavailable:
            return {}

    def _of_database(self, facts: Facts) -> Iterator[Metric]:
        lag = {(step,): count for step, count in facts.waiting.items()}
        yield _gauge("lag_events", "Events that wait before a step.", lag, "step")
        stopped = {(step,): step in facts.stopped for step in facts.waiting}
        yield _gauge("step_stopped", "Whether dead letters stopped a step.", stopped, "step")
        yield _gauge("dead_letters", "Events put aside.", facts.letters, "step", "code")
        most = {(): self._watching.most_dead_letters}
        yield _gauge("dead_letters_limit", "So many per step, then it stops.", most)
        if facts.register is not None:
            one = facts.register
            loaded = datetime.fromisoformat(one.loaded_at).timestamp()
            yield _gauge("register_version", "Version of the register.", {(): one.version})
            yield _gauge("register_loaded_timestamp_seconds", "Its moment.", {(): loaded})
            yield _gauge("register_residents", "Residents in it.", {(): one.residents})

    def _of_pool(self) -> Iterator[Metric]:
        use = pool_use(self._wired.engine)
        if use is not None:
            counts = {("kept",): use.size, ("in_use",): use.in_use, ("overflow",): use.overflow}
            yield _gauge("database_connections", "Of this process.", counts, "state")


def _of_counters(counted: Counters) -> Iterator[Metric]:
    events = {(step,): count for step, count in counted.events.items()}
    yield _counter("events", "Events handled by this process.", events, "step")
    aside = {(step,): count for step, count in counted.aside.items()}
    yield _counter("events_parked", "Events put aside by this process.", aside, "step")
    yield _counter("clock_runs", "Runs of jobs of the clock.", counted.runs, "job", "outcome")
    family = HistogramMetricFamily(f"{_P}batch_seconds", "Time per batch.", labels=["step"])
    for step, batches in counted.batches.items():
        total, buckets = 0, []
        bounds = [*(str(bound) for bound in BOUNDS_SECONDS), "+Inf"]
        for bound, count in zip(bounds, batches.buckets, strict=True):
            total += count
            buckets.append((bound, total))
        family.add_metric([step], buckets, batches.seconds)
    yield family


def _gauge(name: str, about: str, values: Numbers, *labels: str) -> Metric:
    return _filled(GaugeMetricFamily(_P + name, about, labels=labels), values)


def _counter(name: str, about: str, values: Numbers, *labels: str) -> Metric:
    return _filled(CounterMetricFamily(_P + name, about, labels=labels), values)


def _filled(family: GaugeMetricFamily | CounterMetricFamily, values: Numbers) -> Metric:
    for words, number in sorted(values.items()):
        family.add_metric(words, float(number))
    return family
