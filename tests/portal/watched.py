"""A wired city whose line can be made to wait, park and stop."""

from dataclasses import dataclass, replace
from pathlib import Path

from portal.counters import Counters
from portal.wiring import Platform
from protocols.covenant.signal import Delivered
from store import log
from store.engine import begin
from streams.cluster import ClusterLine
from streams.processor import TooManyDeadLetters
from tests.support import made
from tests.support.line import Line, open_line, with_residents
from tests.support.parked import Parking


@dataclass(slots=True)
class Watched:
    """A line with its platform; at most one event per step may be parked."""

    parking: Parking
    wired: Platform

    @property
    def line(self) -> Line:
        """The line itself."""
        return self.parking.line

    def send(self, *rows: Delivered) -> None:
        """Deliver rows; the line stops when too many of them are poison."""
        try:
            self.line.send(rows)
        except TooManyDeadLetters:
            return

    def wait(self, events: int, topic: str = "signals") -> None:
        """Let events wait that nobody handles."""
        entry = log.Entry(topic, 0, "k", "", "t", "2026-11-22T09:00:00.000Z", b"{}")
        with begin(self.line.engine) as tx:
            log.append(tx, [replace(entry, ce_id=f"w{n}") for n in range(events)])

    def clustered(self) -> Platform:
        """The same where workers run the line."""
        return replace(self.wired, line=ClusterLine(self.line.embedded))


def watch(place: Path | str, *, residents: int = 20, most: int = 1) -> Watched:
    """A line on a database; without residents there is no register."""
    line, counters = open_line(place), Counters()
    if residents:
        with_residents(line, [made.resident(number) for number in range(1, residents + 1)])
    stages = [
        (topic, replace(one, most_dead_letters=most, watch=counters))
        for topic, one in line.embedded.stages
    ]
    parking = Parking(replace(line, embedded=replace(line.embedded, stages=stages)))
    own = parking.line
    parts = (own.city, own.engine, own.vault, own.residents, own.embedded, lambda: made.AT)
    return Watched(parking, Platform(*parts, counters))
