"""What this process counted since it started: events, batches, runs of the clock. No ids."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from threading import Lock

BOUNDS_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the buckets that batches are counted in; what took longer is in one more."""


@dataclass(slots=True)
class Batches:
    """How long the batches of one step took: how many per bucket, and seconds together."""

    buckets: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS_SECONDS) + 1))
    seconds: float = 0.0


@dataclass(slots=True)
class Counters:
    """The counters of a process; the line, the clock and who reads them are different threads."""

    events: Counter[str] = field(default_factory=Counter)
    aside: Counter[str] = field(default_factory=Counter)
    batches: dict[str, Batches] = field(default_factory=dict)
    runs: Counter[tuple[str, str]] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def handled(self, group: str, events: int, seconds: float) -> None:
        """Count a batch of a step."""
        with self._lock:
            self.events[group] += events
            batches = self.batches.setdefault(group, Batches())
            batches.buckets[bisect_left(BOUNDS_SECONDS, seconds)] += 1
            batches.seconds += seconds

    def parked(self, group: str) -> None:
        """Count an event that a step put aside."""
        with self._lock:
            self.aside[group] += 1

    def ran(self, job: str, outcome: str) -> None:
        """Count a run of a job of the clock."""
        with self._lock:
            self.runs[job, outcome] += 1

    def copied(self) -> "Counters":
        """The counts of one moment."""
        with self._lock:
            batches = {
                step: Batches(list(one.buckets), one.seconds) for step, one in self.batches.items()
            }
            return Counters(Counter(self.events), Counter(self.aside), batches, Counter(self.runs))
