"""The demo city in a cluster: delivered to the log, worked off by the workers."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from portal.cluster.places import Places
from portal.cluster.plan import Demo
from portal.demo import make_demo
from portal.settings import read_settings
from portal.wiring import Platform, open_platform
from protocols.errors import Refused
from store import status
from store.engine import reading
from streams.cluster import Line
from streams.processor import Processor
from streams.topics import Topic

STUCK_SECONDS = 120.0
LOOK_SECONDS = 0.2
Told = Callable[[str], None]


class WorkersStuck(Refused):
    """What was delivered waits, and nobody works on it."""

    code = "workers-stuck"


@dataclass(frozen=True, slots=True)
class Awaited:
    """A line whose `drain` waits until the workers have done what waits."""

    line: Line
    stuck_seconds: float = STUCK_SECONDS

    @property
    def stages(self) -> Sequence[tuple[Topic, Processor]]:
        """Every topic with the processor of the group that reads it."""
        return self.line.stages

    @property
    def readers(self) -> Mapping[str, Sequence[str]]:
        """For every topic the groups that read it."""
        return self.line.readers

    def poll(self) -> int:
        """Raises LeftToWorkers."""
        return self.line.poll()

    def waiting(self) -> int:
        """How many events wait before all steps together."""
        return self.line.waiting()

    def drain(self, _progress: Callable[[int], None] = lambda _handled: None) -> int:
        """Wait until nothing waits, and return how many events waited at first.

        Raises WorkersStuck when for too long none of them was handled.
        """
        first = waits = self.waiting()
        until = time.monotonic() + self.stuck_seconds
        while waits:
            time.sleep(LOOK_SECONDS)
            now = self.waiting()
            if now != waits:
                waits, until = now, time.monotonic() + self.stuck_seconds
            elif time.monotonic() > until:
                raise WorkersStuck(
                    "De werkers verwerken niets meer van wat geleverd is; kijk in hun logs."
                )
        return first


def load_demo(places: Places, demo: Demo, told: Told) -> None:
    """Load the demo city where nobody lives yet, and keep its logins in the cluster's folder.

    A mark stands there as long as that takes: cut off, the next start empties what it left.
    """
    wired = open_platform(read_settings())
    if not demo.residents or not is_empty(wired):
        return
    places.loading.touch()
    waiting = replace(wired, line=Awaited(wired.line))
    logins = make_demo(waiting, places.files, demo.residents, demo.months, demo.seed, told)
    places.write_logins(f"  {one.account_id:20} wachtwoord {one.password}" for one in logins)
    places.loading.unlink()


def is_empty(wired: Platform) -> bool:
    """Whether no register was loaded and nothing was delivered yet."""
    with reading(wired.engine) as tx:
        found = status.counts(tx)
    return not found["residents"] and not found["deliveries"]
