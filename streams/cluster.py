"""The line as a process sees it that leaves the work to the relay and the workers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from protocols.errors import Refused
from streams.embedded import EmbeddedLine
from streams.processor import Processor
from streams.topics import RELAY, Topic


class LeftToWorkers(Refused):
    """This installation has workers: nobody else runs the line."""

    code = "left-to-workers"


class Line(Protocol):
    """The line from signal to caseload, whoever does the work."""

    @property
    def stages(self) -> Sequence[tuple[Topic, Processor]]:
        """Every topic with the processor of the group that reads it."""
        ...

    @property
    def readers(self) -> Mapping[str, Sequence[str]]:
        """For every topic the groups that read it as the line is wired now."""
        ...

    def poll(self) -> int:
        """Handle a batch of every topic, and return how many events that were."""
        ...

    def drain(self, progress: Callable[[int], None] = ...) -> int:
        """Handle what waits, as far as that is up to this process."""
        ...

    def waiting(self) -> int:
        """How many events wait before all steps together."""
        ...


@dataclass(frozen=True, slots=True)
class ClusterLine:
    """A line whose workers run elsewhere. What was delivered lies in the log for the relay."""

    embedded: EmbeddedLine

    @property
    def stages(self) -> Sequence[tuple[Topic, Processor]]:
        """Every topic with the processor of the group that reads it."""
        return self.embedded.stages

    @property
    def readers(self) -> Mapping[str, Sequence[str]]:
        """The steps, and of every topic the relay."""
        return {topic: (*groups, RELAY) for topic, groups in self.embedded.readers.items()}

    def poll(self) -> int:
        """Raises LeftToWorkers."""
        raise LeftToWorkers(
            "Deze installatie heeft werkers: start `vroegsignaal relay` en `vroegsignaal worker`. "
            "Is de broker er niet, haal dan VROEGSIGNAAL_KAFKA weg en doe `vroegsignaal run`: "
            "niets telt dubbel."
        )

    def drain(self, _progress: Callable[[int], None] = lambda _handled: None) -> int:
        """Nothing is up to this process."""
        return 0

    def waiting(self) -> int:
        """How many events wait before all steps together."""
        return self.embedded.waiting()
